"""Maps results for an earlier text to their positions in the present one.

This is the one place that maps late answers through the edits made since.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from editor.document.transaction import ABUTMENT, Reach, Transaction
from scoring.protocol import Flag, Suggestion, WordScore

_Placed = TypeVar("_Placed", Flag, WordScore, Suggestion)


def carried(items: Sequence[_Placed], edits: Sequence[Transaction], by: Reach = ABUTMENT) -> list[_Placed]:
    """Return the flags, words or suggestions whose text no edit has touched, at their present positions.

    A flag keeps those of its suggestions that no edit has touched either.
    """
    if not edits:
        return list(items)
    found: list[_Placed] = []
    for item in items:
        place = place_now(item.start, item.end, edits, by)
        if place is not None:
            moved = msgspec.structs.replace(item, start=place[0], end=place[1])
            if isinstance(moved, Flag):
                suggestions = tuple(carried(moved.suggestions, edits, by))
                moved = msgspec.structs.replace(moved, suggestions=suggestions)
            found.append(moved)
    return found


def place_now(start: int, end: int, edits: Sequence[Transaction], by: Reach = ABUTMENT) -> tuple[int, int] | None:
    """Return where [start, end) is after the edits; None if one of them touched it."""
    for edit in edits:
        if edit.touches(start, end, by):
            return None
        start, end = _moved(start, end, edit)
    return start, end


def range_now(start: int, end: int, edits: Sequence[Transaction]) -> tuple[int, int]:
    """Return the remaining part of [start, end) after the edits, without text inserted at its edges."""
    for edit in edits:
        start, end = _moved(start, end, edit)
    return start, end


def _moved(start: int, end: int, edit: Transaction) -> tuple[int, int]:
    start, end = edit.map_position(start, 1), edit.map_position(end, -1)
    return start, max(start, end)
