"""Forms of a text that a search treats as equal: line ends, canonical equivalents, typographic signs, ß and ss."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Literal

import regex

from editor.text.graphemes import is_grapheme_boundary, next_grapheme

_CARRIAGE = re.compile("\r\n")
_NOT_ASCII = re.compile("[\\x00-\\x7f]?[^\\x00-\\x7f]+")  # with a letter before it that marks can belong to
_GRAPHEME = regex.compile(r"\X")

_QUOTES = {"'": "['‘’‚‛′ʼ‹›]", '"': '["“”„‟″«»]'}
_HYPHEN = "[-‐‑‒–—−]"
_SPACE = "[ \u00a0\u2007\u202f]"  # those that don't break look the same
_SIGNS = re.compile(r"(-+|\.{3}|['\"]| )")
_DASHES = {2: f"(?:{_HYPHEN}{{2}}|[–—])", 3: f"(?:{_HYPHEN}{{3}}|—|{_HYPHEN}{{2}})"}
_SOFT_HYPHEN = {"\u00ad": ""}
_LETTERS = {
    **_SOFT_HYPHEN,
    "ß": "ss",
    "ẞ": "SS",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
Forms = Literal["exact", "composed", "visible", "letters"]
"""What a search treats as equal: nothing; letters and their marks in any canonical form; also with soft hyphens in
them; also ligatures, and ß and ss."""
_FOLDED: dict[Forms, dict[str, str]] = {"exact": {}, "composed": {}, "visible": _SOFT_HYPHEN, "letters": _LETTERS}


class FoldedText:
    """A text with every line end as one line feed, so that `$` and `\\n` mean the same everywhere.

    Args:
        text: the original.
        forms: the other forms treated as equal.
    """

    def __init__(self, text: str, forms: Forms = "composed") -> None:
        folded = [(match.start(), match.end(), "\n") for match in _CARRIAGE.finditer(text)] if "\r\n" in text else []
        if forms != "exact" and not text.isascii():
            folded = sorted([*folded, *_folds(text, _FOLDED[forms])])
        parts, reached, shorter = [], 0, [0]
        for start, end, put in folded:
            parts += [text[reached:start], put]
            shorter.append(end - start - len(put))
            reached = end
        self.text = ("".join([*parts, text[reached:]]) if folded else text).replace("\r", "\n")
        self._is_plain = text.isascii()
        self._ends = array("q", [end for _, end, _ in folded])
        self._shifts = array("q", accumulate(shorter))
        self._folded_ends = array("q", [end - shift for end, shift in zip(self._ends, self._shifts[1:], strict=True)])
        self._folded_starts = array(
            "q", [start - shift for (start, _, _), shift in zip(folded, self._shifts[:-1], strict=True)]
        )

    def position(self, original: int) -> int:
        """Map a position of the original text to this one."""
        return original - self._shifts[bisect_right(self._ends, original)]

    def original(self, position: int) -> int:
        """Map a position of this text to the original one; next to omitted text, to the position after that."""
        return position + self._shifts[bisect_right(self._folded_ends, position)]

    def originals(self, start: int, end: int) -> tuple[int, int]:
        """Map a stretch of this text to the original one, without omitted text at its edges."""
        first = self.original(start)
        return first, first if start == end else end + self._shifts[bisect_left(self._folded_starts, end)]

    def splits(self, position: int) -> bool:
        """Return True if a position of this text is within a grapheme, or within letters that were originally one."""
        if self._is_plain:
            return False
        return self._end_around(position) > position or not is_grapheme_boundary(self.text, position)

    def next_boundary(self, position: int) -> int:
        """Return the first position after this one that isn't within a grapheme."""
        return self._end_around(next_grapheme(self.text, position))

    def _end_around(self, position: int) -> int:
        """Return the end of the fold that a position is within, or the position if it isn't within one."""
        before = bisect_left(self._folded_starts, position)
        return max(position, self._folded_ends[before - 1]) if before else position


def composed(text: str) -> str:
    """Return a text with its letters and marks composed as in a `FoldedText`."""
    return unicodedata.normalize("NFC", text)


def _folds(text: str, letters: dict[str, str]) -> list[tuple[int, int, str]]:
    """Return the parts that have another form in a `FoldedText`, in order: start, end and that form."""
    found = [] if unicodedata.is_normalized("NFC", text) else _composed(text)
    if letters:
        within = {at for start, end, _ in found for at in range(start, end)}
        found = [(start, end, _translated(put, letters)) for start, end, put in found]
        for match in re.finditer(f"[{''.join(letters)}]", text):
            if match.start() not in within:
                found.append((*match.span(), letters[match[0]]))
    return found


def _composed(text: str) -> list[tuple[int, int, str]]:
    """Return the graphemes that have another composed form: start, end and that form."""
    found = []
    for stretch in _NOT_ASCII.finditer(text):
        for match in _GRAPHEME.finditer(text, *stretch.span()):
            put = composed(match[0])
            if put != match[0]:
                found.append((match.start(), match.end(), put))
    return found


def _translated(text: str, letters: dict[str, str]) -> str:
    return "".join([letters.get(letter, letter) for letter in text])


def typographic(text: str, forms: Forms) -> str:
    """Return the regular expression that finds a text in a `FoldedText` with these forms, and the forms that its
    straight quotes, apostrophes, hyphens, dots and spaces have in typography.

    A sign that is typographic already finds itself alone. Two and three hyphens find dashes, as they become them while
    they are typed.
    """
    return "".join(_sign(part) for part in _SIGNS.split(_translated(composed(text), _FOLDED[forms])))


def _sign(part: str) -> str:
    if part in _QUOTES:
        return _QUOTES[part]
    if part == " ":
        return _SPACE
    if part == "...":
        return r"(?:\.\.\.|…)"
    if part.startswith("-"):
        return _DASHES.get(len(part), f"{_HYPHEN}{{{len(part)}}}")
    return str(regex.escape(part))
