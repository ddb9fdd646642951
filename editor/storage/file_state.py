"""The state of a draft's file on disk while the draft is open."""

from __future__ import annotations

import os
from pathlib import Path

from editor.storage.encodings import Encoding
from editor.storage.files import ABSENT, FileContent, FileStamp, read_file, stamp_of


def look(path: Path) -> FileStamp | None:
    """Return the current stamp of a file, `ABSENT` if there is none, or None if it can't be read. May block."""
    try:
        return stamp_of(os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    except (OSError, ValueError):
        return None


def read_settled(path: Path, chosen: Encoding | None = None) -> FileContent | None:
    """Read a file like `read_file`; None if it is gone or is being written at this moment."""
    content = read_file(path, chosen)
    return content if content.stamp != ABSENT and look(path) == content.stamp else None
