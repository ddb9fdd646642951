"""The index of the searched drafts: their passages in SQLite's full-text search (FTS5), in one file.

It is a cache: you can erase it at any time, and it is rebuilt from the drafts. A file is read again when its stamp has
changed, and cut again when its bytes have; only its changed passages are indexed again. An open draft can replace its
file.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path

from editor.asking import lookup
from editor.asking.lookup import Found
from editor.asking.passages import TABLES, Passages
from editor.asking.pieces import Piece, pieces_of, pieces_of_text
from editor.storage.files import FileError

_VERSION = 2
_NO_STAMP = -1  # the file's bytes are compared next time
_UNSURE_NS = 2_000_000_000
"""A file changed so recently may change again without a new stamp: its bytes are compared next time."""
_COMMIT_EVERY_S = 0.5
"""Another of our programs may be waiting for the index."""
_WAIT_S = 10.0  # waiting for another of our programs that writes to the index

_FILES = "CREATE TABLE files (id INTEGER PRIMARY KEY, path BLOB UNIQUE, changed INTEGER, size INTEGER, digest BLOB);"


class OtherVersionError(sqlite3.DatabaseError):
    """The index was made by another version of the program; it can be erased."""


class DraftIndex:
    """The index in a file.

    Every method raises sqlite3.OperationalError if the file can't be used now, and another sqlite3.DatabaseError if it
    is damaged. Opening it may raise OtherVersionError.

    Args:
        path: the file; None: the index is gone when it is closed.
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._base = sqlite3.connect(":memory:" if path is None else path, timeout=_WAIT_S)
        try:
            self._base.execute("PRAGMA secure_delete = ON")
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._base.executescript(f"BEGIN; {_FILES} {TABLES} PRAGMA user_version = {_VERSION}; COMMIT")
            elif version != _VERSION:
                raise OtherVersionError
            self._base.execute("CREATE TEMP TABLE asked (file INTEGER PRIMARY KEY)")
        except BaseException:
            self._base.close()
            raise
        self._passages = Passages(self._base)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def update(
        self,
        paths: Sequence[Path],
        folders: Iterable[Path],
        complain: Callable[[str], None],
        progress: Callable[[str], None],
    ) -> None:
        """Update the index to the present files, see `updating`."""
        self.begin(paths, folders)
        for _ in self.updating(paths, complain, progress):
            pass

    def begin(self, paths: Iterable[Path], folders: Iterable[Path], but: Iterable[Path] = ()) -> None:
        """From now on, search only these files, in the state indexed.

        Args:
            paths: the files, absolute.
            folders: files in and below them that aren't among `paths` are forgotten.
            but: files that aren't forgotten, whatever folder they are in.
        """
        wanted = {os.fsencode(path) for path in (*paths, *but)}
        places = tuple(os.path.join(os.fsencode(folder), b"") for folder in folders)
        self._base.execute("DELETE FROM asked")
        for file, path in self._base.execute("SELECT id, path FROM files").fetchall():
            if path in wanted:
                self._base.execute("INSERT INTO asked VALUES (?)", (file,))
            elif path.startswith(places) or not os.path.isabs(path):  # a draft without a file, of an earlier run
                self._forget(file)
        self._base.commit()

    def updating(
        self,
        paths: Sequence[Path],
        complain: Callable[[str], None],
        progress: Callable[[str], None],
        put: Container[Path] = (),
    ) -> Iterator[None]:
        """Update the entries of files, one file at each step.

        Args:
            paths: the files, absolute.
            complain: called with one line for each file that can't be read.
            progress: shows the progress, in a few words.
            put: those of them replaced by an open draft, see `put`.
        """
        committed = time.monotonic()
        for count, path in enumerate(paths):
            if time.monotonic() - committed > _COMMIT_EVERY_S:
                self._base.commit()
                progress(f"reading {count / len(paths):.0%}")
                committed = time.monotonic()
            if path in put:
                continue
            try:
                self._base.execute("INSERT OR IGNORE INTO asked VALUES (?)", (self._updated(path),))
            except FileError as error:
                complain(str(error))
            yield
        self._base.commit()

    def put(self, path: Path, text: str) -> None:
        """Index a draft as it is now, whatever its file contains. Raises FileError if it has no prose."""
        name, row = os.fsencode(path), self._row(path)
        data = text.encode("utf-8", "surrogatepass")
        digest = _digest(data)
        if row is None or row[3] != digest:
            file = self._replaced(row and row[0], name, pieces_of_text(path, text))
            values = (_NO_STAMP, len(data), digest, file)
            self._base.execute("UPDATE files SET changed = ?, size = ?, digest = ? WHERE id = ?", values)
        else:
            file = row[0]
        self._base.execute("INSERT OR IGNORE INTO asked VALUES (?)", (file,))
        self._base.commit()

    def leave_out(self, path: Path) -> None:
        """Use an index without a file from now on."""
        if (row := self._row(path)) is not None:
            self._forget(row[0])
            self._base.commit()

    def best(self, question: str, count: int, *, is_begun: bool = False) -> list[Found]:
        """Return the passages that have most of a question's words, best first, `count` at most.

        `is_begun`: its last word is still being typed.
        """
        return lookup.best(self._base, question, count, is_begun=is_begun)

    def forget(self, paths: Iterable[Path]) -> int:
        """Erase the entries of files; return how many there were."""
        count = 0
        for path in paths:
            if (row := self._row(path)) is not None:
                self._forget(row[0])
                count += 1
        self._passages.merge()
        self._base.commit()
        self._base.execute("VACUUM")
        return count

    def file_count(self) -> int:
        """Return the number of indexed files."""
        return int(self._base.execute("SELECT count(*) FROM files").fetchone()[0])

    def _row(self, path: Path) -> tuple[int, int, int, bytes] | None:
        """Return the number of a file, and its stamp, size and digest when it was cut; None: it isn't indexed."""
        name = os.fsencode(path)
        row: tuple[int, int, int, bytes] | None = self._base.execute(
            "SELECT id, changed, size, digest FROM files WHERE path = ?", (name,)
        ).fetchone()
        return row

    def _updated(self, path: Path) -> int:
        """Return the number of a file, after updating its passages. Raises FileError."""
        row = self._row(path)
        try:
            status = os.stat(path)
            if not stat.S_ISREG(status.st_mode):
                raise FileError(f"{path}: not a regular file; it is left out")
            if row is not None and row[1:3] == (status.st_mtime_ns, status.st_size):
                return row[0]
            data = path.read_bytes()
            digest = _digest(data)
            if row is not None and row[3] == digest:
                file = row[0]
            else:
                file = self._replaced(row and row[0], os.fsencode(path), pieces_of(path, data))
        except (OSError, FileError) as error:
            if row is not None:
                self._forget(row[0])
            if isinstance(error, FileError):
                raise
            raise FileError(f"{path}: {(error.strerror or str(error)).lower()}; it is left out") from None
        changed = _NO_STAMP if time.time_ns() - status.st_mtime_ns < _UNSURE_NS else status.st_mtime_ns
        values = (changed, status.st_size, digest, file)
        self._base.execute("UPDATE files SET changed = ?, size = ?, digest = ? WHERE id = ?", values)
        return file

    def _replaced(self, file: int | None, name: bytes, pieces: Iterable[Piece]) -> int:
        """Set the passages of a file to `pieces`, and return its number; `file` is None for a new file."""
        if file is None:
            file = self._base.execute("INSERT INTO files (path, changed) VALUES (?, ?)", (name, _NO_STAMP)).lastrowid
            assert file is not None
        self._passages.replace(file, pieces)
        return file

    def _forget(self, file: int) -> None:
        self._passages.remove(file)
        for table, column in (("files", "id"), ("asked", "file")):
            self._base.execute(f"DELETE FROM {table} WHERE {column} = ?", (file,))


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def erase(path: Path) -> None:
    """Erase an index. Raises OSError."""
    for suffix in ("", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def forget(path: Path, files: Sequence[Path]) -> int:
    """Erase an index's entries of some files (none given: of all); return how many there were. Raises OSError."""
    if not path.exists():
        return 0
    count = 0
    try:
        index = DraftIndex(path)
        try:
            count = index.forget([Path(os.path.abspath(file)) for file in files]) if files else index.file_count()
        finally:
            index.close()
    except sqlite3.OperationalError as error:
        raise OSError(0, str(error)) from None
    except sqlite3.DatabaseError:  # damaged: nothing in it can be told apart
        files = ()
    if not files:
        erase(path)
    return count
