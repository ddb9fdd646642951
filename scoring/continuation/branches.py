"""Token paths after one prefix, run side by side as branches of its window.

Nothing of the window changes: branches fill slots after it (see `scoring.model.kv_cache`). Whatever else runs there in
the meantime overwrites them, so they are then run again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from scoring.memory.memory import TextMemory
from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids
from scoring.windows.stats import Stats

Prefix = Callable[[], tuple[WindowCache, int]]
"""Returns a cache that knows the prefix, including its last hidden state, and the prefix's number of slots."""


@dataclass(slots=True)
class Path:
    """Tokens after the prefix.

    Attributes:
        tokens: the tokens.
        slots: where those run so far are among the branches.
        era: when they were run; see `Branches`.
    """

    tokens: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    era: int = 0

    def then(self, token: int) -> Path:
        """Return this path and one more token."""
        return Path([*self.tokens, token], list(self.slots), self.era)


class Branches:
    """Runs paths after a prefix.

    A new era begins whenever the slots of the branches were overwritten, or are full: paths start over.

    Args:
        model: the model.
        prefix: finds the prefix, now and in every new era.
        stats: counts what is run.
        before: the last tokens of the prefix, shape (tokens,).
        memory: what the writer's own texts say comes next; None: nothing.
    """

    def __init__(
        self, model: Model, prefix: Prefix, stats: Stats, before: Ids, memory: TextMemory | None = None
    ) -> None:
        self._model = model
        self._prefix = prefix
        self._stats = stats
        self._before = before
        self._memory = memory
        self._era = 0
        self._begin_era()

    def _begin_era(self) -> None:
        self._era += 1
        self._run = 0
        self._cache, self._length = self._prefix()
        self._changes = self._cache.changes

    def log_probs(self, paths: Sequence[Path]) -> torch.Tensor:
        """Run the paths to their ends; return the log-probabilities of the token after each, in nats, shape (paths,
        vocabulary), by the model and the memory. Every path but the empty one has a token that was not run yet."""
        if self._cache.changes != self._changes or self._run + self._missing(paths) > BRANCH_SLOTS:
            self._begin_era()
        for path in paths:
            if path.era != self._era:
                path.era, path.slots = self._era, []
        hidden = [self._cache.hidden[self._length - 1 : self._length]]
        missing = [len(path.tokens) - len(path.slots) for path in paths]
        if any(missing):
            hidden.append(self._forward(paths))
        ends = np.cumsum(missing)
        rows = [int(end) if path.tokens else 0 for path, end in zip(paths, ends, strict=True)]
        found = self._model.decoded_log_probs(torch.cat(hidden)[rows])
        if self._memory is None:
            return found
        return self._memory.mixed(found, [np.append(self._before, path.tokens).astype(np.int32) for path in paths])

    def _missing(self, paths: Sequence[Path]) -> int:
        """Return how many tokens of the paths have yet to be run."""
        return sum(len(path.tokens) - (len(path.slots) if path.era == self._era else 0) for path in paths)

    def _forward(self, paths: Sequence[Path]) -> torch.Tensor:
        """Run the tokens of the paths that were not run; return their hidden states, shape (tokens, width)."""
        ids: list[int] = []
        positions: list[int] = []
        visible: list[list[int]] = []
        last = self._model.max_positions - 1
        for path in paths:
            for token in path.tokens[len(path.slots) :]:
                positions.append(min(self._length + len(path.slots), last))
                path.slots.append(self._run + len(ids))
                ids.append(token)
                visible.append(list(path.slots))
        hidden = self._cache.grow(np.array(ids, np.int32), positions, visible, self._length, self._run)
        self._changes = self._cache.changes
        self._run += len(ids)
        self._stats.tokens_decoded += len(ids)
        return hidden
