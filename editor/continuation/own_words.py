"""The rest of a word that is being typed, from the words of the draft itself."""

from __future__ import annotations

import regex

from editor.document import Document

_BEFORE, _AFTER = 50_000, 10_000  # code points around the caret
_SIGN = r"\w\p{M}\u200c\u200d"
"""The characters of words: letters and digits, combining marks, and joiners and non-joiners."""

_BEGUN = regex.compile(r"(?:[^\W\d_\p{M}][\p{M}\u200c\u200d]*){2,}\Z")
_IN_WORD = regex.compile(rf"[{_SIGN}]")
_NEAR_WORD = regex.compile(rf"[{_SIGN}'’-]")
_REST = regex.compile(rf"[{_SIGN}'’-]*[{_SIGN}]")
_LONGEST = 100  # code points of a word


def begun_word(document: Document, position: int) -> str:
    """Return the two or more letters before a position, if they may be the beginning of a word; else ""."""
    before = document.slice(max(0, position - _LONGEST), position)
    found = _BEGUN.search(before)
    if found is None or _IN_WORD.match(document.slice(position, min(position + 1, len(document)))):
        return ""
    is_within = found.start() > 0 and _NEAR_WORD.match(before[found.start() - 1]) is not None
    return "" if is_within else found.group()


def rest_of_word(document: Document, position: int, begun: str) -> str:
    """Return the rest of the nearest word with the same beginning; "" if there is none.

    Words before the caret count first. All positions are code points.
    """
    word = regex.compile(rf"(?<![{_SIGN}'’-]){regex.escape(begun)}([{_SIGN}]+)")
    start = max(0, position - _BEFORE)
    before = word.findall(document.slice(start, position - len(begun)))
    if before:
        return str(before[-1])
    after = word.search(document.slice(position, min(position + _AFTER, len(document))))
    return "" if after is None else after.group(1)


def rest_only(text: str) -> str:
    """Return the part of a continuation that finishes a word; "" if it begins another one."""
    found = _REST.match(text)
    return "" if found is None else found.group()
