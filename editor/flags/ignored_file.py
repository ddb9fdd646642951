"""The words and places ignored in each draft: a small file in the platform's state directory.

Several programs may have the same draft open. So whoever stores something passes the contents of the file when it last
looked; additions and removals by others since then are preserved.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Hashable, Sequence
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec

from editor.flags.ignored import MOST_PLACES, MOST_WORDS, IgnoredPlace
from editor.paths import locks_directory
from editor.storage.file_lock import changing
from editor.storage.files import ABSENT, FileChangedError, FileError, FileStamp, stamp_of, write_file

_KEPT = 200  # drafts
_MOST_BYTES = 64 * 1024 * 1024
_TRIES = 5  # for writing the file while other programs write it too
_writing = Lock()

_Item = TypeVar("_Item", bound=Hashable)


class IgnoredIn(msgspec.Struct, frozen=True):
    """The words and places ignored in the draft with this absolute path, the newest last."""

    path: str
    words: tuple[str, ...] = ()
    places: tuple[IgnoredPlace, ...] = ()


def load_ignored(path: Path, draft: Path) -> IgnoredIn:
    """Return the ignored words and places of a draft. May block. Raises FileError if the file can't be read or is
    damaged."""
    name = os.path.realpath(draft)
    return next((entry for entry in _load(path)[0] if entry.path == name), IgnoredIn(name))


def keep_ignored(
    path: Path,
    draft: Path,
    words: tuple[str, ...],
    places: tuple[IgnoredPlace, ...],
    known: IgnoredIn | None = None,
) -> IgnoredIn:
    """Store the ignored words and places of a draft. May block. Raises FileError; the file is then unchanged.

    Entries that other programs have stored for other drafts stay.

    Args:
        path: the file.
        draft: the draft.
        words, places: those that the caller ignores.
        known: the entry stored when the caller last looked; None: none.

    Returns:
        The entry stored now, to be passed as `known` the next time.
    """
    name = os.path.realpath(draft)
    if known is None or known.path != name:
        known = IgnoredIn(name)
    mine = IgnoredIn(name, words[-MOST_WORDS:], places[-MOST_PLACES:])
    with _writing, changing(locks_directory(), path):
        for tries_left in reversed(range(_TRIES)):
            try:
                _store(path, mine, known)
                break
            except FileChangedError:
                if not tries_left:
                    raise
    return mine


def _store(path: Path, mine: IgnoredIn, known: IgnoredIn) -> None:
    entries, found = _load(path)
    stamp: FileStamp | None = found
    others = [entry for entry in entries if entry.path != mine.path]
    stored = next((entry for entry in entries if entry.path == mine.path), None)
    new = mine
    if stored is not None:
        words = _merged(mine.words, known.words, stored.words)[-MOST_WORDS:]
        new = IgnoredIn(mine.path, words, _merged(mine.places, known.places, stored.places)[-MOST_PLACES:])
    if stored is None and not (new.words or new.places):
        return
    kept = [new, *others] if new.words or new.places else others
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):  # parts of drafts are nobody else's business
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            stamp = None
        write_file(path, msgspec.json.encode(kept[:_KEPT]).decode(), expected=stamp)
    except (OSError, UnicodeEncodeError) as error:
        raise FileError(f"{path} cannot be written ({error}), so ignored words are not saved") from error


def _merged(mine: Sequence[_Item], known: Sequence[_Item], stored: Sequence[_Item]) -> tuple[_Item, ...]:
    """Return the ignored entries including changes by others: `known` was stored before, and `stored` is now."""
    removed = set(known) - set(stored)
    added = [item for item in stored if item not in {*known, *mine}]
    return (*added, *(item for item in mine if item not in removed))


def _load(path: Path) -> tuple[list[IgnoredIn], FileStamp]:
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read(_MOST_BYTES + 1)
        entries = msgspec.json.decode(data, type=list[IgnoredIn]) if data else []
        return entries, stamp_of(status, data)
    except FileNotFoundError:
        return [], ABSENT
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(f"{path} cannot be read ({reason}), so earlier ignored words are lost: move it away") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileError(f"{path} is damaged, so ignored words are not saved: fix or delete it") from error
