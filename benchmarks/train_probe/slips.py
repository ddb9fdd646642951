"""Mistakes that put another word, or no word at all, in a word's place: confusions, misspellings, capitals, blanks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache

from benchmarks.train_probe.sentence import Change, Word, plural
from benchmarks.train_probe.spelling import known_misspellings, misspelled
from benchmarks.train_probe.tables import CONFUSED, NATIONS, PHRASES, entries
from scoring.language.english import english

_SMALL = frozenset(
    [
        "it",
        "is",
        "in",
        "if",
        "as",
        "at",
        "on",
        "of",
        "off",
        "to",
        "too",
        "be",
        "by",
        "do",
        "so",
        "or",
        "an",
        "and",
        "the",
        "he",
        "his",
        "him",
        "you",
        "your",
        "me",
        "my",
        "us",
        "use",
        "this",
        "that",
        "these",
        "those",
        "was",
        "were",
        "we",
        "they",
        "their",
        "them",
        "than",
        "then",
        "what",
        "which",
        "who",
        "with",
        "any",
        "some",
        "from",
        "for",
        "no",
        "not",
        "now",
        "one",
        "our",
        "are",
        "her",
        "out",
    ]
)
_RATE = 0.25
"""Small words are confused this much less often, since there are so many of them."""
_APOSTROPHES = {"dont", "cant", "didnt", "doesnt", "isnt", "wasnt", "wont", "im", "ive", "thats", "whats", "couldnt"}
_MANGLED = {
    "don't": "do'nt",
    "didn't": "did'nt",
    "doesn't": "dosen't",
    "can't": "ca'nt",
    "isn't": "is'nt",
    "let's": "lets",
}


@cache
def _confusions() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for right, wrong in map(str.split, entries(CONFUSED)):
        found.setdefault(right, set()).add(wrong)
    for line in PHRASES.strip().split("\n"):
        right, wrong = line.split("|")
        if " " not in right and " " not in wrong:
            found.setdefault(right, set()).add(wrong)
    return {right: tuple(sorted(wrong)) for right, wrong in found.items()}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return by their first word the set phrases that go wrong, each with what is written instead."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in PHRASES.strip().split("\n"):
        right, wrong = line.split("|")
        if " " in right or " " in wrong:
            parts = tuple(right.split())
            found.setdefault(parts[0], []).append((parts, wrong))
    return found


def confusions(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Write a word that looks or sounds like the right one, or belongs to the same family."""
    word = words[index].lower
    for wrong in _confusions().get(word, ()):
        yield Change(index, index + 1, wrong, "confusion", _RATE * 0.35 if word in _SMALL else 1.5)
    for parts, wrong in _phrases().get(word, ()):
        past = index + len(parts)
        same = past <= len(words) and tuple(one.lower for one in words[index:past]) == parts
        if same and all(one.joined for one in words[index + 1 : past]):
            known = all(english().is_word(one) for one in wrong.replace("-", " ").split())
            yield Change(index, past, wrong, "confusion" if known else "spelling", 2.5)
    if word.endswith("'s") and plural(word[:-2]) and words[index].text != words[index].text.upper():
        yield Change(index, index + 1, words[index].text[:-2] + "s", "confusion", 1.0)
    elif plural(word[:-1]) == word and len(word) > 4:
        yield Change(index, index + 1, f"{words[index].text[:-1]}'s", "confusion", 0.12)
    if word in ("it's", "who's", "you're", "they're", "we're", "let's", "that's"):
        yield Change(index, index + 1, word.replace("'", ""), "spelling", 0.7)


def slips(rng: random.Random, words: Sequence[Word], index: int) -> Iterator[Change]:
    """Misspell a word; what comes out as another word is a confusion."""
    word, text = words[index].lower, words[index].text
    squeezed = word.replace("'", "")
    if squeezed in _APOSTROPHES and "'" in word:
        yield Change(index, index + 1, squeezed, "spelling", 1.5)
        if word in _MANGLED:
            yield Change(index, index + 1, _MANGLED[word], "spelling", 0.3)
    if not re.fullmatch("[a-z]{3,}", word) or (text[0].isupper() and not words[index].opens):
        return
    if not english().is_word(word):
        return
    wrong = misspelled(rng, word)
    if wrong == word:
        return
    weight = (3.0 if word in known_misspellings() else 1.0) * min(len(word), 9) / 6
    if english().is_word(wrong):
        yield Change(index, index + 1, wrong, "confusion", 0.25 * weight)
    else:
        yield Change(index, index + 1, wrong, "spelling", weight)


def capitals(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Write a small letter for a capital."""
    text = words[index].text
    if text in ("I", "I'm", "I've", "I'll", "I'd") and index:
        yield Change(index, index + 1, text.replace("I", "i", 1), "capital", 0.6)
    elif text in NATIONS and index:
        yield Change(index, index + 1, text.lower(), "capital", 3.0)
    elif (index and text[0].isupper() and text[1:].islower() and not english().is_word(text.lower())) or (
        words[index].opens and text[0].isupper() and text[1:].islower()
    ):
        yield Change(index, index + 1, text.lower(), "capital", 0.3)
