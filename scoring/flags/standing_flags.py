"""Flags near an edit, carried over until the search gets there again: an underline must not blink while the writer
types next to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from scoring.protocol import Flag, Suggestion

_MOST = 1000
"""The number of flags remembered: those nearest to the last edit."""

_Place = tuple[int, int]


class StandingFlags:
    """The flags of words that were searched before the last edits, including those too weak for an underline."""

    def __init__(self) -> None:
        self._flags: list[Flag] = []  # in order

    def edit(self, near: Iterable[Flag], start: int, end: int, replacement: str) -> None:
        """Follow an edit that replaces the code points [start, end); `near` are the flags around them before it."""
        known = {(flag.start, flag.end): flag for flag in (*self._flags, *near)}
        kept = [flag for place, flag in sorted(known.items()) if not _is_touched(place, start, end, replacement)]
        if len(kept) > _MOST:
            kept = sorted(sorted(kept, key=lambda flag: abs(flag.start - start))[:_MOST], key=lambda flag: flag.start)
        delta = len(replacement) - (end - start)
        self._flags = [_moved(flag, start, end, delta) for flag in kept]

    def drop(self, start: int, end: int) -> None:
        """Forget the flags in [start, end), which was searched again."""
        self._flags = [flag for flag in self._flags if flag.end <= start or flag.start >= end]

    def over(self, flags: Iterable[Flag], ranges: Sequence[_Place], start: int, end: int) -> Iterator[Flag]:
        """Yield the flags of [start, end), in order. In the `ranges` still to be searched, a flag carried over replaces
        those of `flags` that it overlaps."""
        standing = [
            flag
            for flag in self._flags
            if flag.start < end and flag.end > start and any(low <= flag.start < high for low, high in ranges)
        ]
        if not standing:
            yield from flags
            return
        merged = [flag for flag in flags if not _overlaps_any(flag, standing)]
        yield from sorted([*merged, *standing], key=lambda flag: flag.start)


def _is_touched(place: _Place, start: int, end: int, replacement: str) -> bool:
    """Return True if an edit changes the word at a place: overlaps it, or puts a letter next to it."""
    if place[0] < end and start < place[1]:
        return True
    ends_before, begins_after = place[1] == start, place[0] == end
    if not replacement:
        return ends_before or begins_after
    return (ends_before and replacement[0].isalnum()) or (begins_after and replacement[-1].isalnum())


def _moved(flag: Flag, start: int, end: int, delta: int) -> Flag:
    """Return an untouched word's flag at its new place, with the suggestions that still fit."""
    if flag.end <= start and all(edit.end <= start for edit in flag.suggestions):
        return flag
    distance = delta if flag.start >= end else 0
    return msgspec.structs.replace(
        flag,
        start=flag.start + distance,
        end=flag.end + distance,
        suggestions=tuple(_moved_edits(flag.suggestions, start, end, delta)),
    )


def _moved_edits(edits: Iterable[Suggestion], start: int, end: int, delta: int) -> Iterator[Suggestion]:
    for edit in edits:
        if edit.end <= start:
            yield edit
        elif edit.start >= end:
            yield msgspec.structs.replace(edit, start=edit.start + delta, end=edit.end + delta)


def _overlaps_any(flag: Flag, others: Iterable[Flag]) -> bool:
    return any(flag.start < other.end and other.start < flag.end for other in others)
