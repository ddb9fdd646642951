"""Cuts a draft into passages for questions to find."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from editor.document import Document
from editor.document.formats.kinds import kind_of
from editor.document.formats.reading import UnreadableKindError, reader_of
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.markdown.reader import Reader
from editor.document.passages import passages
from editor.storage.files import FileError
from editor.text.binary import is_binary
from scoring.protocol import sendable

_SHORT, _LONG = 200, 1_600
"""Code points. A shorter paragraph is joined with the next one under the same heading; a longer one is cut between two
of its sentences."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A sentence as it is read, and where it begins: line and column from 1, columns in code points."""

    text: str
    line: int
    column: int


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """A passage: its sentences, at least one, and the headings above it, outermost first."""

    headings: tuple[str, ...]
    sentences: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its sentences in one line."""
        return " ".join([sentence.text for sentence in self.sentences])

    @property
    def titled(self) -> str:
        """Its headings and its text, for a reader who sees nothing else of the draft."""
        return f"{' › '.join(self.headings)}\n{self.text}" if self.headings else self.text


def pieces_of(path: Path, data: bytes) -> list[Piece]:
    """Return the passages of a file that contains `data`. Raises FileError, also if it isn't text or isn't prose."""
    return _pieces_in(Document.from_bytes(data, None, str(path)), path)


def pieces_of_text(path: Path, text: str) -> list[Piece]:
    """Return the passages of a draft that would be saved as `path`. Raises FileError like `pieces_of`."""
    return _pieces_in(Document(text), path)


def _pieces_in(document: Document, path: Path) -> list[Piece]:
    markdown = read_as_prose(document, path)
    return list(_cut(document, markdown, _clean if _UNCLEAN.search(document.text) else str))


def read_as_prose(document: Document, path: Path) -> Markdown:
    """Return the document read from a file of that name. Raises FileError if it isn't text or isn't prose."""
    if is_binary(document.text):
        raise FileError(f"{path}: not text; it is left out")
    kind = kind_of(path, document.blocks[0].text)
    markdown = Markdown(document, None if kind.reading == "markdown" else Reader())
    try:
        markdown.read_by(reader_of(document, kind))
    except UnreadableKindError as error:
        raise FileError(f"{path}: {error}") from None
    return markdown


def _cut(document: Document, markdown: Markdown, clean: Callable[[str], str]) -> Iterator[Piece]:
    waiting: list[Line] = []
    length = 0  # of the waiting lines
    above: tuple[str, ...] = ()
    for headings, lines in _read(document, markdown, clean):
        if waiting and (headings is not above or length + _length(lines) > _LONG):
            yield Piece(above, tuple(waiting))
            waiting, length = [], 0
        above = headings
        for sentence in lines:
            if waiting and length + len(sentence.text) > _LONG:
                yield Piece(above, tuple(waiting))
                waiting, length = [], 0
            waiting.append(sentence)
            length += len(sentence.text) + 1
        if length >= _SHORT:
            yield Piece(above, tuple(waiting))
            waiting, length = [], 0
    if waiting:
        yield Piece(above, tuple(waiting))


def _read(
    document: Document, markdown: Markdown, clean: Callable[[str], str]
) -> Iterator[tuple[tuple[str, ...], list[Line]]]:
    """Yield each paragraph with the headings above it, which are the same object for all paragraphs below them."""
    outline, marks = Outline(document, markdown), markdown.heading_marks.indices
    passed = 0  # headings
    above: tuple[str, ...] = ()
    for passage in passages(document, markdown, with_tables=True):
        index = document.block_index(passage.place)
        if passed < len(marks) and marks[passed] < index:
            passed = bisect_left(marks, index)
            above = tuple(clean(crumb.text) for crumb in outline.breadcrumbs(index))
        start, lines = document.block_start(index), []
        for one in passage.sentences:
            if one.place > start + len(document.blocks[index].text):
                index = document.block_index(one.place)
                start = document.block_start(index)
            lines.append(Line(clean(one.text), index + 1, one.place - start + 1))
        yield above, lines


def _length(lines: list[Line]) -> int:
    return sum([len(one.text) + 1 for one in lines])


_UNCLEAN = re.compile("[\0\ud800-\udfff]")


def _clean(text: str) -> str:
    """Return a text in a form that SQLite and messages can carry: without lone surrogates, and without NUL, which would
    end it."""
    return sendable(text).replace("\0", "\ufffd")
