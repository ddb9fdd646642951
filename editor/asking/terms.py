"""What of a text the index looks up: folded alike for drafts and questions, and quoted for SQLite's FTS5.

FTS5 takes a hyphen, an apostrophe and a word such as NEAR for its own syntax, so every word is quoted. Its tokenizer
`unicode61` drops the marks of Latin letters, but not of Greek and Cyrillic ones, nor of letters that Unicode doesn't
compose (ø, ł, ß), and it composes nothing. It takes a Japanese sentence for one word, and cuts Hindi words at their
vowel signs: the texts of such scripts are looked up by every three letters as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import regex

_FOLDED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ё": "е"})
_POINTS = regex.compile(r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_GREEK = regex.compile(r"\p{Greek}+")
_STRESSED = regex.compile(r"(?<=\p{Cyrillic})[\u0300\u0301]")
_MARK = regex.compile(r"\p{Mn}")
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
_LETTERWISE = regex.compile(rf"[{_UNSPACED}]|[^\p{{Latin}}\p{{Greek}}\p{{Cyrillic}}]\p{{M}}")
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_GRAM = 3


def folded(text: str) -> str:
    """Return a text as it is indexed: composed, without case, points of Hebrew and Arabic, and letters such as æ."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if plain.isascii():
        return plain
    plain = _STRESSED.sub("", _POINTS.sub("", plain)).translate(_FOLDED)
    return _GREEK.sub(lambda found: _MARK.sub("", unicodedata.normalize("NFD", found[0])), plain)


def is_letterwise(text: str) -> bool:
    """Return True if a folded text must be looked up by its letters too: it has a script without spaces, or marks."""
    return _LETTERWISE.search(text) is not None


def words(text: str) -> list[str]:
    """Return the words of a text, folded, each once."""
    return list(dict.fromkeys(_WORD.findall(folded(text))))


def grams(found: Iterable[str]) -> list[str]:
    """Return every three letters in a row of those words that are looked up by their letters."""
    return list(
        dict.fromkeys(
            word[at : at + _GRAM] for word in found if is_letterwise(word) for at in range(len(word) - _GRAM + 1)
        )
    )


def too_short(found: Iterable[str]) -> list[str]:
    """Return the words that are looked up by their letters and have too few for that."""
    return [word for word in found if is_letterwise(word) and len(word) < _GRAM]


def any_of(found: Iterable[str]) -> str:
    """Return the query of FTS5 for texts that have any of some words."""
    return " OR ".join(['"' + word.replace('"', '""') + '"' for word in found])
