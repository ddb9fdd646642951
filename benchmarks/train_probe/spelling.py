"""Mistakes inside a word: what fingers do, and what ears do."""

from __future__ import annotations

import random
import re
from functools import cache

from benchmarks.train_probe.tables import MISSPELLED, entries

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = """
ie ei|ei ie|ance ence|ence ance|ant ent|ent ant|able ible|ible able|ph f|tion sion|sion tion|ous us|ght gt|kn n
wr r|wh w|mb m|que k|ck k|ch k|sc s|ce se|se ce|ful full|ally aly|ely ly|ary ery|ery ary|or er|er or|ar er
ough ogh|ould oud|au a|ea ee|ee ea|ea e|oo o|ou o|ai a|ey y|igh ih|dge ge|th t|ed t|ied yed|ies ys|iness yness
qu q|eau au|eou ou|tch ch|ure er
"""
"""Pairs of letters that sound alike, or nearly."""


@cache
def known_misspellings() -> dict[str, tuple[str, ...]]:
    """Return what writers often write instead of a word."""
    found: dict[str, tuple[str, ...]] = {}
    for group in entries(MISSPELLED):
        right, *wrong = group.split()
        found[right] = tuple(word for word in wrong if word != right)
    return found


def misspelled(rng: random.Random, word: str) -> str:
    """Return `word`, in small letters, with one mistake, or as it is if it is too short for one."""
    known = known_misspellings().get(word)
    if known and rng.random() < 0.6:
        return rng.choice(known)
    if len(word) < 4 or not word.isalpha():
        return word
    draw = rng.random()
    if draw < 0.42:
        return _by_sound(rng, word) or _by_hand(rng, word)
    if draw < 0.58:
        return _doubled_or_not(rng, word) or _by_hand(rng, word)
    wrong = _by_hand(rng, word)
    return _by_hand(rng, wrong) if len(word) > 6 and rng.random() < 0.1 else wrong


def _by_sound(rng: random.Random, word: str) -> str:
    """Write one sound of a word another way, or one unstressed vowel."""
    places = [
        (match.start(), old, new)
        for old, new in map(str.split, entries(_SOUNDS))
        for match in re.finditer(old, word)
        if match.start() or old in ("kn", "wr", "ph", "ch", "wh")
    ]
    vowels = [index for index in range(1, len(word) - 1) if word[index] in "aeiou"]
    if vowels and (not places or rng.random() < 0.35):
        index = rng.choice(vowels)
        return word[:index] + rng.choice([vowel for vowel in "aeio" if vowel != word[index]]) + word[index + 1 :]
    if not places:
        return ""
    start, old, new = rng.choice(places)
    return word[:start] + new + word[start + len(old) :]


def _doubled_or_not(rng: random.Random, word: str) -> str:
    """Double a consonant, or write a double one once."""
    pairs = [index for index in range(1, len(word)) if word[index] == word[index - 1]]
    if pairs and rng.random() < 0.75:
        index = rng.choice(pairs)
        return word[:index] + word[index + 1 :]
    singles = [
        index
        for index in range(1, len(word) - 1)
        if word[index] in "lmnprstcdfg" and word[index - 1] in "aeiou" and word[index + 1] in "aeiouyl"
    ]
    if not singles:
        return ""
    index = rng.choice(singles)
    return word[:index] + word[index] + word[index:]


def _by_hand(rng: random.Random, word: str) -> str:
    """Let a finger slip."""
    index = rng.randrange(1, len(word) - 1)
    draw = rng.random()
    if draw < 0.35:
        return word[:index] + word[index + 1] + word[index] + word[index + 2 :]
    if draw < 0.65:
        index = rng.randrange(1, len(word))
        return word[:index] + word[index + 1 :]
    if draw < 0.78:
        return word[:index] + word[index] + word[index:]
    near = _near(word[index])
    if draw < 0.9:
        return word[:index] + rng.choice(near) + word[index + 1 :]
    return word[:index] + rng.choice(near) + word[index:]


@cache
def _near(letter: str) -> str:
    """Return the keys beside a letter's."""
    for row in _ROWS:
        if letter in row:
            place = row.index(letter)
            return row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return "e"
