"""Messages to the worker that ask for an answer."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from scoring.protocol.ranges import need_range
from scoring.protocol.values import (
    LONGEST_CONTINUATION,
    MOST_ALTERNATIVES,
    MOST_CONTINUATIONS,
    MOST_PASSAGES,
    MOST_TEXTS,
    Line,
    Number,
    Position,
)


class AskAlternatives(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: which whole words are most probable in place of the word at [start, end)?

    `synonyms`: ask only for words with the same sense, returned as the answer's `suggestions`. Only the latest such
    question about a document is sure to get an answer.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    count: Annotated[int, Meta(ge=1, le=MOST_ALTERNATIVES)]
    synonyms: bool = False


class AskEffect(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: what would replacing [start, end) do to the rest of the sentence after it?

    Only the latest such question about a document is sure to get an answer.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    replacement: Line


class AskTokens(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: what are the scores of the tokens that overlap [start, end)? No model runs for the answer."""

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position

    def __post_init__(self) -> None:
        need_range(self.start, self.end)


class Manner(msgspec.Struct, frozen=True):
    """How to continue a text.

    Attributes:
        max_tokens: the most tokens of each continuation, after which a begun word is finished. With five continuations,
            each gets about 170 at most.
        temperature: 0 always takes the likeliest token; otherwise log-probabilities are divided by it and tokens
            sampled.
        top_p: tokens are sampled from the likeliest ones that together have this probability.
        candidates: the most continuations, each with a different beginning.
        seed: of the sampling: the same text and seed give the same continuations.
    """

    max_tokens: Annotated[int, Meta(ge=0, le=LONGEST_CONTINUATION)] = 32
    temperature: Annotated[float, Meta(ge=0.0, le=10.0)] = 0.0
    top_p: Annotated[float, Meta(gt=0.0, le=1.0)] = 1.0
    candidates: Annotated[int, Meta(ge=1, le=MOST_CONTINUATIONS)] = 1
    seed: Number = 0


class AskContinuation(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: how does the text go on at `start`, or what could replace [start, end)?

    The answer is one or more `Continuations`, sent as it grows. The next such question about the document, an edit of
    it or `StopContinuation` ends it.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    manner: Manner = Manner()

    def __post_init__(self) -> None:
        need_range(self.start, self.end)


class StopContinuation(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the document's continuation is no longer wanted."""

    document: Number


class AskRelevance(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: how well does each of these texts, which belong to no document, answer a question?

    The answer is a series of `Relevances`. The next such question ends it.
    """

    request: Number
    question: Line
    texts: Annotated[tuple[Line, ...], Meta(max_length=MOST_TEXTS)]


class AskAnswer(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: what is the answer to a question, according to these passages, which belong to no document?

    The answer is a series of `WrittenAnswer`. The next such question or `StopAnswer` ends it.
    """

    request: Number
    question: Line
    passages: Annotated[tuple[Line, ...], Meta(max_length=MOST_PASSAGES)]


class StopAnswer(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the answer is no longer wanted."""
