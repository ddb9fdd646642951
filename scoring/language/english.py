"""English words.

The sources: the word lists of symspellpy (British spellings, frequencies from Google's n-grams) and of pyspellchecker
(American spellings, frequencies from subtitles), the inflections of lemminflect (from the NIH's SPECIALIST lexicon),
and the short lists of `scoring.language.english_lists`.
"""

from __future__ import annotations

import gzip
import importlib.resources
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from threading import Lock, Thread
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from scoring.language.dialects import NAMES, american, own_spelling
from scoring.language.english_frames import asked
from scoring.language.english_grammar import EnglishGrammar, by_word, lemminflect
from scoring.language.english_grammar_lists import ARCHAIC
from scoring.language.english_lists import (
    ABBREVIATED,
    ADVERBIAL,
    APART,
    COLLOCATED,
    CONFUSED,
    GRAMMATICAL,
    LACKED,
    LEFT_OUT,
    MISHEARD,
    NEVER_OFFERED,
)
from scoring.language.english_slips import slip, sounds

_COMMON = 3.0
"""The least frequency of a word to be offered: once in a million words."""
_VERY_COMMON = 4.5
_SHORTEST = 3
"""In letters; pyspellchecker's words up to this length are left out."""
_LONG = 8
"""The least length of a word that may have three wrong letters."""
_RARE = 1.8
_TELLING, _VERY_TELLING = 6, 10
"""The least lengths of a non-word that may mean a rare word ("crouched", "iterating") one or two letters away."""
_LONGEST = 24
"""The longest word to look up neighbours for, in letters."""

_ENDINGS = """
ally ation ations ment ments ness able ible ant ent ance ence ancy ency tion sion ity ive ful less ing ism ist ous
ly al ed er or es en ic y s e d t ty ry
"""
"""Endings by which English derives one word from another. Two words count as related if they are the same stem of four
or more letters with two of these endings."""

_VOWEL_SOUND = re.compile(
    r"(?!uni(?!n|m)|us[aeiu]|ut[ei]|u[bfk]i|eu|ew|one\b|once\b)[aeiou]|hour|heir|hono|honest", re.IGNORECASE
)

_INSERTIONS = tuple(LEFT_OUT.split())
_FUNCTION_WORDS = frozenset(_INSERTIONS) | frozenset(GRAMMATICAL.split())
_ADVERBIAL = frozenset(ADVERBIAL.split())
_ABBREVIATIONS = frozenset(ABBREVIATED.split())
_NEVER_OFFERED = frozenset(NEVER_OFFERED.split()) | frozenset(ARCHAIC.split())
_SUFFIXES = tuple(_ENDINGS.split())


def _with_phrases(confusions: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Add the pairs of which one side is two words."""
    pairs = [pair for listed in (APART, MISHEARD) for pair in _pairs(listed)]
    for one, other in pairs + [(other, one) for one, other in _pairs(APART)]:
        confusions[one] = confusions.get(one, frozenset()) | {other}
    return confusions


def _pairs(listed: str) -> list[tuple[str, str]]:
    sides = [pair.partition("=") for pair in " ".join(listed.split()).split(",")]
    return [(one.strip(), other.strip()) for one, _, other in sides]


_CONFUSIONS = _with_phrases(by_word(CONFUSED))
_COLLOCATED = by_word(COLLOCATED)


class EnglishLexicon(EnglishGrammar):
    """See `scoring.language.lexicon.Lexicon`."""

    def __init__(self) -> None:
        source = importlib.resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
        with source.open(encoding="utf-8-sig") as lines:
            british = {word: int(count) for word, count in map(str.split, lines)}
        packed = importlib.resources.files("spellchecker") / "resources" / "en.json.gz"
        american: dict[str, int] = json.loads(gzip.decompress(packed.read_bytes()))
        # Most of its short words are abbreviations, or words of other languages.
        american = {word: count for word, count in american.items() if len(word) > _SHORTEST and word.isascii()}
        self._frequency = {**dict.fromkeys(LACKED.split(), _COMMON), **_frequencies(american), **_frequencies(british)}
        for letter in "bcdefghjklmnopqrstuvwxyz":
            self._frequency.pop(letter, None)
        for word in _FUNCTION_WORDS:  # the first list has no apostrophes
            self._frequency[word] = max(self._frequency.get(word, 0.0), _VERY_COMMON)
        self._common = [
            word for word, frequency in self._frequency.items() if frequency >= _COMMON and word not in _NEVER_OFFERED
        ]
        self.neighbours = lru_cache(maxsize=10_000)(self._neighbours)
        self.rarer_neighbours = lru_cache(maxsize=10_000)(self._rarer_neighbours)
        self.inflections = lru_cache(maxsize=10_000)(self._inflections)

    def asked(self, before: Sequence[str], word: str, after: Sequence[str]) -> frozenset[str]:
        """See `Lexicon`."""
        return asked(before, word, after, self)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        """The common words by their number of letters."""
        return _by_length(self._common)

    @cached_property
    def _rarer_by_length(self) -> dict[int, list[str]]:
        """The words that aren't common, but not the rarest, by their number of letters."""
        rare = (word for word, frequency in self._frequency.items() if _RARE <= frequency < _COMMON)
        return _by_length(word for word in rare if word not in _NEVER_OFFERED and "'" not in word)

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """The common words by their sound."""
        found: dict[str, list[str]] = {}
        for word, heard in zip(self._common, sounds(self._common), strict=True):
            found.setdefault(heard, []).append(word)
        return found

    @cached_property
    def _relatives(self) -> dict[str, list[str]]:
        """The common words by their stem."""
        found: dict[str, list[str]] = {}
        for word in self._common:
            for stem in _stems(word):
                found.setdefault(stem, []).append(word)
        return found

    def is_word(self, word: str) -> bool:
        """See `Lexicon`; a possessive is a word if its noun is."""
        return word in self._frequency or word.removesuffix("'s") in self._frequency

    def is_abbreviation(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _ABBREVIATIONS

    def frequency(self, word: str) -> float:
        """See `Lexicon`."""
        return self._frequency.get(word, 0.0)

    def confusions(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return _CONFUSIONS.get(word, frozenset())

    def variants(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        found = (own_spelling(word, dialect) for dialect in NAMES)
        return frozenset(other for other in found if other is not None and self.is_word(other))

    def collocated(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return _COLLOCATED.get(word, frozenset())

    def is_offered(self, word: str) -> bool:
        """See `Lexicon`."""
        return word not in _NEVER_OFFERED

    def slip(self, written: str, meant: str) -> float:
        """See `Lexicon`."""
        return slip(written, meant)

    def sounding_like(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return frozenset(self._by_sound.get(sounds([word])[0], ())) - {word}

    def agreeing(self, earlier: str, word: str) -> str:
        """See `Lexicon`."""
        if earlier not in ("a", "an"):
            return earlier
        return "an" if _VOWEL_SOUND.match(word) else "a"

    def is_function_word(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _FUNCTION_WORDS

    def is_adverbial(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _ADVERBIAL

    def insertions(self) -> tuple[str, ...]:
        """See `Lexicon`."""
        return _INSERTIONS

    def _neighbours(self, word: str) -> dict[str, int]:
        if not 1 < len(word) <= _LONGEST:
            return {}
        known = self.is_word(word)
        furthest = 1 if len(word) < 4 else 3 if len(word) >= _LONG and not known else 2
        nearest = {
            other: distance
            for other, distance in _nearest(word, self._by_length, furthest).items()
            if distance < 2 or not known or self.frequency(other) >= _VERY_COMMON
        }
        if word.endswith("'s") and not known:
            nearest |= {f"{other}'s": distance for other, distance in self.neighbours(word[:-2]).items()}
        return nearest

    def _rarer_neighbours(self, word: str) -> dict[str, int]:
        if not _TELLING <= len(word) <= _LONGEST or self.is_word(word):
            return {}
        return _nearest(word, self._rarer_by_length, 1 if len(word) < _VERY_TELLING else 2)

    def _inflections(self, word: str) -> frozenset[str]:
        found = set()
        if not self.is_word(word):  # "childs", "goed": an irregular word inflected as a regular one
            for ending in ("s", "es", "ed", "d", "ing", "er", "est", "ly"):
                stem = word.removesuffix(ending)
                if stem != word and self.frequency(stem) >= _COMMON:
                    found |= {stem, *self.inflections(stem)}
        lemmas: Any = lemminflect().getAllLemmas(word)
        for kind, of_kind in lemmas.items():
            for lemma in of_kind:
                for forms in lemminflect().getAllInflections(lemma, upos=kind).values():
                    found |= {form.lower() for form in forms}
        for stem in _stems(word):
            found.update(self._relatives.get(stem, ()))
        return frozenset(
            form
            for form in found
            if self.frequency(form) >= _COMMON and american(form) != american(word) and form not in _NEVER_OFFERED
        )


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for word in words:
        found.setdefault(len(word), []).append(word)
    return found


def _nearest(word: str, by_length: Mapping[int, Sequence[str]], furthest: int) -> dict[str, int]:
    """Return the words up to `furthest` letters away, each with that number, but no other spelling of `word` itself."""
    lengths = range(len(word) - furthest, len(word) + furthest + 1)
    near = list(chain.from_iterable(by_length.get(length, ()) for length in lengths))
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=furthest, limit=None)
    return {other: int(distance) for other, distance, _ in found if american(other) != american(word)}


def _frequencies(counts: dict[str, int]) -> dict[str, float]:
    total = sum(counts.values())
    return {word: math.log10(1e9 * count / total + 1) for word, count in counts.items()}


def _stems(word: str) -> Iterator[str]:
    if len(word) >= 4:
        yield word
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            yield word[: -len(ending)]


_reading = Lock()
_english: list[EnglishLexicon] = []


def english() -> EnglishLexicon:
    """Return the English lexicon. The first caller, in any thread, reads it; later ones share it."""
    with _reading:
        if not _english:
            _english.append(EnglishLexicon())
        return _english[0]


def read_ahead() -> None:
    """Load English and its lazy tables in a thread, so that nobody has to wait for that second of work later."""
    Thread(target=lambda: english().inflections("read"), daemon=True).start()
