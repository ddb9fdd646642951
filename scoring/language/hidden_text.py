"""The stretches of a document that aren't prose, kept up to date while it is edited."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from scoring.language.verbatim import Stretch, lines_down, lines_up, next_verbatim

_Positions = npt.NDArray[np.int64]


_NOWHERE = 1 << 60


class Hidden(ABC):
    """Stretches of a text that aren't prose, in order and without overlaps.

    Attributes:
        starts, ends: the code points [start, end) of each stretch, shape (stretches,).
        has_turned: whether the last edit turned prose into something else or vice versa, apart from the edited text
            itself.
    """

    def __init__(self, stretches: list[Stretch]) -> None:
        self.starts, self.ends = _columns(stretches)
        self.has_turned = False

    @abstractmethod
    def edit(self, text: str, start: int, end: int, length: int) -> Stretch:
        """Follow an edit that replaced the code points [start, end) with `length` others and resulted in `text`.

        Returns:
            The code points of the new text outside which nothing has changed.
        """

    def next_edges(self, position: int) -> Stretch:
        """Return the first stretch that ends after `position`; if there is none, one past the end of the text."""
        index = bisect_right(self.ends, position)
        return (int(self.starts[index]), int(self.ends[index])) if index < len(self.starts) else (_NOWHERE, _NOWHERE)

    def hides(self, position: int) -> bool:
        """Return True if the code point at `position` is in a stretch."""
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]

    def end_before(self, position: int) -> int:
        """Return the end of the last stretch that ends at or before `position`; 0 if there is none."""
        index = bisect_right(self.ends, position) - 1
        return int(self.ends[index]) if index >= 0 else 0


class ToldText(Hidden):
    """The stretches that the editor says aren't prose; until it does, everything is prose."""

    def __init__(self) -> None:
        super().__init__([])

    def edit(self, text: str, start: int, end: int, length: int) -> Stretch:
        """Shift the stretches; text written inside one belongs to it until the editor says otherwise."""
        moved = length - (end - start)
        starts = np.where(
            self.starts >= end, self.starts + moved, np.where(self.starts > start, start + length, self.starts)
        )
        ends = np.where(
            (self.ends >= end) & (self.ends > start), self.ends + moved, np.where(self.ends > start, start, self.ends)
        )
        kept = starts < ends
        self.starts, self.ends = starts[kept], ends[kept]
        return start, start + length

    def tell(self, start: int, end: int, stretches: Iterable[Stretch]) -> bool:
        """Replace the stretches in [start, end) by others, in order. Returns False if they were the same before."""
        first, past = bisect_left(self.ends, start), bisect_right(self.starts, end)  # those that touch it too
        old = list(zip(self.starts[first:past].tolist(), self.ends[first:past].tolist(), strict=True))
        around = [(low, min(high, start)) for low, high in old if low < start]
        after = [(max(low, end), high) for low, high in old if high > end]
        new: list[Stretch] = []
        for low, high in [*around, *stretches, *after]:
            if new and low <= new[-1][1]:
                new[-1] = new[-1][0], max(new[-1][1], high)
            elif low < high:
                new.append((low, high))
        columns = _columns(new)
        self.starts = np.concatenate([self.starts[:first], columns[0], self.starts[past:]])
        self.ends = np.concatenate([self.ends[:first], columns[1], self.ends[past:]])
        return new != old


class HiddenText(Hidden):
    """The stretches of a text that `scoring.language.verbatim` finds.

    They depend on the text alone. After an edit only the lines around it are searched, unless it opens or closes
    something.

    Args:
        text: the document.
    """

    def __init__(self, text: str) -> None:
        super().__init__(_scan(text, 0, len(text)))

    def edit(self, text: str, start: int, end: int, length: int) -> Stretch:
        """Search the text that the edit affected, see the base class."""
        delta = length - (end - start)
        begin = lines_up(text, start)
        kept = bisect_right(self.ends, begin)
        if kept < len(self.starts) and self.starts[kept] <= start:  # what opens it may be some lines above it
            opened = min(begin, int(self.starts[kept]))
            begin = max(lines_up(text, opened), int(self.ends[kept - 1]) if kept else 0)
        starts, ends = self.starts + delta, self.ends + delta
        new: list[Stretch] = []
        position = begin
        sure = _prose_from(text, starts, ends, lines_down(text, start + length))
        while found := next_verbatim(text, position, sure):
            new.append(found)
            position = found[1]
            if position > sure:
                sure = _prose_from(text, starts, ends, position)
        later = bisect_left(starts, sure)
        old = [(_moved(low, start, delta), _moved(high, start, delta)) for low, high in self._between(kept, later)]
        self.has_turned = old != new
        columns = _columns(new)
        self.starts = np.concatenate([self.starts[:kept], columns[0], starts[later:]])
        self.ends = np.concatenate([self.ends[:kept], columns[1], ends[later:]])
        return begin, sure

    def _between(self, first: int, past: int) -> list[Stretch]:
        return list(zip(self.starts[first:past].tolist(), self.ends[first:past].tolist(), strict=True))


def _scan(text: str, position: int, limit: int) -> list[Stretch]:
    found = []
    while stretch := next_verbatim(text, position, limit):
        found.append(stretch)
        position = stretch[1]
    return found


def _moved(position: int, start: int, delta: int) -> int:
    return position + delta if position > start else position


def _prose_from(text: str, starts: _Positions, ends: _Positions, position: int) -> int:
    """Return the first start of a line from `position` on that is outside these stretches."""
    while position < len(text):
        index = bisect_right(starts, position) - 1
        if index >= 0 and position < ends[index]:
            position = int(ends[index])
        elif position and text[position - 1] != "\n":
            position = text.find("\n", position) + 1 or len(text)
        else:
            break
    return position


def _columns(stretches: list[Stretch]) -> tuple[_Positions, _Positions]:
    pairs = np.array(stretches, np.int64).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy()
