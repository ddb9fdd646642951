"""Kept scores: what the worker has found out about a text, in a file, so that no text is scored twice.

The worker writes these files, and takes up its work from them. The editor reads from them what it shows before there is
a worker, and `check` what it reports without one. A file's name says which draft it is about, which worker wrote it,
which text it holds for, and what that follows:

    <place>-<setup>-<digest of the text>-<digest of the conventions>.scores

Scores and what the edit search found hold for other conventions too; the flags don't.

A file that is damaged, of another version, or about a model that has changed since is ignored, and replaced some day.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from scoring.protocol import Conventions, Flag, WordScore

LARGEST = 8 << 20
"""The largest file, in bytes: about 30,000 words. Of a longer text nothing is kept."""
MOST_BYTES = 64 << 20
"""The size of all files together; those that were not used for the longest time are removed first."""

_MAGIC = b"logprose scores 1\n"
_DIGEST = 16
_SUFFIX = ".scores"
_ABANDONED_S = 3600.0  # after which a file that is only half written won't be finished
_MOST_UNPACKED = 256 << 20
_FAST = 1  # of zlib's levels


class FileMark(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was: its path, its size in bytes (-1: there was none), and when it was changed, in ns."""

    path: bytes
    size: int
    changed: int


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is known about a text.

    Attributes:
        text: the text.
        conventions: what it follows, for document 0.
        is_final: whether there is nothing left to find out about it.
        least: the probability from which flags are listed.
        flags, words: see `scoring.protocol`; those of the whole text, in order.
        files: those of the model and of the rules.
    """

    text: str
    conventions: Conventions
    is_final: bool
    least: float
    flags: tuple[Flag, ...]
    words: tuple[WordScore, ...]
    files: tuple[FileMark, ...]


class _Parts(msgspec.Struct, frozen=True, array_like=True):
    """The parts of a file, packed: a `Kept`, and what only the worker can read."""

    kept: bytes
    state: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode_parts = msgspec.msgpack.Decoder(_Parts).decode
_decode_kept = msgspec.msgpack.Decoder(Kept).decode


class KeptScores:
    """The kept scores that fit one kind of worker.

    Args:
        directory: of the files, of all kinds of workers; need not exist.
        setup: everything that a worker's results depend on, except the text, as `setup_of` returns it.
    """

    def __init__(self, directory: Path, setup: str) -> None:
        self.directory = directory
        self.setup = setup

    def find(self, text: str, conventions: Conventions, place: str = "") -> tuple[Kept, bytes] | None:
        """Return what is known about a text; or else about the last text at a place; and the worker's state. May block.

        Where the text is known with several conventions, these come first. Nothing is returned if the files of the
        model or of the rules have changed since.
        """
        for name in self._names(text, conventions, place):
            path = self.directory / name
            found = _read(path)
            if found is not None and all(map(_holds, found[0].files)):
                with contextlib.suppress(OSError):
                    os.utime(path)  # it is in use
                return found
        return None

    def put(self, place: str, kept: Kept, state: bytes) -> None:
        """Keep what is known about the text at a place, if possible, instead of what was. May block."""
        payload = _encode(_Parts(zlib.compress(_encode(kept), _FAST), zlib.compress(state, _FAST)))
        data = _MAGIC + blake2b(payload, digest_size=_DIGEST).digest() + payload
        if len(data) > LARGEST:
            return
        name = self._name(place, kept.text, kept.conventions)
        with contextlib.suppress(OSError):
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self.directory / name, data)
            for other in _listed(self.directory):
                if other.startswith(f"{place}-{self.setup}-") and other != name:
                    _remove(self.directory / other)
            _trim(self.directory)

    def has(self, text: str, conventions: Conventions, place: str) -> bool:
        """Return True if something is kept about a text that follows conventions, at a place. May block."""
        return (self.directory / self._name(place, text, conventions)).exists()

    def _name(self, place: str, text: str, conventions: Conventions) -> str:
        """Return the name of a file."""
        followed = blake2b(_encode(msgspec.structs.replace(conventions, document=0)), digest_size=8).hexdigest()
        return f"{place}-{self.setup}-{_digest(text)}-{followed}{_SUFFIX}"

    def _names(self, text: str, conventions: Conventions, place: str) -> list[str]:
        """Return the files to read, best first: those about the text, then those about others at the place."""
        ending = self._name("", text, conventions)
        about, beginning = f"-{self.setup}-{_digest(text)}-", f"{place}-{self.setup}-"
        listed = sorted(_listed(self.directory))
        same = sorted(
            (name for name in listed if about in name),
            key=lambda name: (not name.endswith(ending), not name.startswith(place)),
        )
        others = [name for name in listed if place and name.startswith(beginning) and name not in same]
        return [*same, *others]


def place_of(path: Path) -> str:
    """Return the name under which the scores of a file's text are kept. May block."""
    return blake2b(os.fsencode(os.path.realpath(path)), digest_size=12).hexdigest()


def setup_of(options: Iterable[str]) -> str:
    """Return a name for everything that a worker's results depend on, except the text: its `options`, and the program.

    The program counts as changed when one of its files is; reading them would take longer than a start may.
    """
    named = "\0".join([*options, *_program()])
    return blake2b(named.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


@cache
def _program() -> list[str]:
    """Return the files of scoring/, each with its size and when it was changed."""
    found = []
    for folder, folders, files in os.walk(Path(__file__).parents[1]):
        folders[:] = sorted(inner for inner in folders if inner != "__pycache__")
        for file in sorted(files):
            with contextlib.suppress(OSError):  # it is being replaced
                status = os.stat(os.path.join(folder, file))
                found += [file, str(status.st_size), str(status.st_mtime_ns)]
    return found


def forget(directory: Path, place: str = "") -> int:
    """Remove everything that is kept, or all about one place. May block.

    Returns:
        The number of texts that were forgotten.

    Raises:
        OSError: a file cannot be removed.
    """
    found = [name for name in _listed(directory) if name.startswith(f"{place}-" if place else "")]
    for name in found:
        os.unlink(directory / name)
    return len(found)


def mark_of(path: Path) -> FileMark:
    """Return a file's mark, by which `find` can tell later whether it has changed."""
    name = os.fsencode(path)
    try:
        status = os.stat(path)
    except OSError:
        return FileMark(name, -1, 0)
    return FileMark(name, status.st_size, status.st_mtime_ns)


def _holds(mark: FileMark) -> bool:
    try:
        return mark_of(Path(os.fsdecode(mark.path))) == mark
    except ValueError:  # a NUL
        return False


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _listed(directory: Path) -> Iterator[str]:
    try:
        names = os.listdir(directory)
    except OSError:
        return iter(())
    return (name for name in names if name.endswith(_SUFFIX))


def _read(path: Path) -> tuple[Kept, bytes] | None:
    """Return the contents of a file; None if it isn't what we wrote."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError:
        return None
    head, payload = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
    if head != _MAGIC + blake2b(payload, digest_size=_DIGEST).digest():
        return None
    try:
        parts = _decode_parts(payload)
        kept = _decode_kept(_unpacked(parts.kept))
        state = _unpacked(parts.state)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, zlib.error):
        return None
    return (kept, state) if _fits(kept.flags, len(kept.text)) and _fits(kept.words, len(kept.text)) else None


def _fits(items: Sequence[Flag] | Sequence[WordScore], length: int) -> bool:
    """Return True if all items lie in a text of a length."""
    ends = [item.end for item in items]
    ends += [edit.end for item in items if isinstance(item, Flag) for edit in item.suggestions]
    return max(ends, default=0) <= length


def _unpacked(data: bytes) -> bytes:
    """Unpack data; raises zlib.error if it isn't whole, or is far larger than anything we pack."""
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(data, _MOST_UNPACKED)
    if not unpacker.eof:
        raise zlib.error("not whole")
    return found


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in one go. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        _remove(Path(name))
        raise


def _trim(directory: Path) -> None:
    """Remove what is too much, and what was never finished."""
    sizes: list[tuple[float, int, Path]] = []
    for entry in os.scandir(directory):
        with contextlib.suppress(OSError):
            status = entry.stat(follow_symlinks=False)
            if entry.name.endswith(_SUFFIX):
                sizes.append((status.st_mtime, status.st_size, Path(entry.path)))
            elif status.st_mtime < time.time() - _ABANDONED_S:
                _remove(Path(entry.path))
    total = sum(size for _, size, _ in sizes)
    for _, size, path in sorted(sizes):
        if total <= MOST_BYTES:
            break
        _remove(path)
        total -= size


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
