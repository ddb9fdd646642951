"""The worker's results about a text, as parts of its messages."""

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
        gain: how much more probable it makes the words there and the next ones, in nats; 0 if it was not tried.
        kind: the kind of mistake it fixes: "spelling", "grammar", "word_choice" or "wordiness".
        probability: that this edit is what the writer meant; 0 if not judged.
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
        source: the number of the passage that makes it most probable, from 0; None if there is none.
        support: how much more probable the passages make it, in nats per token.
        is_supported: whether that support is enough.
        is_checked: whether its source and support are known yet.
    """

    text: Line
    source: Annotated[int, Meta(ge=0, lt=MOST_PASSAGES)] | None = None
    support: Nats = 0.0
    is_supported: bool = False
    is_checked: bool = False


class Flag(msgspec.Struct, frozen=True):
    """A word that deserves an underline, or a wording that could be shorter. Flags in a document don't overlap.

    Attributes:
        start, end: code points of the document.
        strength: minus the natural logarithm of the probability that the word is right, in nats, at least 0.
        kind: what is wrong with it: "spelling", "grammar", "word_choice" or "wordiness"; "surprising" if the model just
            didn't expect it.
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
    """How much a word surprised the model.

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
    """Text that the model would write at a place, on one line.

    Attributes:
        text: the continuation.
        log_probs: of its tokens, in nats, each given all the text before it.
        gain: how much more probable it and the text after it are than the current text, in nats; None if no text
            follows.
    """

    text: Line
    log_probs: Annotated[tuple[Nats, ...], Meta(max_length=2 * LONGEST_CONTINUATION)]
    gain: Nats | None = None

    @property
    def confidence(self) -> float:
        """How sure the model is of the beginning: the log-probability of the first token, in nats; minus infinity if
        there is none. The mean over all tokens is a worse predictor of what writers accept, which is usually just the
        first word."""
        return self.log_probs[0] if self.log_probs else -math.inf


class Token(msgspec.Struct, frozen=True, array_like=True):
    """A token with its latest scores.

    Attributes:
        start, end: code points of the document. Tokens that share a character all span it.
        log_prob: in nats; None if not scored yet.
        entropy: of the model's distribution at its place, in nats; None if not scored yet.
        is_settled: whether the scores are final for the current text.
    """

    start: Position
    end: Position
    log_prob: Nats | None
    entropy: Nats | None
    is_settled: bool
