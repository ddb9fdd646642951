"""The drafts to search: those in some folders, and open ones.

Their index is in a file if possible. A damaged file is rebuilt; if none can be written, the index is kept in memory.
Either is reported in one line, and no question fails because of it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from editor.asking.folders import drafts_below
from editor.asking.index import DraftIndex, OtherVersionError, erase
from editor.asking.lookup import Found
from editor.storage.files import FileError

_Result = TypeVar("_Result")


class Library:
    """The drafts and their index.

    Args:
        place: the index's file.
        complain: called with one line for each file that can't be read.
        mention: called with one line that says what is wrong with the index.
        progress: shows the progress, in a few words.
    """

    def __init__(
        self,
        place: Path,
        complain: Callable[[str], None],
        mention: Callable[[str], None],
        progress: Callable[[str], None],
    ) -> None:
        self._place: Path | None = place
        self._complain, self._mention, self._progress = complain, mention, progress
        self._index: DraftIndex | None = None
        self._folders: tuple[Path, ...] = ()
        self._steps: Iterator[None] = iter(())
        self._written: dict[Path, str] = {}
        self.paths: list[Path] = []

    def close(self) -> None:
        """Close the index."""
        self._steps = iter(())
        if self._index is not None:
            self._index.close()
            self._index = None

    def look_in(self, folders: Sequence[Path], files: Sequence[Path] = ()) -> None:
        """Search the drafts in and below folders and some files, all absolute. `step` reads them."""
        below = [path for folder in folders for path in drafts_below(folder, self._complain)]
        self._folders, self.paths = tuple(folders), list(dict.fromkeys([*below, *files]))
        self._guarded(self._begin)

    def put(self, path: Path, text: str) -> None:
        """Search an open draft in place of its file."""
        self._written[path] = text
        self._guarded(lambda index: self._put(index, path))

    def drop(self, path: Path) -> None:
        """Forget a draft that was closed. If its file is in one of the folders, the file counts again."""
        if self._written.pop(path, None) is not None:
            self._guarded(self._begin)

    def step(self) -> bool:
        """Read a file if one is left to read. Return False if none was."""
        return self._guarded(lambda _: next(self._steps, self) is not self)

    def best(self, question: str, count: int, *, is_begun: bool = False) -> list[Found]:
        """Return the passages that have most of a question's words, see `DraftIndex.best`."""
        return self._guarded(lambda index: index.best(question, count, is_begun=is_begun))

    def _begin(self, index: DraftIndex) -> None:
        index.begin(self.paths, self._folders, self._written)
        self._steps = index.updating(self.paths, self._complain, self._progress, self._written)

    def _put(self, index: DraftIndex, path: Path) -> None:
        try:
            index.put(path, self._written[path])
        except FileError:  # its text isn't prose, which the writer can see
            index.leave_out(path)

    def _guarded(self, work: Callable[[DraftIndex], _Result]) -> _Result:
        """Do something with the index; if that fails, report it and use another one."""
        try:
            return work(self._opened())
        except (OSError, sqlite3.DatabaseError) as error:
            self._give_up(error)
        return work(self._opened())

    def _opened(self) -> DraftIndex:
        """Return the index, which holds the files asked about or is about to."""
        if self._index is None:
            self._index = DraftIndex(self._place)
            self._begin(self._index)
            for path in self._written:
                self._put(self._index, path)
        return self._index

    def _give_up(self, error: OSError | sqlite3.DatabaseError) -> None:
        """Close the index and make sure that the next one can be used. Raises `error` if nothing helps."""
        if self._place is None:
            raise error
        self.close()
        place = self._place
        try:
            if isinstance(error, OSError | sqlite3.OperationalError):
                raise error
            erase(place)
        except (OSError, sqlite3.OperationalError) as failure:
            reason = (getattr(failure, "strerror", None) or str(failure)).lower()
            self._mention(f"{place}: the index cannot be saved ({reason}); your drafts are read again each time")
            self._place = None
        else:
            if not isinstance(error, OtherVersionError):
                self._mention(f"{place}: the index was damaged; it is being rebuilt")


def absolute(name: str | os.PathLike[str]) -> Path:
    """Return an absolute path, as the index names files."""
    try:
        return Path(os.path.abspath(name))
    except OSError:  # the working directory is gone
        return Path(name)
