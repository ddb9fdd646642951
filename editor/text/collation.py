"""The order of texts as in a dictionary: accents decide only between words that are otherwise equal.

Case makes no difference. Numbers are compared by their value. The order is the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"(\d+)")
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
)
"""Letters that are sorted like others but that Unicode doesn't decompose."""

SortKey = tuple[list[tuple[int, int, str]], str]


def sort_key(text: str) -> SortKey:
    """Return the sort key of a text: its letters and numbers, then the accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join([sign for sign in folded if not unicodedata.combining(sign)]).translate(_LETTERS)
    parts: list[tuple[int, int, str]] = []
    for place, part in enumerate(_NUMBER.split(plain)):
        digits = part.lstrip("0")
        if place % 2:
            parts.append((1, len(digits), digits))
        elif part:
            parts.append((2, 0, part))
    return parts, folded
