"""Snapshots on disk: a compressed file for each, in one directory per draft."""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from editor.document.word_count import words_of
from editor.snapshots.thinning import outlived
from editor.storage.files import FileError, write_bytes

MOST_BYTES = 16 << 20
"""Most bytes for the snapshots of one file; the oldest are dropped first, the newest two never."""
MOST_BYTES_OF_ALL = 256 << 20
"""The same for all files together: those of the files untouched for longest are dropped first."""
LARGEST = 64 << 20
"""Most bytes of a text; a longer one has no snapshots, and a file that claims more is not read."""

_MAGIC = b"logprose snapshot 1\n"
_DIGEST = 16
_SUFFIX = ".snapshot"


class SnapshotError(Exception):
    """A snapshot that can't be read or kept; the message says which and what to do."""


class _Head(msgspec.Struct, array_like=True):
    words: int
    added: int
    removed: int
    text: bytes  # its digest


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot as listed.

    Attributes:
        path: its file.
        time: seconds since 1970.
        words: of its text; -1 if it can't be read.
        added, removed: words added and removed since the snapshot before it.
        digest: of its text.
    """

    path: Path
    time: float
    words: int
    added: int
    removed: int
    digest: bytes

    @property
    def is_readable(self) -> bool:
        return self.words >= 0


def directory_of(root: Path, file: Path) -> Path:
    """Return the directory of a file's snapshots. May block."""
    return root / blake2b(os.fsencode(os.path.realpath(file)), digest_size=12).hexdigest()


def keep(root: Path, file: Path, text: str, now: float) -> bool:
    """Keep a snapshot of a file's text, and remove those that are no longer needed. May block.

    Returns False if the newest one has the same text. Raises SnapshotError, and leaves the others untouched.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > LARGEST:
        raise SnapshotError(f"{file.name} has no snapshots: it is longer than {LARGEST >> 20} MB")
    directory, digest = directory_of(root, file), blake2b(data, digest_size=_DIGEST).digest()
    known = listed(root, file)
    last = next((one for one in known if one.is_readable), None)
    if last is not None and last.digest == digest:
        return False
    before = ""
    if last is not None:
        with contextlib.suppress(SnapshotError):
            before = read(last)
    words, old = Counter(words_of(text)), Counter(words_of(before))
    head = _Head(words.total(), (words - old).total(), (old - words).total(), digest)
    payload = msgspec.msgpack.encode(head)
    payload = len(payload).to_bytes(4, "little") + payload + zlib.compress(data, 6)
    time = max(now, known[0].time + 0.001 if known else 0.0)  # the clock may have been set back
    path = directory / f"{round(time * 1000):014d}{_SUFFIX}"
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):  # readable by its owner only
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        write_bytes(path, _MAGIC + blake2b(payload, digest_size=_DIGEST).digest() + payload)
    except (OSError, FileError) as error:
        with contextlib.suppress(OSError):
            if path.stat().st_size == 0:
                path.unlink()
        reason = getattr(error, "strerror", None) or getattr(error.__cause__, "strerror", None) or error
        raise SnapshotError(f"no snapshot of {file.name} was kept: {reason}") from error
    _thin(root, file, time)
    return True


def listed(root: Path, file: Path) -> list[Snapshot]:
    """Return a file's snapshots, the newest first, including any that can't be read. May block."""
    directory = directory_of(root, file)
    return sorted((_described(directory / name) for name in _names(directory)), key=lambda one: -one.time)


def read(snapshot: Snapshot) -> str:
    """Return a snapshot's text. May block. Raises SnapshotError."""
    try:
        data = snapshot.path.read_bytes()
        head, payload = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
        if head != _MAGIC + blake2b(payload, digest_size=_DIGEST).digest():
            raise SnapshotError(f"{snapshot.path} is damaged; the other snapshots are not")
        packed = payload[4 + int.from_bytes(payload[:4], "little") :]
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(packed, LARGEST + 1)
        if len(text) > LARGEST:
            raise SnapshotError(f"{snapshot.path} is longer than {LARGEST >> 20} MB and isn't read")
        return text.decode("utf-8", "surrogatepass")
    except (OSError, zlib.error, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise SnapshotError(f"{snapshot.path} cannot be read: {reason}") from None


def forget(root: Path, file: Path | None = None) -> int:
    """Remove the snapshots of a file, or all. May block. Returns their number. Raises OSError."""
    count = 0
    for directory in [directory_of(root, file)] if file is not None else _directories(root):
        for name in _names(directory):
            os.unlink(directory / name)
            count += 1
        with contextlib.suppress(OSError):
            directory.rmdir()
    return count


def _described(path: Path) -> Snapshot:
    time = int(path.name.removesuffix(_SUFFIX)) / 1000
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC) + _DIGEST + 4)
            if not start.startswith(_MAGIC):
                raise ValueError
            head = msgspec.msgpack.decode(file.read(min(4096, int.from_bytes(start[-4:], "little"))), type=_Head)
    except (OSError, ValueError, msgspec.DecodeError):
        return Snapshot(path, time, -1, 0, 0, b"")
    return Snapshot(path, time, head.words, head.added, head.removed, head.text)


def _names(directory: Path) -> list[str]:
    """Return the names of the snapshots in a directory; none if there is no such directory."""
    try:
        found = os.listdir(directory)
    except OSError:
        return []
    return [name for name in found if re.fullmatch(rf"\d{{14}}{re.escape(_SUFFIX)}", name, re.ASCII)]


def _directories(root: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (root / name for name in os.listdir(root) if re.fullmatch("[0-9a-f]{24}", name))


def _thin(root: Path, file: Path, now: float) -> None:
    """Remove the snapshots that thinning drops, and the oldest ones beyond the limits."""
    found = listed(root, file)
    gone = outlived([one.time for one in found], now)
    _remove([found[index].path for index in gone])
    left = [one.path for index, one in enumerate(found) if index not in gone]
    _remove(_beyond(left, MOST_BYTES)[: max(0, len(left) - 2)])
    everything = [directory / name for directory in _directories(root) for name in _names(directory)]
    own = directory_of(root, file)
    everything.sort(key=lambda path: (path.parent == own, path.name), reverse=True)
    _remove([path for path in _beyond(everything, MOST_BYTES_OF_ALL) if path.parent != own])


def _beyond(newest_first: list[Path], most: int) -> list[Path]:
    """Return the snapshots that don't fit into `most` bytes, the oldest first."""
    total, over = 0, list[Path]()
    for path in newest_first:
        with contextlib.suppress(OSError):
            total += path.stat().st_size
        if total > most:
            over.insert(0, path)
    return over


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()
