"""Soft wrap: where the rows of one block begin.

Rows break where UAX #14 lets a line break (see `line_breaks`); spaces and tabs at a row's end hang over the edge and
never begin a row. Text without such a place within a row's width breaks between graphemes. A row depends only on the
text from its start, so after an edit wrapping starts a few rows above it and stops where the old and the new rows
coincide again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from wcwidth import iter_graphemes

from editor.text.line_breaks import LOOK_AHEAD, may_break
from editor.text.printable import is_plain, show_grapheme

TAB_STOP = 4
"""The distance between tab stops, in cells."""

# Rows above an edit that may change: where a row ends depends on a few graphemes after it, which may fill a row each,
# and a mark can join the last of them.
_UNSETTLED_ROWS = LOOK_AHEAD + 5

# Rows below an edit after which one row is cut short, so that the rows after it are the old ones: in a line of
# megabytes without a space they might never coincide by themselves.
_MOST_ROWS = 2000
_SAME_AHEAD = LOOK_AHEAD + 1

# Most rows of prose end at spaces that a line may break after, followed by a word that has no other place to break,
# whatever comes next. That much of UAX #14 is decided here. U+02B0 to U+02FF don't count as letters: a line may break
# before some.
_LETTER = r"[^\W\u02b0-\u02ff]"
_SPACES = re.compile(" *")
_PAST_SPACES = re.compile(rf"(?:{_LETTER}|[.,;:!?)\]}}\"'”’…%*_]) +(?=[(\[\"'“‘]|{_LETTER})")
_WORD = re.compile(rf"[(\[\"'“‘]*(?:{_LETTER}(?:{_LETTER}|['’.,;:])*[!?)\]}}\"'”’.,;:]*)?")
_SPACE_AND_WORD = re.compile(_PAST_SPACES.pattern + _WORD.pattern)


def tab_width(x: int) -> int:
    """Return the width in cells of a tab that begins in cell `x` of its row."""
    return TAB_STOP - x % TAB_STOP


def _next_start(text: str, start: int, width: int) -> int:
    """Return the offset at which the row after the one at `start` begins; -1 if that row is the last."""
    limit = start + width
    if len(text) <= limit and is_plain(text[start:]):
        return -1
    if not is_plain(text[start : limit + 1]):
        return _next_start_by_grapheme(text, start, width)
    if text[limit] == " ":
        match = _PAST_SPACES.match(text, limit - 1)
        if match is not None:
            return match.end()
        match = _SPACES.match(text, limit)
        if match is not None and match.end() == len(text):
            return -1
        return _next_start_by_grapheme(text, start, width)
    word = text.rfind(" ", start, limit) + 1
    if word >= start + 2 and _SPACE_AND_WORD.fullmatch(text, word - 2, limit + 1):
        return word
    if word == 0 and _WORD.fullmatch(text, start, limit + 1):
        return limit
    graphemes = [*text[start:limit], *islice(iter_graphemes(text, limit), LOOK_AHEAD)]
    return start + _last_break(graphemes, width)


def _next_start_by_grapheme(text: str, start: int, width: int) -> int:
    reached = start + width + _SAME_AHEAD
    if reached < len(text) and text.count(text[start], start, reached) == reached - start:
        length = _length_of_same(text[start], width)
        if length > 0:
            return start + length
    return _next_start_of(text, start, width)


@lru_cache(maxsize=64)
def _length_of_same(character: str, width: int) -> int:
    """Return how many of the same character a row holds if more of them follow; -1 if two may be one grapheme."""
    if len(next(iter_graphemes(character * 2))) > 1:
        return -1
    return _next_start_of(character * (width + _SAME_AHEAD), 0, width)


def _next_start_of(text: str, start: int, width: int) -> int:
    x = 0
    row: list[str] = []
    graphemes = iter_graphemes(text, start)
    for grapheme in graphemes:
        row.append(grapheme)
        if grapheme == " ":
            x += 1
        elif grapheme == "\t":
            x += tab_width(x)
        else:
            x += show_grapheme(grapheme)[1]
            if x > width and len(row) > 1:
                index = len(row) - 1
                row.extend(islice(graphemes, LOOK_AHEAD - 1))
                return start + sum(map(len, row[: _last_break(row, index)]))
    return -1


def _last_break(graphemes: Sequence[str], overflow: int) -> int:
    """Return the index of the grapheme that begins the next row, the one at `overflow` being beyond the edge."""
    for index in range(overflow, 0, -1):
        if may_break(graphemes, index):
            return index
    return overflow


def _wrap_from(text: str, width: int, starts: list[int], hang: int) -> None:
    """Extend `starts`, whose last entry is the start of a row, to the end of the text."""
    if starts[-1] == 0 and hang:
        if (start := _next_start(text, 0, width)) < 0:
            return
        starts.append(start)
    while (start := _next_start(text, starts[-1], width - hang)) >= 0:
        starts.append(start)


def wrap(text: str, width: int, hang: int = 0) -> list[int]:
    """Return the offsets at which the rows of `text` begin; the first is always 0.

    `width` is in cells, at least 8; the rows after the first have `hang` cells less, also at least 8.
    """
    starts = [0]
    _wrap_from(text, width, starts, hang)
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


def rewrap(old_text: str, old_starts: list[int], text: str, width: int, hang: int = 0) -> list[int]:
    """Return `wrap(text, width, hang)`, given that `old_starts` was `wrap(old_text, width, hang)`.

    The cost is that of the rows that differ, plus comparing and shifting, which are fast. Where too many rows differ,
    one row is cut short to limit the cost.
    """
    prefix = _common_prefix(old_text, text)
    row = max(0, bisect_right(old_starts, prefix) - 1 - _UNSETTLED_ROWS)
    starts = old_starts[: row + 1]
    delta = len(text) - len(old_text)
    same = prefix + max(0, delta)  # from here on, at the latest, the texts are known to be equal again ...
    if text[same:] != old_text[same - delta :]:  # ... when one place was edited; else nothing is known
        _wrap_from(text, width, starts, hang)
        return starts
    while (start := _next_start(text, starts[-1], width - hang if starts[-1] else width)) >= 0:
        if start >= same:
            index = bisect_right(old_starts, start - delta) - 1
            is_old = old_starts[index] == start - delta
            if is_old or (len(starts) > row + _MOST_ROWS and old_starts[index] + delta > max(same, starts[-1])):
                starts.extend([old_start + delta for old_start in old_starts[index:]])
                break
        starts.append(start)
    return starts
