"""What the worker finds out about a text: the parts of its messages."""

from __future__ import annotations

import math
from typing import Annotated

import msgspec
from msgspec import Meta

from scoring.protocol.ranges import need_near, need_text
from scoring.protocol.values import (
    LONGEST_CONTINUATION,
    MOST_PASSAGES,
    FlagKind,
    Line,
    Nats,
    Position,
    Probability,
    Strength,
    SuggestionKind,
    probability,
)


class Suggestion(msgspec.Struct, frozen=True, array_like=True):
    """An edit that makes the text more probable, or shorter.

    Attributes:
        start, end: the code points that it replaces; equal for an insertion.
        replacement: the new text; empty for a deletion.
        gain: the nats by which it makes the words there and the next ones more probable; 0 where it was not tried.
        kind: what it fixes: "spelling", "grammar", "word_choice" or "wordiness".
        probability: that this edit is what the writer meant; 0 where that was not judged.
    """

    start: Position
    end: Position
    replacement: Line
    gain: Nats
    kind: SuggestionKind
    probability: Probability = 0.0


class AnswerSentence(msgspec.Struct, frozen=True):
    """A sentence of an answer that the model has written.

    Attributes:
        text: the sentence.
        source: the number of the passage that makes it most probable, from 0; None: it has none.
        support: by how much the passages make it more probable, in nats a token.
        is_supported: whether that is enough.
        is_checked: whether these are known yet.
    """

    text: Line
    source: Annotated[int, Meta(ge=0, lt=MOST_PASSAGES)] | None = None
    support: Nats = 0.0
    is_supported: bool = False
    is_checked: bool = False


class Flag(msgspec.Struct, frozen=True):
    """A word that deserves an underline, or a wording that could be shorter. No two of a document overlap.

    Attributes:
        start, end: code points of the document.
        strength: minus the natural logarithm of the probability that the word is right, in nats, at least 0.
        kind: what is wrong with it: "spelling", "grammar", "word_choice" or "wordiness"; "surprising" where the model
            only did not expect it.
        reason: why, in one line.
        suggestions: edits of the word or next to it, best first; at most five.
    """

    start: Position
    end: Position
    strength: Strength
    kind: FlagKind
    reason: Line
    suggestions: Annotated[tuple[Suggestion, ...], Meta(max_length=5)] = ()

    def __post_init__(self) -> None:
        need_text(self.start, self.end)
        need_near(self.suggestions, self.start, self.end)

    @property
    def probability(self) -> float:
        """The probability that the word is wrong, from 0 to 1."""
        return probability(self.strength)


class WordScore(msgspec.Struct, frozen=True, array_like=True):
    """How much a whole word surprised the model.

    Attributes:
        start, end: code points of the document.
        surprisal: the sum over its tokens, in nats.
        entropy: of the model's distribution at its first token, in nats.
    """

    start: Position
    end: Position
    surprisal: Nats
    entropy: Nats


class Alternative(msgspec.Struct, frozen=True):
    """A whole word for a place, and the model's probability of it."""

    text: Line
    prob: Probability


class Continuation(msgspec.Struct, frozen=True, array_like=True):
    """Text that the model would write at a place, in one line.

    Attributes:
        text: it.
        log_probs: of its tokens, in nats, each given all text before it.
        gain: how much more probable it makes itself and the text after it than what stands there now, in nats; None
            where no text follows.
    """

    text: Line
    log_probs: Annotated[tuple[Nats, ...], Meta(max_length=2 * LONGEST_CONTINUATION)]
    gain: Nats | None = None

    @property
    def confidence(self) -> float:
        """How sure the model is of how it begins: the log-probability of its first token, in nats; minus infinity where
        there is none. The mean of all tokens says less about what a writer takes, which is mostly the first word."""
        return self.log_probs[0] if self.log_probs else -math.inf


class Token(msgspec.Struct, frozen=True, array_like=True):
    """A token with its last known scores.

    Attributes:
        start, end: code points of the document. Tokens that share a character all span it.
        log_prob: in nats; None: it has yet to be scored.
        entropy: of the model's distribution at its place, in nats; None: it has yet to be scored.
        is_settled: whether the scores hold for the present text.
    """

    start: Position
    end: Position
    log_prob: Nats | None
    entropy: Nats | None
    is_settled: bool
