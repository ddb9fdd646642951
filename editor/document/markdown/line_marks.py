"""The lines of one kind, kept in order as lines come and go."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from editor.document.buffer import BlockChange


class LineMarks:
    """Ascending indices of blocks.

    Attributes:
        version: changes whenever the marks, or the lines they are on, may have changed.
    """

    def __init__(self) -> None:
        self._indices: list[int] = []
        self.version = 0

    @property
    def indices(self) -> Sequence[int]:
        return self._indices

    def set(self, first: int, end: int, indices: Iterable[int]) -> bool:
        """Replace the marks in [first, end). Returns True if there were or are any."""
        low, high = bisect_left(self._indices, first), bisect_left(self._indices, end)
        new = list(indices)
        if low == high and not new:
            return False
        self.version += 1
        self._indices[low:high] = new
        return True

    def follow(self, change: BlockChange) -> bool:
        """Follow a change of the blocks and drop the marks of changed ones. Returns True if there were any."""
        moved = change.inserted - change.removed
        low = bisect_left(self._indices, change.first)
        high = bisect_left(self._indices, change.first + change.removed)
        if high > low or (moved and low < len(self._indices)):
            self.version += 1
        if moved:
            self._indices[low:] = [index + moved for index in self._indices[high:]]
        else:
            del self._indices[low:high]
        return high > low
