"""Undo that outlives the program: each file's history in a directory, valid for one text of the file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from editor.document.authorship import Authored
from editor.document.history import Step
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.recovery.journal_file import digest_of
from editor.storage.files import FileError, write_bytes

LARGEST = 2 << 20
"""About the largest saved history, in bytes; the oldest steps are left out first."""
_MAGIC = b"logprose history 1\n"
_DIGEST = 16
_SUFFIX = ".history"
_MOST_FILES = 200

_Changes = list[tuple[int, int, bytes]]
_Spans = tuple[tuple[int, int, str], ...]
_Ranges = tuple[list[tuple[int, int]], int] | None


class _KeptStep(msgspec.Struct, array_like=True):
    changes: _Changes
    inverse: _Changes
    before: _Ranges
    after: _Ranges
    removed: _Spans = ()  # earlier versions knew no authors
    inserted: _Spans = ()


class _Kept(msgspec.Struct, array_like=True):
    text: bytes  # its digest
    done: list[_KeptStep]
    undone: list[_KeptStep]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Kept).decode


def keep_history(directory: Path, file: Path, text: str, done: Sequence[Step], undone: Sequence[Step]) -> None:
    """Save the undo and redo steps of a file's text if possible. May block."""
    with contextlib.suppress(OSError, FileError):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = _path(directory, file)
        with contextlib.suppress(FileExistsError):  # readable by its owner only
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        write_bytes(path, encode_history(digest_of(text), done, undone))
        _forget_oldest(directory)


def kept_history(directory: Path, file: Path, text: str) -> tuple[list[Step], list[Step]] | None:
    """Return the undo and redo steps of a file with this text; None if none were saved. May block."""
    try:
        data = _path(directory, file).read_bytes()
    except OSError:
        return None
    return decode_history(data, digest_of(text))


def _path(directory: Path, file: Path) -> Path:
    name = blake2b(os.fsencode(os.path.realpath(file)), digest_size=12).hexdigest()
    return directory / f"{name}{_SUFFIX}"


def _forget_oldest(directory: Path) -> None:
    found = [directory / name for name in os.listdir(directory) if name.endswith(_SUFFIX)]
    if len(found) > _MOST_FILES:
        for path in sorted(found, key=lambda one: one.stat().st_mtime)[:-_MOST_FILES]:
            path.unlink(missing_ok=True)


def encode_history(text_digest: bytes, done: Sequence[Step], undone: Sequence[Step]) -> bytes:
    """Return a history as bytes; of a large one, only the newest steps."""
    room = [LARGEST]
    redo = _newest(undone, room)
    payload = _encode(_Kept(text_digest, _newest(done, room), redo))
    return _MAGIC + blake2b(payload, digest_size=_DIGEST).digest() + payload


def decode_history(data: bytes, text_digest: bytes) -> tuple[list[Step], list[Step]] | None:
    """Return the undo and redo steps for a text's digest; None if the bytes aren't its history."""
    head, payload = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
    if head != _MAGIC + blake2b(payload, digest_size=_DIGEST).digest():
        return None
    try:
        kept = _decode(payload)
        if kept.text != text_digest:
            return None
        return [_step(one) for one in kept.done], [_step(one) for one in kept.undone]
    except (msgspec.DecodeError, ValueError):
        return None


def _newest(steps: Sequence[Step], room: list[int]) -> list[_KeptStep]:
    found = []
    for step in reversed(steps):
        room[0] -= step.cost
        if room[0] < 0:
            break
        before, after = _ranges(step.selections_before), _ranges(step.selections_after)
        transactions = _changes(step.transaction), _changes(step.inverse)
        found.append(_KeptStep(*transactions, before, after, step.removed, step.inserted))
    found.reverse()
    return found


def _changes(transaction: Transaction) -> _Changes:
    return [(one.start, one.end, one.text.encode("utf-8", "surrogatepass")) for one in transaction.changes]


def _ranges(selections: Selections | None) -> _Ranges:
    if selections is None:
        return None
    return [(one.anchor, one.head) for one in selections], selections.main_index


def _step(kept: _KeptStep) -> Step:
    before, after = _selections(kept.before), _selections(kept.after)
    removed, inserted = (tuple(Authored(*span) for span in spans) for spans in (kept.removed, kept.inserted))
    return Step(
        _transaction(kept.changes), _transaction(kept.inverse), before, after, removed=removed, inserted=inserted
    )


def _transaction(changes: Iterable[tuple[int, int, bytes]]) -> Transaction:
    return Transaction(
        tuple([Change(start, end, text.decode("utf-8", "surrogatepass")) for start, end, text in changes])
    )


def _selections(ranges: _Ranges) -> Selections | None:
    if ranges is None:
        return None
    return Selections(tuple([Selection(anchor, head) for anchor, head in ranges[0]]), ranges[1])
