"""The recently opened files, each with the place of its caret: a small file in the platform's state directory."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import msgspec

from editor.document.places import Place
from editor.storage.files import FileError, write_file

_KEPT = 50
_writing = Lock()


class RecentFile(msgspec.Struct, frozen=True):
    """A file's absolute path and the place of its caret, see `Place`."""

    path: str
    line: int = 1
    column: int = 1

    @property
    def place(self) -> Place:
        return Place(self.line, self.column)


def load_recent(path: Path) -> list[RecentFile]:
    """Return the list, newest first; empty if there is none or it can't be read. May block."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[RecentFile])[:_KEPT]
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return []


def existing(files: Iterable[RecentFile]) -> list[RecentFile]:
    """Return those of `files` that still exist. May block."""
    return [file for file in files if os.path.isfile(file.path)]


def remember(path: Path, files: Iterable[RecentFile]) -> list[RecentFile]:
    """Put `files` at the front of the list, in their order, and write it if possible. May block.

    What other running editors have added since stays.
    """
    with _writing:
        kept: dict[str, RecentFile] = {}
        for file in (*files, *load_recent(path)):
            if _is_utf_8(file.path):  # JSON can't contain others
                kept.setdefault(file.path, file)
        recent = list(kept.values())[:_KEPT]
        with contextlib.suppress(OSError, FileError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with contextlib.suppress(FileExistsError):  # readable by its owner only
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            write_file(path, msgspec.json.encode(recent).decode())
        return recent


def _is_utf_8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
