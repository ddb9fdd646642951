"""The interface of the kinds of engines: building requests and parsing answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec

from scoring.engines.connection import Answer
from scoring.engines.scored_prompt import ScoredPrompt
from scoring.model.tokens import Ids

T = TypeVar("T")

Tokens = list[int] | int | None
"""The engine's token ids for a text, or only their number, or None."""

_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Prompt:
    """Tokens to score.

    Attributes:
        ids: the start token first, shape (n,).
        first: the first token to score, at least 1.
    """

    ids: Ids
    first: int = 1


class Written(NamedTuple):
    """Tokens that an engine has written, and whether it would continue."""

    ids: list[int]
    goes_on: bool


class TooManyError(Exception):
    """The engine returns at most `most` of the most probable tokens."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class StatusError(Exception):
    """The engine refused a request, with a status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}" if reason else str(status))
        self.status = status


class Kind(Protocol):
    """A kind of engine.

    Attributes:
        name: as its makers spell it.
        path: its URL path for scoring.
    """

    name: str
    path: str

    def message(self, model: str, prompts: Sequence[Prompt], k: int) -> dict[str, Any]:
        """Return the request that scores prompts, with the k most probable tokens at each place."""

    def text_message(self, model: str, text: str) -> dict[str, Any]:
        """Return the request that shows how it tokenizes a text."""

    def scored(self, answer: Answer, model: str, prompts: Sequence[Prompt], k: int) -> list[ScoredPrompt]:
        """Read the answer to `message`.

        Raises:
            TooManyError: k is too large.
            StatusError: it refused.
            ValueError: it isn't an answer to that request.
        """

    def writing_message(self, model: str, ids: Ids, count: int) -> dict[str, Any]:
        """Return the request that continues tokens greedily, by at most `count`."""

    def written(self, answer: Answer, model: str) -> Written:
        """Read the answer to `writing_message`. Raises StatusError, ValueError."""

    def tokens_of_text(self, answer: Answer) -> Tokens:
        """Read the answer to `text_message`. Raises StatusError, ValueError."""


def decoded(answer: Answer, form: type[T]) -> T:
    """Return an answer's body as a `form`. Raises StatusError, or ValueError if it doesn't match."""
    if answer.status != 200:
        raise StatusError(answer.status, complaint(answer))
    try:
        return msgspec.json.decode(answer.body, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{error}") from None


def complaint(answer: Answer) -> str:
    """Return the engine's reason for refusing, in one line."""
    try:
        said: object = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    for name in ("error", "detail", "message"):
        if isinstance(said, dict) and name in said:
            said = said[name]
    if isinstance(said, dict):
        said = said.get("message", "")
    return " ".join(said.split())[:_LONGEST_QUOTE] if isinstance(said, str) else ""


def rest_of(prompt: Prompt, places: Sequence[T]) -> Iterator[tuple[int, T]]:
    """Yield the tokens of a prompt to score, each with the entry at its place."""
    return zip(prompt.ids[prompt.first :].tolist(), places[prompt.first :], strict=True)
