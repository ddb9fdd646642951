"""Text input for `score` and `verify`."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "windows-1252")
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


class InputError(Exception):
    """A file that cannot be read. The message is one line: the file, then the reason."""


def read_text(name: str, encoding: str | None = None) -> str:
    """Return the text of a file, or of standard input for "-". Undecodable bytes become lone surrogates.

    Args:
        name: of the file.
        encoding: one of `ENCODINGS`; None: UTF-16 if a byte order mark says so, else UTF-8.

    Raises:
        InputError: the file cannot be read, or is not in the encoding.
    """
    data = read_bytes(name)
    is_whole = len(data) % 2 == 0
    marked = (one for one, mark in _MARKS.items() if data.startswith(mark) and (one == "utf-8" or is_whole))
    codec = encoding or next(marked, "utf-8")
    content = data.removeprefix(_MARKS.get(codec, b""))
    if codec.startswith("utf-16") and not is_whole:
        source = "standard input" if name == "-" else name
        raise InputError(f"{source}: not {codec}: it ends in half a character; read it as utf-8")
    return content.decode(codec, "surrogatepass" if codec.startswith("utf-16") else "surrogateescape")


def read_bytes(name: str) -> bytes:
    """Return the content of a file, or of standard input for "-".

    Raises:
        InputError: the file cannot be read.
    """
    if name == "-" and sys.stdin is None:
        raise InputError("standard input: cannot be read (it is closed); name a file")
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: {_reason(error)}") from error


def _reason(error: OSError | ValueError) -> str:
    """Say why a file cannot be read, in the words of the editor's own messages, and what to do."""
    match error:
        case FileNotFoundError():
            return "no such file or directory"
        case IsADirectoryError():
            return "is a directory; name a file in it"
        case PermissionError():
            return "permission denied; change its permissions or name another file"
    reason = (isinstance(error, OSError) and error.strerror) or str(error)
    return f"cannot be read ({reason.lower()}); name another file"
