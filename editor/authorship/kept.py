"""The authors of each draft's text, as it was saved: a file for each draft, in a directory of ours.

The draft's own file doesn't name them, so the text is kept too: if another program has edited the draft since,
the stretches that it left alone keep their authors.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

from editor.document.authorship import Authored, Spans, carried, joined, within
from editor.document.difference import difference
from editor.document.transaction import Change, Transaction
from editor.storage.files import FileError, write_bytes

LARGEST = 64 << 20
"""Most bytes of a text. For a longer one nothing is kept, and a file that claims more is not read."""

_MAGIC = b"logprose authors 1\n"
_DIGEST = 16
_SUFFIX = ".authors"
_MOST_FILES = 500
_SURE = 3  # words between two edits by another program: fewer may be the same by chance


class _Kept(msgspec.Struct, array_like=True):
    text: bytes  # compressed
    spans: tuple[tuple[int, int, str], ...]


def keep(directory: Path, file: Path, text: str, spans: Spans) -> None:
    """Keep the authors of a file's text; without any, nothing is kept. May block.

    Raises FileError; then the earlier record stays.
    """
    path, data = _path(directory, file), text.encode("utf-8", "surrogatepass")
    try:
        if not spans or len(data) > LARGEST:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()
            return
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):  # readable by its owner only
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        payload = msgspec.msgpack.encode(_Kept(zlib.compress(data, 6), spans))
        write_bytes(path, _MAGIC + blake2b(payload, digest_size=_DIGEST).digest() + payload)
    except (OSError, FileError) as error:
        reason = getattr(error, "strerror", None) or getattr(error.__cause__, "strerror", None) or error
        raise FileError(f"the record of accepted text in {file.name} cannot be saved ({reason}): {path}") from error
    _forget_oldest(directory)


def kept(directory: Path, file: Path, text: str) -> Spans:
    """Return the authors of a file's text, which other programs may have edited since. May block; never raises."""
    try:
        data = _path(directory, file).read_bytes()
        head, payload = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
        if head != _MAGIC + blake2b(payload, digest_size=_DIGEST).digest():
            return ()
        found = msgspec.msgpack.decode(payload, type=_Kept)
        old = zlib.decompressobj().decompress(found.text, LARGEST).decode("utf-8", "surrogatepass")
    except (OSError, zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        return ()
    spans = joined(within([Authored(*span) for span in found.spans], 0, len(old)))
    return spans if old == text else _found_again(spans, old, text)


def forget(directory: Path, file: Path | None = None) -> int:
    """Remove the record of a file, or of all. May block. Returns how many there were. Raises OSError."""
    paths = list(_files(directory)) if file is None else [_path(directory, file)]
    count = 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            count += 1
    return count


def _found_again(spans: Spans, old: str, new: str) -> Spans:
    """Return the parts of spans that are left after another program has changed one text into another."""
    transaction = _coarser(difference(old, new), old)
    found: list[Authored] = []
    for span in spans:
        piece, left = old[span.start : span.end], carried((span,), transaction)
        if sum(one.end - one.start for one in left) == len(piece):
            found += left
        elif len(piece.split()) >= _SURE and new.count(piece) == 1:  # it is elsewhere now
            start = new.index(piece)
            found.append(Authored(start, start + len(piece), span.author))
        else:
            found += [one for one in left if any(map(str.isalnum, new[one.start : one.end]))]
    return joined(found)


def _coarser(transaction: Transaction, old: str) -> Transaction:
    """Return a transaction with the same result that also replaces the few words between two of its changes."""
    changes: list[Change] = []
    for change in transaction.changes:
        start, text = change.start, change.text
        if changes and len((between := old[changes[-1].end : start]).split()) < _SURE:
            last = changes.pop()
            start, text = last.start, f"{last.text}{between}{text}"
        changes.append(Change(start, change.end, text))
    return Transaction(tuple(changes))


def _path(directory: Path, file: Path) -> Path:
    return directory / f"{blake2b(os.fsencode(os.path.realpath(file)), digest_size=12).hexdigest()}{_SUFFIX}"


def _files(directory: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (directory / name for name in os.listdir(directory) if name.endswith(_SUFFIX))


def _forget_oldest(directory: Path) -> None:
    with contextlib.suppress(OSError):
        found = sorted(_files(directory), key=lambda path: path.stat().st_mtime)
        for path in found[:-_MOST_FILES]:
            path.unlink(missing_ok=True)
