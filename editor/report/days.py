"""The words written on each day, draft by draft: a small file in the platform's state directory.

It counts the words written while a draft was open here, up to its last save, minus deleted ones.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock

import msgspec

from editor.storage.files import FileError, write_file

_MOST_FILES, _MOST_DAYS = 200, 400
_writing = Lock()

Days = dict[str, int]
"""The words written on days, each as `2026-11-28`."""


def written_on_days(store: Path, file: Path) -> Days:
    """Return the words written in a file on each day; empty if none are known. May block."""
    name = _name(file)
    return {} if name is None else _load(store).get(name, {})


def add_written(store: Path, written: Mapping[Path, int], day: date) -> None:
    """Add the words written in some files on a day, if possible. May block.

    Only the latest files and days are kept. What other running editors have added stays.
    """
    with _writing, contextlib.suppress(OSError, FileError):
        known = _load(store)
        for file, words in written.items():
            name = _name(file)
            if name is None:
                continue
            days = known.pop(name, {})
            days[day.isoformat()] = days.get(day.isoformat(), 0) + words
            known[name] = dict(sorted(days.items())[-_MOST_DAYS:])
        _store(store, dict(list(known.items())[-_MOST_FILES:]))


def forget(store: Path, file: Path | None = None) -> int:
    """Erase a file's entry, or all. May block. Returns how many there were. Raises OSError, FileError."""
    with _writing:
        known = _load(store)
        if file is None:
            store.unlink(missing_ok=True)
            return len(known)
        if known.pop(_name(file) or "", None) is None:
            return 0
        _store(store, known)
        return 1


def _store(store: Path, kept: dict[str, Days]) -> None:
    store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):  # readable by its owner only
        os.close(os.open(store, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    write_file(store, msgspec.json.encode(kept).decode())


def _name(file: Path) -> str | None:
    """Return a file's name in the store; None if JSON can't hold it."""
    path = os.path.realpath(file)
    try:
        path.encode()
    except UnicodeEncodeError:
        return None
    return path


def _load(store: Path) -> dict[str, Days]:
    try:
        known = msgspec.json.decode(store.read_bytes(), type=dict[str, Days])
        for days in known.values():
            for day in days:
                date.fromisoformat(day)
    except (OSError, ValueError):  # msgspec's errors are ValueErrors
        return {}
    return known
