"""The words and places ignored in each draft: a small file in the platform's state directory."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from threading import Lock

import msgspec

from editor.flags.ignored import MOST_PLACES, MOST_WORDS, IgnoredPlace
from editor.storage.files import FileError, write_file

_KEPT = 200  # drafts
_MOST_BYTES = 64 * 1024 * 1024
_writing = Lock()


class IgnoredIn(msgspec.Struct, frozen=True):
    """The words and places ignored in the draft with this absolute path, the newest last."""

    path: str
    words: tuple[str, ...] = ()
    places: tuple[IgnoredPlace, ...] = ()


def load_ignored(path: Path, draft: Path) -> IgnoredIn:
    """Return what is ignored in a draft. May block. Raises FileError if the file can't be read or is damaged."""
    name = os.path.realpath(draft)
    return next((entry for entry in _load(path) if entry.path == name), IgnoredIn(name))


def keep_ignored(path: Path, draft: Path, words: tuple[str, ...], places: tuple[IgnoredPlace, ...]) -> None:
    """Replace what is stored about a draft. May block.

    What other running editors have stored about other drafts stays. Raises FileError; the file is then unchanged.
    """
    new = IgnoredIn(os.path.realpath(draft), words[-MOST_WORDS:], places[-MOST_PLACES:])
    with _writing:
        known = _load(path)
        others = [entry for entry in known if entry.path != new.path]
        if not (words or places) and len(others) == len(known):
            return
        kept = [new, *others] if words or places else others
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with contextlib.suppress(FileExistsError):  # parts of drafts are nobody else's business
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            write_file(path, msgspec.json.encode(kept[:_KEPT]).decode())
        except (OSError, UnicodeEncodeError) as error:
            raise FileError(f"{path} cannot be written ({error}), so ignored words are not saved") from error


def _load(path: Path) -> list[IgnoredIn]:
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
        return msgspec.json.decode(data, type=list[IgnoredIn]) if data else []
    except FileNotFoundError:
        return []
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(f"{path} cannot be read ({reason}), so earlier ignored words are lost: move it away") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileError(f"{path} is damaged, so ignored words are not saved: fix or delete it") from error
