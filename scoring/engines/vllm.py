"""vLLM's `/v1/completions`: prompts as token ids, and `prompt_logprobs`, which are keyed by id.

`logprobs`, `top_logprobs` and `text_offset` are never read: they are keyed by text, so pieces of one character
overwrite each other's numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from scoring.engines.connection import Answer
from scoring.engines.kind import Prompt, Tokens, TooManyError, Written, complaint, decoded, rest_of
from scoring.engines.scored_prompt import Entry, ScoredPrompt, scored_prompt
from scoring.model.tokens import Ids

_MOST = re.compile(r"(?:max|allowed|at most|up to)\D{0,60}?(\d+)", re.IGNORECASE)


class _LogProb(msgspec.Struct, frozen=True):
    logprob: float
    rank: int | None = None


class _Choice(msgspec.Struct, frozen=True):
    index: int
    prompt_logprobs: list[dict[int, _LogProb] | None] | None = None
    prompt_token_ids: list[int] | None = None
    token_ids: list[int] | None = None
    finish_reason: str | None = None


class _Completion(msgspec.Struct, frozen=True):
    model: str
    choices: list[_Choice]


class _Usage(msgspec.Struct, frozen=True):
    prompt_tokens: int


class _OfText(_Completion, frozen=True):
    usage: _Usage | None = None


class VLLM:
    """Requests to vLLM; see `scoring.engines.kind.Kind`."""

    name = "vLLM"
    path = "/v1/completions"

    def message(self, model: str, prompts: Sequence[Prompt], k: int) -> dict[str, Any]:
        """See `Kind`."""
        return self._message(model, [prompt.ids.tolist() for prompt in prompts], k)

    def text_message(self, model: str, text: str) -> dict[str, Any]:
        """See `Kind`."""
        return self._message(model, text, 0)

    def _message(self, model: str, prompt: object, k: int) -> dict[str, Any]:
        fields: dict[str, Any] = {"model": model, "prompt": prompt, "prompt_logprobs": k, "max_tokens": 1}
        return fields | {"temperature": 0, "return_token_ids": True}

    def scored(self, answer: Answer, model: str, prompts: Sequence[Prompt], k: int) -> list[ScoredPrompt]:
        """See `Kind`."""
        if answer.status == 400 and k and "logprob" in (said := complaint(answer)) and (most := _MOST.search(said)):
            raise TooManyError(int(most[1]))
        completion = decoded(answer, _Completion)
        if completion.model != model:
            raise ValueError(f"the answer is from {completion.model!r}, not {model!r}")
        choices = sorted(completion.choices, key=lambda choice: choice.index)
        if [choice.index for choice in choices] != list(range(len(prompts))):
            raise ValueError(f"{len(choices)} answers to {len(prompts)} prompts")
        return [_scored(choice, prompt, k) for choice, prompt in zip(choices, prompts, strict=True)]

    def writing_message(self, model: str, ids: Ids, count: int) -> dict[str, Any]:
        """See `Kind`."""
        fields: dict[str, Any] = {"model": model, "prompt": ids.tolist(), "max_tokens": count}
        return fields | {"temperature": 0, "return_token_ids": True}

    def written(self, answer: Answer, model: str) -> Written:
        """See `Kind`."""
        completion = decoded(answer, _Completion)
        if completion.model != model:
            raise ValueError(f"the answer is from {completion.model!r}, not {model!r}")
        if len(completion.choices) != 1 or completion.choices[0].token_ids is None:
            raise ValueError("it lists no tokens for the text it wrote")
        (choice,) = completion.choices
        return Written(choice.token_ids or [], choice.finish_reason == "length")

    def tokens_of_text(self, answer: Answer) -> Tokens:
        """See `Kind`."""
        completion = decoded(answer, _OfText)
        if completion.choices and completion.choices[0].prompt_token_ids is not None:
            return completion.choices[0].prompt_token_ids
        return completion.usage.prompt_tokens if completion.usage is not None else None


def _scored(choice: _Choice, prompt: Prompt, k: int) -> ScoredPrompt:
    places, ids = choice.prompt_logprobs, prompt.ids.tolist()
    if places is None or len(places) != len(ids):
        raise ValueError("it has no log-probabilities for the prompt")
    if choice.prompt_token_ids is not None and choice.prompt_token_ids != ids:
        raise ValueError("its answer is about other tokens")
    own: list[Entry] = []
    top: list[list[tuple[int, float]]] = []
    for token, place in rest_of(prompt, places):
        if place is None or token not in place:
            raise ValueError("its answer is about other tokens")
        own.append((token, place[token].logprob, place[token].rank or 0))
        top.append([(other, found.logprob) for other, found in place.items()])
    return scored_prompt(own, top, k)
