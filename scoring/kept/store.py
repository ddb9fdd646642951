"""Kept scores: the worker's results about a text, in a file, so that no text is scored twice.

The worker writes these files and resumes its work from them. The editor reads them to show flags before the worker has
started, and `check` to report flags without a worker. A file's name identifies the draft, the worker that wrote it, the
text, and the conventions:

    <place>-<setup>-<digest of the text>-<digest of the conventions>.scores

Scores and the findings of the edit search are also valid for other conventions; flags aren't.

A file that is damaged, from another version, or about a model that has changed since is ignored, and eventually
replaced.
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
"""The largest file, in bytes: about 30,000 words. Nothing is kept for a longer text."""
MOST_BYTES = 64 << 20
"""The size of all files together; the least recently used ones are removed first."""

_MAGIC = b"logprose scores 1\n"
_DIGEST = 16
_SUFFIX = ".scores"
_ABANDONED_S = 3600.0  # after this, a half-written file is considered abandoned
_MOST_UNPACKED = 256 << 20
_FAST = 1  # a zlib level


class FileMark(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was: its path, its size in bytes (-1: there was none), and when it was changed, in ns."""

    path: bytes
    size: int
    changed: int


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """The results about a text.

    Attributes:
        text: the text.
        conventions: its conventions, for document 0.
        is_final: whether no work was left.
        least: the lowest probability of the listed flags.
        flags, words: of the whole text, in order; see `scoring.protocol`.
        files: the files of the model and of the rules.
    """

    text: str
    conventions: Conventions
    is_final: bool
    least: float
    flags: tuple[Flag, ...]
    words: tuple[WordScore, ...]
    files: tuple[FileMark, ...]


class _Parts(msgspec.Struct, frozen=True, array_like=True):
    """The parts of a file, packed: a `Kept`, and the state that only the worker can read."""

    kept: bytes
    state: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode_parts = msgspec.msgpack.Decoder(_Parts).decode
_decode_kept = msgspec.msgpack.Decoder(Kept).decode


class KeptScores:
    """The kept scores for one setup of the worker.

    Args:
        directory: where the files of all setups are; need not exist.
        setup: everything that a worker's results depend on, except the text, as `setup_of` returns it.
    """

    def __init__(self, directory: Path, setup: str) -> None:
        self.directory = directory
        self.setup = setup

    def find(self, text: str, conventions: Conventions, place: str = "") -> tuple[Kept, bytes] | None:
        """Return the results about a text, or else about the last text at a place, with the worker's state. May block.

        If there are results for several conventions, these take precedence. Results are ignored if the files of the
        model or the rules have changed since.
        """
        for name in self._names(text, conventions, place):
            path = self.directory / name
            found = _read(path)
            if found is not None and all(map(_holds, found[0].files)):
                with contextlib.suppress(OSError):
                    os.utime(path)  # marks it as used
                return found
        return None

    def put(self, place: str, kept: Kept, state: bytes) -> None:
        """Keep results about the text at a place, if possible, replacing earlier ones. May block."""
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
        """Return True if results are kept for a text with these conventions at a place. May block."""
        return (self.directory / self._name(place, text, conventions)).exists()

    def _name(self, place: str, text: str, conventions: Conventions) -> str:
        """Return the name of a file."""
        followed = blake2b(_encode(msgspec.structs.replace(conventions, document=0)), digest_size=8).hexdigest()
        return f"{place}-{self.setup}-{_digest(text)}-{followed}{_SUFFIX}"

    def _names(self, text: str, conventions: Conventions, place: str) -> list[str]:
        """Return the files to read, best first: those about the text, then those about other texts at the place."""
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
    """Return a name for everything that a worker's results depend on except the text: its `options` and the program.

    The program counts as changed when the size or time of one of its files changes; reading them would take too long at
    startup.
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
    """Remove all kept scores, or those of one place. May block.

    Returns:
        The number of texts forgotten.

    Raises:
        OSError: a file cannot be removed.
    """
    found = [name for name in _listed(directory) if name.startswith(f"{place}-" if place else "")]
    for name in found:
        os.unlink(directory / name)
    return len(found)


def mark_of(path: Path) -> FileMark:
    """Return a file's mark, with which `find` can later tell whether it has changed."""
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
    """Return the content of a file; None if we didn't write it."""
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
    """Return True if all items are within a text of this length."""
    ends = [item.end for item in items]
    ends += [edit.end for item in items if isinstance(item, Flag) for edit in item.suggestions]
    return max(ends, default=0) <= length


def _unpacked(data: bytes) -> bytes:
    """Decompress data; raises zlib.error if it is incomplete or far larger than anything we write."""
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(data, _MOST_UNPACKED)
    if not unpacker.eof:
        raise zlib.error("not whole")
    return found


def write_private(path: Path, data: bytes) -> None:
    """Atomically write a file that only its owner can read. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        _remove(Path(name))
        raise


def _trim(directory: Path) -> None:
    """Remove files over the limit, and ones that were never finished."""
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
