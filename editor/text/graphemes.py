"""Grapheme clusters within the text of one block: the possible caret positions.

Offsets are code points of the given text; clusters are those of UAX #29. A line may be a million code points long, so
each function looks only at the neighbourhood of the offset, starting from the nearest position known to be a boundary.
"""

from __future__ import annotations

from functools import lru_cache

from wcwidth import iter_graphemes


def next_grapheme(text: str, offset: int) -> int:
    """Return the first grapheme boundary after `offset`, or the end of the text."""
    if offset + 1 >= len(text):
        return len(text)
    pair = text[offset : offset + 2]
    if pair.isascii() and pair != "\r\n":
        return offset + 1
    boundary = _certain_boundary(text, offset)
    for grapheme in iter_graphemes(text, boundary):
        boundary += len(grapheme)
        if boundary > offset:
            break
    return boundary


def previous_grapheme(text: str, offset: int) -> int:
    """Return the last grapheme boundary before `offset`, or 0."""
    if offset <= 1:
        return 0
    pair = text[offset - 2 : offset]
    if pair.isascii() and pair != "\r\n":
        return offset - 1
    boundary = _certain_boundary(text, offset - 1)
    for grapheme in iter_graphemes(text, boundary):
        if boundary + len(grapheme) >= offset:
            break
        boundary += len(grapheme)
    return boundary


def is_grapheme_boundary(text: str, offset: int) -> bool:
    """Return True if the caret can be at `offset`."""
    return offset in (0, len(text)) or next_grapheme(text, offset - 1) == offset


def extends_grapheme(character: str) -> bool:
    """Return True if a character joins whatever precedes it, as an accent does; some Burmese vowel signs don't."""
    return not character.isascii() and _count_graphemes("x" + character) == 1


def _certain_boundary(text: str, offset: int) -> int:
    """Return the last position at or before `offset` that is a grapheme boundary whatever precedes it."""
    while offset > 0 and not _always_parts(text[offset - 1], text[offset]):
        offset -= 1
    return offset


@lru_cache(maxsize=4096)
def _always_parts(left: str, right: str) -> bool:
    """Return True if there is always a boundary between two code points, whatever precedes them.

    What precedes them matters for pairs of regional indicators (GB12, GB13), which are never separated here, and after
    a code point that extends a cluster: for a consonant of an Indic conjunct (GB9c) and for a picture (GB11).
    """
    if left.isascii() and right.isascii():
        return left + right != "\r\n"
    contexts = [left]
    if extends_grapheme(left):
        contexts += [_CONJUNCT, _JOINED_PICTURE]
    return all(_count_graphemes(context + right) == 2 for context in contexts)


_CONJUNCT = "\u0915\u094d"  # Devanagari ka and a virama, which joins the next consonant to it
_JOINED_PICTURE = "\u2764\u200d"  # a heart and a joiner, which joins the next picture to it


def _count_graphemes(text: str) -> int:
    return sum(1 for _ in iter_graphemes(text))
