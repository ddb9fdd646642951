"""Finds the passages of the index that have the most words of a question.

A word that is still being typed isn't a stem yet: it is looked up as the beginning of stems, and so are those of its
beginnings that may already be stems.

BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) is negative in FTS5, and nearly 0 for every
passage where a word is in most of them; so passages are cut off by their number, never by a score.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

from editor.asking import terms
from editor.asking.passages import unpacked
from editor.asking.pieces import Piece
from editor.asking.ranking import fused

_COMMON, _MANY = 0.3, 50
"""With at least so many passages, a word in more than this share of them doesn't distinguish one from another."""
_MOST_WORDS = 24
"""Of a longer question, such as a paragraph, only this many words are looked up: the rarest."""


class Found(NamedTuple):
    """A passage, its number in the index, its file, and how well it matches the question's words.

    `score`: the negative of FTS5's BM25; 0 if it was found otherwise.
    """

    number: int
    path: Path
    piece: Piece
    score: float = 0.0


def best(base: sqlite3.Connection, question: str, count: int, *, is_begun: bool = False) -> list[Found]:
    """Return the passages that have the most words of a question, best first, at most `count`.

    Only the files in the table `asked` count. Raises sqlite3.DatabaseError.

    Args:
        base: the index, see `editor.asking.index`.
        question: the question.
        count: of passages.
        is_begun: whether its last word is still being typed.
    """
    asked = terms.words(question)
    looked_up = terms.any_of(_telling(base, asked))
    if is_begun and asked and question[-1:].isalnum():
        looked_up = " OR ".join(filter(None, (looked_up, terms.begun(asked[-1]))))
    by_stem = _ranked(base, "stems", looked_up, count)
    by_letter = _ranked(base, "letters", terms.any_of(terms.grams(asked)), count)
    lists = [list(by_stem), list(by_letter), *(_holding(base, word, count) for word in terms.too_short(asked))]
    filled = [numbers for numbers in lists if numbers]
    order = filled[0] if len(filled) == 1 else fused(*((numbers, 1.0) for numbers in filled))
    scores = {number: by_stem.get(number, 0.0) + by_letter.get(number, 0.0) / terms.GRAM for number in order}
    return [passage(base, number, scores[number]) for number in order[:count]]


def _telling(base: sqlite3.Connection, asked: list[str]) -> list[str]:
    """Return the words that distinguish passages; all, if none does."""
    asked = terms.telling(asked)
    total = base.execute("SELECT count(*) FROM passages").fetchone()[0]
    if total < _MANY and len(asked) <= _MOST_WORDS:
        return asked
    counts = {
        word: count
        for word in asked
        for (count,) in base.execute("SELECT doc FROM terms WHERE term = ?", (terms.stem(word),))
    }
    most = _COMMON * total if total >= _MANY else total
    found = [word for word in asked if counts.get(word, 0) <= most] or asked
    rare = sorted(found, key=lambda word: counts.get(word, 0))[:_MOST_WORDS]
    return [word for word in found if word in rare]


def _ranked(base: sqlite3.Connection, table: str, query: str, count: int) -> dict[int, float]:
    """Return the numbers and scores of the passages that a query of FTS5 finds in a table, best first."""
    if not query:
        return {}
    rows = base.execute(
        f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?{_among(base, table)} "
        f"ORDER BY bm25({table}), rowid LIMIT ?",
        (query, count),
    )
    return dict(rows)


def _holding(base: sqlite3.Connection, word: str, count: int) -> list[int]:
    """Return the numbers of passages that hold a word too short for its letters to be looked up.

    With LIKE, SQLite 3.40 finds no word of two letters that aren't ASCII in such a table.
    """
    rows = base.execute(
        f"SELECT rowid FROM letters WHERE instr(body, ?){_among(base, 'letters')} ORDER BY rowid LIMIT ?",
        (word, count),
    )
    return [number for (number,) in rows]


def _among(base: sqlite3.Connection, table: str) -> str:
    """Return the condition that a passage is in a searched file; "" if all files are searched, since it takes time."""
    (others,) = base.execute("SELECT count(*) FROM files WHERE id NOT IN (SELECT file FROM asked)").fetchone()
    asked = "SELECT passages.id FROM passages WHERE passages.id = {0}.rowid AND file IN (SELECT file FROM asked)"
    return f" AND EXISTS ({asked.format(table)})" if others else ""


def passage(base: sqlite3.Connection, number: int, score: float) -> Found:
    """Return a passage by its number, with the score given to it."""
    path, headings, sentences = base.execute(
        "SELECT path, headings, sentences FROM passages JOIN files ON files.id = file WHERE passages.id = ?",
        (number,),
    ).fetchone()
    return Found(number, Path(os.fsdecode(path)), unpacked(headings, sentences), score)
