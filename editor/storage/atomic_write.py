"""Replacing a file's bytes so that at every moment either the old or the new ones are complete on disk.

Every system call goes through this module's `os`, so that tests can make each of them fail.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import stat
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from editor.paths import rescue_directory

_PREFIX = ".logprose-"
_NEW = ".tmp"  # the new file before it is renamed
_COPY = ".copy"  # possibly the only complete text, if overwriting the file fails
_ACCESS_LIST = "system.posix_acl_access"
_PRIVILEGED = ("security.", "trusted.")  # extended attributes that only the system can set
_UNSUPPORTED = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)


class NotDurableError(OSError):
    """The new bytes are in place, but the disk didn't confirm that they will last."""

    def __init__(self, cause: OSError, status: os.stat_result) -> None:
        super().__init__(cause.errno, cause.strerror)
        self.status = status


class TornError(OSError):
    """A file that had to be overwritten in place contains neither the old bytes nor the new ones; `copy` does."""

    def __init__(self, cause: OSError, copy: Path) -> None:
        super().__init__(cause.errno, cause.strerror)
        self.copy = copy


def put_in_place(
    target: Path, data: bytes, old: os.stat_result | None, require_unchanged: Callable[[], None]
) -> os.stat_result:
    """Replace the contents of `target`, which must not be a link, by `data`, and return its new status.

    The bytes are written and synced to a new file in the same directory, which then takes the old name. Mode, owner,
    access list and extended attributes are kept. A file with several names, or whose owner or directory doesn't allow a
    rename, is overwritten in place; meanwhile a synced copy of the new bytes is next to it (or in the state directory).

    Args:
        target: the file.
        data: the new bytes.
        old: its current status; None if it doesn't exist.
        require_unchanged: raises if the file isn't what the caller expects; called at the last moment.

    Raises:
        NotDurableError: the file is the new one, but may not survive a crash.
        TornError: overwriting failed halfway, and so did restoring the old bytes.
        OSError: the file is unchanged, and nothing else is left behind.
    """
    if old is None or old.st_nlink == 1:
        try:
            return _replace(target, data, old, require_unchanged)
        except PermissionError:
            if old is None:
                raise
    copy = _write_copy(target, data)
    try:
        require_unchanged()
        status = _overwrite(target, data, copy)
    except TornError:
        raise
    except BaseException:
        _remove(copy)
        raise
    _remove(copy)
    return status


def _replace(
    target: Path, data: bytes, old: os.stat_result | None, require_unchanged: Callable[[], None]
) -> os.stat_result:
    descriptor, new = _create(lambda: _beside(target, _NEW), 0o666 if old is None else 0o600)
    try:
        status = _fill(descriptor, data, None if old is None else (target, old))
        require_unchanged()
        os.replace(new, target)
    except BaseException:
        _remove(new)
        raise
    finally:
        _close(descriptor)
    try:
        sync_directory(target.parent)
    except OSError as error:
        raise NotDurableError(error, status) from error
    return status


def _write_copy(target: Path, data: bytes) -> Path:
    """Write a durable copy of the bytes that are about to overwrite a file. Raises OSError."""
    try:
        descriptor, copy = _create(lambda: _beside(target, _COPY), 0o600)
    except PermissionError:
        descriptor, copy = _create(lambda: _rescue_name(target), 0o600)
    try:
        _fill(descriptor, data, None)
        sync_directory(copy.parent)
    except BaseException:
        _remove(copy)
        raise
    finally:
        _close(descriptor)
    return copy


def _overwrite(target: Path, data: bytes, copy: Path) -> os.stat_result:
    """Overwrite an existing file in place. Raises OSError after restoring the old bytes, or TornError."""
    descriptor = os.open(target, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        size = os.fstat(descriptor).st_size
        previous = _read_all(descriptor)
        if len(data) > size:
            _reserve(descriptor, size, len(data))
        try:
            _rewrite(descriptor, data)
            return os.fstat(descriptor)
        except OSError as error:
            try:
                _rewrite(descriptor, previous)
            except OSError as second:
                raise TornError(second, copy) from error
            raise
    finally:
        _close(descriptor)


def _read_all(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _reserve(descriptor: int, size: int, needed: int) -> None:
    """Reserve disk space for the bytes about to be written, if the file system can. Raises OSError."""
    if sys.platform == "darwin":  # macOS has no such call
        return
    try:
        os.posix_fallocate(descriptor, 0, needed)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, size)
            raise


def _rewrite(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def sweep(target: Path, *, with_copies: bool = False) -> None:
    """Remove what failed saves of this file have left next to it. May block.

    `with_copies` also removes their copies, some of them in the state directory; use it only if their text is safe.
    """
    suffixes = (_NEW, _COPY) if with_copies else (_NEW,)
    places = [(target.parent, _prefix(target.name))]
    if with_copies:
        places.append((rescue_directory(), _prefix(target)))
    for directory, prefix in places:
        with contextlib.suppress(OSError):
            for name in os.listdir(directory):
                if name.startswith(prefix) and name.endswith(suffixes):
                    _remove_abandoned(directory / name)


def _remove_abandoned(path: Path) -> None:
    """Remove a file unless its writer is alive or may be."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            _close(descriptor)


def write_all(descriptor: int, data: bytes | bytearray) -> None:
    """Write all of `data`, in as many calls as needed. Raises OSError."""
    rest = memoryview(data)
    while rest:
        written = os.write(descriptor, rest)
        rest = rest[written:]


def sync_directory(directory: Path) -> None:
    """Make renames in a directory durable, if the file system can. Raises OSError."""
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        _close(descriptor)


def _prefix(file: Path | str) -> str:
    """Return the prefix of the names of new files for this one."""
    return f"{_PREFIX}{blake2b(os.fsencode(file), digest_size=8).hexdigest()}-"


def _rescue_name(target: Path) -> Path:
    """Return a name in the state directory, for a copy that can't be next to its file. Raises OSError."""
    directory = rescue_directory()
    os.makedirs(directory, mode=0o700, exist_ok=True)
    return directory / f"{_prefix(target)}{secrets.token_hex(8)}{_COPY}"


def _beside(target: Path, suffix: str) -> Path:
    return target.parent / f"{_prefix(target.name)}{secrets.token_hex(8)}{suffix}"


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):  # synced data is on disk, and the rest is about to be abandoned
        os.close(descriptor)


def _create(name: Callable[[], Path], mode: int) -> tuple[int, Path]:
    """Create a new file and lock it while it is open, so that it isn't swept. Raises OSError."""
    while True:
        path = name()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
        with contextlib.suppress(OSError):  # if files can't be locked, nothing is swept
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.path.lexists(path):
            return descriptor, path
        _close(descriptor)  # swept before it was locked


def _fill(descriptor: int, data: bytes, like: tuple[Path, os.stat_result] | None) -> os.stat_result:
    """Write and sync a new file with the attributes of `like`. Raises OSError; PermissionError if they can't be set."""
    write_all(descriptor, data)
    if like is not None:
        _dress(descriptor, *like)
    os.fsync(descriptor)
    return os.fstat(descriptor)


def _dress(descriptor: int, target: Path, old: os.stat_result) -> None:
    """Give a new file the owner, extended attributes and mode of the old one. Raises OSError."""
    created = os.fstat(descriptor)
    if (created.st_uid, created.st_gid) != (old.st_uid, old.st_gid):
        os.fchown(descriptor, old.st_uid, old.st_gid)
    if sys.platform == "linux":
        kept = _attributes(target)
        if _ACCESS_LIST not in kept and _ACCESS_LIST in _attributes(descriptor):  # the directory's default
            os.removexattr(descriptor, _ACCESS_LIST)
        for name in kept:
            try:
                os.setxattr(descriptor, name, os.getxattr(target, name))
            except OSError as error:
                is_permitted = error.errno not in (errno.EPERM, errno.EACCES)
                if error.errno not in (errno.ENODATA, errno.ENOTSUP) and (
                    is_permitted or not name.startswith(_PRIVILEGED)
                ):
                    raise
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _attributes(file: Path | int) -> list[str]:
    """Return the names of a file's extended attributes; none if its file system doesn't support them."""
    try:
        return os.listxattr(file)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
        return []
