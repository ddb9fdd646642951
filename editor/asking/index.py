"""The index of the drafts that were asked: their passages in SQLite's full-text search (FTS5), in one file.

It is a cache: you can erase it at any time, and it is rebuilt from the drafts. A file is read again when its stamp has
changed, and cut again when its bytes have; of its passages only those with another text are indexed again. A draft that
is being written can be put in place of its file.

Passages are indexed by the stems that FTS5's `porter` makes of English words. A word that is still being typed isn't
one yet: it is looked up as the beginning of stems, and so are its own beginnings that may be a stem already.

BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) is negative in FTS5, and nearly 0 for every
passage where a word is in most of them; so passages are cut off by their number, never by a score.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from editor.asking import terms
from editor.asking.pieces import Line, Piece, pieces_of, pieces_of_text
from editor.asking.ranking import fused
from editor.storage.files import FileError

_VERSION = 2
_NO_STAMP = -1  # the file's bytes are compared next time
_UNSURE_NS = 2_000_000_000
"""A file changed so recently may change again without a new stamp: its bytes are compared next time."""
_COMMON, _MANY = 0.3, 50
"""A word in more than this share of so many passages or more says nothing about which of them is meant."""
_MOST_WORDS = 24
"""Of a longer question, a paragraph for example, so many words are looked up, the rarest."""
_COMMIT_EVERY_S = 0.5
"""Another of our programs may wait for the index meanwhile."""
_WAIT_S = 10.0  # for another of our programs that writes to the index

_SCHEMA = """
CREATE TABLE files (id INTEGER PRIMARY KEY, path BLOB UNIQUE, changed INTEGER, size INTEGER, digest BLOB);
CREATE TABLE passages (id INTEGER PRIMARY KEY, file INTEGER, headings BLOB, sentences BLOB);
CREATE INDEX passages_of_file ON passages (file);
CREATE VIRTUAL TABLE stems USING fts5 (headings, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE terms USING fts5vocab (stems, 'row');
CREATE VIRTUAL TABLE letters USING fts5 (body, tokenize = 'trigram');
"""


class Found(NamedTuple):
    """A passage, its number in the index, the file that it is in, and how much it has of the question's words.

    `score`: the negative of FTS5's BM25; 0 if it was found otherwise.
    """

    number: int
    path: Path
    piece: Piece
    score: float = 0.0


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
                self._base.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT")
            elif version != _VERSION:
                raise OtherVersionError
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
        """Make the index that of the files as they are now, see `updating`."""
        self.begin(paths, folders)
        for _ in self.updating(paths, complain, progress):
            pass

    def begin(self, paths: Iterable[Path], folders: Iterable[Path], but: Iterable[Path] = ()) -> None:
        """From now on search these files only, as they were known.

        Args:
            paths: the files, absolute.
            folders: files in and below them that aren't among `paths` are forgotten.
            but: files that aren't, whatever folder they are in.
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
        """Bring what is known of files up to date, a file at each step.

        Args:
            paths: the files, absolute.
            complain: is given one line for each file that can't be read.
            progress: shows the progress, in a few words.
            put: of these, those whose files don't count at the time, see `put`.
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
        """Make the index that of a draft as it is now, whatever its file holds. Raises FileError if it has no prose."""
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
        """Make the index one without a file."""
        if (row := self._row(path)) is not None:
            self._forget(row[0])
            self._base.commit()

    def best(self, question: str, count: int, *, is_begun: bool = False) -> list[Found]:
        """Return the passages that have most of a question's words, best first, `count` at most.

        `is_begun`: its last word is still being typed.
        """
        asked = terms.words(question)
        looked_up = terms.any_of(self._telling(asked))
        if is_begun and asked and question[-1:].isalnum():
            looked_up = " OR ".join(filter(None, (looked_up, terms.begun(asked[-1]))))
        by_stem = self._ranked("stems", looked_up, count)
        by_letter = self._ranked("letters", terms.any_of(terms.grams(asked)), count)
        lists = [list(by_stem), list(by_letter), *(self._holding(word, count) for word in terms.too_short(asked))]
        filled = [numbers for numbers in lists if numbers]
        order = filled[0] if len(filled) == 1 else fused(*((numbers, 1.0) for numbers in filled))
        scores = {number: by_stem.get(number, 0.0) + by_letter.get(number, 0.0) / terms.GRAM for number in order}
        return [self._found(number, scores[number]) for number in order[:count]]

    def forget(self, paths: Iterable[Path]) -> int:
        """Erase what is known of files; return how many were known."""
        count = 0
        for path in paths:
            if (row := self._row(path)) is not None:
                self._forget(row[0])
                count += 1
        for table in (
            "stems",
            "letters",
        ):  # until they are merged, they keep the words of passages that are deleted
            self._base.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        self._base.commit()
        self._base.execute("VACUUM")
        return count

    def file_count(self) -> int:
        """Return how many files are known."""
        return int(self._base.execute("SELECT count(*) FROM files").fetchone()[0])

    def _row(self, path: Path) -> tuple[int, int, int, bytes] | None:
        """Return the number of a file, and its stamp, size and digest when it was cut; None: it isn't known."""
        name = os.fsencode(path)
        row: tuple[int, int, int, bytes] | None = self._base.execute(
            "SELECT id, changed, size, digest FROM files WHERE path = ?", (name,)
        ).fetchone()
        return row

    def _updated(self, path: Path) -> int:
        """Return the number of a file, whose passages are up to date then. Raises FileError."""
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
        """Make the passages of a file `pieces`, and return its number; None: it has none yet."""
        if file is None:
            added = self._base.execute("INSERT INTO files (path, changed) VALUES (?, ?)", (name, _NO_STAMP)).lastrowid
            assert added is not None
            self._add(added, pieces)
            return added
        known: dict[Piece, list[int]] = {}  # by text alone
        for number, headings, sentences in self._base.execute(
            "SELECT id, headings, sentences FROM passages WHERE file = ?", (file,)
        ):
            known.setdefault(_placeless(_piece(headings, sentences)), []).append(number)
        fresh, moved = [], []
        for piece in pieces:
            if numbers := known.get(_placeless(piece)):
                moved.append((_encoded(piece.sentences), numbers.pop()))
            else:
                fresh.append(piece)
        self._base.executemany("UPDATE passages SET sentences = ? WHERE id = ?", moved)
        self._remove([number for numbers in known.values() for number in numbers])
        self._add(file, fresh)
        return file

    def _add(self, file: int, pieces: Iterable[Piece]) -> None:
        number: int = self._base.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()[0]
        kept, words, letters = [], [], []
        titles: tuple[str, ...] = ()
        headings, encoded, are_letterwise = "", _encoded(titles), False
        for piece in pieces:
            number += 1
            if piece.headings != titles:
                titles = piece.headings
                headings, encoded = terms.folded(" ".join(titles)), _encoded(titles)
                are_letterwise = terms.is_letterwise(headings)
            body = terms.folded(piece.text)
            kept.append((number, file, encoded, _encoded(piece.sentences)))
            words.append((number, headings, body))
            if are_letterwise or terms.is_letterwise(body):
                letters.append((number, f"{headings}\n{body}"))
        self._base.executemany("INSERT INTO passages (id, file, headings, sentences) VALUES (?, ?, ?, ?)", kept)
        self._base.executemany("INSERT INTO stems (rowid, headings, body) VALUES (?, ?, ?)", words)
        self._base.executemany("INSERT INTO letters (rowid, body) VALUES (?, ?)", letters)

    def _remove(self, numbers: Iterable[int]) -> None:
        rows = [(number,) for number in numbers]
        for table, column in (("stems", "rowid"), ("letters", "rowid"), ("passages", "id")):
            self._base.executemany(f"DELETE FROM {table} WHERE {column} = ?", rows)

    def _forget(self, file: int) -> None:
        numbers = self._base.execute("SELECT id FROM passages WHERE file = ?", (file,)).fetchall()
        self._remove([number for (number,) in numbers])
        for table, column in (("files", "id"), ("asked", "file")):
            self._base.execute(f"DELETE FROM {table} WHERE {column} = ?", (file,))

    def _telling(self, asked: list[str]) -> list[str]:
        """Return the words that tell passages apart: all, where none does."""
        asked = terms.telling(asked)
        total = self._base.execute("SELECT count(*) FROM passages").fetchone()[0]
        if total < _MANY and len(asked) <= _MOST_WORDS:
            return asked
        counts = {
            word: count
            for word in asked
            for (count,) in self._base.execute("SELECT doc FROM terms WHERE term = ?", (terms.stem(word),))
        }
        most = _COMMON * total if total >= _MANY else total
        found = [word for word in asked if counts.get(word, 0) <= most] or asked
        rare = sorted(found, key=lambda word: counts.get(word, 0))[:_MOST_WORDS]
        return [word for word in found if word in rare]

    def _ranked(self, table: str, query: str, count: int) -> dict[int, float]:
        """Return the numbers and scores of the passages that a query of FTS5 finds in a table, best first."""
        if not query:
            return {}
        rows = self._base.execute(
            f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?{self._among(table)} "
            f"ORDER BY bm25({table}), rowid LIMIT ?",
            (query, count),
        )
        return dict(rows)

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

    def _found(self, number: int, score: float) -> Found:
        path, headings, sentences = self._base.execute(
            "SELECT path, headings, sentences FROM passages JOIN files ON files.id = file WHERE passages.id = ?",
            (number,),
        ).fetchone()
        return Found(number, Path(os.fsdecode(path)), _piece(headings, sentences), score)


def _encoded(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


def _piece(headings: bytes, sentences: bytes) -> Piece:
    """Return a passage as it was kept. Raises sqlite3.DatabaseError if it is damaged."""
    try:
        return Piece(_of_headings.decode(headings), _of_sentences.decode(sentences))
    except msgspec.DecodeError as error:
        raise sqlite3.DatabaseError(str(error)) from None


_of_headings = msgspec.msgpack.Decoder(tuple[str, ...])
_of_sentences = msgspec.msgpack.Decoder(tuple[Line, ...])


def _placeless(piece: Piece) -> Piece:
    """Return a passage with nothing said of where it is."""
    return Piece(piece.headings, tuple([Line(one.text, 0, 0) for one in piece.sentences]))


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


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
