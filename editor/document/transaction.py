"""Edits as values: changes, and transactions that you can invert, compose and map positions through.

The model is that of CodeMirror 6 (`ChangeSet`) and Helix (`transaction.rs`). All positions are code points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

import msgspec


class Change(msgspec.Struct, frozen=True, gc=False):
    """Replaces [start, end) of the text before the transaction by `text`."""

    start: int
    end: int
    text: str


class Reach(NamedTuple):
    """What a change touches in addition to the text it overlaps.

    Attributes:
        before: whether it touches a range that ends where the change begins.
        after: whether it touches a range that begins where the change ends.
    """

    before: bool
    after: bool


OVERLAP, ABUTMENT = Reach(False, False), Reach(True, True)
"""OVERLAP: a change touches only text that it overlaps. ABUTMENT: it also touches adjacent text."""


def untouched_by(change: Change, by: Reach) -> tuple[int, int]:
    """Return the last end and the first start that a range may have, in the text before, to be left alone.

    This is the one rule for what an edit touches: a range stays untouched if it ends at the first of the two positions
    or earlier, or begins at the second or later. Sorted ranges are found by bisection with it.
    """
    return change.start - by.before, change.end + by.after


def is_touched(change: Change, start: int, end: int, by: Reach) -> bool:
    """Return True if a change touches [start, end) of the text before, by the rule of `untouched_by`."""
    last_end, first_start = untouched_by(change, by)
    return last_end < end and start < first_start


class Transaction(msgspec.Struct, frozen=True, gc=False):
    """Changes that are made at once.

    `changes` are ascending and disjoint (they may touch), all in coordinates of the text before the transaction.
    Otherwise raises ValueError.
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
        """By how many code points the text becomes longer."""
        return sum(len(change.text) - change.end + change.start for change in self.changes)

    def map_position(self, position: int, bias: Literal[-1, 1] = 1) -> int:
        """Return where `position` of the old text is in the new text, by the rules of CodeMirror's `mapPos`.

        At an insertion, bias -1 stays before it and 1 goes after it. Inside a replaced range, -1 goes to the start of
        the new text and 1 to its end; at either edge of a replaced range the position stays outside.
        """
        delta = 0
        for change in self.changes:
            if position < change.start:
                break
            moved = _map_through(change, position, bias)
            if moved is not None:
                return moved + delta
            delta += len(change.text) - change.end + change.start
        return position + delta

    def map_positions(self, positions: Iterable[int], bias: Literal[-1, 1] = 1) -> list[int]:
        """Map each position like `map_position`, in time linear in positions plus changes, and a bisection for each."""
        if len(self.changes) == 1:
            return [self.map_position(position, bias) for position in positions]
        starts = [change.start for change in self.changes]
        gains = list(accumulate([len(change.text) - change.end + change.start for change in self.changes], initial=0))
        mapped = []
        for position in positions:
            # Start after the last change that begins before the position. Up to two begin at it: an insertion, then a
            # replacement.
            index = bisect_left(starts, position)
            if index and position < self.changes[index - 1].end:
                index -= 1
            while index < len(starts) and starts[index] <= position:
                moved = _map_through(self.changes[index], position, bias)
                if moved is not None:
                    mapped.append(moved + gains[index])
                    break
                index += 1
            else:
                mapped.append(position + gains[index])
        return mapped

    def touches(self, start: int, end: int, by: Reach = ABUTMENT) -> bool:
        """Return True if a change touches [start, end) of the text before, see `is_touched`."""
        return any(is_touched(change, start, end, by) for change in self.changes)

    def invert(self, deleted: Sequence[str]) -> Transaction:
        """Return the transaction that undoes this one; `deleted` is the text that each change replaced.

        Raises ValueError if `deleted` doesn't match the changes.
        """
        if len(self.changes) == 1 and len(deleted) == 1:  # typing: every keystroke passes through here
            change, text = self.changes[0], deleted[0]
            if len(text) == change.end - change.start:
                return Transaction((Change(change.start, change.start + len(change.text), text),))
        inverse, delta = [], 0
        for change, text in zip(self.changes, deleted, strict=True):
            if len(text) != change.end - change.start:
                raise ValueError(f"{len(text)} code points do not fill [{change.start}, {change.end})")
            start = change.start + delta
            inverse.append(Change(start, start + len(change.text), text))
            delta += len(change.text) - len(text)
        return Transaction(tuple(inverse))

    def compose(self, later: Transaction) -> Transaction:
        """Return one transaction with the effect of this one followed by `later`."""
        if len(self.changes) == 1 and len(later.changes) == 1:
            # Typing and deleting: the changes touch, so one change can contain both.
            first, second = self.changes[0], later.changes[0]
            first_end = first.start + len(first.text)
            if second.start <= first_end and second.end >= first.start:
                kept_before = first.text[: max(0, second.start - first.start)]
                kept_after = first.text[max(0, second.end - first.start) :]
                start = min(first.start, second.start)
                end = first.end + max(0, second.end - first_end)
                return Transaction((Change(start, end, kept_before + second.text + kept_after),))
        return _compose(self.changes, later.changes)


def _map_through(change: Change, position: int, bias: Literal[-1, 1]) -> int | None:
    """Return where `change` moves `position`, which isn't before it; None if the position comes after it."""
    start, end = change.start, change.end
    if position == start and (bias < 0 or end > start):
        return position
    if position < end:
        return start + (len(change.text) if bias > 0 else 0)
    return None


class _ChangeBuilder:
    """Collects kept, deleted and inserted runs from left to right into changes."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._start = self._end = 0  # the range that the open change replaces
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
    """Walk the text between the two transactions; text that `first` inserts and `second` deletes disappears."""
    builder = _ChangeBuilder()
    runs: list[int | str] = []  # of `first`, next one last: length kept, negative length deleted, or inserted text
    position = 0
    for change in first:
        runs += (change.start - position, change.start - change.end, change.text)
        position = change.end
    runs.reverse()

    def read(length: int, keep: bool) -> None:
        """Keep or delete the next `length` code points of the text in between."""
        while length:
            run = runs.pop() if runs else length  # after the last change everything is kept
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
    # Keep the rest of `first`. Its deletions have no width, so ask for the width of all the rest and one more.
    read(1 + sum(len(run) if isinstance(run, str) else max(run, 0) for run in runs), keep=True)
    builder.close()
    return Transaction(tuple(builder.changes))
