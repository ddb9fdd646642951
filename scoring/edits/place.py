"""A word in its passage: the view that the sources of edits have, and how they describe a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.edits.kinds import EditKind
from scoring.language.prose import opens_sentence
from scoring.language.words import bare, words
from scoring.model.tokens import Ids, Offsets

At = Callable[[int], npt.NDArray[np.float32]]
"""Returns the log-probabilities of all tokens in place of one of the passage's tokens, in nats, shape (vocabulary,)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage: its code points [start, end) and its tokens [first, past). The first token begins with
    `lead`, usually a blank, otherwise empty."""

    text: str
    start: int
    end: int
    first: int
    past: int
    lead: str
    opens: bool
    """Whether it is the first word of a sentence."""

    @property
    def is_name(self) -> bool:
        """Whether it is capitalised in the middle of a sentence."""
        return (
            self.text[:1].isupper() and not self.opens and not self.text.startswith(("I'", "I’")) and self.text != "I"
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A change of whole words: the words [first, past), counted from the one in question, become `text`.

    An insertion before the word `first` has past == first; a deletion has an empty text. `text` is in lower case unless
    a word keeps its own capital. `doubt` is how unlikely such a mistake is, in nats.
    """

    first: int
    past: int
    text: str
    kind: EditKind
    doubt: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """The word `index` of a passage.

    Attributes:
        words: the passage's.
        index: the word's.
        tokens: the passage's.
        at: the model's expectations.
    """

    words: Sequence[Word]
    index: int
    tokens: Ids
    at: At

    @property
    def word(self) -> Word:
        return self.words[self.index]

    @property
    def plain(self) -> str:
        """The word as a dictionary spells it."""
        return bare(self.word.text)

    def near(self, offset: int) -> Word | None:
        """Return the word `offset` words ahead, or back if negative; None if anything but blanks is in between."""
        low, high = sorted((self.index, self.index + offset))
        if low < 0 or high >= len(self.words):
            return None
        joined = all(_adjacent(self.words[i], self.words[i + 1]) for i in range(low, high))
        return self.words[self.index + offset] if joined else None

    def text(self, offset: int) -> str:
        """Return the word `offset` words ahead, as a dictionary spells it; "" if there is none."""
        word = self.near(offset)
        return bare(word.text) if word is not None else ""

    def before(self, most: int) -> Iterator[str]:
        """Yield the words before this one, the nearest first, as a dictionary spells them."""
        return self._on(range(-1, -most - 1, -1))

    def after(self, most: int) -> Iterator[str]:
        """Yield the words after this one as a dictionary spells them."""
        return self._on(range(1, most + 1))

    def _on(self, offsets: range) -> Iterator[str]:
        """Yield the words at some offsets, up to the first where there is none."""
        for offset in offsets:
            text = self.text(offset)
            if not text:
                return
            yield text

    def log_prob(self, token: int, token_id: int) -> float:
        """Return the log-probability of `token_id` in place of a token of the passage, in nats."""
        return float(self.at(token)[token_id])


def _adjacent(word: Word, following: Word) -> bool:
    return following.lead == " " and following.start == word.end + 1 and following.first == word.past


def passage_words(text: str, start: int, starts: Offsets, ends: Offsets) -> list[Word]:
    """Return the words of a passage that share no token with other text.

    Args:
        text: the passage with its context.
        start: where the passage starts.
        starts: of the tokens, in code points, shape (tokens,).
        ends: of the tokens, likewise.
    """
    found: list[Word] = []
    for low, high in words(text, start, len(text)):
        first = int(np.searchsorted(ends, low, side="right"))
        past = int(np.searchsorted(starts, high))
        if first == past:  # after the last token that fits
            break
        lead = text[int(starts[first]) : low]
        if low < start or lead not in ("", " ") or int(ends[past - 1]) != high:
            continue
        found.append(Word(text[low:high], low, high, first, past, lead, opens_sentence(text, low)))
    return found
