"""The format of a recovery journal on disk, and reading it.

A journal starts with a line that names its version. Records follow, each a length and a CRC-32 (four bytes each, little
endian) and that many bytes of msgpack: first a `Header`, then the text it starts from, then one for each
transaction. Reading stops before the first torn record. Texts are UTF-8, with lone surrogates passed through.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec

from editor.document.buffer import Buffer
from editor.document.transaction import Change, Transaction
from editor.storage.encodings import UTF_8

SUFFIX = ".journal"
NEW_SUFFIX = ".new"
"""The suffix of journals that aren't complete yet."""
_FAMILY = b"logprose journal "
MAGIC = _FAMILY + b"1\n"
_RECORD = struct.Struct("<II")

_encode = msgspec.msgpack.Encoder().encode
_decode_text = msgspec.msgpack.Decoder(bytes).decode
_decode_changes = msgspec.msgpack.Decoder(list[tuple[int, int, bytes]]).decode


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


_decode_header = msgspec.msgpack.Decoder(Header).decode


class JournalError(Exception):
    """A journal can't be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A journal's result: its final text, the number of transactions, and when it was last written."""

    header: Header
    text: str
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
    edits = 0
    while (payload := _payload(data, position)) is not None and _replay(buffer, payload):
        position += _RECORD.size + len(payload)
        edits += 1
    return Recovered(header, buffer.text, edits, position < len(data), written)


def _header_in(data: bytes) -> tuple[Header, int]:
    """Return the header and the offset of the next record. Raises JournalError."""
    if not data.startswith(MAGIC):
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


def _replay(buffer: Buffer, payload: bytes) -> bool:
    """Apply a transaction. Return False if it doesn't fit."""
    try:
        changes = Transaction(
            tuple([Change(start, end, _text_of(text)) for start, end, text in _decode_changes(payload)])
        ).changes
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
        return False
    if changes and changes[-1].end > buffer.length:
        return False
    for change in reversed(changes):
        buffer.replace(change.start, change.end, change.text)
    return True


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
