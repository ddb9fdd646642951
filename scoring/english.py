"""English words: the word list of symspellpy (82,000 words: SCOWL's with frequencies of Google's n-grams), the
inflections of lemminflect (from the NIH's SPECIALIST lexicon), and short lists of what writers confuse and leave out.
"""

from __future__ import annotations

import importlib.resources
import math
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from threading import Lock, Thread
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

_COMMON = 3.0
"""Frequency from which on a word is offered: once in a million words."""
_VERY_COMMON = 4.5
_LONG = 8
"""Letters in a word of which three may be wrong."""
_LONGEST = 24
"""Letters in the longest word whose neighbours are looked for."""

_LEFT_OUT = """
the a an of to in on for at by with from as and or but that which is are was were be been being have has had will
would can could do does did not it they we i he there who more about so
"""
_GRAMMATICAL = """
you she me him her us them my your his its our their mine yours hers ours theirs this these those am having doing
shall should may might must into onto upon over under above below between among through during before after since
until against without within along across behind beyond near off out up down around than then if because while
although though unless whether when where why how what whom whose no nor neither either each every any some all both
such too very just only also even much many most few little less least other another same one don't doesn't didn't
can't couldn't won't wouldn't isn't aren't wasn't weren't it's i'm you're we're they're he's she's that's there's
i've we've they've cannot per via like
"""
_CONFUSED = """
its it's, their there they're, your you're, then than, to too two, whose who's, of off, were where we're, lose
loose, affect effect, accept except, advice advise, weather whether, quite quiet quit, passed past, principal
principle, breath breathe, lead led, know now, no know, by buy, hear here, new knew, right write, piece peace, brake
break, threw through, everyday every, personal personnel, complement compliment, who whom, a an
"""
_ABBREVIATED = """
pp ed eds ch eq eqs fig figs sec vol vols no nos para cf op cit al et ca vs viz approx dept univ inc ltd co corp dr mr
mrs ms prof st jr sr lt sgt capt gen col rev hon gov sen rep jan feb mar apr jun jul aug sep sept oct nov dec mon tue
tues wed thu thur thurs fri sat sun am pm
km m cm mm nm kg g mg lb lbs oz ft yd mi sq ha l ml cl hz khz mhz ghz kw kwh mw gw kb mb gb tb kbit mbit bps rpm mph
kph hr hrs min mins sec secs ms ns db px pt dpi
"""
_INTERCHANGEABLE = """
in on at of for to with from by into about as, is are was were do does did have has had will would can could be been,
a an the this that these those each every any some another, and or but so because, he she it they we you i,
his her its their our your my, which who that what whom, much many more most, him her them us me
"""
# Endings by which English derives one word from another: two words with the same stem of four letters or more and
# two of these behind it are taken for relatives.
_ENDINGS = """
ally ation ations ment ments ness able ible ant ent ance ence ancy ency tion sion ity ive ful less ing ism ist ous
ly al ed er or es en ic y s e d t ty ry
"""

_INSERTIONS = tuple(_LEFT_OUT.split())
_FUNCTION_WORDS = frozenset(_INSERTIONS) | frozenset(_GRAMMATICAL.split())
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_CONFUSIONS = [set(group.split()) for group in _CONFUSED.split(",")]
_CLASSES = [set(group.split()) for group in _INTERCHANGEABLE.split(",")]
_SUFFIXES = tuple(_ENDINGS.split())


class EnglishLexicon:
    """See `scoring.lexicon.Lexicon`."""

    def __init__(self) -> None:
        source = importlib.resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
        with source.open(encoding="utf-8-sig") as lines:
            counts = {word: int(count) for word, count in map(str.split, lines)}
        total = sum(counts.values())
        self._frequency = {word: math.log10(1e9 * count / total + 1) for word, count in counts.items()}
        for letter in "bcdefghjklmnopqrstuvwxyz":
            self._frequency.pop(letter, None)
        self._common = [word for word, frequency in self._frequency.items() if frequency >= _COMMON]
        self.neighbours = lru_cache(maxsize=10_000)(self._neighbours)
        self.inflections = lru_cache(maxsize=10_000)(self._inflections)

    @cached_property
    def _relatives(self) -> dict[str, list[str]]:
        """The words with a stem, by that."""
        found: dict[str, list[str]] = {}
        for word in self._frequency:
            for stem in _stems(word):
                found.setdefault(stem, []).append(word)
        return found

    def is_word(self, word: str) -> bool:
        """See `Lexicon`; a possessive is a word where its noun is."""
        return word in self._frequency or word.removesuffix("'s") in self._frequency

    def is_abbreviation(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _ABBREVIATIONS

    def frequency(self, word: str) -> float:
        """See `Lexicon`."""
        return self._frequency.get(word, 0.0)

    def confusions(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return frozenset(other for group in _CONFUSIONS if word in group for other in group if other != word)

    def interchangeable(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return frozenset(other for group in _CLASSES if word in group for other in group if other != word)

    def is_function_word(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _FUNCTION_WORDS

    def insertions(self) -> tuple[str, ...]:
        """See `Lexicon`."""
        return _INSERTIONS

    def _neighbours(self, word: str) -> dict[str, int]:
        if not 1 < len(word) <= _LONGEST:
            return {}
        known = self.is_word(word)
        furthest = 1 if len(word) < 4 else 3 if len(word) >= _LONG and not known else 2
        found = process.extract(word, self._common, scorer=OSA.distance, score_cutoff=furthest, limit=None)
        return {
            other: int(distance)
            for other, distance, _ in found
            if other != word and (distance < 2 or not known or self.frequency(other) >= _VERY_COMMON)
        }

    def _inflections(self, word: str) -> frozenset[str]:
        found = set()
        if not self.is_word(word):  # "childs", "goed": regular forms of irregular words
            for ending in ("s", "es", "ed", "d", "ing", "er", "est", "ly"):
                stem = word.removesuffix(ending)
                if stem != word and self.frequency(stem) >= _COMMON:
                    found |= {stem, *self.inflections(stem)}
        lemmas: Any = _lemminflect().getAllLemmas(word)
        for kind, of_kind in lemmas.items():
            for lemma in of_kind:
                for forms in _lemminflect().getAllInflections(lemma, upos=kind).values():
                    found |= {form.lower() for form in forms}
        for stem in _stems(word):
            found.update(self._relatives.get(stem, ()))
        return frozenset(form for form in found if self.frequency(form) >= _COMMON and form != word)


@cache
def _lemminflect() -> Any:
    import lemminflect  # reads its tables on import: 0.2 s

    return lemminflect


def _stems(word: str) -> Iterator[str]:
    if len(word) >= 4:
        yield word
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            yield word[: -len(ending)]


_reading = Lock()
_english: list[EnglishLexicon] = []


def english() -> EnglishLexicon:
    """English, read once, in whatever thread asks first."""
    with _reading:
        if not _english:
            _english.append(EnglishLexicon())
        return _english[0]


def read_ahead() -> None:
    """Read English, and all that it reads later on, in a thread: a second of work that nobody has to wait for then."""
    Thread(target=lambda: english().inflections("read"), daemon=True).start()
