"""Undo that outlives the program: the history of each file beside the journals, as long as its text is the same."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from editor.document.history import Step
from editor.recovery.journal_file import digest_of
from editor.recovery.saved_history import decode_history, encode_history
from editor.storage.files import FileError, write_bytes

_SUFFIX = ".history"
_MOST_FILES = 200


def keep_history(directory: Path, file: Path, text: str, done: Sequence[Step], undone: Sequence[Step]) -> None:
    """Keep the steps that lead to the text of a saved file, as far as that is possible. May block."""
    with contextlib.suppress(OSError, FileError):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = _path(directory, file)
        with contextlib.suppress(FileExistsError):  # what was written is nobody's business
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        write_bytes(path, encode_history(digest_of(text), done, undone))
        _forget_oldest(directory)


def kept_history(directory: Path, file: Path, text: str) -> tuple[list[Step], list[Step]] | None:
    """What can be undone and redone of a file that holds this text; None: nothing is known of it. May block."""
    try:
        data = _path(directory, file).read_bytes()
    except OSError:
        return None
    return decode_history(data, digest_of(text))


def _path(directory: Path, file: Path) -> Path:
    name = blake2b(os.fsencode(os.path.realpath(file)), digest_size=12).hexdigest()
    return directory / f"{name}{_SUFFIX}"


def _forget_oldest(directory: Path) -> None:
    found = [directory / name for name in os.listdir(directory) if name.endswith(_SUFFIX)]
    if len(found) > _MOST_FILES:
        for path in sorted(found, key=lambda one: one.stat().st_mtime)[:-_MOST_FILES]:
            path.unlink(missing_ok=True)
