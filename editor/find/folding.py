"""The forms of a text that a search takes for one: line ends, canonical equivalents, typographic signs."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from itertools import accumulate

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


class FoldedText:
    """A text with every line end as one line feed, so that `$` and `\\n` mean the same everywhere.

    Args:
        text: the original.
        is_exact: leave it at that; otherwise letters and their marks are composed where Unicode can.
    """

    def __init__(self, text: str, *, is_exact: bool = False) -> None:
        folded = [(match.start(), match.end(), "\n") for match in _CARRIAGE.finditer(text)] if "\r\n" in text else []
        if not is_exact and not unicodedata.is_normalized("NFC", text):
            folded = sorted([*folded, *_composed(text)])
        parts, reached, shorter = [], 0, [0]
        for start, end, put in folded:
            parts += [text[reached:start], put]
            shorter.append(end - start - len(put))
            reached = end
        self.text = ("".join([*parts, text[reached:]]) if folded else text).replace("\r", "\n")
        self._is_plain = self.text.isascii()
        self._ends = array("q", [end for _, end, _ in folded])
        self._shifts = array("q", accumulate(shorter))
        self._folded_ends = array("q", [end - shift for end, shift in zip(self._ends, self._shifts[1:], strict=True)])

    def position(self, original: int) -> int:
        """Map a position of the original text to this one."""
        return original - self._shifts[bisect_right(self._ends, original)]

    def original(self, position: int) -> int:
        """Map a position of this text to the original one."""
        return position + self._shifts[bisect_right(self._folded_ends, position)]

    def splits(self, position: int) -> bool:
        """Return True if a position of this text lies within a grapheme."""
        return not self._is_plain and not is_grapheme_boundary(self.text, position)

    def next_boundary(self, position: int) -> int:
        """Return the first position after this one that lies within no grapheme."""
        return next_grapheme(self.text, position)


def composed(text: str) -> str:
    """Return a text with its letters and marks composed as in a `FoldedText`."""
    return unicodedata.normalize("NFC", text)


def _composed(text: str) -> list[tuple[int, int, str]]:
    """Return the graphemes that have another composed form: start, end and that form."""
    found = []
    for stretch in _NOT_ASCII.finditer(text):
        for match in _GRAPHEME.finditer(text, *stretch.span()):
            put = composed(match[0])
            if put != match[0]:
                found.append((match.start(), match.end(), put))
    return found


def typographic(text: str) -> str:
    """Return the regular expression that finds a text, and the forms that its straight quotes, apostrophes, hyphens,
    dots and spaces have in typography.

    A sign that is typographic already finds itself alone. Two and three hyphens find dashes, as they become them while
    they are typed.
    """
    return "".join(_sign(part) for part in _SIGNS.split(composed(text)))


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
