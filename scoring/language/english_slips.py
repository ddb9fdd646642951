"""Estimates how likely a misspelling is, from the layout of the keyboard and the sound of letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHIFT = (0.0, 0.25, 0.75)  # how far each row is shifted to the right, in keys
_VOWELS = frozenset("aeiouy")
_SOUND_PAIRS = "sz cs ck cq kq gj fv td iy ae ei ou ao au ea ie pb mn wv xs hw lr"
_ALIKE = frozenset(map(frozenset, _SOUND_PAIRS.split()))
"""Letters that are confused because they sound alike."""

_FAR, _NEAR, _SOUNDS, _VOWEL = 5.0, 3.5, 2.5, 2.2
"""The cost, in nats, of a wrong letter: any letter, a keyboard neighbour, one that sounds alike, another vowel."""
_DOUBLED, _SWAPPED, _LEFT_OUT, _ADDED, _SILENT = 1.8, 2.5, 4.0, 4.0, 2.8
_FIRST = 2.0
"""Added for the first letter, which is rarely wrong."""

_PLACES = {
    letter: (column + _SHIFT[row], row) for row, letters in enumerate(_ROWS) for column, letter in enumerate(letters)
}


def _near(one: str, other: str) -> bool:
    if one not in _PLACES or other not in _PLACES:
        return False
    (x, y), (u, v) = _PLACES[one], _PLACES[other]
    return abs(x - u) <= 1.0 and abs(y - v) <= 1


def _wrong(written: str, meant: str) -> float:
    if written == meant:
        return 0.0
    if "'" in (written, meant):
        return _NEAR
    if written in _VOWELS and meant in _VOWELS:
        return _VOWEL
    if frozenset(written + meant) in _ALIKE:
        return _SOUNDS
    return _NEAR if _near(written, meant) else _FAR


def _left_out(meant: str, place: int) -> float:
    """Return the cost of leaving out the letter at a position of the intended word."""
    letter = meant[place]
    if letter == "'":
        return 0.8
    if letter in (meant[place - 1 : place], meant[place + 1 : place + 2]):
        return _DOUBLED
    silent = letter in "hwkgnpbtdcu" or letter in _VOWELS
    return _SILENT if silent and place else _LEFT_OUT


def _added(written: str, place: int) -> float:
    letter = written[place]
    if letter in (written[place - 1 : place], written[place + 1 : place + 2]):
        return _DOUBLED
    around = written[max(0, place - 1) : place] + written[place + 1 : place + 2]
    return _NEAR if letter == "e" or any(_near(letter, other) for other in around) else _ADDED


@lru_cache(maxsize=50_000)
def slip(written: str, meant: str) -> float:
    """Return how unlikely it is that someone who means `meant` writes `written`, in nats: the cheapest way to turn one
    into the other by wrong, missing, added and swapped letters (optimal string alignment with weights)."""
    rows = [[0.0] * (len(meant) + 1) for _ in range(len(written) + 1)]
    for j in range(1, len(meant) + 1):
        rows[0][j] = rows[0][j - 1] + _left_out(meant, j - 1)
    for i in range(1, len(written) + 1):
        rows[i][0] = rows[i - 1][0] + _added(written, i - 1)
        for j in range(1, len(meant) + 1):
            first = _FIRST if i == j == 1 else 0.0
            wrong = _wrong(written[i - 1], meant[j - 1])
            best = rows[i - 1][j - 1] + wrong + (first if wrong else 0.0)
            best = min(best, rows[i - 1][j] + _added(written, i - 1), rows[i][j - 1] + _left_out(meant, j - 1))
            if i > 1 and j > 1 and written[i - 1] == meant[j - 2] and written[i - 2] == meant[j - 1]:
                best = min(best, rows[i - 2][j - 2] + _SWAPPED)
            rows[i][j] = best
    return rows[-1][-1]


_SPELLED = tuple(
    (re.compile(pattern, re.MULTILINE), heard)
    for pattern, heard in (
        (r"'", ""),
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "s"),
        (r"ph", "f"),
        (r"ght", "t"),
        (r"ough", "f"),
        (r"(?:t|s|ss|c)i(?=on|an|ou|al)", "x"),
        (r"sch", "sk"),
        (r"t?ch|sh", "x"),
        (r"mb$|mn$", "m"),
        (r"dge?(?=[eiy]|$)|g(?=[eiy])", "j"),
        (r"gh|(?<=[aeiou])h|(?<=r)h|wh?", ""),
        (r"sc(?=[eiy])|c(?=[eiy])|z", "s"),
        (r"ck|c|q", "k"),
        (r"x(?=[aeiou])", "ks"),
        (r"v", "f"),
        (r"th", "0"),
    )
)
_AGAIN = re.compile(r"(.)\1+")
_UNHEARD = re.compile(r"[aeiouyh]")


def sounds(words: Iterable[str]) -> list[str]:
    """Return the sounds of English words: their consonants as pronounced, and whether they begin with a vowel.

    Each pattern is applied to all words at once, one per line: word by word, 30,000 words take five times as long.
    """
    heard = "\n".join(words)
    for pattern, by in _SPELLED:
        heard = pattern.sub(by, heard)
    heard = _AGAIN.sub(r"\1", heard)
    consonants = _AGAIN.sub(r"\1", _UNHEARD.sub("", heard))
    pairs = zip(heard.split("\n"), consonants.split("\n"), strict=True)
    return ["a" * (first[:1] in _VOWELS) + rest for first, rest in pairs]
