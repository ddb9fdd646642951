"""Words that are never flagged: the writer's dictionary in the config directory, and the word lists of folders.

Each is a file with one word a line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

from editor.flags.ignored import plain
from editor.paths import dictionary_path, locks_directory
from editor.settings.layers import FOLDER_FILE, folders_above
from editor.storage.file_lock import changing
from editor.storage.files import FileChangedError, FileContent, FileError, read_file, write_file

FOLDER_WORDS = ".logprose-words.txt"
"""The word list of a folder, for the drafts in and below it."""

_MOST_BYTES = 8 * 1024 * 1024
_TRIES = 5  # for writing a file that other programs write too
_writing = Lock()


def word_lists(draft: Path | None) -> list[Path]:
    """Return the files with words that are never flagged in the draft with this path, whether or not they exist."""
    return [dictionary_path(), *_folder_lists(draft)]


def _folder_lists(draft: Path | None) -> list[Path]:
    return [folder / FOLDER_WORDS for folder in folders_above(draft)]


def folder_list(draft: Path) -> Path:
    """Return the file to which words of a draft's folder are added: the nearest word list above the draft; if there is
    none, one next to the nearest settings file; otherwise one in its own folder. May block."""
    folders = list(folders_above(draft)) or [draft.parent]
    for name in (FOLDER_WORDS, FOLDER_FILE):
        for folder in folders:
            if os.path.exists(folder / name):
                return folder / FOLDER_WORDS
    return folders[0] / FOLDER_WORDS


def words_for(draft: Path | None) -> tuple[frozenset[str], list[str]]:
    """Return the words that are never flagged in a draft, and one line about each list that can't be used. May
    block."""
    return _words_in(word_lists(draft))


def folder_words(draft: Path | None) -> tuple[frozenset[str], list[str]]:
    """Return the words of the folder's lists alone, as `words_for`."""
    return _words_in(_folder_lists(draft))


def _words_in(lists: Iterable[Path]) -> tuple[frozenset[str], list[str]]:
    words, complaints = set[str](), list[str]()
    for path in lists:
        try:
            words |= load_dictionary(path)
        except FileError as error:
            complaints.append(str(error))
    return frozenset(words), complaints


def load_dictionary(path: Path) -> frozenset[str]:
    """Return the words of a list; none if there is no file. May block. Raises FileError if it can't be read or isn't
    text."""
    return frozenset(map(plain, filter(None, map(str.strip, _read(path).text.splitlines()))))


def add_word(path: Path, word: str) -> None:
    """Append a word to a list, unless it already exists. May block. Raises FileError."""

    def with_word(lines: list[str]) -> list[str]:
        return lines if plain(word) in (plain(line.strip()) for line in lines) else [*lines, plain(word)]

    _change(path, with_word)


def remove_word(path: Path, word: str) -> None:
    """Remove a word from all lines of a list. May block. Raises FileError."""
    _change(path, lambda lines: [line for line in lines if plain(line.strip()) != plain(word)])


def _change(path: Path, changed: Callable[[list[str]], list[str]]) -> None:
    """Replace a file's lines by the result of `changed`, even if another program writes it at the same time."""
    with _writing, changing(locks_directory(), path):
        for tries_left in reversed(range(_TRIES)):
            content = _read(path)
            lines = content.text.splitlines()
            new = changed(lines)
            try:
                if new != lines:
                    _write(path, content, new)
                return
            except FileChangedError:
                if not tries_left:
                    raise


def _read(path: Path) -> FileContent:
    try:
        if os.path.getsize(path) > _MOST_BYTES and path.is_file():
            raise FileError(f"{path} is longer than {_MOST_BYTES:,} bytes, the limit for word lists: shorten it")
    except (OSError, ValueError):  # `read_file` reports the problem
        pass
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
