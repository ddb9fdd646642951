"""Drafts as bytes on disk: reading without loss, and saving so that the old file or the new one is whole."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from editor.storage.atomic_write import NotDurableError, TornError, put_in_place, sweep
from editor.storage.encodings import UTF_8, Encoding, EncodingError, decode, encode


class FileError(Exception):
    """A file cannot be read or saved; the message names it and says what to do.

    It is one line but for what the name holds, which stands in it as it is: who shows it makes that visible.
    """


class FileChangedError(FileError):
    """The file on disk is no longer the one that was read."""


class NotSettledError(FileError):
    """A file was saved, but the disk does not promise to keep it; `stamp` is that of the file now."""

    def __init__(self, message: str, stamp: FileStamp) -> None:
        super().__init__(message)
        self.stamp = stamp


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells one state of a file from another."""

    device: int
    inode: int
    size: int  # bytes
    modified_ns: int


ABSENT = FileStamp(0, 0, 0, 0)  # there is no file


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file holds."""

    text: str
    encoding: Encoding
    stamp: FileStamp


def read_file(path: Path, chosen: Encoding | None = None) -> FileContent:
    """Read a file, see `decode`; a missing one is empty and its stamp `ABSENT`.

    Raises FileError for whatever is no regular, readable file, or cannot be of the chosen encoding.
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
        return FileContent(*decode(data, chosen), stamp_of(status))
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
    """Save a text and return the stamp of its file. Raises FileError; the old file is then as it was.

    How the bytes come to disk, see `put_in_place`. Links are followed. Unless `expected` is None, a file that has
    another stamp raises FileChangedError; one that has gone is written anew. After a NotSettledError the file is the
    new one. `read_as` is the encoding that the text was in where that is another one, see `encode`.
    """
    try:
        data = encode(text, encoding, read_as)
    except EncodingError as error:
        raise FileError(f"{path} {error}") from None
    return write_bytes(path, data, expected=expected)


def write_bytes(path: Path, data: bytes, *, expected: FileStamp | None = None) -> FileStamp:
    """Save bytes as `write_file` does a text."""
    try:
        target = Path(os.path.realpath(path))
        old = _status(target)
        if old is not None:
            _require_regular(path, old)
            if not os.access(target, os.W_OK):
                raise FileError(f"{path} may not be written: save under another name")
        status = put_in_place(target, data, old, partial(_require_unchanged, path, target, expected))
        sweep(target)
        return stamp_of(status)
    except NotDurableError as error:
        raise NotSettledError(
            f"{path} is written, but the disk reports {_reason(error)}: save under another name too",
            stamp_of(error.status),
        ) from error
    except TornError as error:
        raise FileError(
            f"{path} is damaged ({_reason(error)}), all of this draft is in {error.copy}: save under another name"
        ) from error
    except (OSError, ValueError) as error:
        raise FileError(f"{path} cannot be saved ({_reason(error)}): save under another name") from error


def is_same_file(path: Path, other: Path) -> bool:
    """Whether two names lead to the same place, existing or not; never where one can be no name."""
    try:
        return path == other or os.path.realpath(path) == os.path.realpath(other)
    except ValueError:  # a NUL in it
        return False


def _status(target: Path) -> os.stat_result | None:
    try:
        return os.stat(target)
    except FileNotFoundError:
        return None


def stamp_of(status: os.stat_result) -> FileStamp:
    """What tells this state of a file from another."""
    return FileStamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _require_regular(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(f"{path}: is a directory; name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise FileError(f"{path}: is a device or pipe, not a text file; name a regular file")


def require_stamp(path: Path, expected: FileStamp) -> None:
    """Raise FileChangedError where a file is there, but with another stamp."""
    with contextlib.suppress(OSError, ValueError):  # which saving will come upon
        _require_unchanged(path, path, expected)


def _require_unchanged(path: Path, target: Path, expected: FileStamp | None) -> None:
    status = _status(target)
    if expected is not None and status is not None and stamp_of(status) != expected:
        raise FileChangedError(f"{path} has changed on disk: save under another name or overwrite it")


def _reason(error: OSError | ValueError) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
