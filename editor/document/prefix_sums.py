"""Cumulative sums of a list of lengths that stay cheap under local edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class PrefixSums:
    """A list of non-negative ints with fast cumulative sums.

    The starts up to the gap are exact; those after it lag by one pending shift. An edit moves the gap to its position,
    so it costs the distance from the last edit (as in a gap buffer), not the length of the list. Used for block starts
    (code points) and row heights (rows).
    """

    __slots__ = ("_gap", "_shift", "_starts", "_values")

    def __init__(self, values: Iterable[int] = ()) -> None:
        self._values = list(values)
        if any(value < 0 for value in self._values):
            raise ValueError("prefix sums need non-negative numbers")
        self._starts = list(accumulate(self._values, initial=0))  # one more than the values: the last is the total
        self._gap = len(self._values)  # starts[: gap + 1] are exact; after that the true value is starts[i] + shift
        self._shift = 0

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, index: int) -> int:
        """Return the value at `index`."""
        return self._values[index]

    @property
    def total(self) -> int:
        """The sum of all values."""
        return self.start(len(self._values))

    def start(self, index: int) -> int:
        """Return the sum of the values before `index`, 0 <= index <= len. Raises IndexError outside that range."""
        if index <= self._gap:
            if index < 0:
                raise IndexError(f"index {index} is below 0")
            return self._starts[index]
        return self._starts[index] + self._shift

    def find(self, position: int) -> int:
        """Return the largest index with a start <= `position`, clamped to [0, len - 1]. Raises IndexError if empty."""
        starts, after = self._starts, self._gap + 1
        last = len(self._values) - 1
        if last < 0:
            raise IndexError("an empty list contains no position")
        if after <= last and starts[after] + self._shift <= position:
            return bisect_right(starts, position - self._shift, after, last + 1) - 1
        return max(0, bisect_right(starts, position, 0, min(after, last + 1)) - 1)

    def set(self, index: int, value: int) -> None:
        """Replace one value. Raises IndexError outside the list, ValueError for a negative value."""
        if value < 0:
            raise ValueError("prefix sums need non-negative numbers")
        if index < 0:
            raise IndexError(f"index {index} is below 0")
        difference = value - self._values[index]
        self._values[index] = value
        if self._gap != index:
            self._move_gap(index)
        self._shift += difference

    def splice(self, index: int, removed: int, values: Iterable[int]) -> None:
        """Replace `removed` values from `index` on by `values`. Raises IndexError if the list doesn't have them all."""
        values = list(values)
        if index < 0 or removed < 0 or index + removed > len(self._values):
            raise IndexError(f"values {index} to {index + removed} are not all in a list of {len(self._values)}")
        if any(value < 0 for value in values):
            raise ValueError("prefix sums need non-negative numbers")
        self._move_gap(index)
        before = sum(self._values[index : index + removed])
        starts = list(accumulate(values, initial=self._starts[index]))
        self._values[index : index + removed] = values
        self._starts[index + 1 : index + removed + 1] = starts[1:]
        self._gap = index + len(values)
        self._shift += starts[-1] - self._starts[index] - before

    def _move_gap(self, index: int) -> None:
        starts, gap, shift = self._starts, self._gap, self._shift
        if shift and gap < index:
            starts[gap + 1 : index + 1] = [start + shift for start in starts[gap + 1 : index + 1]]
        elif shift and index < gap:
            starts[index + 1 : gap + 1] = [start - shift for start in starts[index + 1 : gap + 1]]
        self._gap = index
