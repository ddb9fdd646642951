"""Drafts as bytes on disk: reading without loss, and saving so that either the old or the new file is complete."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b, file_digest
from pathlib import Path

from editor.storage.atomic_write import NotDurableError, TornError, put_in_place, sweep
from editor.storage.encodings import UTF_8, Encoding, EncodingError, decode, encode


class FileError(Exception):
    """A file can't be read or saved; the message names it and says what to do.

    The message is one line, except that the file's name is included unchanged: whoever shows it makes it printable.
    """


class FileChangedError(FileError):
    """The file on disk is no longer the one that was read."""


class NotSettledError(FileError):
    """A file was saved, but the disk didn't confirm that it will last; `stamp` is the new file's."""

    def __init__(self, message: str, stamp: FileStamp) -> None:
        super().__init__(message)
        self.stamp = stamp


@dataclass(frozen=True, slots=True)
class FileStamp:
    """Distinguishes one state of a file from another, without reading it.

    Attributes:
        size: in bytes.
        digest: of its bytes, if it was read or written; not compared.
    """

    device: int
    inode: int
    size: int
    modified_ns: int
    digest: bytes = field(default=b"", compare=False)


ABSENT = FileStamp(0, 0, 0, 0)  # there is no file


@dataclass(frozen=True, slots=True)
class FileContent:
    """The contents of a file."""

    text: str
    encoding: Encoding
    stamp: FileStamp


def read_file(path: Path, chosen: Encoding | None = None) -> FileContent:
    """Read a file and `decode` it; a missing file is empty with the stamp `ABSENT`.

    Raises FileError if it isn't a regular, readable file or can't be in the chosen encoding.
    """
    try:
        _require_regular(path, os.stat(path))  # before opening it: opening a pipe waits for a writer
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read()
    except FileNotFoundError:
        return FileContent("", UTF_8 if chosen is None else chosen.with_mark, ABSENT)
    except PermissionError:
        raise FileError(f"{path}: permission denied; change its permissions or name another file") from None
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: cannot be read ({_reason(error)}); name another file") from error
    try:
        return FileContent(*decode(data, chosen), stamp_of(status, data))
    except EncodingError as error:
        raise FileError(f"{path}: {error}") from None


def write_file(
    path: Path,
    text: str,
    *,
    encoding: Encoding = UTF_8,
    read_as: Encoding | None = None,
    expected: FileStamp | None = None,
) -> FileStamp:
    """Save text and return the stamp of its file. Raises FileError; the old file is then unchanged.

    `put_in_place` describes how the bytes reach the disk. Links are followed. Unless `expected` is None, a file with
    another stamp raises FileChangedError; a file that is gone is created again. After a NotSettledError the file is the
    new one. `read_as` is the encoding that the text was read in if that differs, see `encode`.
    """
    try:
        data = encode(text, encoding, read_as)
    except EncodingError as error:
        raise FileError(f"{path}: {error}") from None
    return write_bytes(path, data, expected=expected)


def write_bytes(path: Path, data: bytes, *, expected: FileStamp | None = None) -> FileStamp:
    """Save bytes like `write_file` saves text."""
    try:
        target = Path(os.path.realpath(path))
        old = _status(target)
        if old is not None:
            _require_regular(path, old)
            if not os.access(target, os.W_OK):
                raise FileError(f"{path}: permission denied; save under another name")
        status = put_in_place(target, data, old, partial(_require_unchanged, path, target, expected, data))
        sweep(target)
        return stamp_of(status, data)
    except NotDurableError as error:
        raise NotSettledError(
            f"{path}: was written, but the disk reports {_reason(error)}; also save under another name",
            stamp_of(error.status, data),
        ) from error
    except TornError as error:
        raise FileError(
            f"{path}: is damaged ({_reason(error)}), but {error.copy} has the whole draft; save under another name"
        ) from error
    except (OSError, ValueError) as error:
        remedy = "save under another name"
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            remedy = "saving needs room for a second copy: free some, or save elsewhere"
        raise FileError(f"{path}: cannot be saved ({_reason(error)}); {remedy}") from error


def is_same_file(path: Path, other: Path) -> bool:
    """Return True if two names lead to the same place, existing or not; False if either can't be a file name."""
    try:
        return path == other or os.path.realpath(path) == os.path.realpath(other)
    except ValueError:  # the name contains a NUL
        return False


def _status(target: Path) -> os.stat_result | None:
    try:
        return os.stat(target)
    except FileNotFoundError:
        return None


def stamp_of(status: os.stat_result, data: bytes | None = None) -> FileStamp:
    """Return the stamp of a file with this status, and with these bytes if they are known."""
    digest = b"" if data is None else blake2b(data).digest()
    return FileStamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, digest)


def _require_regular(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(f"{path}: is a directory; name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise FileError(f"{path}: is a device or pipe, not a text file; name a regular file")


def require_stamp(path: Path, expected: FileStamp, data: bytes) -> None:
    """Raise FileChangedError if the file exists with another stamp, and neither its old bytes nor `data`."""
    with contextlib.suppress(OSError, ValueError):  # saving will report them
        _require_unchanged(path, path, expected, data)


def _require_unchanged(path: Path, target: Path, expected: FileStamp | None, data: bytes) -> None:
    status = _status(target)
    if expected is None or status is None or stamp_of(status) == expected:
        return
    if _digest_of(target) not in (expected.digest, blake2b(data).digest()):
        raise FileChangedError(f"{path}: has changed on disk; save under another name or overwrite it")


def _digest_of(path: Path) -> bytes | None:
    """Return the digest of a file's bytes; None if it can't be read."""
    try:
        with open(path, "rb") as file:
            return file_digest(file, blake2b).digest()
    except OSError:
        return None


def _reason(error: OSError | ValueError) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
