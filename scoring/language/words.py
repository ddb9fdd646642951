"""Which pieces of a text are words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Combining marks, and the joiners that hold a word together: part of a word, though no letters.
_INSIDE = "\u200c\u200d" + "".join(
    chr(code) for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_INSIDE}])*(?:['’](?:[^\W_]|[{_INSIDE}])+)*")


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The code points [start, end) widened so that no word is cut."""
    while start > 0 and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    return start, end


def words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words that overlap the code points [start, end): letters, with apostrophes inside; none that has a digit."""
    for match in _WORD.finditer(text, *whole_words(text, start, end)):
        if not any(map(str.isnumeric, match.group())):
            yield match.span()


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "'’" or character in _INSIDE
