"""The writer's personal dictionary: words that are never flagged, one per line of a file in the config directory."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from editor.flags.ignored import plain
from editor.storage.files import FileContent, FileError, read_file, write_file

_writing = Lock()


def load_dictionary(path: Path) -> frozenset[str]:
    """Return its words; none if there is no file. May block. Raises FileError if it can't be read or isn't text."""
    return frozenset(map(plain, filter(None, map(str.strip, _read(path).text.splitlines()))))


def add_word(path: Path, word: str) -> None:
    """Append a word, unless it already exists. May block. Raises FileError."""
    with _writing:
        content = _read(path)
        lines = content.text.splitlines()
        if plain(word) not in (plain(line.strip()) for line in lines):
            _write(path, content, [*lines, plain(word)])


def remove_word(path: Path, word: str) -> None:
    """Remove a word from all its lines. May block. Raises FileError."""
    with _writing:
        content = _read(path)
        lines = content.text.splitlines()
        kept = [line for line in lines if plain(line.strip()) != plain(word)]
        if kept != lines:
            _write(path, content, kept)


def _read(path: Path) -> FileContent:
    content = read_file(path)
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in content.text):
        raise FileError(f"{path} is not UTF-8 text: save it as UTF-8, one word per line")
    return content


def _write(path: Path, content: FileContent, lines: list[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{path.parent} cannot be created ({error.strerror}), so the word is not saved") from error
    write_file(path, "".join(f"{line}\n" for line in lines), encoding=content.encoding, expected=content.stamp)
