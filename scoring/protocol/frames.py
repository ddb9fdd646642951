"""Messages as bytes: encoded as MessagePack, framed by a four-byte big-endian length."""

from __future__ import annotations

import re
import struct
from typing import BinaryIO, TypeVar

import msgspec

from scoring.protocol.from_worker import FromWorker
from scoring.protocol.to_worker import ToWorker

MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""Largest message to the worker: enough for a document of 50 million code points, but not for a corrupt length."""

MAX_ANSWER_BYTES = 1024 * 1024
"""Largest message to the editor, which reads it between two keys: enough for the words of 30,000 tokens."""

_LENGTH = struct.Struct(">I")
HEADER_BYTES = _LENGTH.size
_SURROGATE = re.compile("[\ud800-\udfff]")

_encoder = msgspec.msgpack.Encoder()
to_worker_decoder: msgspec.msgpack.Decoder[ToWorker] = msgspec.msgpack.Decoder(ToWorker)
from_worker_decoder: msgspec.msgpack.Decoder[FromWorker] = msgspec.msgpack.Decoder(FromWorker)

_Decoded = TypeVar("_Decoded", ToWorker, FromWorker)


class ProtocolError(Exception):
    """A message that is truncated, too large or malformed."""


def sendable(text: str) -> str:
    """Return `text` in a form that a message can carry: each lone surrogate (a byte that is not UTF-8) becomes
    U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def frame(message: ToWorker | FromWorker) -> bytes:
    """Return `message` as bytes: length and body.

    Raises:
        ProtocolError: the message is too large for its receiver, or contains lone surrogates; see `sendable`.
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


def decoded(body: bytes, decoder: msgspec.msgpack.Decoder[_Decoded]) -> _Decoded:
    """Decode a message's body.

    Raises:
        ProtocolError: the message is malformed or impossible.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, MemoryError) as error:
        raise ProtocolError(f"not a message: {error}") from error


def read_message(stream: BinaryIO, decoder: msgspec.msgpack.Decoder[ToWorker]) -> ToWorker | None:
    """Read the next message from a blocking stream; None at its end.

    Raises:
        ProtocolError: the stream ends inside a message, or the message is rejected.
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
