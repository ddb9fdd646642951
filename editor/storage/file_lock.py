"""Locks that show who edits a file; the system releases them when their owner dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

_PATIENCE_S, _EVERY_S = 2.0, 0.005


class Owner(msgspec.Struct, frozen=True):
    """An editor that has a file open; `since` is in seconds since the epoch."""

    pid: int
    host: str
    since: float


_decode_owner = msgspec.msgpack.Decoder(Owner).decode
_NOBODY = Owner(0, "", 0.0)


class FileLock:
    """Shows other editors that this one has a file open.

    Args:
        directory: the directory of locks; created, accessible to its owner only.
        file: need not exist. A file has one lock, whichever links lead to it.
    """

    def __init__(self, directory: Path, file: Path) -> None:
        name = blake2b(os.fsencode(os.path.realpath(file)), digest_size=12).hexdigest()
        self._path = directory / f"{name}.lock"
        self._descriptor = -1

    def take(self, *, by_force: bool = False) -> Owner | None:
        """Take the lock. Returns its owner if another editor has it, otherwise None. May block. Raises OSError.

        `by_force` takes it from its owner, who can notice that with `is_mine`.
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
            os.close(descriptor)  # the last owner has just removed it
        self._descriptor = descriptor
        os.ftruncate(descriptor, 0)
        os.write(descriptor, msgspec.msgpack.encode(Owner(os.getpid(), socket.gethostname(), time.time())))
        return None

    @property
    def is_taken(self) -> bool:
        """Whether this object took the lock and hasn't released it."""
        return self._descriptor >= 0

    @property
    def is_mine(self) -> bool:
        """Whether this object still holds the lock. May block."""
        return self._descriptor >= 0 and _is_at(self._descriptor, self._path)

    def owner(self) -> Owner | None:
        """Return the current owner, if recorded. May block."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            return _owner_in(descriptor)
        finally:
            os.close(descriptor)

    def give_back(self) -> None:
        """Release the lock."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                if _is_at(descriptor, self._path):
                    os.unlink(self._path)
                os.close(descriptor)


@contextlib.contextmanager
def changing(directory: Path, file: Path) -> Iterator[None]:
    """Let no other program of ours change a small file in the meantime. May block, for _PATIENCE_S at most.

    After that, and where files can't be locked, the file is changed anyway.

    Args:
        directory: the directory of locks.
        file: need not exist.
    """
    name = blake2b(os.fsencode(os.path.realpath(file)), digest_size=12).hexdigest()
    descriptor, deadline = -1, time.monotonic() + _PATIENCE_S
    with contextlib.suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = directory / f"{name}.changing"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        while time.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(_EVERY_S)
    try:
        yield
    finally:
        if descriptor >= 0:
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
