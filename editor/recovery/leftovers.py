"""Journals whose editors are gone: found again or set aside, never dropped."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from editor.recovery.journal_file import NEW_SUFFIX, SUFFIX, Header, JournalError, is_held, read_header

_KEPT = "kept"
_HELD_WITHIN_S = 60.0  # from its creation, in which a new journal's editor locks it


@dataclass(frozen=True, slots=True)
class Leftover:
    """A journal without an editor; if it can't be read, `problem` says why and there is no header."""

    path: Path
    header: Header | None
    problem: str = ""


def leftovers(directory: Path, *, with_kept: bool = False) -> list[Leftover]:
    """Return the journals of a directory that no running editor writes, newest first. May block.

    Removes files whose editor died while creating them: they hold nothing that isn't in a journal.
    """
    found = []
    for path in [*_entries(directory), *(_entries(directory / _KEPT) if with_kept else ())]:
        if path.suffix == NEW_SUFFIX and _written(path) < time.time() - _HELD_WITHIN_S and not is_held(path):
            with contextlib.suppress(OSError):
                path.unlink()
        elif path.suffix == SUFFIX and not is_held(path):
            try:
                found.append(Leftover(path, read_header(path)))
            except JournalError as error:
                found.append(Leftover(path, None, str(error)))
    return sorted(found, key=lambda one: _written(one.path), reverse=True)


def of_file(found: list[Leftover], file: Path) -> list[Leftover]:
    """Return those that belong to a file: by its path, or by its inode if their path is gone. May block."""
    real = os.fsencode(os.path.realpath(file))
    try:
        status = os.stat(file)
        inode = (status.st_dev, status.st_ino)
    except (OSError, ValueError):
        inode = (0, 0)
    return [one for one in found if one.header is not None and _belongs(one.header, real, inode)]


def _belongs(header: Header, real: bytes, inode: tuple[int, int]) -> bool:
    if header.path == real:
        return True
    is_same = bool(header.path and header.inode) and (header.device, header.inode) == inode
    return is_same and not os.path.lexists(header.path)


def put_aside(path: Path) -> None:
    """Move a journal to where it is no longer offered automatically. May block. Raises OSError, leaving it in place."""
    kept = path.parent / _KEPT
    kept.mkdir(mode=0o700, exist_ok=True)
    os.rename(path, kept / path.name)


def _entries(directory: Path) -> Iterator[Path]:
    try:
        names = os.listdir(directory)
    except OSError:
        return
    for name in names:
        yield directory / name


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
