"""The interface to a language's words: which exist, which look alike, and which are forms of each other.

The edit search asks a `Lexicon`; `scoring.language.english` implements it for English. Another language needs another
class with the same methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Number = Literal["singular", "plural"]


@dataclass(frozen=True, slots=True)
class VerbForms:
    """The forms of a verb: the base, the finite present and past forms, which agree with a subject, the past
    participle, and the -ing form."""

    base: str
    present: tuple[str, ...]
    past: tuple[str, ...]
    participle: tuple[str, ...]
    ing: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All forms, each once."""
        return tuple(dict.fromkeys((self.base, *self.present, *self.past, *self.participle, *self.ing)))

    def agree(self, one: str, other: str) -> bool:
        """Return True if two forms differ only in person and number: "was" and "were", "go" and "goes"."""
        return any(one in tense and other in tense for tense in (self.present, self.past))


class Lexicon(Protocol):
    """A language's words. All words passed in and returned are in lower case."""

    def is_word(self, word: str) -> bool:
        """Return True if the dictionary has it."""

    def is_abbreviation(self, word: str) -> bool:
        """Return True for an abbreviation or a unit, such as “pp” or “kg”; a full stop may follow it."""

    def frequency(self, word: str) -> float:
        """Return how common it is: log10 of its count in a billion words, 0 if the dictionary lacks it."""

    def neighbours(self, word: str) -> dict[str, int]:
        """Return the common words whose spelling differs by a few letters, each with the number of letters that were
        mistyped, left out, added or swapped. If `word` is itself a word, those two letters away must be very common.
        """

    def rarer_neighbours(self, word: str) -> dict[str, int]:
        """Return the words, as `neighbours` does, that aren't common ("crouched", "iterating") but may be meant by a
        non-word that is long enough; {} for a word."""

    def inflections(self, word: str) -> frozenset[str]:
        """Return the other forms of the same lemma and of words derived from it. For a non-word, return the intended
        forms ("children" for "childs")."""

    def confusions(self, word: str) -> frozenset[str]:
        """Return the words that writers confuse it with, usually because they sound alike. Both `word` and the results
        may be two words: "every day" for "everyday"."""

    def variants(self, word: str) -> frozenset[str]:
        """Return the spellings of the same word in other dialects: "colour" for "color"."""

    def collocated(self, word: str) -> frozenset[str]:
        """Return words of nearly the same meaning, only one of which fits a given phrase: "do" or "make" a mistake."""

    def is_offered(self, word: str) -> bool:
        """Return False for a word that is never proposed because it is rude or archaic."""

    def slip(self, written: str, meant: str) -> float:
        """Return how unlikely it is that someone who means one word writes the other, in nats: about 2 for leaving out
        a doubled letter, 5 for a letter that is far from the right one on the keyboard."""

    def sounding_like(self, word: str) -> frozenset[str]:
        """Return the common words that sound like a non-word, however they are spelled."""

    def verb_forms(self, word: str) -> tuple[VerbForms, ...]:
        """Return the forms of each verb of which `word` may be a form; none if it isn't a verb, or is a modal."""

    def negatives(self, word: str) -> frozenset[str]:
        """Return the other forms of a negated verb: "doesn't" for "don't"."""

    def is_modal(self, word: str) -> bool:
        """Return True for a verb followed by the base form of another: "can", "must"."""

    def number(self, noun: str) -> Number | None:
        """Return the number of a noun; None if the word isn't a noun."""

    def numbers(self, noun: str) -> frozenset[str]:
        """Return the plurals of a singular, or the singular of a plural; an empty set if there is none."""

    def is_uncountable(self, noun: str) -> bool:
        """Return True for a noun that has no plural and takes no "a": "information"."""

    def portion(self, noun: str) -> str | None:
        """Return how to count such a noun: "piece of" for "advice"; None if there is no way."""

    def made_up(self, noun: str) -> str | None:
        """Return the right form of a plural or singular that does not exist: "information" for "informations"."""

    def is_determiner(self, word: str) -> bool:
        """Return True for an article or another word that begins a noun phrase: "my", "three"."""

    def number_after(self, determiner: str) -> Number | None:
        """Return the number of the noun that must follow a determiner; None if it may have either."""

    def quantifiers(self, word: str) -> frozenset[str]:
        """Return the determiners for the nouns that this one doesn't go with: "many" for "much", "these" for "this"."""

    def prepositions(self) -> tuple[str, ...]:
        """Return the common prepositions, the commonest first."""

    def governed(self, word: str) -> tuple[str, ...]:
        """Return the prepositions, or "to" before a verb, that often follow a word: "to" for "listen"."""

    def adverbs(self, word: str) -> frozenset[str]:
        """Return the adverb of an adjective, the adjective of an adverb, and the degrees of both."""

    def is_movable(self, word: str) -> bool:
        """Return True for an adverb that may come at several places in a sentence."""

    def capitalised(self, word: str, before: str) -> str | None:
        """Return the spelling of a word that is always capitalised, such as "Monday", or capitalised after the word
        `before`, such as "March" after "in"; None for other words."""

    def personal(self, word: str) -> frozenset[str]:
        """Return the pronouns, conjunctions and the like that can replace it."""

    def agreeing(self, earlier: str, word: str) -> str:
        """Return the form that `earlier` takes right before `word`: "an" for "a" before "apple"."""

    def asked(self, before: Sequence[str], word: str, after: Sequence[str]) -> frozenset[str]:
        """Return the forms of which one must replace `word`, given the words of its clause before it, the nearest
        first, and after it: "written" in "have wrote". "" means that the word must go; an empty set, that it may
        stay."""

    def is_function_word(self, word: str) -> bool:
        """Return True if it serves the grammar rather than the subject: an article, a preposition, an auxiliary."""

    def is_adverbial(self, word: str) -> bool:
        """Return True for a function word whose removal changes the meaning of a sentence: a negation, an adverb."""

    def insertions(self) -> tuple[str, ...]:
        """Return the function words that writers forget."""
