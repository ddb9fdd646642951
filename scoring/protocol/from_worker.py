"""Messages from the worker."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from scoring.protocol.findings import Alternative, AnswerSentence, Continuation, Flag, Suggestion, Token, WordScore
from scoring.protocol.ranges import need_near, need_ordered, need_range, need_stretches, need_text
from scoring.protocol.values import (
    MOST_ALTERNATIVES,
    MOST_CONTINUATIONS,
    MOST_SENTENCES,
    MOST_TEXTS,
    Line,
    Nats,
    Number,
    Position,
    Probability,
    Stretch,
)


class ModelState(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the model's progress.

    `stage` is one of waiting, connecting, fetching, verifying, converting, loading, ready, unreachable, failed. `done`
    and `total` are in the stage's own unit (bytes, tensors); total 0 means unknown. `message` names the model, or says
    what failed. An unreachable model, served by an engine, may become ready again. `no_answers` is why a ready model
    can't answer questions in its own words; "" if it can.
    """

    stage: Line
    done: Number
    total: Number
    message: Line
    no_answers: Line = ""


class Scores(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the flags and words of [start, end), which replace all earlier ones there.

    `words` are those whose tokens all have scores. `settled` of the document's `total` tokens have their final score.
    `is_final`: no work is left for the text of this revision.
    """

    document: Number
    revision: Number
    start: Position
    end: Position
    flags: tuple[Flag, ...]
    settled: Number
    total: Number
    words: tuple[WordScore, ...] = ()
    is_final: bool = False

    def __post_init__(self) -> None:
        need_range(self.start, self.end)
        need_near(self.flags, self.start, self.end)
        need_ordered(self.words, self.start, self.end)
        if self.settled > self.total:
            raise ValueError(f"{self.settled} tokens of {self.total} are settled")


class Alternatives(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskAlternatives.

    `suggestions` are edits of the word or next to it, or its synonyms, ranked by the text on both sides, best first;
    `alternatives`, empty for synonyms, are ranked by the text before alone. `prob` and `rank` belong to the current
    word at [start, end); rank 1 is the model's first choice among whole words.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    word: Line
    prob: Probability
    rank: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    alternatives: Annotated[tuple[Alternative, ...], Meta(max_length=MOST_ALTERNATIVES)]
    suggestions: Annotated[tuple[Suggestion, ...], Meta(max_length=MOST_ALTERNATIVES)] = ()

    def __post_init__(self) -> None:
        need_text(self.start, self.end)
        need_near(self.suggestions, self.start, self.end)


class Effect(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskEffect.

    `gain`: how much more probable the rest of the sentence becomes, in nats, log p(rest | left, new words) - log p(rest
    | left, old words); `tokens`: how many of its tokens were measured, 0 if the sentence ends after the edit.
    """

    request: Number
    document: Number
    revision: Number
    gain: Nats
    tokens: Number


class Tokens(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskTokens.

    [start, end) is the requested range, or its beginning if it has more than about MOST_TOKENS: then ask again from
    `end`.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    tokens: tuple[Token, ...]

    def __post_init__(self) -> None:
        need_range(self.start, self.end)
        need_near(self.tokens, self.start, self.end)


class Continuations(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskContinuation so far, or the whole answer if `is_final`; best first.

    Each continuation begins with the text that it had in earlier messages. If text follows the place or is replaced,
    there is only one message.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    found: Annotated[tuple[Continuation, ...], Meta(max_length=MOST_CONTINUATIONS)]
    is_final: bool

    def __post_init__(self) -> None:
        need_range(self.start, self.end)


class Relevances(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskRelevance so far, or the whole answer if `is_final`.

    Attributes:
        words: of the question, as [start, end) in its code points.
        gains: for the first texts, how much more probable each makes each of these words, in nats: the sum is log
            p(question | text) - log p(question).
    """

    request: Number
    words: tuple[Stretch, ...]
    gains: Annotated[tuple[tuple[Nats, ...], ...], Meta(max_length=MOST_TEXTS)]
    is_final: bool

    def __post_init__(self) -> None:
        """Require a number for every word."""
        need_stretches(self.words, 0, None)
        if any(len(one) != len(self.words) for one in self.gains):
            raise ValueError("a text has a different number of words than the question")


class WrittenAnswer(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskAnswer so far, or the whole answer if `is_final`.

    Attributes:
        sentences: in order.
        is_silent: whether the drafts don't say, so that no sentence is supported by them.
        prompt: the model's prompt; "" except in the first message.
        refusal: why there is no answer, in one line; "" if there is one.
    """

    request: Number
    sentences: Annotated[tuple[AnswerSentence, ...], Meta(max_length=MOST_SENTENCES)]
    is_final: bool
    is_silent: bool = False
    prompt: str = ""
    refusal: Line = ""


class Pong(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to Ping; all edits up to `revision` have been applied."""

    document: Number
    revision: Number


class Failure(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the request cannot be answered; `message` is one line."""

    request: Number
    document: Number
    message: Line


FromWorker = (
    ModelState | Scores | Alternatives | Effect | Tokens | Continuations | Relevances | WrittenAnswer | Pong | Failure
)
