"""The messages between the editor and the process that keeps the index of its drafts. Both are of one version."""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from editor.asking.pieces import Piece

HEADER_BYTES = 4


class Look(msgspec.Struct, frozen=True, tag=True):
    """Search the drafts in and below some folders, as their files are now. Paths are absolute."""

    folders: tuple[bytes, ...]


class Put(msgspec.Struct, frozen=True, tag=True):
    """An open draft has this text; `path`: of its file, or a name that no file has."""

    path: bytes
    text: str


class Drop(msgspec.Struct, frozen=True, tag=True):
    """A draft was closed."""

    path: bytes


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Which passages have the most words of a question? A later question replaces one not yet answered.

    `is_begun`: its last word is still being typed.
    """

    request: int
    question: str
    count: int
    is_begun: bool


class FoundPassage(msgspec.Struct, frozen=True):
    """See `editor.asking.lookup.Found`."""

    number: int
    path: bytes
    piece: Piece
    score: float


class Answered(msgspec.Struct, frozen=True, tag=True):
    """The answer to Ask: passages, best first."""

    request: int
    found: tuple[FoundPassage, ...]


class Progress(msgspec.Struct, frozen=True, tag=True):
    """How far the drafts have been read, in a few words; "": completely."""

    text: str


class Complaint(msgspec.Struct, frozen=True, tag=True):
    """One line about a file that can't be read, or a problem with the index."""

    line: str


ToLibrary = Look | Put | Drop | Ask
FromLibrary = Answered | Progress | Complaint

_encoder = msgspec.msgpack.Encoder()
from_library_decoder: msgspec.msgpack.Decoder[FromLibrary] = msgspec.msgpack.Decoder(FromLibrary)
_to_library_decoder: msgspec.msgpack.Decoder[ToLibrary] = msgspec.msgpack.Decoder(ToLibrary)


def frame(message: ToLibrary | FromLibrary) -> bytes:
    """Return a message as bytes: its length, then itself."""
    body = _encoder.encode(message)
    return len(body).to_bytes(HEADER_BYTES, "big") + body


def read(stream: BinaryIO) -> ToLibrary | None:
    """Read the next message to the process; None at the end of the stream."""
    header = stream.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        return None
    length = int.from_bytes(header, "big")
    body = stream.read(length)
    return None if len(body) < length else _to_library_decoder.decode(body)
