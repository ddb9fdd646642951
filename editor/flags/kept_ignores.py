"""The words and places ignored in one draft, kept in sync with the files: for programs without a screen."""

from __future__ import annotations

import os
from pathlib import Path

from editor.document import Document
from editor.flags.dictionary import add_word, folder_list, load_dictionary, remove_word, word_lists, words_for
from editor.flags.ignored import Ignored, find_places, is_listed, listed_forms
from editor.flags.ignored_file import IgnoredIn, keep_ignored, load_ignored
from editor.paths import dictionary_path, ignored_path
from editor.storage.files import ABSENT, FileError, FileStamp, stamp_of


class KeptIgnores:
    """Knows which words and places are ignored in a draft: here, in the draft, in its folder, or everywhere.

    Call `look` before asking, since other programs change the files too. All methods may block.

    Args:
        document: the draft. Without a file it has the writer's dictionary, and forgets the rest with the program.

    Attributes:
        words: those of the dictionary and of the folder's word lists.
        complaints: one line about each file that can't be used.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ignored = Ignored(document)
        self._known = IgnoredIn("")
        self._stamps: dict[Path, FileStamp] = {}
        self.words: frozenset[str] = frozenset()
        self.complaints: list[str] = []

    def covers(self, start: int, end: int) -> bool:
        """Return True if the writer wants no flag at [start, end)."""
        return self._ignored.covers(start, end) or is_listed(self._document.slice(start, end), self.words)

    def look(self) -> bool:
        """Read the files that have changed since the last look. Returns whether the ignored words or places have
        changed."""
        path = self._document.path
        stamps = {file: _stamp(file) for file in (*word_lists(path), ignored_path())}
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        before = self.words
        self.words, self.complaints = words_for(path)
        return self._take_up_stored() or self.words != before

    def _take_up_stored(self) -> bool:
        """Adopt what others have stored for the draft. Returns whether there was anything."""
        if self._document.path is None:
            return False
        try:
            stored = load_ignored(ignored_path(), self._document.path)
        except FileError as error:
            self.complaints.append(str(error))
            return False
        known, self._known = self._known, stored
        return self._ignored.follow(known.words, stored.words) | self._ignored.follow_places(
            find_places(self._document.text, [place for place in known.places if place not in stored.places]),
            find_places(self._document.text, [place for place in stored.places if place not in known.places]),
        )

    # -- ignoring ------------------------------------------------------------------------------------------------------

    def ignore_here(self, start: int, end: int) -> None:
        """Ignore [start, end), which must be in one line. Raises FileError if that can't be stored, but still ignores
        it."""
        self.look()
        self._ignored.add_place(start, end)
        self._store()

    def ignore_word(self, word: str) -> None:
        """Ignore a word everywhere in the draft. Raises FileError as `ignore_here`."""
        self.look()
        self._ignored.add_word(word)
        self._store()

    def add_to_dictionary(self, word: str) -> None:
        """Ignore a word everywhere from now on. Raises FileError."""
        add_word(dictionary_path(), word)

    def add_to_folder(self, word: str) -> Path:
        """Ignore a word in the drafts of the draft's folder. Returns the file. Raises FileError."""
        if self._document.path is None:
            raise FileError("the draft has no folder yet: save it first")
        path = folder_list(self._document.path)
        add_word(path, word)
        return path

    def flag_again(self, start: int, end: int) -> None:
        """Stop ignoring [start, end), in every list that has it. Raises FileError."""
        self.look()
        word = self._document.slice(start, end)
        self._ignored.follow_places([(start, end)], ())
        for form in listed_forms(word):
            self._ignored.forget_word(form)
        self._store()
        for path in word_lists(self._document.path):
            for form in listed_forms(word):
                if form in load_dictionary(path):
                    remove_word(path, form)

    def _store(self) -> None:
        if (path := self._document.path) is not None:
            places = tuple(self._ignored.places())
            self._known = keep_ignored(ignored_path(), path, self._ignored.words, places, self._known)


def _stamp(path: Path) -> FileStamp:
    try:
        return stamp_of(os.stat(path))
    except (OSError, ValueError):
        return ABSENT
