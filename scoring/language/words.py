"""Find the words of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Combining marks, and the joiners inside a word: part of the word, although they aren't letters.
_INSIDE = "\u200c\u200d" + "".join(
    chr(code) for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_INSIDE}])*(?:['’](?:[^\W_]|[{_INSIDE}])+)*")


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen the code points [start, end) so that they cut no word in two."""
    while start > 0 and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    return start, end


def words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the words that overlap the code points [start, end): letters with apostrophes inside, and no digits."""
    for match in _WORD.finditer(text, *whole_words(text, start, end)):
        if not any(map(str.isnumeric, match.group())):
            yield match.span()


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "'’" or character in _INSIDE
