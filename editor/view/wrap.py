"""Soft wrap: where the rows of one block begin.

Rows break after spaces, and beside ideographs where East Asian typography allows it; spaces at a row's end hang over
the edge and never begin a row. A word wider than a row breaks between graphemes. What a row holds depends only on the
text from its start on, so that after an edit wrapping goes on from a few rows above it and stops where the old and
the new rows fall together again.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache

from wcwidth import iter_graphemes

from editor.view.sanitise import is_plain, show_grapheme

TAB_STOP = 4
"""Distance between tab stops, in cells."""

_SPACES = re.compile(" *")
_UNSETTLED_ROWS = 3  # rows above an edit that may change: a word can move up, and a mark can join the row's last letter


@lru_cache(maxsize=4096)
def _binds(grapheme: str) -> tuple[bool, bool, bool]:
    """Say of a grapheme: is it an ideograph or the like, must it not begin a row, must it not end one.

    A small part of UAX #14: ideographs, kana and emoji may be parted from what is beside them, but closing and other
    punctuation, and the marks of length and iteration, stay with what is before, opening ones with what comes after.
    """
    category = unicodedata.category(grapheme[0])
    wide = show_grapheme(grapheme)[1] == 2 and category in ("Lo", "So", "Cn", "Po", "Ps", "Pe", "Lm", "Sm")
    return wide, category in ("Pe", "Pf", "Po", "Lm"), category in ("Ps", "Pi")


def _may_part(before: str, after: str) -> bool:
    wide_before, _, opens = _binds(before)
    wide_after, closes, _ = _binds(after)
    return (wide_before or wide_after) and not opens and not closes


def tab_width(x: int) -> int:
    """Give the width in cells of a tab that begins in cell `x` of its row."""
    return TAB_STOP - x % TAB_STOP


def _next_start(text: str, start: int, width: int) -> int:
    """Give the offset where the row after the one at `start` begins; -1 when that row is the last."""
    limit = start + width
    if len(text) <= limit and is_plain(text[start:]):
        return -1
    if is_plain(text[start : limit + 1]):
        if text[limit] != " ":
            space = text.rfind(" ", start, limit)
            return limit if space < 0 else space + 1
        match = _SPACES.match(text, limit)
        assert match is not None
        end = match.end()
        if end == len(text):
            return -1
        if is_plain(text[end]):
            return end
    return _next_start_by_grapheme(text, start, width)


def _next_start_by_grapheme(text: str, start: int, width: int) -> int:
    x = 0
    offset = start
    break_at = start
    before = " "
    for grapheme in iter_graphemes(text, start):
        if grapheme == " ":
            x += 1
        elif grapheme == "\t":
            x += tab_width(x)
        else:
            cells = show_grapheme(grapheme)[1]
            if before in (" ", "\t") or _may_part(before, grapheme):
                break_at = offset
            if x + cells > width and offset > start:
                return break_at if break_at > start else offset
            x += cells
        offset += len(grapheme)
        before = grapheme
    return -1


def _wrap_from(text: str, width: int, starts: list[int]) -> None:
    """Extend `starts`, whose last entry is the start of a row, to the end of the text."""
    while (start := _next_start(text, starts[-1], width)) >= 0:
        starts.append(start)


def wrap(text: str, width: int) -> list[int]:
    """Give the offsets at which the rows of `text` begin; the first is always 0. `width` is in cells, at least 8."""
    starts = [0]
    _wrap_from(text, width, starts)
    return starts


def _common_prefix(first: str, second: str) -> int:
    """Count the leading code points that two strings share (by comparing slices: no loop over characters)."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def rewrap(old_text: str, old_starts: list[int], text: str, width: int) -> list[int]:
    """Give `wrap(text, width)`, knowing that `old_starts` was `wrap(old_text, width)`.

    Costs as much as the rows that differ, apart from comparing and shifting, which are fast.
    """
    prefix = _common_prefix(old_text, text)
    row = max(0, bisect_right(old_starts, prefix) - 1 - _UNSETTLED_ROWS)
    starts = old_starts[: row + 1]
    delta = len(text) - len(old_text)
    same = prefix + max(0, delta)  # from here on, at the latest, the texts are known to be equal again ...
    if text[same:] != old_text[same - delta :]:  # ... when one place was edited; else nothing is known
        _wrap_from(text, width, starts)
        return starts
    while (start := _next_start(text, starts[-1], width)) >= 0:
        if start >= same:
            index = bisect_left(old_starts, start - delta)
            if index < len(old_starts) and old_starts[index] == start - delta:
                starts.extend([old_start + delta for old_start in old_starts[index:]])
                break
        starts.append(start)
    return starts
