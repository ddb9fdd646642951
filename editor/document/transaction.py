"""Edits as values: changes, selections and the transactions that can be inverted, composed and mapped through.

The model is that of CodeMirror 6 (`ChangeSet`) and Helix (`transaction.rs`). All positions are code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """Replaces [start, end) of the text before the transaction by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Transaction:
    """Changes that are made at once.

    `changes` are ascending and disjoint (they may touch), all in coordinates of the text before the
    transaction. Raises ValueError where they are not.
    """

    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        position = 0
        for change in self.changes:
            if not position <= change.start <= change.end:
                raise ValueError(f"changes must be ascending and disjoint, but [{change.start}, {change.end}) is not")
            position = change.end

    @property
    def delta(self) -> int:
        """How many code points longer the text becomes."""
        return sum(len(change.text) - change.end + change.start for change in self.changes)

    def map_position(self, position: int, bias: Literal[-1, 1] = 1) -> int:
        """Where `position` of the text before lies in the text after, by the rules of CodeMirror's `mapPos`.

        At an insertion, -1 stays before it and 1 goes behind it. Inside a replaced range, -1 goes to the start
        of the new text and 1 to its end; at either edge of a replaced range the position stays outside.
        """
        delta = 0
        for change in self.changes:
            start, end = change.start, change.end
            if position < start or (position == start and (bias < 0 or end > start)):
                break
            if position < end:
                return start + delta + (len(change.text) if bias > 0 else 0)
            delta += len(change.text) - end + start
        return position + delta

    def touches(self, start: int, end: int) -> bool:
        """Whether a change overlaps or abuts [start, end) of the text before."""
        return any(change.start <= end and change.end >= start for change in self.changes)

    def invert(self, deleted: Sequence[str]) -> Transaction:
        """The transaction that undoes this one; `deleted` holds what each change replaced.

        Raises ValueError when `deleted` does not fit the changes.
        """
        inverse, delta = [], 0
        for change, text in zip(self.changes, deleted, strict=True):
            if len(text) != change.end - change.start:
                raise ValueError(f"{len(text)} code points do not fill [{change.start}, {change.end})")
            start = change.start + delta
            inverse.append(Change(start, start + len(change.text), text))
            delta += len(change.text) - len(text)
        return Transaction(tuple(inverse))

    def compose(self, later: Transaction) -> Transaction:
        """One transaction that does what this one and then `later` do."""
        if len(self.changes) == 1 and len(later.changes) == 1:
            # Typing and deleting: both touch, so one change holds both.
            first, second = self.changes[0], later.changes[0]
            first_end = first.start + len(first.text)
            if second.start <= first_end and second.end >= first.start:
                kept_before = first.text[: max(0, second.start - first.start)]
                kept_behind = first.text[max(0, second.end - first.start) :]
                start = min(first.start, second.start)
                end = first.end + max(0, second.end - first_end)
                return Transaction((Change(start, end, kept_before + second.text + kept_behind),))
        return _compose(self.changes, later.changes)


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection from `anchor`, where it was begun, to `head`, where the caret is."""

    anchor: int
    head: int

    @property
    def start(self) -> int:
        return min(self.anchor, self.head)

    @property
    def end(self) -> int:
        return max(self.anchor, self.head)

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


class _ChangeBuilder:
    """Collects kept, deleted and inserted runs from left to right into changes."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._start = self._end = 0  # what the open change replaces
        self._text: list[str] = []

    def keep(self, length: int) -> None:
        self.close()
        self._start = self._end = self._end + length

    def delete(self, length: int) -> None:
        self._end += length

    def insert(self, text: str) -> None:
        self._text.append(text)

    def close(self) -> None:
        text = "".join(self._text)
        if text or self._end > self._start:
            self.changes.append(Change(self._start, self._end, text))
        self._start = self._end
        self._text = []


def _compose(first: Sequence[Change], second: Sequence[Change]) -> Transaction:
    """Walk the text between the two transactions; what of it `first` inserted and `second` deletes vanishes."""
    builder = _ChangeBuilder()
    runs: list[int | str] = []  # `first`, the next run last: a number kept, a negative number deleted, or inserted text
    position = 0
    for change in first:
        runs += (change.start - position, change.start - change.end, change.text)
        position = change.end
    runs.reverse()

    def read(length: int, keep: bool) -> None:
        """Keep or delete the next `length` code points of the text between."""
        while length:
            run = runs.pop() if runs else length  # behind the last change all is kept
            if isinstance(run, str):
                taken = run[:length]
                if len(run) > length:
                    runs.append(run[length:])
                if keep:
                    builder.insert(taken)
                length -= len(taken)
            elif run < 0:
                builder.delete(-run)
            elif run:
                if run > length:
                    runs.append(run - length)
                    run = length
                (builder.keep if keep else builder.delete)(run)
                length -= run

    position = 0
    for change in second:
        read(change.start - position, keep=True)
        builder.insert(change.text)
        read(change.end - change.start, keep=False)
        position = change.end
    # What is left of `first` is kept: its deletions have no width, so ask for the width of all the rest and one more.
    read(1 + sum(len(run) if isinstance(run, str) else max(run, 0) for run in runs), keep=True)
    builder.close()
    return Transaction(tuple(builder.changes))
