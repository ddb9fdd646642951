"""The key for an engine's API: from the environment, or from a file that only its owner can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import platformdirs

from scoring.errors import EngineError, unreadable

VARIABLE = "LOGPROSE_API_KEY"
_LONGEST = 4096


def key_path() -> Path:
    """Return the file that may hold the key."""
    return Path(platformdirs.user_config_dir("logprose")) / "engine.key"


def api_key() -> str:
    """Return the key, or "" if there is none. Raises EngineError if others can read the file, or if it can't be read at
    all."""
    path = key_path()
    key = os.environ.get(VARIABLE, "").strip() or _in_file(path)
    if not (key.isascii() and key.isprintable()):
        raise EngineError(f"the key of the engine isn't printable ASCII; check {VARIABLE} and {path}")
    return key


def _in_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise EngineError(f"{path}: others can read this key (mode {mode:04o}); run chmod 600 on it")
            return file.read(_LONGEST).decode("ascii", "replace").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise unreadable(error, path) from error
