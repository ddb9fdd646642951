"""Carets and selections: one or several, as values that move with the text. All positions are code points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from editor.document.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection from `anchor`, where it was begun, to `head`, where the caret is.

    `goal_x` is the cell in its row that moves up and down try to keep; None after any other move. It is no part of
    what a selection is: two that differ in it are equal.
    """

    anchor: int
    head: int
    goal_x: int | None = field(default=None, compare=False)

    @property
    def start(self) -> int:
        return min(self.anchor, self.head)

    @property
    def end(self) -> int:
        return max(self.anchor, self.head)

    @property
    def span(self) -> tuple[int, int]:
        """(start, end)."""
        return self.start, self.end

    @property
    def is_empty(self) -> bool:
        return self.anchor == self.head

    def map(self, transaction: Transaction) -> Selection:
        """The selection after `transaction`: a caret goes behind text inserted at it, a range does not grow."""
        if self.is_empty:
            position = transaction.map_position(self.head)
            return Selection(position, position)
        end = transaction.map_position(self.end, -1)
        start = min(transaction.map_position(self.start, 1), end)
        return Selection(start, end) if self.anchor < self.head else Selection(end, start)


@dataclass(frozen=True, slots=True)
class Selections:
    """All selections of a document at one moment, never none.

    `ranges` ascend and share no text; `main_index` is the one that the screen follows and that stays when the writer
    goes back to one caret. Build them with `single` and `of`.
    """

    ranges: tuple[Selection, ...]
    main_index: int = 0

    @classmethod
    def single(cls, anchor: int, head: int) -> Selections:
        """One selection."""
        return cls((Selection(anchor, head),))

    @classmethod
    def of(cls, ranges: Iterable[Selection], main: Selection) -> Selections:
        """Sort `ranges`, which `main` is one of, and make one of those that overlap, as CodeMirror does.

        Selections that only touch stay two; a caret at the edge of a selection becomes part of it. Of two that become
        one, the direction is that of the later one.
        """
        merged: list[Selection] = []
        main_index = 0
        for selection in sorted(ranges, key=lambda one: (one.start, one.end)):
            if merged and _overlap(merged[-1], selection):
                selection = _union(merged.pop(), selection)
            merged.append(selection)
            if selection.start <= main.start and main.end <= selection.end:
                main_index = len(merged) - 1
        return cls(tuple(merged), main_index)

    @property
    def main(self) -> Selection:
        return self.ranges[self.main_index]

    def __iter__(self) -> Iterator[Selection]:
        return iter(self.ranges)

    def __len__(self) -> int:
        return len(self.ranges)

    def between(self, start: int, end: int) -> tuple[Selection, ...]:
        """Those that touch [start, end]."""
        first = bisect_left(self.ranges, start, key=lambda selection: selection.end)
        last = bisect_right(self.ranges, end, key=lambda selection: selection.start)
        return self.ranges[first:last]

    def map(self, transaction: Transaction) -> Selections:
        """The selections after `transaction`, see `Selection.map`."""
        moved = map_all(self.ranges, transaction)
        return Selections.of(moved, moved[self.main_index])


def map_all(selections: Sequence[Selection], transaction: Transaction) -> list[Selection]:
    """`Selection.map` of each; many selections and many changes cost no more than both together."""
    if len(selections) == 1:
        return [selections[0].map(transaction)]
    starts = transaction.map_positions([selection.start for selection in selections], 1)
    ends = transaction.map_positions([selection.end for selection in selections], -1)
    moved = []
    for selection, start, end in zip(selections, starts, ends, strict=True):
        if selection.is_empty:
            moved.append(Selection(start, start))
        else:
            start = min(start, end)
            moved.append(Selection(start, end) if selection.anchor < selection.head else Selection(end, start))
    return moved


def _overlap(first: Selection, second: Selection) -> bool:
    """Whether two selections, `first` beginning no later, share text or a caret."""
    if first.is_empty or second.is_empty:
        return second.start <= first.end
    return second.start < first.end


def _union(first: Selection, second: Selection) -> Selection:
    if second.start == first.start and second.end <= first.end:
        return first
    start, end = first.start, max(first.end, second.end)
    later = first if second.is_empty else second
    return Selection(start, end, later.goal_x) if later.anchor <= later.head else Selection(end, start, later.goal_x)
