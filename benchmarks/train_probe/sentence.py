"""A sentence as its words, and what a change of some of them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lemminflect import getAllInflections, getAllLemmas

from scoring.language.words import words

VERB_TAGS = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        start, end: code points of the text.
        text: as it stands there; `lower`: in small letters, with straight apostrophes.
        joined: whether only one blank lies between it and the word before.
        opens: whether it begins the sentence.
    """

    start: int
    end: int
    text: str
    lower: str
    joined: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The words [first, past) of a sentence become `new`: an empty `new` leaves them out, and an empty range puts `new`
    before the word `first`.

    Attributes:
        kind: of the mistake.
        weight: how often this one is made where the rule could make it.
    """

    first: int
    past: int
    new: str
    kind: str
    weight: float = 1.0


def sentence_words(text: str, start: int, end: int) -> list[Word]:
    """Return the words of the sentence at the code points [start, end)."""
    found: list[Word] = []
    for first, past in words(text, start, end):
        if first < start or past > end:
            continue
        word = text[first:past]
        joined = bool(found) and text[found[-1].end : first] == " "
        found.append(Word(first, past, word, word.lower().replace("’", "'"), joined, not found))
    return found


@lru_cache(65536)
def lemma(word: str, pos: str) -> str:
    """Return the lemma of a word as a NOUN, VERB or ADJ; "" if it is none."""
    found = getAllLemmas(word, upos=pos).get(pos, ())
    return str(found[0]) if found else ""


@lru_cache(65536)
def forms(word: str, pos: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of a lemma by their tags."""
    found = dict(getAllInflections(word, upos=pos))
    if "VBD" in found:
        # The tables leave the participle out where it is like the past tense.
        found.setdefault("VBN", found["VBD"])
    return found


@lru_cache(65536)
def verb_tags(word: str) -> frozenset[str]:
    """Return the tags that a word may have as a verb."""
    base = lemma(word, "VERB")
    return frozenset(tag for tag, found in forms(base, "VERB").items() if word in found) if base else frozenset()


@lru_cache(65536)
def verb_form(word: str, tag: str) -> str:
    """Return a verb in the form `tag`, "" if there is none or it is the same."""
    found = [form for form in forms(lemma(word, "VERB"), "VERB").get(tag, ()) if re.fullmatch("[a-z]+", form)]
    return found[0] if found and found[0] != word else ""


@lru_cache(65536)
def singular(word: str) -> str:
    """Return the singular of a plural noun; "" for any other word."""
    base = lemma(word, "NOUN")
    if not base or base == word or len(word) < 4:
        return ""
    return base if word in forms(base, "NOUN").get("NNS", ()) else ""


@lru_cache(65536)
def plural(word: str) -> str:
    """Return the plural of a singular noun; "" for any other word."""
    if lemma(word, "NOUN") != word or len(word) < 3:
        return ""
    found = [form for form in forms(word, "NOUN").get("NNS", ()) if form.isalpha() and form != word]
    return found[0] if found else ""


@lru_cache(65536)
def is_only(word: str, pos: str) -> bool:
    """Return True if a word is of this part of speech, and of no other open one."""
    return bool(lemma(word, pos)) and not any(lemma(word, other) for other in {"NOUN", "VERB", "ADJ"} - {pos})
