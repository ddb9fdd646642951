"""The format of a recovery journal on disk, and reading it.

A journal starts with a line that names its version. Records follow, each a length and a CRC-32 (four bytes each, little
endian) and that many bytes of msgpack: first a `Header`, then the text it starts from, then one for each transaction.
`Authors` may be anywhere after the text, of the text as it is by then. Reading stops before the first torn record.
Texts are UTF-8, with lone surrogates passed through.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal
from zlib import crc32

import msgspec

from editor.document.authorship import Authorship, Spans
from editor.document.buffer import Buffer
from editor.document.transaction import Change, Transaction
from editor.storage.encodings import UTF_8

SUFFIX = ".journal"
NEW_SUFFIX = ".new"
"""The suffix of journals that aren't complete yet."""
_FAMILY = b"logprose journal "
MAGIC = _FAMILY + b"2\n"
_KNOWN = (MAGIC, _FAMILY + b"1\n")  # the first version knew no authors
_RECORD = struct.Struct("<II")

_encode = msgspec.msgpack.Encoder().encode
_decode_text = msgspec.msgpack.Decoder(bytes).decode


class Header(msgspec.Struct, frozen=True):
    """The draft whose changes a journal holds.

    Attributes:
        path: of the file, absolute, as the file system has it; empty: the draft has none.
        name: of a draft without a file.
        device, inode: of the file when it was read or saved; 0: there was none.
        digest: of the file's text then, see `digest_of`.
        pid, host: of the editor.
        began: seconds since the epoch.
        encoding: of the file, by name.
    """

    path: bytes
    name: str
    device: int
    inode: int
    digest: bytes
    pid: int
    host: str
    began: float
    encoding: str = UTF_8.name


class Authors(msgspec.Struct, frozen=True):
    """Authors of parts of the text: start, end and author of each, see `Authored`."""

    spans: list[tuple[int, int, str]]


_decode_step = msgspec.msgpack.Decoder(list[tuple[int, int, bytes]] | Authors).decode
_decode_header = msgspec.msgpack.Decoder(Header).decode


class JournalError(Exception):
    """A journal can't be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A journal's result: its final text with its authors, the number of transactions, and when it was last written."""

    header: Header
    text: str
    authors: Spans
    edits: int
    is_torn: bool
    written: float  # seconds since the epoch


def digest_of(text: str) -> bytes:
    """Return a digest of a text."""
    return blake2b(bytes_of(text), digest_size=16).digest()


def read_header(path: Path) -> Header:
    """Return a journal's header. May block. Raises JournalError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            data = os.read(descriptor, 1 << 16)
        finally:
            close(descriptor)
    except OSError as error:
        raise JournalError(reason(error)) from error
    return _header_in(data)[0]


def read_journal(path: Path) -> Recovered:
    """Replay a journal. A torn end is dropped. May block. Raises JournalError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            written = os.fstat(descriptor).st_mtime
            parts = []
            while part := os.read(descriptor, 1 << 20):
                parts.append(part)
        finally:
            close(descriptor)
    except OSError as error:
        raise JournalError(reason(error)) from error
    data = b"".join(parts)
    header, position = _header_in(data)
    base = _payload(data, position)
    if base is None:
        raise JournalError("its beginning is damaged")
    try:
        buffer = Buffer(_text_of(_decode_text(base)))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise JournalError("its beginning is damaged") from error
    position += _RECORD.size + len(base)
    authorship = Authorship(buffer.length)
    edits = 0
    while (payload := _payload(data, position)) is not None:
        kind = _replay(buffer, authorship, payload)
        if kind is None:
            break
        position += _RECORD.size + len(payload)
        edits += kind == "edit"
    return Recovered(header, buffer.text, authorship.spans, edits, position < len(data), written)


def _header_in(data: bytes) -> tuple[Header, int]:
    """Return the header and the offset of the next record. Raises JournalError."""
    if not data.startswith(_KNOWN):
        is_other = data.startswith(_FAMILY)
        raise JournalError("it is from another version of logprose" if is_other else "it isn't a journal")
    payload = _payload(data, len(MAGIC))
    if payload is None:
        raise JournalError("its beginning is damaged")
    try:
        return _decode_header(payload), len(MAGIC) + _RECORD.size + len(payload)
    except msgspec.DecodeError as error:
        raise JournalError("its beginning is damaged") from error


def _payload(data: bytes, position: int) -> bytes | None:
    """Return the record at an offset; None if there is none, or it is torn."""
    if position + _RECORD.size > len(data):
        return None
    length, checksum = _RECORD.unpack_from(data, position)
    start = position + _RECORD.size
    payload = data[start : start + length]
    return payload if len(payload) == length and crc32(payload) == checksum else None


def _replay(buffer: Buffer, authorship: Authorship, payload: bytes) -> Literal["edit", "authors"] | None:
    """Apply a transaction, or note authors. Returns which; None if it doesn't fit."""
    try:
        step = _decode_step(payload)
        if isinstance(step, Authors):
            for span in step.spans:
                authorship.note(*span)
            return "authors"
        transaction = Transaction(tuple([Change(start, end, _text_of(text)) for start, end, text in step]))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
        return None
    changes = transaction.changes
    if changes and changes[-1].end > buffer.length:
        return None
    for change in reversed(changes):
        buffer.replace(change.start, change.end, change.text)
    authorship.follow(transaction, ())
    return "edit"


def is_held(path: Path) -> bool:
    """Return True if the editor that writes a journal is still running. May block."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        close(descriptor)
    return False


def record(value: object) -> bytes:
    """Return the record of a value."""
    payload = _encode(value)
    return _RECORD.pack(len(payload), crc32(payload)) + payload


def bytes_of(text: str) -> bytes:
    """Return a text as records hold it."""
    return text.encode("utf-8", "surrogatepass")


def _text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def close(descriptor: int) -> None:
    """Close a file and ignore errors."""
    if descriptor >= 0:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def reason(error: OSError | ValueError) -> str:
    """Return what went wrong, in a few words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
