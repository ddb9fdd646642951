"""The state of a draft's file on disk while the draft is open."""

from __future__ import annotations

import os
from pathlib import Path

from editor.storage.encodings import Encoding
from editor.storage.files import ABSENT, FileContent, FileStamp, read_file, stamp_of


def look(path: Path) -> FileStamp | None:
    """The stamp of a file now, `ABSENT` where there is none; None where that cannot be told. May block."""
    try:
        return stamp_of(os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    except (OSError, ValueError):
        return None


def read_settled(path: Path, chosen: Encoding | None = None) -> FileContent | None:
    """What a file holds; None where it is gone, or is being written at this moment. As `read_file` otherwise."""
    content = read_file(path, chosen)
    return content if content.stamp != ABSENT and look(path) == content.stamp else None
