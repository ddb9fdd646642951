"""Passages run by a model in memory: each once, and then all edits of many words together as branches of it (tree
attention, see `scoring.model.kv_cache`)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice

import numpy as np
import torch

from scoring.edits.trials import Line, Rows, ScoredPassage
from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids

BATCH = 128
"""The most tokens in one pass: smaller passes save little time."""


class CachedPassages:
    """Runs passages in one cache; see `scoring.edits.trials.Passages`.

    Args:
        model: the model.
        most_tokens: the most tokens in a passage, including the start token.
    """

    def __init__(self, model: Model, most_tokens: int) -> None:
        self._model = model
        self._most_tokens = most_tokens
        self._cache: WindowCache | None = None

    def forget(self) -> None:
        """Free the memory of the last passage."""
        self._cache = None

    @contextmanager
    def running(self, ids: Ids, first: int) -> Iterator[Generator[int, None, ScoredPassage]]:
        """See `Passages`. Even an abandoned search leaves its cache to the next one."""
        cache, self._cache = self._cache, None
        if cache is None:
            cache = self._model.new_cache(self._most_tokens)
        cache.retarget(np.concatenate([np.array([self._model.start_id], np.int32), ids]))
        try:
            yield self._run(cache, ids, first)
        finally:
            self._cache = cache

    def _run(self, cache: WindowCache, ids: Ids, first: int) -> Generator[int, None, ScoredPassage]:
        while cache.valid < len(cache.ids):
            begin = cache.valid
            cache.forward(begin, min(begin + BATCH, len(cache.ids)))
            yield cache.valid - begin
        return CachedPassage(self._model, cache, ids, first)


class CachedPassage(ScoredPassage):
    """A passage in a cache.

    Branches fill the slots after the window. Once these are full, a new era begins: branches start over in the first
    ones.

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
        # Slot i predicts token i, from the start token and the tokens before i.
        rows = torch.log_softmax(model.logits(cache.hidden[first : len(ids)]), -1)
        self._rows: Rows = rows.cpu().numpy()
        super().__init__(ids, first, self._rows[np.arange(len(ids) - first), ids[first:]])

    def at(self, token: int) -> Rows:
        """See `ScoredPassage`."""
        row: Rows = self._rows[token - self._first]
        return row

    def advance(self, lines: list[Line], far: int, most: int) -> tuple[int, list[Line]]:
        """See `ScoredPassage`."""
        waiting = [line for line in lines if line.rest(far)]
        lines, size = self._batch(waiting, far, most)
        if self._run + size > BRANCH_SLOTS:
            self._run, self._era = 0, self._era + 1
            lines, size = self._batch(waiting, far, most)
        if lines:
            self._forward(lines, far)
        return size, waiting[len(lines) :]

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

    def _forward(self, lines: list[Line], far: int) -> None:
        """Run the tokens that lines lack as branches of the passage."""
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
        hidden = self._cache.branch(np.array(ids, np.int32), positions, visible, sees, self._run)
        self._run += len(ids)
        logits = self._model.logits(hidden)
        wanted = torch.tensor(targets, device=logits.device)[:, None]
        log_probs = iter((logits.gather(1, wanted)[:, 0] - logits.logsumexp(-1)).tolist())
        for line in lines:
            line.log_probs += islice(log_probs, len(line.path) + 1 - len(line.log_probs))
