"""The words of a text: where they are, how a dictionary spells them, and their capitals."""

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
    """Widen the code points [start, end) so that they don't split a word."""
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


def bare(word: str) -> str:
    """Return `word` as a dictionary spells it: in lower case, with straight apostrophes."""
    return word.lower().replace("’", "'")


def like(word: str, example: str) -> str:
    """Return `word` capitalised as `example` is: all capitals, a capital first, or unchanged."""
    if len(example) > 1 and example.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if example[:1].isupper() and example != "I" else word


def _in_word(character: str) -> bool:
    return character.isalnum() or character in "'’" or character in _INSIDE
