"""Runs passages on an engine: each once, then the edits of many words as prompts of one call, each with the passage
before it and a few tokens after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from scoring.edits.requests import Answer, Asking, Request
from scoring.edits.trials import Line, Rows, ScoredPassage
from scoring.engines.engine import MOST_PROMPTS, TOP_K
from scoring.engines.engine_model import EngineModel
from scoring.engines.kind import Prompt
from scoring.engines.scored_prompt import ScoredPrompt
from scoring.model.tokens import Ids


class EnginePassages:
    """Runs passages on an engine; see `scoring.edits.trials.Passages`.

    Args:
        model: the model.
    """

    def __init__(self, model: EngineModel) -> None:
        self._model = model

    def forget(self, kept: int = 0) -> None:
        """See `Passages`: there is no memory to free."""

    def answer(self, requests: Sequence[Request]) -> list[Answer]:
        """See `Passages`: the engine answers everything at once."""
        return [None] * len(requests)

    @contextmanager
    def running(self, ids: Ids, first: int) -> Iterator[Asking[ScoredPassage]]:
        """See `Passages`."""
        yield self._run(ids, first)

    def _run(self, ids: Ids, first: int) -> Asking[ScoredPassage]:
        window = self._model.window(ids)
        (found,) = self._model.engine.score([Prompt(window, 1 + first)], TOP_K)
        yield Request(len(window))
        return EnginePassage(self._model, found, ids, first)


class EnginePassage(ScoredPassage):
    """A passage that an engine has scored.

    Args:
        model: the model.
        found: the scores of its tokens from `first` on.
        ids, first: see `ScoredPassage`.
    """

    knows_all = False

    def __init__(self, model: EngineModel, found: ScoredPrompt, ids: Ids, first: int) -> None:
        super().__init__(ids, first, found.log_prob)
        self._model = model
        self._found = found

    def at(self, token: int) -> Rows:
        """See `ScoredPassage`: an engine only returns the top tokens; the last one bounds the others."""
        top_ids, values = self._found.top_ids[token - self._first], self._found.top_log_probs[token - self._first]
        rest = np.log(max(1e-9, 1.0 - float(np.exp(values.astype(np.float64)).sum())))
        most = np.nextafter(np.float32(min([rest, *values.tolist()])), np.float32(-np.inf))
        row = np.full(self._model.vocabulary.size, most, np.float32)
        is_known = top_ids < len(row)
        row[top_ids[is_known]] = values[is_known]
        own = int(self.ids[token])
        row[own] = self.log_prob[token - self._first]
        return row

    def advance(self, lines: list[Line], far: int, most: int) -> Asking[list[Line]]:
        """See `ScoredPassage`: the lines have already been measured."""
        for line in lines:
            if line.measured:
                line.reveal(far)
        yield Request()
        return []

    def measure(self, lines: list[Line]) -> Asking[list[Line]]:
        """See `ScoredPassage`. All prompts go into one call, which costs less than many calls."""
        waiting = [line for line in lines if line.tokens and not line.measured]
        batch, rest = waiting[:MOST_PROMPTS], waiting[MOST_PROMPTS:]
        prompts = [self._prompt(line) for line in batch]
        for line, found in zip(batch, self._model.engine.score(prompts, 0), strict=True):
            line.take(found.log_prob.tolist())
        yield Request(sum(len(prompt.ids) for prompt in prompts))
        return rest

    def _prompt(self, line: Line) -> Prompt:
        first = line.proposal.first
        ids = np.concatenate([self.ids[:first], np.array(line.tokens, np.int32)])
        return Prompt(self._model.window(ids), 1 + first)
