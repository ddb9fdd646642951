"""The learnt texts: the prose of the writer's own texts, in a file from which the worker builds its memory.

`logprose learn` writes the file. It holds text, not tokens, so that it works with every model.
"""

from __future__ import annotations

import os
import zlib
from hashlib import blake2b
from pathlib import Path

import msgspec

from scoring.kept.store import FileMark, write_private

MOST = 24_000_000
"""The most code points in all texts together, about four million words; the worker reads them at every start."""

_MAGIC = b"logprose learnt 1\n"
_DIGEST = 16


class LearntError(Exception):
    """The file can't be read, or wasn't written by us; the message names it."""


class LearntText(msgspec.Struct, frozen=True, array_like=True):
    """A learnt file.

    Attributes:
        mark: the file as it was when learnt.
        words: how many words it had.
        text: the prose in it.
    """

    mark: FileMark
    words: int
    text: str

    @property
    def path(self) -> Path:
        """The file."""
        return Path(os.fsdecode(self.mark.path))


class Learnt(msgspec.Struct, frozen=True, array_like=True):
    """All learnt texts.

    Attributes:
        places: the folders and files that the writer named, absolute.
        texts: the texts found there, ordered by path.
    """

    places: tuple[bytes, ...] = ()
    texts: tuple[LearntText, ...] = ()


def read_learnt(path: Path) -> Learnt:
    """Return the learnt texts; none if there is no file. Raises LearntError. May block."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Learnt()
    except OSError as error:
        raise LearntError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    payload = data[len(_MAGIC) + _DIGEST :]
    try:
        if data[: len(_MAGIC) + _DIGEST] != _head(payload):
            raise ValueError("another digest")
        return msgspec.msgpack.decode(zlib.decompress(payload), type=Learnt)
    except (ValueError, RecursionError, zlib.error):  # msgspec's errors are ValueErrors
        raise LearntError(f"{path}: damaged") from None


def write_learnt(path: Path, learnt: Learnt) -> None:
    """Save the learnt texts in a file that only its owner can read. Raises OSError. May block."""
    payload = zlib.compress(msgspec.msgpack.encode(learnt), 1)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, _head(payload) + payload)


def name_of(path: Path) -> str:
    """Return the worker's name for a file's text."""
    return blake2b(os.fsencode(os.path.abspath(path)), digest_size=12).hexdigest()


def _head(payload: bytes) -> bytes:
    return _MAGIC + blake2b(payload, digest_size=_DIGEST).digest()
