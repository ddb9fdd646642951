"""The messages between the editor and the worker: the only thing that the two sides share.

Messages are msgspec structs, encoded as MessagePack and framed by a four-byte big-endian length. Positions are code
points of the document's text at the revision that the message names; revisions count the transactions applied since
the document was opened. Probabilities lie in [0, 1], strengths and log-probabilities are in nats.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import BinaryIO, Literal

import msgspec

MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""Largest message that either side accepts: a document of 50 million code points fits, a broken length does not."""

Sensitivity = Literal["strict", "normal", "eager"]

THRESHOLDS: Mapping[Sensitivity, float] = {"strict": 6.0, "normal": 4.5, "eager": 2.5}
"""Strength in nats from which on a word is underlined, by how much a writer wants to be told. Of 1,107 words of clean
prose (clean_dev, rows 0:40) that was 0.5, 0.6 and 1.8 in 100."""

_LENGTH = struct.Struct(">I")


class ProtocolError(Exception):
    """A message was truncated, too large, or not of the agreed form."""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """Replaces the code points [start, end) of the text before the transaction by `text`."""

    start: int
    end: int
    text: str


class Open(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: here is a document; forget what you knew of it."""

    document: int
    revision: int
    text: str


class Edit(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: one transaction; `changes` ascend, are disjoint and speak of the text before it.

    `revision` is the one that the document has afterwards.
    """

    document: int
    revision: int
    changes: tuple[Change, ...]


class Focus(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the writer looks at [start, end) of this document, which therefore goes before all others."""

    document: int
    revision: int
    start: int
    end: int


class Close(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the document is no longer open."""

    document: int


class Ping(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: say that you are there, and which revision of the document you have."""

    document: int


class AskAlternatives(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: which whole words are most probable in place of the word at [start, end)?

    Only the last question about a document is sure to be answered.
    """

    request: int
    document: int
    revision: int
    start: int
    end: int
    count: int


class AskEffect(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: what would replacing [start, end) do to the rest of the sentence behind it?

    Only the last question about a document is sure to be answered.
    """

    request: int
    document: int
    revision: int
    start: int
    end: int
    replacement: str


class Suggestion(msgspec.Struct, frozen=True, array_like=True):
    """An edit of the text after which it is more probable.

    Attributes:
        start, end: the code points that it replaces; equal where something is inserted.
        replacement: what comes there; empty where something is taken out.
        gain: nats by which it makes the words there and the next ones more probable.
        kind: what it mends: "spelling", "grammar" or "word_choice".
    """

    start: int
    end: int
    replacement: str
    gain: float
    kind: str


class Flag(msgspec.Struct, frozen=True):
    """A word that deserves an underline.

    Attributes:
        start, end: code points of the document.
        strength: how strongly, in nats.
        kind: what is wrong with it: "spelling", "grammar", "word_choice"; "surprising" where nothing better is known.
        reason: one line in plain words.
        suggestions: edits of the word or beside it, the best one first; at most five.
    """

    start: int
    end: int
    strength: float
    kind: str
    reason: str
    suggestions: tuple[Suggestion, ...] = ()


class WordScore(msgspec.Struct, frozen=True, array_like=True):
    """How much a whole word surprised the model.

    Attributes:
        start, end: code points of the document.
        surprisal: nats, the sum over its tokens.
        entropy: nats, of what the model expected in its place, at the first token.
    """

    start: int
    end: int
    surprisal: float
    entropy: float


class Alternative(msgspec.Struct, frozen=True):
    """A whole word that could stand in a place, and the model's probability that it does."""

    text: str
    prob: float


class ModelState(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: how far the model is.

    `stage` is one of waiting, fetching, verifying, converting, loading, ready, failed. `done` and `total` count the
    stage's own unit (bytes, tensors); total 0 means unknown. `message` names the model, or says what failed.
    """

    stage: str
    done: int
    total: int
    message: str


class Scores(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the flags and words of [start, end), which replace all that were known there.

    `words` are those of which every token has a score. `settled` of the document's `total` tokens have their final
    score. `is_final`: nothing is left to be found out about the text of this revision.
    """

    document: int
    revision: int
    start: int
    end: int
    flags: tuple[Flag, ...]
    settled: int
    total: int
    words: tuple[WordScore, ...] = ()
    is_final: bool = False


class Alternatives(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskAlternatives.

    `suggestions` are edits of the word or beside it, judged by the text on both sides, the best one first; the
    `alternatives` are judged by the text before alone. `prob` and `rank` are those of the word that stands at
    [start, end) now (rank 1: the model's first choice among whole words).
    """

    request: int
    document: int
    revision: int
    start: int
    end: int
    word: str
    prob: float
    rank: int
    alternatives: tuple[Alternative, ...]
    suggestions: tuple[Suggestion, ...] = ()


class Effect(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to AskEffect.

    `gain`: how much more probable the rest of the sentence becomes, in nats, log p(rest | left, new words) - log p(rest
    | left, old words); `tokens`: how many of its tokens that is about, 0 where the sentence ends behind the edit.
    """

    request: int
    document: int
    revision: int
    gain: float
    tokens: int


class Pong(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the answer to Ping; all edits up to `revision` have been taken in."""

    document: int
    revision: int


class Failure(msgspec.Struct, frozen=True, tag=True):
    """Worker to editor: the request cannot be answered; `message` is one line."""

    request: int
    document: int
    message: str


ToWorker = Open | Edit | Focus | Close | Ping | AskAlternatives | AskEffect
FromWorker = ModelState | Scores | Alternatives | Effect | Pong | Failure

_encoder = msgspec.msgpack.Encoder()
to_worker_decoder: msgspec.msgpack.Decoder[ToWorker] = msgspec.msgpack.Decoder(ToWorker)
from_worker_decoder: msgspec.msgpack.Decoder[FromWorker] = msgspec.msgpack.Decoder(FromWorker)


def frame(message: ToWorker | FromWorker) -> bytes:
    """The bytes that carry `message`: length and body.

    Raises:
        ProtocolError: the message is larger than MAX_MESSAGE_BYTES, or has a text with lone surrogates in it.
    """
    try:
        body = _encoder.encode(message)
    except UnicodeEncodeError as error:
        raise ProtocolError(f"not UTF-8: {error.reason}") from error
    if len(body) > MAX_MESSAGE_BYTES:
        raise ProtocolError(f"a message of {len(body)} bytes is over the limit of {MAX_MESSAGE_BYTES}")
    return _LENGTH.pack(len(body)) + body


def body_length(header: bytes) -> int:
    """The number of bytes that follow a four-byte header.

    Raises:
        ProtocolError: the header announces more than MAX_MESSAGE_BYTES.
    """
    (length,) = _LENGTH.unpack(header)
    if length > MAX_MESSAGE_BYTES:
        raise ProtocolError(f"a message of {length} bytes was announced; the limit is {MAX_MESSAGE_BYTES}")
    return int(length)


HEADER_BYTES = _LENGTH.size


def read_message(stream: BinaryIO, decoder: msgspec.msgpack.Decoder[ToWorker]) -> ToWorker | None:
    """The next message of a blocking stream, or None at its end.

    Raises:
        ProtocolError: the stream ends inside a message, or the message is not of the agreed form.
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
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(f"not a message: {error}") from error
