"""Runs passages with a model in memory: each once, then the edits of many words together as branches of it (tree
attention, see `scoring.model.kv_cache`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

import numpy as np
import torch

from scoring.edits.requests import Answer, Asking, Request, answer
from scoring.edits.trials import Line, Rows, ScoredPassage
from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids

BATCH = 128
"""The most tokens in one pass; smaller passes save little time."""


class CachedPassages:
    """Runs passages, each in its own cache; see `scoring.edits.trials.Passages`.

    Args:
        model: the model.
        most_tokens: the most tokens in a passage, including the start token.
    """

    def __init__(self, model: Model, most_tokens: int) -> None:
        self._model = model
        self._most_tokens = most_tokens
        self._free: list[WindowCache] = []

    def forget(self, kept: int = 0) -> None:
        """See `Passages`."""
        del self._free[: max(0, len(self._free) - kept)]

    def answer(self, requests: Sequence[Request]) -> list[Answer]:
        """See `Passages`."""
        return answer(self._model, requests)

    @contextmanager
    def running(self, ids: Ids, first: int) -> Iterator[Asking[ScoredPassage]]:
        """See `Passages`. An abandoned search's cache is reused, too."""
        window = np.concatenate([np.array([self._model.start_id], np.int32), ids])
        cache = self._taken(window)
        cache.retarget(window)
        try:
            yield self._run(cache, ids, first)
        finally:
            self._free.append(cache)

    def _taken(self, window: Ids) -> WindowCache:
        """Return an unused cache, the one that shares most with a window."""
        if not self._free:
            return self._model.new_cache(self._most_tokens)
        best = max(self._free, key=lambda cache: cache.overlap(window)[0])
        self._free.remove(best)
        return best

    def _run(self, cache: WindowCache, ids: Ids, first: int) -> Asking[ScoredPassage]:
        while cache.valid < len(cache.ids):
            begin = cache.valid
            end = min(begin + BATCH, len(cache.ids))
            hidden = yield Request(end - begin, cache.to_run(begin, end))
            assert hidden is not None
            cache.fill(begin, hidden)
        return CachedPassage(self._model, cache, ids, first)


class CachedPassage(ScoredPassage):
    """A passage in a cache.

    Branches fill the slots after the window. When they are full, a new era begins and branches start over.

    Args:
        model: the model.
        cache: valid for the start token and all of `ids`.
        ids, first: see `ScoredPassage`.
    """

    def __init__(self, model: Model, cache: WindowCache, ids: Ids, first: int) -> None:
        self._model = model
        self._cache = cache
        self._run = 0  # tokens in this era
        self._era = 0
        # Slot i predicts token i from the start token and the tokens before i.
        self._rows: Rows = model.log_softmax(cache.hidden[first : len(ids)]).cpu().numpy()
        super().__init__(ids, first, self._rows[np.arange(len(ids) - first), ids[first:]])

    def at(self, token: int) -> Rows:
        """See `ScoredPassage`."""
        row: Rows = self._rows[token - self._first]
        return row

    def advance(self, lines: list[Line], far: int, most: int) -> Asking[list[Line]]:
        """See `ScoredPassage`."""
        waiting = [line for line in lines if line.rest(far)]
        lines, size = self._batch(waiting, far, most)
        if self._run + size > BRANCH_SLOTS:
            self._run, self._era = 0, self._era + 1
            lines, size = self._batch(waiting, far, most)
        if lines:
            yield from self._forward(lines, far, size)
        return waiting[len(lines) :]

    def _batch(self, waiting: list[Line], far: int, most: int) -> tuple[list[Line], int]:
        """Return the first lines that run together, and the number of their tokens."""
        size = 0
        for count, line in enumerate(waiting):
            if line.era != self._era:
                line.restart(self._era)
            rest = line.rest(far)
            if count and size + rest > most:
                return waiting[:count], size
            size += rest
        return waiting, size

    def _forward(self, lines: list[Line], far: int, size: int) -> Asking[None]:
        """Run the lines' missing tokens as branches of the passage."""
        ids: list[int] = []
        targets: list[int] = []
        positions: list[int] = []
        visible: list[list[int]] = []
        sees: list[int] = []
        last = self._model.max_positions - 1
        for line in lines:
            for _ in range(line.rest(far)):
                done = len(line.path)
                line.path.append(self._run + len(ids))
                ids.append(line.tokens[done])
                targets.append(line.tokens[done + 1])
                positions.append(min(line.proposal.first + 1 + done, last))
                visible.append(list(line.path))
                sees.append(line.proposal.first + 1)
        forward = self._cache.to_branch(np.array(ids, np.int32), positions, visible, sees, self._run)
        self._run += len(ids)
        log_probs = yield Request(size, forward, torch.tensor(targets))
        assert log_probs is not None
        found = iter(log_probs.tolist())
        for line in lines:
            line.log_probs += islice(found, len(line.path) + 1 - len(line.log_probs))
