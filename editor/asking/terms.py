"""The terms of a text that the index looks up: folded alike for drafts and questions, and quoted for SQLite's FTS5.

FTS5 reads a hyphen, an apostrophe and a word such as NEAR as its own syntax, so every word is quoted. Its tokenizer
`unicode61` drops the marks of Latin letters, but not of Greek and Cyrillic ones, nor of letters that Unicode doesn't
compose (ø, ł, ß), and it composes nothing. It treats a Japanese sentence as one word, and cuts Hindi words at their
vowel signs: the texts of such scripts are looked up by every three letters as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import regex
import snowballstemmer  # type: ignore[import-untyped]

_FOLDED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ё": "е"})
_POINTS = regex.compile(r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_GREEK = regex.compile(r"\p{Greek}+")
_STRESSED = regex.compile(r"(?<=\p{Cyrillic})[\u0300\u0301]")
_MARK = regex.compile(r"\p{Mn}")
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
_LETTERWISE = regex.compile(rf"[{_UNSPACED}]|[^\p{{Latin}}\p{{Greek}}\p{{Cyrillic}}]\p{{M}}")
_SPECIAL = re.compile(f"[{''.join(map(chr, _FOLDED))}\u0300-\u1dff\u1f00-\u1fff\u2c00-\U0010ffff]")
"""Everything that may need more than case folding, or is looked up by its letters: some Latin letters, and everything
after Latin except signs."""
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
GRAM = 3
"""Letters that are looked up together."""
_LEAST_BEGUN, _LONGEST_ENDING = 3, 4  # letters
_OF_QUESTIONS = frozenset(
    re.findall(
        r"\w+",
        """a about an and are as at be been by can could did do does for from had has have how i in is it its me my of
        on or our s say said so tell that the their them there these they this those to us was we were what when where
        which who whom whose why will with would write wrote you your""",
    )
)


def folded(text: str) -> str:
    """Return a text as it is indexed: composed, without case, points of Hebrew and Arabic, and letters such as æ."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if _is_plain(plain):
        return plain
    plain = _STRESSED.sub("", _POINTS.sub("", plain)).translate(_FOLDED)
    return _GREEK.sub(lambda found: _MARK.sub("", unicodedata.normalize("NFD", found[0])), plain)


@lru_cache(maxsize=1)  # of recently folded texts
def _is_plain(text: str) -> bool:
    """Return True if a composed text only needs case folding: a quick check that most texts pass."""
    return text.isascii() or _SPECIAL.search("".join(frozenset(text))) is None


def is_letterwise(text: str) -> bool:
    """Return True if a folded text must be looked up by its letters too: it has a script without spaces, or marks."""
    return not _is_plain(text) and _LETTERWISE.search(text) is not None


def words(text: str) -> list[str]:
    """Return the words of a text, folded, each once."""
    return list(dict.fromkeys(_WORD.findall(folded(text))))


def telling(asked: Sequence[str]) -> list[str]:
    """Return a question's words without English question words ("what", "did"); all of them if nothing else is left."""
    return [word for word in asked if not is_of_questions(word)] or list(asked)


def is_of_questions(word: str) -> bool:
    """Return True if a folded word is one that occurs in English questions on any subject."""
    return word in _OF_QUESTIONS


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("porter")


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return a folded word as `porter` of FTS5 shortens it."""
    return str(_stemmer().stemWord(_bare(word)))


def _bare(word: str) -> str:
    """Return a word without the marks of its letters."""
    return "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))


def begun(word: str) -> str:
    """Return the query of FTS5 for stems of longer words that begin so; "" if they would be too many.

    A stem is either longer than the typed text and begins with it, or is a beginning of it: for "leavin" it is "leav".
    The typed text may also be the whole word, which is looked up anyway.
    """
    if len(word) < _LEAST_BEGUN:
        return ""
    shorter = [word[:end] for end in range(max(_LEAST_BEGUN, len(word) - _LONGEST_ENDING), len(word))]
    found = [any_of([one]) for one in shorter if one != stem(word)]
    return " OR ".join([f"{any_of([word])}*", *found] if stem(word) == _bare(word) else found)


def grams(found: Iterable[str]) -> list[str]:
    """Return every three letters in a row of those words that are looked up by their letters."""
    return list(
        dict.fromkeys(
            word[at : at + GRAM] for word in found if is_letterwise(word) for at in range(len(word) - GRAM + 1)
        )
    )


def too_short(found: Iterable[str]) -> list[str]:
    """Return the words that are looked up by their letters and have too few for that."""
    return [word for word in found if is_letterwise(word) and len(word) < GRAM]


def any_of(found: Iterable[str]) -> str:
    """Return the query of FTS5 for texts that have any of some words."""
    return " OR ".join(['"' + word.replace('"', '""') + '"' for word in found])
