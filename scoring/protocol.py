"""The messages between the editor and the worker: the only code that the two sides share.

Messages are msgspec structs, encoded as MessagePack and framed by a four-byte big-endian length. Positions are code
points of the document's text at the revision that the message names; revisions count the transactions applied since
the document was opened. Probabilities are in [0, 1], strengths and log-probabilities in nats.

Decoding refuses impossible messages (NaN, a range that ends before it begins, a word outside the message's range).
Only the receiver can tell whether a message fits its text.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterable, Mapping
from typing import Annotated, BinaryIO, Literal, TypeVar

import msgspec
from msgspec import Meta

MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""Largest message to the worker: a document of 50 million code points fits, a broken length does not."""

MAX_ANSWER_BYTES = 1024 * 1024
"""Largest message to the editor, which reads it between two keys: the words from 30,000 tokens fit."""

MOST_NATS = 1e6
"""The limit of a strength, gain or surprisal."""

MOST_ALTERNATIVES = 100
MOST_CONTINUATIONS = 5
MOST_TEXTS = 500
"""The most texts that are compared for a question."""
LONGEST_CONTINUATION = 512
"""The most tokens of a continuation."""
MOST_TOKENS = 20_000
"""About how many tokens one answer holds."""
LONGEST_LINE = 20_000
"""The most code points in a one-line text, or in a replacement."""

_REACH = 1_000
"""The code points that an edit of a word, and its flag, may reach beyond the word: to the next one, which it joins."""

Position = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Stretch = tuple[Position, Position]
"""The code points [start, end)."""
Number = Annotated[int, Meta(ge=0, le=2**53)]
Nats = Annotated[float, Meta(ge=-MOST_NATS, le=MOST_NATS)]
Strength = Annotated[float, Meta(ge=0.0, le=MOST_NATS)]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
Line = Annotated[str, Meta(max_length=LONGEST_LINE)]
SuggestionKind = Annotated[str, Meta(pattern="^(spelling|grammar|word_choice|wordiness|rule)$")]
FlagKind = Annotated[str, Meta(pattern="^(spelling|grammar|word_choice|wordiness|rule|surprising)$")]

Sensitivity = Literal["strict", "normal", "eager"]
Dialect = Literal["any", "US", "GB", "AU", "CA", "IN"]
"""Whose spelling counts as right; "any": all spellings do."""


def probability(strength: float) -> float:
    """Return the probability that a word is wrong, given the strength of its flag in nats, of at least 0."""
    return -math.expm1(-strength)


THRESHOLDS: Mapping[Sensitivity, float] = {"strict": 0.7, "normal": 0.35, "eager": 0.15}
"""The probability of a mistake from which a word is underlined, by sensitivity."""

_LENGTH = struct.Struct(">I")
_SURROGATE = re.compile("[\ud800-\udfff]")


class ProtocolError(Exception):
    """A message that is truncated, too large, or not of the agreed form."""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """A replacement of the code points [start, end) of the text before the transaction by `text`."""

    start: Position
    end: Position
    text: str


def _need_ascending(changes: Iterable[Change]) -> None:
    reached = 0
    for change in changes:
        if not reached <= change.start <= change.end:
            raise ValueError(f"the change of [{change.start}, {change.end}) does not ascend")
        reached = change.end


class Open(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: here is a document; forget anything known about it.

    At `revision` its text is `text` with `changes`, as in `Edit`. They are not empty where `text` is what scores were
    kept for, and the document has changed since. `conventions` are what the document follows; None: none. `verbatim`
    are the stretches that aren't prose at `revision`, as in `Verbatim`; None: the worker finds them as in Markdown.
    """

    document: Number
    revision: Number
    text: str
    changes: tuple[Change, ...] = ()
    conventions: Conventions | None = None
    verbatim: tuple[Stretch, ...] | None = None

    def __post_init__(self) -> None:
        _need_ascending(self.changes)
        _need_stretches(self.verbatim or (), 0, None)


class Edit(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: one transaction. Its `changes` ascend, are disjoint, and refer to the text before it.

    `revision` is the document's revision afterwards.
    """

    document: Number
    revision: Number
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        _need_ascending(self.changes)


class Verbatim(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: what of [start, end) isn't prose, in a document that was opened with such stretches.

    `stretches` ascend, and are in [start, end); everything else there is prose. Only what separates passages counts:
    code, not the signs within a sentence.
    """

    document: Number
    revision: Number
    start: Position
    end: Position
    stretches: tuple[Stretch, ...]

    def __post_init__(self) -> None:
        _need_range(self.start, self.end)
        _need_stretches(self.stretches, self.start, self.end)


class Conventions(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: what the document follows. It comes with Open, and again when it changes.

    Attributes:
        dialect: whose spelling counts as right.
        rules: whether rules are asked too, see `scoring.rules.harper`.
        words: the writer's own words, which are spelled as they are meant.
        kind: the kind of file that decides what is prose, see `editor.document.formats`; "": its text decides. The
            worker keeps what it knows by it.
    """

    document: Number
    dialect: Dialect = "any"
    rules: bool = False
    words: tuple[Line, ...] = ()
    kind: Line = ""


class Focus(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the writer looks at [start, end) of this document, which now comes before all others."""

    document: Number
    revision: Number
    start: Position
    end: Position

    def __post_init__(self) -> None:
        _need_range(self.start, self.end)


class Keep(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: keep what is known about the document, as it is at `revision`, for the next time it is opened.

    That is done before the document's last `Scores`, or when it is closed, unless it is edited before. `place` is the
    name under which the editor will look for it, see `scoring.kept.store`.
    """

    document: Number
    revision: Number
    place: Annotated[str, Meta(pattern="^[0-9a-f]{1,64}$")]


class Close(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the document is closed."""

    document: Number


class Ping(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: answer, and say which revision of the document you have."""

    document: Number


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
        _need_range(self.start, self.end)


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
        _need_range(self.start, self.end)


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
        _need_text(self.start, self.end)
        _need_near(self.suggestions, self.start, self.end)

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
    def mean_log_prob(self) -> float:
        """How sure the model is: the mean log-probability of its tokens, in nats; minus infinity where there is
        none."""
        return sum(self.log_probs) / len(self.log_probs) if self.log_probs else -math.inf


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


class ModelState(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the model's progress.

    `stage` is one of waiting, fetching, verifying, converting, loading, ready, failed. `done` and `total` are in the
    stage's own unit (bytes, tensors); total 0 means unknown. `message` names the model, or says what failed.
    """

    stage: Line
    done: Number
    total: Number
    message: Line


class Scores(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the flags and words of [start, end), which replace all that were known there.

    `words` are those whose tokens all have scores. `settled` of the document's `total` tokens have their final score.
    `is_final`: there is nothing left to find out about the text of this revision.
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
        _need_range(self.start, self.end)
        _need_near(self.flags, self.start, self.end)
        _need_ordered(self.words, self.start, self.end)
        if self.settled > self.total:
            raise ValueError(f"{self.settled} tokens of {self.total} are settled")


class Alternatives(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskAlternatives.

    `suggestions` are edits of the word or next to it, or its synonyms, ranked by the text on both sides, best first;
    `alternatives`, none for synonyms, are ranked by the text before alone. `prob` and `rank` belong to the present word
    at [start, end); rank 1 is the model's first choice among whole words.
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
        _need_text(self.start, self.end)
        _need_near(self.suggestions, self.start, self.end)


class Effect(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskEffect.

    `gain`: how much more probable the rest of the sentence becomes, in nats, log p(rest | left, new words) - log p(rest
    | left, old words); `tokens`: how many of its tokens were measured, 0 where the sentence ends after the edit.
    """

    request: Number
    document: Number
    revision: Number
    gain: Nats
    tokens: Number


class Tokens(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskTokens.

    [start, end) is the range that was asked for, or its beginning where it has more than about MOST_TOKENS: ask again
    from `end`.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    tokens: tuple[Token, ...]

    def __post_init__(self) -> None:
        _need_range(self.start, self.end)
        _need_near(self.tokens, self.start, self.end)


class Continuations(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskContinuation, so far or, if `is_final`, in the end; best first.

    Each continuation begins with the text that it had in earlier messages, unless the text goes on after it or it takes
    the place of other text: then there is only one message.
    """

    request: Number
    document: Number
    revision: Number
    start: Position
    end: Position
    found: Annotated[tuple[Continuation, ...], Meta(max_length=MOST_CONTINUATIONS)]
    is_final: bool

    def __post_init__(self) -> None:
        _need_range(self.start, self.end)


class Relevances(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskRelevance, so far or, if `is_final`, in the end.

    `gains`: of the first texts, how much more probable each makes the question, log p(question | text) -
    log p(question), in nats.
    """

    request: Number
    gains: Annotated[tuple[Nats, ...], Meta(max_length=MOST_TEXTS)]
    is_final: bool


class Pong(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to Ping; all edits up to `revision` have been applied."""

    document: Number
    revision: Number


class Failure(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the request cannot be answered; `message` is one line."""

    request: Number
    document: Number
    message: Line


ToWorker = (
    Open
    | Edit
    | Verbatim
    | Conventions
    | Focus
    | Keep
    | Close
    | Ping
    | AskAlternatives
    | AskEffect
    | AskTokens
    | AskContinuation
    | StopContinuation
    | AskRelevance
)
FromWorker = ModelState | Scores | Alternatives | Effect | Tokens | Continuations | Relevances | Pong | Failure


def _need_range(start: int, end: int) -> None:
    if start > end:
        raise ValueError(f"[{start}, {end}) ends before it begins")


def _need_stretches(stretches: Iterable[Stretch], start: int, end: int | None) -> None:
    """Require that `stretches` ascend, are disjoint, and are in [start, end)."""
    reached = start
    for low, high in stretches:
        if not reached <= low < high or (end is not None and high > end):
            raise ValueError(f"the stretch [{low}, {high}) does not ascend from {reached}")
        reached = high


def _need_text(start: int, end: int) -> None:
    if start >= end:
        raise ValueError(f"no text is at [{start}, {end})")


def _need_ordered(words: Iterable[WordScore], start: int, end: int) -> None:
    """Require that `words` ascend, are disjoint, and are in [start, end)."""
    reached = start
    for word in words:
        if not reached <= word.start < word.end <= end:
            raise ValueError(f"the word at [{word.start}, {word.end}) does not ascend in [{start}, {end})")
        reached = word.end


def _need_near(items: Iterable[Flag | Suggestion | Token], start: int, end: int) -> None:
    """Require that flags, edits or tokens belong to [start, end); they may reach a little beyond it."""
    for item in items:
        if not start - _REACH <= item.start <= item.end <= end + _REACH:
            raise ValueError(f"what is said of [{item.start}, {item.end}) does not belong to [{start}, {end})")


def sendable(text: str) -> str:
    """Return `text` as a message can carry it: each lone surrogate (a byte that is not UTF-8) becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


_encoder = msgspec.msgpack.Encoder()
to_worker_decoder: msgspec.msgpack.Decoder[ToWorker] = msgspec.msgpack.Decoder(ToWorker)
from_worker_decoder: msgspec.msgpack.Decoder[FromWorker] = msgspec.msgpack.Decoder(FromWorker)


_Decoded = TypeVar("_Decoded", ToWorker, FromWorker)


def frame(message: ToWorker | FromWorker) -> bytes:
    """Return the bytes that carry `message`: length and body.

    Raises:
        ProtocolError: the message is larger than its receiver accepts, or contains lone surrogates; see `sendable`.
    """
    try:
        body = _encoder.encode(message)
    except UnicodeEncodeError as error:
        raise ProtocolError(f"not UTF-8: {error.reason}") from error
    most = MAX_ANSWER_BYTES if isinstance(message, FromWorker) else MAX_MESSAGE_BYTES
    if len(body) > most:
        raise ProtocolError(f"a message of {len(body)} bytes is over the limit of {most}")
    return _LENGTH.pack(len(body)) + body


def body_length(header: bytes, most: int = MAX_MESSAGE_BYTES) -> int:
    """Return the number of bytes that follow a four-byte header.

    Raises:
        ProtocolError: the header announces more than `most`.
    """
    (length,) = _LENGTH.unpack(header)
    if length > most:
        raise ProtocolError(f"a message of {length} bytes was announced; the limit is {most}")
    return int(length)


HEADER_BYTES = _LENGTH.size


def decoded(body: bytes, decoder: msgspec.msgpack.Decoder[_Decoded]) -> _Decoded:
    """Decode a message's body.

    Raises:
        ProtocolError: the message is not of the agreed form, or impossible.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, MemoryError) as error:
        raise ProtocolError(f"not a message: {error}") from error


def read_message(stream: BinaryIO, decoder: msgspec.msgpack.Decoder[ToWorker]) -> ToWorker | None:
    """Read the next message from a blocking stream; None at its end.

    Raises:
        ProtocolError: the stream ends inside a message, or the message is refused.
    """
    header = stream.read(HEADER_BYTES)
    if not header:
        return None
    if len(header) < HEADER_BYTES:
        raise ProtocolError("the stream ended inside a header")
    length = body_length(header)
    body = stream.read(length)
    if len(body) < length:
        raise ProtocolError("the stream ended inside a message")
    return decoded(body, decoder)
