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

    `synonyms`: only words of the same sense are wanted, as the answer's `suggestions`. Only the last such question
    about a document is sure to get an answer.
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

    Only the last such question about a document is sure to get an answer.
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
    """How to write on.

    Attributes:
        max_tokens: the most tokens of each continuation; a word that they begin is finished. Of five, none gets more
            than about 170.
        temperature: 0 takes the likeliest token each time; otherwise log-probabilities are divided by it, and tokens
            drawn.
        top_p: tokens are drawn among the likeliest that have this much probability together.
        candidates: the most continuations, each with another beginning.
        seed: of the draws: the same text and seed have the same continuations.
    """

    max_tokens: Annotated[int, Meta(ge=0, le=LONGEST_CONTINUATION)] = 32
    temperature: Annotated[float, Meta(ge=0.0, le=10.0)] = 0.0
    top_p: Annotated[float, Meta(gt=0.0, le=1.0)] = 1.0
    candidates: Annotated[int, Meta(ge=1, le=MOST_CONTINUATIONS)] = 1
    seed: Number = 0


class AskContinuation(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: how does the text go on at `start`, or what could take the place of [start, end)?

    The answer comes in `Continuations`, more than one where it grows. It ends with the next such question about the
    document, an edit of it, or `StopContinuation`.
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
    """Editor to worker: nobody waits for the document's continuation any more."""

    document: Number


class AskRelevance(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: how well does each of these texts, which belong to no document, answer a question?

    The answer comes in `Relevances`, more than one. It ends with the next such question.
    """

    request: Number
    question: Line
    texts: Annotated[tuple[Line, ...], Meta(max_length=MOST_TEXTS)]


class AskAnswer(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: what do these passages, which belong to no document, answer to a question?

    The answer comes in `WrittenAnswer`, more than one. It ends with the next such question, or `StopAnswer`.
    """

    request: Number
    question: Line
    passages: Annotated[tuple[Line, ...], Meta(max_length=MOST_PASSAGES)]


class StopAnswer(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: nobody waits for an answer any more."""
