"""What the model computed for a window, kept for the next edit.

A cache is found again by its content: the one that shares most with the window that is wanted. Up to the first token
that differs it is exact. Behind the edit the old keys and values are almost right (they were computed for almost the
same text before them), so they are kept too, moved to their new positions; what is computed over them is provisional.
The idea of shifting cached keys is that of "Let the Code LLM Edit Itself When You Edit the Code" (He et al., 2024).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from scoring.model.tokens import Ids, shared_start
from scoring.model.trunk import Trunk

BRANCH_SLOTS = 1024
"""Slots behind a window for continuations that are only tried out."""


class WindowCache:
    """The keys, values and hidden states of one window.

    Attributes:
        ids: the window's tokens, shape (length,).
        exact: the slots [0, exact) hold what a forward pass over the window gives.
        known: which slots hold anything: what is exact, and behind it what was moved there or computed over such;
            shape (length,).
        hidden: the last hidden state of each known slot, shape (capacity, width).
        has_short_context: whether the window is one with a shorter context than its page's.
    """

    def __init__(
        self, trunk: Trunk, capacity: int, device: torch.device, dtype: torch.dtype, *, has_short_context: bool
    ) -> None:
        self._trunk = trunk
        self._device = device
        self._storage = trunk.new_storage(capacity + BRANCH_SLOTS)
        self.hidden = torch.empty(capacity, trunk.width, dtype=dtype, device=device)
        self.ids: Ids = np.empty(0, np.int32)
        self.exact = 0
        self.known: npt.NDArray[np.bool_] = np.empty(0, np.bool_)
        self.most_slots = 0
        """Slots that were ever filled: the memory that is taken."""
        self.has_short_context = has_short_context

    def overlap(self, window: Ids) -> tuple[int, int]:
        """How many tokens at the start, and how many behind them at the end, are those of `window`."""
        prefix = shared_start(self.ids, window)
        if not self._trunk.can_move:
            return prefix, 0
        return prefix, shared_start(self.ids[prefix:][::-1], window[prefix:][::-1])

    def holds(self, window: Ids) -> bool:
        """Whether `window` is the beginning of this cache's window."""
        return len(window) <= len(self.ids) and shared_start(self.ids, window) == len(window)

    def retarget(self, window: Ids) -> int:
        """Become the cache of `window`; what of it can be used again is kept.

        Returns:
            The number of slots that were kept.
        """
        if self.holds(window):
            return int(self.known[: len(window)].sum())
        prefix, suffix = self.overlap(window)
        start = len(self.ids) - suffix
        known = np.zeros(len(window), np.bool_)
        known[:prefix] = self.known[:prefix] if self._trunk.can_move else np.arange(prefix) < self.exact
        if suffix and self.known[start:].any():
            distance = len(window) - len(self.ids)
            self._trunk.move(self._storage, start, len(self.ids), distance)
            if distance:
                self.hidden[start + distance : len(window)] = self.hidden[start : len(self.ids)].clone()
            known[len(window) - suffix :] = self.known[start:]
        self.ids, self.known, self.exact = window, known, min(self.exact, prefix)
        self.most_slots = max(self.most_slots, self.filled)
        return int(known.sum())

    @torch.inference_mode()
    def forward(self, start: int, end: int) -> None:
        """Run the slots [start, end); those before them must be known. Exact where they follow on what is exact."""
        ids = torch.from_numpy(self.ids[start:end].astype(np.int64)).to(self._device)
        positions = torch.arange(start, end, device=self._device)
        self.hidden[start:end] = self._trunk.forward(ids, positions, self._storage, start, None)
        self.known[start:end] = True
        self.most_slots = max(self.most_slots, end)
        if start == self.exact:
            self.exact = end

    @torch.inference_mode()
    def branch(
        self, ids: Ids, positions: list[int], visible: list[list[int]], sees: int | list[int], offset: int
    ) -> torch.Tensor:
        """Try tokens out that do not stand in one line: several continuations in one pass (tree attention, as in
        Miao et al., "SpecInfer", 2023). What they leave behind is overwritten by the next one with `offset` 0.

        Args:
            ids: shape (n,).
            positions: of each token in its own line.
            visible: for each token the tried-out tokens that it sees, itself included, numbered from 0.
            sees: the slots [0, sees) of the window are seen by all; of each token, if it is a list.
            offset: how many tokens were tried out before and may be seen.

        Returns:
            Hidden states, shape (n, width).
        """
        filled = self.filled
        mask = torch.zeros(len(ids), filled + offset + len(ids), dtype=torch.bool, device=self._device)
        slots = torch.arange(filled, device=self._device)
        mask[:, :filled] = slots[None] < torch.tensor(sees, device=self._device).reshape(-1, 1)
        for row, tokens in enumerate(visible):
            mask[row, [filled + token for token in tokens]] = True
        return self._trunk.forward(
            torch.from_numpy(ids.astype(np.int64)).to(self._device),
            torch.tensor(positions, device=self._device),
            self._storage,
            filled + offset,
            mask,
        )

    @property
    def filled(self) -> int:
        """The number of slots up to the last one known."""
        return int(np.flatnonzero(self.known)[-1]) + 1 if self.known.any() else 0


_WORTH_TAKING = 8
"""Windows of different places begin with the same start token and perhaps the same words; a cache is taken from its
old place only for more than that."""


class CachePool:
    """The caches of one or several documents under a memory budget; the least recently used one goes first.

    A cache belongs to one document, and no other takes it: two versions of a text that are open side by side would
    take each other's caches away with every edit.

    Args:
        budget: bytes that all caches may take together; one cache may always exist.
        bytes_per_token: what one token takes in a cache.
    """

    def __init__(self, budget: int, bytes_per_token: int) -> None:
        self._most_slots = max(1, budget // bytes_per_token)
        self._caches: list[tuple[object, WindowCache]] = []  # with their owners

    def take(self, owner: object, window: Ids, *, short_context: bool) -> WindowCache | None:
        """Of the owner's caches of that sort the one that shares most with `window`, not yet retargeted; None where
        none shares enough."""
        found, most = None, min(_WORTH_TAKING, len(window)) - 1
        for place, (whose, cache) in enumerate(self._caches):
            if whose is owner and cache.has_short_context == short_context:
                prefix, suffix = cache.overlap(window)
                # A cache that has the end but not the beginning is worth taking only if it has most of the window.
                shared = prefix + suffix if prefix >= _WORTH_TAKING or 2 * suffix > len(window) else prefix
                if shared > most:
                    found, most = place, shared
        if found is None:
            return None
        self._caches.append(self._caches.pop(found))
        return self._caches[-1][1]

    def add(self, owner: object, cache: WindowCache) -> None:
        """Keep `cache` as the most recently used one."""
        self._caches.append((owner, cache))

    def drop(self, owner: object) -> None:
        """Drop all caches of an owner."""
        self._caches = [entry for entry in self._caches if entry[0] is not owner]

    @property
    def slots(self) -> int:
        """How many tokens' worth of memory all caches take."""
        return sum(cache.most_slots for _, cache in self._caches)

    def trim(self) -> None:
        """Drop the least recently used caches until the rest fits the budget."""
        while len(self._caches) > 1 and self.slots > self._most_slots:
            self._caches.pop(0)
