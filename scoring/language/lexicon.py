"""The interface to a language's words: which exist, which look alike, which are forms of one another.

The edit search asks a `Lexicon`; `scoring.language.english` implements it for English. Another language needs another
class with the same methods.
"""

from __future__ import annotations

from typing import Protocol


class Lexicon(Protocol):
    """A language's words. All words passed in and returned are in lower case."""

    def is_word(self, word: str) -> bool:
        """Return True if the dictionary has it."""

    def is_abbreviation(self, word: str) -> bool:
        """Return True for an abbreviation or a unit, such as “pp” or “kg”; a full stop may follow it."""

    def frequency(self, word: str) -> float:
        """Return how common it is: log10 of its count in a billion words, 0 if the dictionary lacks it."""

    def neighbours(self, word: str) -> dict[str, int]:
        """Return the words whose spelling differs by a few letters, each with the number of letters that were
        mistyped, left out, added or swapped. If `word` is a word itself, those two letters away must be very common.
        """

    def inflections(self, word: str) -> frozenset[str]:
        """Return the other forms of the same lemma and of words derived from it. For a non-word, return the forms
        that were meant by it ("children" for "childs")."""

    def confusions(self, word: str) -> frozenset[str]:
        """Return the words that writers confuse it with, usually because they sound alike."""

    def interchangeable(self, word: str) -> frozenset[str]:
        """Return the function words that can take its place: other prepositions, other auxiliaries."""

    def collocated(self, word: str) -> frozenset[str]:
        """Return words of nearly the same meaning, only one of which fits a given phrase: "do" or "make" a mistake."""

    def agreeing(self, earlier: str, word: str) -> str:
        """Return the form that `earlier` takes right before `word`: "an" for "a" before "apple"."""

    def is_function_word(self, word: str) -> bool:
        """Return True if it serves the grammar rather than the subject: an article, a preposition, an auxiliary."""

    def is_adverbial(self, word: str) -> bool:
        """Return True for a function word without which a sentence means something else: a negation, an adverb."""

    def insertions(self) -> tuple[str, ...]:
        """Return the function words that writers forget."""
