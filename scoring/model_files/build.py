"""Builds a model's directory in the cache, all or nothing, in one process at a time.

The cache has:
    NAME/               a finished model; it appears by one rename, so it is complete or absent
    .work/NAME.lock     held by the one process that makes it
    .work/NAME/         that process's working files: pip.log, the verified wheel, and temporary directories
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scoring.errors import ModelError

_LOCK_SECONDS = 0.5
"""Seconds between two tries for a lock that another process holds."""


def build(
    root: Path,
    name: str,
    make: Callable[[Path, Path], None],
    is_complete: Callable[[Path], bool],
    waiting: Callable[[], None],
) -> Path:
    """Build the directory `name` below the cache `root`, unless another process does so first; return it.

    Args:
        root: the cache's; created if it doesn't exist.
        name: of the finished directory.
        make: called with (work, out), fills the empty directory `out`. `work` survives an interruption, `out` doesn't.
        is_complete: tells whether a finished directory is undamaged.
        waiting: called again and again while another process holds the lock.

    Raises:
        ModelError: the disk is full or cannot be written. Anything that `make` raises is passed on.
    """
    final = root / name
    work = root / ".work" / name
    try:
        work.mkdir(parents=True, exist_ok=True)
        with _locked(work.with_name(name + ".lock"), waiting):
            if is_complete(final):  # another process was faster
                return final
            _clear_interrupted(work)
            with tempfile.TemporaryDirectory(prefix="convert-", dir=work) as scratch:
                out = Path(scratch) / "model"
                out.mkdir()
                make(work, out)
                _sync(out)
                if final.exists():
                    shutil.rmtree(final)  # damaged
                os.rename(out, final)
                _sync_directory(final.parent)
            shutil.rmtree(work)
    except OSError as error:
        raise _disk_error(error, root) from error
    return final


def _clear_interrupted(work: Path) -> None:
    """Delete files left by interrupted runs: in `work`, whose lock is ours, and in every other directory whose lock
    nobody holds."""
    for directory in work.parent.glob("*/"):
        with work.with_name(directory.name + ".lock").open("ab") as lock:
            try:
                if directory != work:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # in use
            for stale in directory.glob("*-*/"):
                shutil.rmtree(stale)


@contextmanager
def _locked(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock at `path`. It is released when the process ends, however it ends; the file is never deleted."""
    with path.open("ab") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                waiting()
                time.sleep(_LOCK_SECONDS)
        yield


def _sync(directory: Path) -> None:
    """Write the files of `directory` to the disk, before a rename makes them the model."""
    for path in directory.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    _sync_directory(directory)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _disk_error(error: OSError, root: Path) -> ModelError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError(f"no space left for the model in {root}; make room and try again")
    where = error.filename or root
    return ModelError(f"{where}: {error.strerror or error}; check its permissions, or set XDG_CACHE_HOME elsewhere")
