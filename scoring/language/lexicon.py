"""What is known of a language's words: which there are, which look alike, which are forms of one another.

`Lexicon` is what the edit search asks; `scoring.language.english` answers it for English. Another language needs
another class of the same methods.
"""

from __future__ import annotations

from typing import Protocol


class Lexicon(Protocol):
    """A language's words. Every word that is asked for or given is in lower case."""

    def is_word(self, word: str) -> bool:
        """Whether the dictionary has it."""

    def is_abbreviation(self, word: str) -> bool:
        """Whether it is a unit, or a word cut short: “pp”, “kg”; a full stop may stand behind it."""

    def frequency(self, word: str) -> float:
        """How common it is: the logarithm to base 10 of its share in a billion words, 0 where the dictionary lacks
        it."""

    def neighbours(self, word: str) -> dict[str, int]:
        """The words that differ from it in spelling by a few letters, each with the number of letters typed
        wrongly, left out, added or swapped. By two letters, where it is a word itself, only very common ones."""

    def inflections(self, word: str) -> frozenset[str]:
        """The other forms of the same lemma, and of words derived from it; of a word that is none, those that were
        meant by it (children for "childs")."""

    def confusions(self, word: str) -> frozenset[str]:
        """The words that writers take it for, mostly because they sound alike."""

    def interchangeable(self, word: str) -> frozenset[str]:
        """The function words that stand where it may stand: other prepositions, other auxiliaries."""

    def collocated(self, word: str) -> frozenset[str]:
        """The words of nearly the same meaning of which only one is said in a place: "do" a mistake, "make" one."""

    def agreeing(self, earlier: str, word: str) -> str:
        """The form that `earlier` takes right before `word`: "an" for "a" before "apple"."""

    def is_function_word(self, word: str) -> bool:
        """Whether it belongs to the grammar rather than to the subject: an article, a preposition, an auxiliary."""

    def is_adverbial(self, word: str) -> bool:
        """Whether it is a function word without which a sentence says something else: a negation, an adverb."""

    def insertions(self) -> tuple[str, ...]:
        """Function words that writers leave out."""
