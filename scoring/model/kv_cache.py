"""The KV cache: keys, values and hidden states of a window, kept for the next edit.

A cache is found by its content: the pool returns the one that shares most with the wanted window. It is valid up to the
first token that differs. After the edit, the old keys and values are almost right, since they were computed for almost
the same context. So we keep them too, moved to their new positions; everything computed from them is provisional.
Shifting cached keys is an idea from "Let the Code LLM Edit Itself When You Edit the Code" (He et al., 2024).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from scoring.model.tokens import Ids, shared_start
from scoring.model.trunk import Pass, Trunk
from scoring.probe.probe import Probe

BRANCH_SLOTS = 1024
"""Slots after a window for trying out continuations."""


@dataclass(slots=True)
class _Grown:
    """Continuations that may become part of the window, token by token.

    Attributes:
        sees: how many slots of the window come before them.
        at: the first of their slots.
        ids: their tokens.
        paths: for each, the tokens of its path up to itself, numbered from 0.
        hidden, signs: for each, as in the window.
    """

    sees: int
    at: int
    ids: list[int] = field(default_factory=list)
    paths: list[list[int]] = field(default_factory=list)
    hidden: list[torch.Tensor] = field(default_factory=list)
    signs: list[torch.Tensor] = field(default_factory=list)

    def longest_in(self, window: Ids) -> list[int]:
        """Return the longest path with which `window` continues after the `sees` slots."""
        found: list[int] = []
        for path in self.paths:
            tokens = window[self.sees : self.sees + len(path)].tolist()
            if len(path) > len(found) and tokens == [self.ids[token] for token in path]:
                found = path
        return found


class WindowCache:
    """The keys, values and hidden states of one window.

    Attributes:
        ids: the window's tokens, shape (length,).
        valid: the slots [0, valid) hold exactly what a forward pass over the window would compute.
        known: whether each slot holds anything: valid ones do, and so do provisional ones after them, which were moved
            there or computed over moved ones; shape (length,).
        hidden: the last hidden state of each known slot, shape (capacity, width).
        signs: the probe's row of each known slot, shape (capacity, probe's width); None without a probe.
        has_short_context: whether the window has a shorter context than its page's own.
        changes: counts the operations that may overwrite tried-out continuations.
    """

    def __init__(
        self,
        trunk: Trunk,
        capacity: int,
        device: torch.device,
        dtype: torch.dtype,
        probe: Probe | None = None,
        *,
        has_short_context: bool,
    ) -> None:
        self._trunk = trunk
        self._probe = probe
        self._device = device
        self._storage = trunk.new_storage(capacity + BRANCH_SLOTS)
        self.hidden = torch.empty(capacity, trunk.width, dtype=dtype, device=device)
        self.signs = None if probe is None else torch.empty(capacity, probe.width, dtype=torch.float16, device=device)
        self.ids: Ids = np.empty(0, np.int32)
        self.valid = 0
        self.known: npt.NDArray[np.bool_] = np.empty(0, np.bool_)
        self.most_slots = 0
        """The most slots ever filled, which is the memory used."""
        self.has_short_context = has_short_context
        self.changes = 0
        self._grown: _Grown | None = None

    def overlap(self, window: Ids) -> tuple[int, int]:
        """Return how many tokens this window shares with `window` at the start, and how many of the rest at the end."""
        prefix = shared_start(self.ids, window)
        if not self._trunk.can_move:
            return prefix, 0
        return prefix, shared_start(self.ids[prefix:][::-1], window[prefix:][::-1])

    def holds(self, window: Ids) -> bool:
        """Return True if this cache's window begins with `window`."""
        return len(window) <= len(self.ids) and shared_start(self.ids, window) == len(window)

    def retarget(self, window: Ids) -> int:
        """Turn this into the cache of `window`, keeping all slots that it can use, including those of `grow`.

        Returns:
            The number of slots kept.
        """
        if self.holds(window):
            return int(self.known[: len(window)].sum())
        self.changes += 1
        prefix, suffix = self.overlap(window)
        start = len(self.ids) - suffix
        taken = self._take_grown(window, prefix)
        known = np.zeros(len(window), np.bool_)
        known[:prefix] = self.known[:prefix] if self._trunk.can_move else np.arange(prefix) < self.valid
        if suffix and self.known[start:].any():
            distance = len(window) - len(self.ids)
            self._trunk.move(self._storage, start, len(self.ids), distance)
            for rows in (self.hidden, self.signs) if distance else ():
                if rows is not None:
                    rows[start + distance : len(window)] = rows[start : len(self.ids)].clone()
            known[len(window) - suffix :] = self.known[start:]
        self.ids, self.known, self.valid = window, known, min(self.valid, prefix)
        if taken is not None:
            self._put_grown(*taken)
        self.most_slots = max(self.most_slots, self.filled)
        return int(known.sum())

    def _take_grown(self, window: Ids, prefix: int) -> tuple[_Grown, list[int], Any] | None:
        """Return the continuation with which `window` goes on, and its keys and values, before they are overwritten."""
        grown, self._grown = self._grown, None
        if grown is None or not self._trunk.can_move or prefix < grown.sees:
            return None
        path = grown.longest_in(window)
        if grown.sees + len(path) <= prefix:
            return None
        return grown, path, self._trunk.read(self._storage, [grown.at + token for token in path])

    def _put_grown(self, grown: _Grown, path: list[int], states: Any) -> None:
        """Make a continuation part of the window."""
        end = grown.sees + len(path)
        self._trunk.write(self._storage, grown.sees, states)
        self.hidden[grown.sees : end] = torch.stack([grown.hidden[token] for token in path])
        if self.signs is not None:
            self.signs[grown.sees : end] = torch.stack([grown.signs[token] for token in path])
        self.known[grown.sees : end] = True
        if self._trunk.decodes_exactly and self.valid >= grown.sees:
            self.valid = max(self.valid, end)

    @torch.inference_mode()
    def forward(self, start: int, end: int) -> None:
        """Run the slots [start, end). All before them must be known; if `start` is `valid`, these become valid too."""
        one = self.to_run(start, end)
        reading = None if self._probe is None else self._probe.reading(end - start)
        self.fill(start, self._trunk.forward(one.ids, one.placed(), one.storage, start, None, reading))
        if reading is not None and self.signs is not None:
            self.signs[start:end] = reading.rows  # (n, probe's width)

    def to_run(self, start: int, end: int) -> Pass:
        """Return the pass that runs the slots [start, end), as `forward` does; pass its hidden states to `fill`. The
        probe isn't run."""
        self.changes += 1
        self._grown = None
        ids = torch.from_numpy(self.ids[start:end].astype(np.int64)).to(self._device)  # (n,)
        return Pass(ids, self._storage, start)

    @torch.inference_mode()
    def fill(self, start: int, hidden: torch.Tensor) -> None:
        """Store the hidden states of the slots from `start`, shape (n, width), after they were run; see `to_run`."""
        end = start + len(hidden)
        self.hidden[start:end] = hidden
        self.known[start:end] = True
        self.most_slots = max(self.most_slots, end)
        if start == self.valid:
            self.valid = end

    def branch(
        self, ids: Ids, positions: list[int], visible: list[list[int]], sees: int | list[int], offset: int
    ) -> torch.Tensor:
        """Try out several continuations in one pass: tree attention, as in Miao et al., "SpecInfer" (2023).

        Their keys and values go after the window, where the next call with `offset` 0 overwrites them.

        Args:
            ids: shape (n,).
            positions: of each token in its own continuation.
            visible: for each token, the tried-out tokens that it sees, itself included, numbered from 0.
            sees: every token sees the slots [0, sees) of the window; or a list with one number per token.
            offset: how many tokens were tried out by earlier calls; these tokens may see them.

        Returns:
            Hidden states, shape (n, width).
        """
        return self._trunk.forward_each([self.to_branch(ids, positions, visible, sees, offset)])

    def grow(self, ids: Ids, positions: list[int], visible: list[list[int]], sees: int, offset: int) -> torch.Tensor:
        """Try out continuations as `branch` does, one token of each at a time; if the window then goes on with one of
        them, `retarget` makes it part of the window."""
        if offset == 0:
            self._grown = _Grown(sees, self.filled)
        reading = None if self._probe is None else self._probe.reading(len(ids))
        one = self._branch(ids, positions, visible, sees, offset)
        assert one.visible is not None
        hidden = self._trunk.decode(one.ids, one.placed(), one.storage, one.at, one.visible, reading)
        if self._grown is not None:
            self._grown.ids += ids.tolist()
            at_their_place = [sees + len(path) - 1 for path in visible]
            self._grown.paths += visible if positions == at_their_place else [[]] * len(visible)
            self._grown.hidden += hidden.unbind()
            self._grown.signs += [] if reading is None else reading.rows.unbind()
        return hidden

    def to_branch(
        self, ids: Ids, positions: list[int], visible: list[list[int]], sees: int | list[int], offset: int
    ) -> Pass:
        """Return the pass that `branch` runs."""
        self._grown = None
        return self._branch(ids, positions, visible, sees, offset)

    @torch.inference_mode()
    def _branch(
        self, ids: Ids, positions: list[int], visible: list[list[int]], sees: int | list[int], offset: int
    ) -> Pass:
        self.changes += 1
        filled = self.filled
        total = filled + offset + len(ids)
        mask = torch.zeros(len(ids), total, dtype=torch.bool, device=self._device)  # (n, total)
        slots = torch.arange(filled, device=self._device)  # (filled,)
        limits = torch.tensor(sees, device=self._device).reshape(-1, 1)  # (n, 1) or (1, 1)
        mask[:, :filled] = slots[None] < limits  # (n, filled)
        for row, tokens in enumerate(visible):
            mask[row, [filled + token for token in tokens]] = True
        return Pass(
            torch.from_numpy(ids.astype(np.int64)).to(self._device),  # (n,)
            self._storage,
            filled + offset,
            torch.tensor(positions, device=self._device),  # (n,)
            mask,
        )

    @property
    def filled(self) -> int:
        """The number of slots up to the last known one."""
        return int(np.flatnonzero(self.known)[-1]) + 1 if self.known.any() else 0


_WORTH_TAKING = 8
"""The fewest shared tokens for which a cache may be reused at another place in the text. Any two windows share the
start token, and may begin with the same words."""


class CachePool:
    """The caches of one or more documents, under a memory budget; the least recently used one is dropped first.

    A cache belongs to one document and no other may use it. Otherwise two versions of a text, open side by side, would
    take each other's caches at every edit.

    Args:
        budget: bytes for all caches together; a single cache is always allowed.
        bytes_per_token: size of one token in a cache.
    """

    def __init__(self, budget: int, bytes_per_token: int) -> None:
        self._most_slots = max(1, budget // bytes_per_token)
        self._caches: list[tuple[object, WindowCache]] = []  # with their owners

    def take(self, owner: object, window: Ids, *, short_context: bool) -> WindowCache | None:
        """Return the owner's cache of this kind that shares most with `window`, or None if none shares enough.

        The cache isn't retargeted yet.
        """
        found, most = None, min(_WORTH_TAKING, len(window)) - 1
        for place, (whose, cache) in enumerate(self._caches):
            if whose is owner and cache.has_short_context == short_context:
                prefix, suffix = cache.overlap(window)
                # A cache that has the window's end but not its beginning is only worth taking if it has most of it.
                shared = prefix + suffix if prefix >= _WORTH_TAKING or 2 * suffix > len(window) else prefix
                if shared > most:
                    found, most = place, shared
        if found is None:
            return None
        self._caches.append(self._caches.pop(found))
        return self._caches[-1][1]

    def add(self, owner: object, cache: WindowCache) -> None:
        """Add `cache` as the most recently used one."""
        self._caches.append((owner, cache))

    def drop(self, owner: object) -> None:
        """Drop all caches of an owner."""
        self._caches = [entry for entry in self._caches if entry[0] is not owner]

    @property
    def slots(self) -> int:
        """The memory used by all caches, in tokens."""
        return sum(cache.most_slots for _, cache in self._caches)

    def trim(self) -> None:
        """Drop the least recently used caches until the rest fit the budget."""
        while len(self._caches) > 1 and self.slots > self._most_slots:
            self._caches.pop(0)
