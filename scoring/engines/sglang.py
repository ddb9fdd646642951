"""SGLang's `/generate`: prompts as token ids, and `input_token_logprobs` from `logprob_start_len` on.

Everything before that place comes from its prefix cache. The entry at the place itself is null, so it is set one token
before the first wanted one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from scoring.engines.connection import Answer
from scoring.engines.kind import Prompt, Tokens, Written, decoded
from scoring.engines.scored_prompt import MINUS_INFINITY, Entry, ScoredPrompt, scored_prompt
from scoring.model.tokens import Ids

_Entry = tuple[float | None, int, str | None]


class _Meta(msgspec.Struct, frozen=True):
    input_token_logprobs: list[_Entry] | None = None
    input_top_logprobs: list[list[_Entry] | None] | None = None
    prompt_tokens: int | None = None
    finish_reason: dict[str, Any] | None = None


class _Generated(msgspec.Struct, frozen=True):
    meta_info: _Meta
    output_ids: list[int] | None = None


class SGLang:
    """Requests to SGLang; see `scoring.engines.kind.Kind`."""

    name = "SGLang"
    path = "/generate"

    def message(self, model: str, prompts: Sequence[Prompt], k: int) -> dict[str, Any]:
        """See `Kind`."""
        starts = [prompt.first - 1 for prompt in prompts]
        return {"input_ids": [prompt.ids.tolist() for prompt in prompts]} | self._message(starts, k)

    def text_message(self, model: str, text: str) -> dict[str, Any]:
        """See `Kind`."""
        return {"text": text} | self._message(0, 0)

    def _message(self, start: int | list[int], k: int) -> dict[str, Any]:
        fields: dict[str, Any] = {"sampling_params": {"max_new_tokens": 1, "temperature": 0}, "return_logprob": True}
        return fields | {"logprob_start_len": start, "top_logprobs_num": k}

    def scored(self, answer: Answer, model: str, prompts: Sequence[Prompt], k: int) -> list[ScoredPrompt]:
        """See `Kind`."""
        found = decoded(answer, list[_Generated])
        if len(found) != len(prompts):
            raise ValueError(f"{len(found)} answers to {len(prompts)} prompts")
        return [_scored(one.meta_info, prompt, k) for one, prompt in zip(found, prompts, strict=True)]

    def writing_message(self, model: str, ids: Ids, count: int) -> dict[str, Any]:
        """See `Kind`."""
        return {"input_ids": ids.tolist(), "sampling_params": {"max_new_tokens": count, "temperature": 0}}

    def written(self, answer: Answer, model: str) -> Written:
        """See `Kind`."""
        found = decoded(answer, _Generated)
        if found.output_ids is None:
            raise ValueError("it lists no tokens for the text it wrote")
        return Written(found.output_ids, (found.meta_info.finish_reason or {}).get("type") == "length")

    def tokens_of_text(self, answer: Answer) -> Tokens:
        """See `Kind`."""
        meta = decoded(answer, _Generated).meta_info
        if meta.input_token_logprobs is not None:
            return [token for _, token, _ in meta.input_token_logprobs]
        return meta.prompt_tokens


def _scored(meta: _Meta, prompt: Prompt, k: int) -> ScoredPrompt:
    wanted = prompt.ids[prompt.first - 1 :].tolist()
    places = meta.input_token_logprobs
    if places is None or [token for _, token, _ in places] != wanted:
        raise ValueError("its answer is about other tokens")
    own: list[Entry] = [(token, _number(value), 0) for value, token, _ in places[1:]]
    top: list[list[tuple[int, float]]] = [[] for _ in own]
    if k:
        found = meta.input_top_logprobs
        if found is None or len(found) != len(wanted):
            raise ValueError("it doesn't say which tokens are most probable")
        top = [[(token, _number(value)) for value, token, _ in place or ()] for place in found[1:]]
    return scored_prompt(own, top, k)


def _number(value: float | None) -> float:
    """Return a log-probability; null means one that JSON can't represent."""
    return MINUS_INFINITY if value is None else value
