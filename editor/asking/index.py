"""The index of the drafts that were asked: their passages in SQLite's full-text search (FTS5), in one file.

It is a cache: you can erase it at any time, and it is rebuilt from the drafts. A file is read again when its stamp has
changed, and cut again when its bytes have.

BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) is negative in FTS5, and nearly 0 for every
passage where a word is in most of them; so only the order it makes is used.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from editor.asking import terms
from editor.asking.pieces import Line, Piece, pieces_of
from editor.asking.ranking import fused
from editor.storage.files import FileError

_VERSION = 1
_UNSURE_NS = 2_000_000_000
"""A file changed so recently may change again without a new stamp: its bytes are compared next time."""
_COMMON, _MANY = 0.3, 50
"""A word in more than this share of so many passages or more says nothing about which of them is meant."""
_COMMIT_EVERY = 200  # files
_WAIT_S = 10.0  # for another of our programs that writes to the index

_SCHEMA = """
CREATE TABLE files (id INTEGER PRIMARY KEY, path BLOB UNIQUE, changed INTEGER, size INTEGER, digest BLOB);
CREATE TABLE passages (id INTEGER PRIMARY KEY, file INTEGER, headings BLOB, sentences BLOB);
CREATE INDEX passages_of_file ON passages (file);
CREATE VIRTUAL TABLE words USING fts5 (headings, body, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE terms USING fts5vocab (words, 'row');
CREATE VIRTUAL TABLE letters USING fts5 (body, tokenize = 'trigram');
"""


class Found(NamedTuple):
    """A passage, its number in the index, and the file that it is in."""

    number: int
    path: Path
    piece: Piece


class DraftIndex:
    """The index in a file.

    Every method raises sqlite3.OperationalError if the file can't be used now, and another sqlite3.DatabaseError if it
    is damaged.

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
                self._base.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT")
            elif version != _VERSION:
                raise sqlite3.DatabaseError("made by another version")
            self._base.execute("CREATE TEMP TABLE asked (file INTEGER PRIMARY KEY)")
        except BaseException:
            self._base.close()
            raise

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
        """Make the index that of the files as they are now; only these are searched from now on.

        Args:
            paths: the files, absolute.
            folders: files in and below them that aren't among `paths` are forgotten.
            complain: is given one line for each file that can't be read.
            progress: shows the progress, in a few words.
        """
        wanted = {os.fsencode(path) for path in paths}
        places = tuple(os.path.join(os.fsencode(folder), b"") for folder in folders)
        for file, path in self._base.execute("SELECT id, path FROM files").fetchall():
            if path not in wanted and path.startswith(places):
                self._forget(file)
        self._base.execute("DELETE FROM asked")
        for count, path in enumerate(paths):
            if count % _COMMIT_EVERY == 0:
                self._base.commit()
                progress(f"reading {count / len(paths):.0%}")
            try:
                self._base.execute("INSERT OR IGNORE INTO asked VALUES (?)", (self._updated(path),))
            except FileError as error:
                complain(str(error))
        self._base.commit()

    def best(self, question: str, count: int) -> list[Found]:
        """Return the passages that have most of a question's words, best first, `count` at most."""
        asked = terms.words(question)
        lists = [self._ranked("words", self._telling(asked), count), self._ranked("letters", terms.grams(asked), count)]
        lists += [self._holding(word, count) for word in terms.too_short(asked)]
        filled = [numbers for numbers in lists if numbers]
        order = filled[0] if len(filled) == 1 else fused(*((numbers, 1.0) for numbers in filled))
        return [self._found(number) for number in order[:count]]

    def forget(self, paths: Iterable[Path]) -> int:
        """Erase what is known of files; return how many were known."""
        count = 0
        for path in paths:
            row = self._base.execute("SELECT id FROM files WHERE path = ?", (os.fsencode(path),)).fetchone()
            if row is not None:
                self._forget(row[0])
                count += 1
        for table in ("words", "letters"):  # until they are merged, they keep the words of passages that are deleted
            self._base.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        self._base.commit()
        self._base.execute("VACUUM")
        return count

    def file_count(self) -> int:
        """Return how many files are known."""
        return int(self._base.execute("SELECT count(*) FROM files").fetchone()[0])

    def _updated(self, path: Path) -> int:
        """Return the number of a file, whose passages are up to date then. Raises FileError."""
        name = os.fsencode(path)
        row = self._base.execute("SELECT id, changed, size, digest FROM files WHERE path = ?", (name,)).fetchone()
        try:
            status = os.stat(path)
            if not stat.S_ISREG(status.st_mode):
                raise FileError(f"{path}: not a regular file; it is left out")
            if row is not None and row[1:3] == (status.st_mtime_ns, status.st_size):
                return int(row[0])
            data = path.read_bytes()
            digest = hashlib.blake2b(data, digest_size=16).digest()
            pieces = None if row is not None and row[3] == digest else pieces_of(path, data)
        except (OSError, FileError) as error:
            if row is not None:
                self._forget(row[0])
            if isinstance(error, FileError):
                raise
            raise FileError(f"{path}: {(error.strerror or str(error)).lower()}; it is left out") from None
        changed = -1 if time.time_ns() - status.st_mtime_ns < _UNSURE_NS else status.st_mtime_ns
        if pieces is None:
            self._base.execute("UPDATE files SET changed = ?, size = ? WHERE id = ?", (changed, status.st_size, row[0]))
            return int(row[0])
        if row is not None:
            self._forget(row[0])
        values = (name, changed, status.st_size, digest)
        inserted = self._base.execute("INSERT INTO files (path, changed, size, digest) VALUES (?, ?, ?, ?)", values)
        assert inserted.lastrowid is not None
        for piece in pieces:
            self._add(inserted.lastrowid, piece)
        return inserted.lastrowid

    def _add(self, file: int, piece: Piece) -> None:
        encoded = msgspec.msgpack.encode(piece.headings), msgspec.msgpack.encode(piece.sentences)
        inserted = self._base.execute(
            "INSERT INTO passages (file, headings, sentences) VALUES (?, ?, ?)", (file, *encoded)
        )
        number, body = inserted.lastrowid, terms.folded(piece.text)
        headings = terms.folded(" ".join(piece.headings))
        self._base.execute("INSERT INTO words (rowid, headings, body) VALUES (?, ?, ?)", (number, headings, body))
        if terms.is_letterwise(whole := f"{headings}\n{body}"):
            self._base.execute("INSERT INTO letters (rowid, body) VALUES (?, ?)", (number, whole))

    def _forget(self, file: int) -> None:
        for table in ("words", "letters"):
            self._base.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT id FROM passages WHERE file = ?)", (file,))
        self._base.execute("DELETE FROM passages WHERE file = ?", (file,))
        self._base.execute("DELETE FROM files WHERE id = ?", (file,))

    def _telling(self, asked: list[str]) -> list[str]:
        """Return the words that tell passages apart: all, where none does."""
        total = self._base.execute("SELECT count(*) FROM passages").fetchone()[0]
        if total < _MANY:
            return asked
        counts = {
            word: count
            for word in asked
            for (count,) in self._base.execute("SELECT doc FROM terms WHERE term = ?", (word,))
        }
        return [word for word in asked if counts.get(word, 0) <= _COMMON * total] or asked

    def _ranked(self, table: str, looked_up: list[str], count: int) -> list[int]:
        """Return the numbers of the passages that have any of some words in a table of FTS5, best first."""
        if not looked_up:
            return []
        rows = self._base.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ?{self._among(table)} "
            f"ORDER BY bm25({table}), rowid LIMIT ?",
            (terms.any_of(looked_up), count),
        )
        return [number for (number,) in rows]

    def _holding(self, word: str, count: int) -> list[int]:
        """Return the numbers of passages that hold a word too short for its letters to be looked up.

        With LIKE, SQLite 3.40 finds no word of two letters that aren't ASCII in such a table.
        """
        rows = self._base.execute(
            f"SELECT rowid FROM letters WHERE instr(body, ?){self._among('letters')} ORDER BY rowid LIMIT ?",
            (word, count),
        )
        return [number for (number,) in rows]

    def _among(self, table: str) -> str:
        """Return the condition that a passage is in a file that is asked; "" where all are, since it takes time."""
        (others,) = self._base.execute("SELECT count(*) FROM files WHERE id NOT IN (SELECT file FROM asked)").fetchone()
        asked = "SELECT passages.id FROM passages WHERE passages.id = {0}.rowid AND file IN (SELECT file FROM asked)"
        return f" AND EXISTS ({asked.format(table)})" if others else ""

    def _found(self, number: int) -> Found:
        path, headings, sentences = self._base.execute(
            "SELECT path, headings, sentences FROM passages JOIN files ON files.id = file WHERE passages.id = ?",
            (number,),
        ).fetchone()
        try:
            piece = Piece(
                msgspec.msgpack.decode(headings, type=tuple[str, ...]),
                msgspec.msgpack.decode(sentences, type=tuple[Line, ...]),
            )
        except msgspec.DecodeError as error:
            raise sqlite3.DatabaseError(str(error)) from None
        return Found(number, Path(os.fsdecode(path)), piece)


def erase(path: Path) -> None:
    """Erase an index. Raises OSError."""
    for suffix in ("", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def forget(path: Path, files: Sequence[Path]) -> int:
    """Erase what an index knows of some files, of all for none; return how many it knew. Raises OSError."""
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
