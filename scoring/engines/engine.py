"""A serving engine: connects to it, checks that it still serves the same model, and has prompts scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from scoring.address import EngineAddress
from scoring.engines.call import Call
from scoring.engines.connection import Connection
from scoring.engines.kind import Prompt, StatusError, Tokens, TooManyError, Written
from scoring.engines.recognition import USE, Served, recognised, wrong_key
from scoring.engines.scored_prompt import ScoredPrompt
from scoring.errors import EngineError
from scoring.model.tokens import Ids

T = TypeVar("T")

MOST_PROMPTS = 1024
"""The most prompts that vLLM takes in one call."""
MOST_CALL_TOKENS = 16_384
"""About the most tokens in one call, which limits the size of an answer."""
TOP_K = 20
"""How many of the most probable tokens to request: the most that vLLM returns by default."""
_ENTRY_BYTES = 600
"""The most bytes in an answer for one token at one place: its text may be 128 blanks, or as many escapes."""
_SAME = 0.1
"""The largest mean difference, in nats, between two sets of log-probabilities from the same model. Batches round
differently, but another or a fine-tuned model differs by more."""


class Waiter(Protocol):
    """Waits for calls on behalf of the thread that makes them, and can cancel them."""

    def ended(self) -> None:
        """A call has ended; called in its thread."""

    def wait(self, call: Call[T]) -> None:
        """Return when a call has ended or is to be cancelled."""


class Engine:
    """An engine at an address.

    Args:
        address: where it is.
        key: the API key; "": none.

    Attributes:
        waiter: waits for the answers; None: the calling thread waits.
        tokens: sent so far.
        requests: calls so far.
    """

    def __init__(self, address: EngineAddress, key: str = "") -> None:
        self.address = address
        self.waiter: Waiter | None = None
        self.tokens = 0
        self.requests = 0
        self._key = key
        self._connection = Connection(address, key)
        self._checked: tuple[Connection, int] | None = None
        self._served: Served | None = None
        self._sample: Ids | None = None
        self._sample_log_prob: npt.NDArray[np.float32] | None = None
        self._most = TOP_K

    # -- connecting ----------------------------------------------------------------------------------------------------

    def connect(self) -> Served:
        """Find out what kind of engine it is and what it serves. Raises EngineError."""
        self._served = self._run(self._look)
        return self._served

    def _look(self, connection: Connection) -> Served:
        connection.open()
        return recognised(connection, self.address)

    def tokens_of(self, text: str) -> Tokens:
        """Return the tokens of a text as the engine has them; see `Tokens`. Raises EngineError."""
        return self._run(lambda connection: self._tokens_of(connection, text))

    def _tokens_of(self, connection: Connection, text: str) -> Tokens:
        served = self._connected
        connection.open()
        message = {"model": served.model, "prompt": text, "add_special_tokens": False}
        answer = connection.ask("/tokenize", message)
        found = _tokens(answer.body) if answer.status == 200 else None
        if found is not None:
            return found
        connection.open()
        return self._read(
            lambda: served.kind.tokens_of_text(
                connection.ask(served.kind.path, served.kind.text_message(served.model, text))
            )
        )

    def know_again(self, sample: Ids) -> npt.NDArray[np.float32]:
        """Score a sample, the start token first, to recognise the model after each reconnect.

        Returns:
            The log-probabilities of its tokens, in nats.

        Raises:
            EngineError: the engine can't score it.
        """
        self._sample = None
        log_prob = self.score([Prompt(sample)], 0)[0].log_prob
        self._sample, self._sample_log_prob = sample, log_prob
        self._checked = self._connection, self._connection.opened
        return log_prob

    def expect(self, served: Served, sample: Ids, log_prob: npt.NDArray[np.float32]) -> None:
        """Assume that the engine serves the same model as at an earlier time; the first request checks that.

        Args:
            served: the model.
            sample: see `know_again`.
            log_prob: the model's log-probabilities for it.
        """
        self._served, self._sample, self._sample_log_prob = served, sample, log_prob

    # -- scoring -------------------------------------------------------------------------------------------------------

    def score(self, prompts: Sequence[Prompt], k: int = TOP_K) -> list[ScoredPrompt]:
        """Return the scores of prompts, each with the k most probable tokens at each place, or as many as the engine
        returns.

        Raises:
            EngineError: the engine can't be reached, now serves another model, or sends an unusable answer.
            InterruptedScoringError: the waiter cancelled it.
        """
        return self._run(lambda connection: self._scored(connection, prompts, k)) if prompts else []

    def write(self, ids: Ids, count: int) -> Written:
        """Return the engine's greedy continuation after tokens, at most `count` more.

        Raises:
            EngineError, InterruptedScoringError: as for `score`.
        """
        return self._run(lambda connection: self._written(connection, ids, count))

    def _written(self, connection: Connection, ids: Ids, count: int) -> Written:
        self._prepare(connection)
        served = self._connected
        answer = connection.ask(served.kind.path, served.kind.writing_message(served.model, ids, count))
        self.requests += 1
        self.tokens += len(ids)
        return self._read(lambda: served.kind.written(answer, served.model))

    def _scored(self, connection: Connection, prompts: Sequence[Prompt], k: int) -> list[ScoredPrompt]:
        found: list[ScoredPrompt] = []
        for batch in _batches(prompts):
            self._prepare(connection)
            try:
                found += self._ask(connection, batch, min(k, self._most))
            except TooManyError as error:
                if error.most >= min(k, self._most):
                    raise EngineError(f"{self.address.shown} doesn't list the most probable tokens; {USE}") from None
                self._most = error.most
                connection.open()
                found += self._ask(connection, batch, self._most)
        return found

    def _ask(self, connection: Connection, prompts: Sequence[Prompt], k: int) -> list[ScoredPrompt]:
        served = self._connected
        count = sum(len(prompt.ids) for prompt in prompts)
        message = served.kind.message(served.model, prompts, k)
        answer = connection.ask(served.kind.path, message, count * (k + 2) * _ENTRY_BYTES + 65_536)
        self.requests += 1
        self.tokens += count
        return self._read(lambda: served.kind.scored(answer, served.model, prompts, k))

    def _read(self, read: Callable[[], T]) -> T:
        """Return the result of `read`, which parses an answer. Raises EngineError if it fails."""
        shown = self.address.shown
        try:
            return read()
        except StatusError as error:
            if error.status in (401, 403):
                raise wrong_key(self.address) from None
            busy = error.status == 429 or error.status >= 500
            raise EngineError(f"{shown} {'failed' if busy else 'refused'} ({error})", may_pass=busy) from None
        except ValueError as error:
            raise EngineError(f"{shown} sent an answer that can't be used ({error}); {USE}") from None

    # -- one connection ------------------------------------------------------------------------------------------------

    @property
    def _connected(self) -> Served:
        if self._served is None:
            raise EngineError(f"{self.address.shown} was never connected")
        return self._served

    def _prepare(self, connection: Connection) -> None:
        """Open the connection and, if it was newly opened, check that the same model answers. Raises EngineError."""
        connection.open()
        if self._sample is None or self._checked == (connection, connection.opened):
            return
        found, served = recognised(connection, self.address), self._connected
        if (found.model, found.root) != (served.model, served.root):
            raise self._other(found.root)
        connection.open()
        log_prob = self._ask(connection, [Prompt(self._sample)], 0)[0].log_prob
        assert self._sample_log_prob is not None
        if not np.abs(log_prob - self._sample_log_prob).mean() <= _SAME:
            raise self._other(f"a different model as {found.model}")
        connection.open()
        self._checked = (connection, connection.opened)

    def _other(self, name: str) -> EngineError:
        return EngineError(f"{self.address.shown} now serves {name}; “Restart model” switches to it")

    def _run(self, work: Callable[[Connection], T]) -> T:
        """Use the connection in another thread, and wait for the result."""
        waiter = self.waiter
        call = Call(self._connection, work, waiter.ended if waiter is not None else lambda: None)
        if waiter is not None:
            waiter.wait(call)
            if not call.has_ended:
                call.give_up()
                self._connection = Connection(self.address, self._key)
        return call.result()


def _tokens(body: bytes) -> list[int] | None:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    tokens = found.get("tokens") if isinstance(found, dict) else None
    is_list = isinstance(tokens, list) and all(isinstance(token, int) for token in tokens)
    return tokens if is_list else None


def _batches(prompts: Sequence[Prompt]) -> Iterator[Sequence[Prompt]]:
    """Yield the prompts in batches small enough for one call."""
    first, tokens = 0, 0
    for index, prompt in enumerate(prompts):
        if index > first and (index - first == MOST_PROMPTS or tokens + len(prompt.ids) > MOST_CALL_TOKENS):
            yield prompts[first:index]
            first, tokens = index, 0
        tokens += len(prompt.ids)
    yield prompts[first:]
