"""The passages of files, in tables of an SQLite database: their text, and the words by which they are found (FTS5).

Passages are indexed by the stems that FTS5's `porter` makes of English words; those in a script without spaces by three
letters at a time too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from editor.asking import terms
from editor.asking.pieces import Line, Piece

TABLES = """
CREATE TABLE passages (id INTEGER PRIMARY KEY, file INTEGER, headings BLOB, sentences BLOB);
CREATE INDEX passages_of_file ON passages (file);
CREATE VIRTUAL TABLE stems USING fts5 (headings, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE terms USING fts5vocab (stems, 'row');
CREATE VIRTUAL TABLE letters USING fts5 (body, tokenize = 'trigram');
"""


class Passages:
    """The passages in a database.

    Every method raises sqlite3.OperationalError if its file can't be used now, and another sqlite3.DatabaseError if it
    is damaged.

    Args:
        base: has the tables `TABLES`.
    """

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def replace(self, file: int, pieces: Iterable[Piece]) -> None:
        """Make the passages of a file `pieces`; only those with another text are indexed again."""
        known: dict[Piece, list[int]] = {}  # by text alone
        for number, headings, sentences in self._base.execute(
            "SELECT id, headings, sentences FROM passages WHERE file = ?", (file,)
        ):
            known.setdefault(_placeless(unpacked(headings, sentences)), []).append(number)
        fresh, moved = [], []
        for piece in pieces:
            if numbers := known.get(_placeless(piece)):
                moved.append((_packed(piece.sentences), numbers.pop()))
            else:
                fresh.append(piece)
        self._base.executemany("UPDATE passages SET sentences = ? WHERE id = ?", moved)
        self._remove([number for numbers in known.values() for number in numbers])
        self._add(file, fresh)

    def remove(self, file: int) -> None:
        """Remove the passages of a file."""
        numbers = self._base.execute("SELECT id FROM passages WHERE file = ?", (file,)).fetchall()
        self._remove([number for (number,) in numbers])

    def merge(self) -> None:
        """Erase the words of removed passages, which FTS5 keeps until it merges its segments."""
        for table in ("stems", "letters"):
            self._base.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def _add(self, file: int, pieces: Iterable[Piece]) -> None:
        number: int = self._base.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()[0]
        kept, words, letters = [], [], []
        titles: tuple[str, ...] = ()
        headings, packed, are_letterwise = "", _packed(titles), False
        for piece in pieces:
            number += 1
            if piece.headings != titles:
                titles = piece.headings
                headings, packed = terms.folded(" ".join(titles)), _packed(titles)
                are_letterwise = terms.is_letterwise(headings)
            body = terms.folded(piece.text)
            kept.append((number, file, packed, _packed(piece.sentences)))
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


def unpacked(headings: bytes, sentences: bytes) -> Piece:
    """Return a passage as it is in its table. Raises sqlite3.DatabaseError if it is damaged."""
    try:
        return Piece(_of_headings.decode(headings), _of_sentences.decode(sentences))
    except msgspec.DecodeError as error:
        raise sqlite3.DatabaseError(str(error)) from None


_of_headings = msgspec.msgpack.Decoder(tuple[str, ...])
_of_sentences = msgspec.msgpack.Decoder(tuple[Line, ...])


def _packed(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


def _placeless(piece: Piece) -> Piece:
    """Return a passage with nothing said of where it is."""
    return Piece(piece.headings, tuple([Line(one.text, 0, 0) for one in piece.sentences]))
