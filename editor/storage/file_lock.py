"""Who edits a file: a lock that the system gives back when its owner dies, and a note of who that is."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import time
from hashlib import blake2b
from pathlib import Path

import msgspec


class Owner(msgspec.Struct, frozen=True):
    """An editor that has a file open, since when in seconds since the epoch."""

    pid: int
    host: str
    since: float


_decode_owner = msgspec.msgpack.Decoder(Owner).decode
_NOBODY = Owner(0, "", 0.0)


class FileLock:
    """Says that this editor has a file open.

    Args:
        directory: where locks are; it is made, for its owner only.
        file: need not exist. One file has one lock, by whatever links it is named.
    """

    def __init__(self, directory: Path, file: Path) -> None:
        name = blake2b(os.fsencode(os.path.realpath(file)), digest_size=12).hexdigest()
        self._path = directory / f"{name}.lock"
        self._descriptor = -1

    def take(self, *, by_force: bool = False) -> Owner | None:
        """Take the lock; gives who has it where another editor does. May block. Raises OSError.

        By force it is taken from whoever has it, who can find that out by `is_mine`.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if by_force:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._path)
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                owner = _owner_in(descriptor)
                os.close(descriptor)
                return owner
            except OSError:
                os.close(descriptor)
                raise
            if _is_at(descriptor, self._path):
                break
            os.close(descriptor)  # its last owner has just removed it
        self._descriptor = descriptor
        os.ftruncate(descriptor, 0)
        os.write(descriptor, msgspec.msgpack.encode(Owner(os.getpid(), socket.gethostname(), time.time())))
        return None

    @property
    def is_taken(self) -> bool:
        """Whether it was taken here, and not given back since."""
        return self._descriptor >= 0

    @property
    def is_mine(self) -> bool:
        """Whether it is still held here. May block."""
        return self._descriptor >= 0 and _is_at(self._descriptor, self._path)

    def owner(self) -> Owner | None:
        """Who has it now, as far as that is written down. May block."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            return _owner_in(descriptor)
        finally:
            os.close(descriptor)

    def give_back(self) -> None:
        """Let others have it."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                if _is_at(descriptor, self._path):
                    os.unlink(self._path)
                os.close(descriptor)


def _owner_in(descriptor: int) -> Owner:
    try:
        return _decode_owner(os.pread(descriptor, 4096, 0))
    except (OSError, msgspec.DecodeError):
        return _NOBODY


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path, follow_symlinks=False))
    except OSError:
        return False
