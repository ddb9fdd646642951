"""What is known about a word before any edit is tried, and whether that is enough to search for one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.language.lexicon import Lexicon
from scoring.language.prose import ProseWord, opens_sentence
from scoring.language.words import bare

_SUSPICIOUS = -3.7
"""The log-odds of a mistake, by the probe, from which a word is searched."""
_SURPRISING = 7.0
"""The same in nats of surprisal, where there is no probe."""
_NEXT = re.compile(r" ([^\W\d_]+)")
_CLAUSE = 100
"""The code points on either side of a word that its grammar may depend on."""
_CLAUSE_ENDS = re.compile(r"[^\w'’ ]|  ")


@dataclass(frozen=True, slots=True)
class WordCase:
    """A word of a passage; positions are code points of the passage.

    Attributes:
        start, end: where it is.
        text: the word.
        plain: its spelling in a dictionary.
        is_known: whether the dictionary has it.
        is_name: whether it is capitalised in mid-sentence and unknown to the dictionary.
        opens: whether it begins a sentence.
        frequency: of the word; see `Lexicon.frequency`.
        surprisal: given everything before it, in nats.
        entropy: of the model's distribution at its place, in nats.
        odds: the probe's log-odds of each kind of mistake and of any, in nats, shape (kinds + 1,); NaN where unknown.
        familiar: how much more probable the memory makes it, in nats, at least 0.
        asked: the forms of which one must stand there by grammar, see `Lexicon.asked`.
        is_odd: whether its form alone points to a slip: a name in small letters, a for an, a word twice in a row,
            not what is asked for.
        is_judged: whether it may be flagged; False for foreign words, for example.
        is_own: whether it is a word of the writer's own, see `scoring.memory.own_words`.
    """

    start: int
    end: int
    text: str
    plain: str
    is_known: bool
    is_name: bool
    opens: bool
    frequency: float
    surprisal: float
    entropy: float
    odds: npt.NDArray[np.float32]
    familiar: float
    asked: frozenset[str]
    is_odd: bool
    is_judged: bool
    is_own: bool

    @classmethod
    def of(
        cls,
        word: ProseWord,
        passage: str,
        shift: int,
        lexicon: Lexicon,
        surprisal: float,
        entropy: float,
        odds: npt.NDArray[np.float32],
        familiar: float,
        *,
        is_own: bool = False,
    ) -> WordCase:
        """Return the case of a word whose position in `passage` is `shift` code points further on."""
        start, end = word.start + shift, word.end + shift
        asked = _asked(passage, start, end, word.plain, lexicon) if not word.is_name else frozenset()
        return cls(
            start,
            end,
            passage[start:end],
            word.plain,
            word.is_known,
            word.is_name,
            opens_sentence(passage, start),
            lexicon.frequency(word.plain),
            float(surprisal),
            float(entropy),
            odds,
            float(familiar),
            asked,
            bool(asked) or _is_odd(passage, start, end, word.plain, lexicon),
            word.is_judged,
            is_own,
        )

    @property
    def has_probe(self) -> bool:
        """Whether the probe says anything about the word."""
        return bool(len(self.odds)) and math.isfinite(self.odds[-1])


def _asked(passage: str, start: int, end: int, plain: str, lexicon: Lexicon) -> frozenset[str]:
    before = _CLAUSE_ENDS.split(passage[max(0, start - _CLAUSE) : start])[-1]
    after = _CLAUSE_ENDS.split(passage[end : end + _CLAUSE], maxsplit=1)[0]
    return lexicon.asked(bare(before).split()[::-1], plain, bare(after).split())


def _is_odd(passage: str, start: int, end: int, plain: str, lexicon: Lexicon) -> bool:
    following = _NEXT.match(passage, end)
    after = following[1].lower() if following else ""
    before = passage[:start].rsplit(None, 1)
    return (
        (passage[start].islower() and lexicon.capitalised(plain, "") is not None)
        or (after != "" and lexicon.agreeing(plain, after) != plain)
        or (bool(before) and before[-1].lower() == plain)
    )


def is_suspect(case: WordCase) -> bool:
    """Return True if a word is worth a search: the probe or its surprisal points to it, or no dictionary has it."""
    if not case.is_judged:
        return False
    if case.is_odd or (not case.is_known and not case.is_name):
        return True
    return bool(case.odds[-1] >= _SUSPICIOUS) if case.has_probe else case.surprisal >= _SURPRISING
