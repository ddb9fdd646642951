"""The prose of a draft as a reader reads it: paragraphs without marks, code, addresses and comments.

Headings are left out, and tables unless requested: they aren't sentences, and would lower the average length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

import msgspec

from editor.document.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import NO_PROSE
from editor.document.markdown.unread import MARKS
from editor.document.word_count import IDEOGRAPH
from editor.text.sentences import sentences

_WORD = re.compile(f"[{IDEOGRAPH}]|\\d+(?:[.,:]\\d+)*|[^\\W\\d_{IDEOGRAPH}](?:['’-]?[^\\W_{IDEOGRAPH}])*")
_NOT_READ = NO_PROSE | MARKS
_UNSEEN = frozenset({"critic.deletion", "critic.comment", "footnote"})  # the text continues after them
_NAMED = frozenset({"code", "math"})  # part of the sentence, but not words
_CIRCLED = "Ⓐ"
"""Replaces each character of those: not a word, and of the class Upper, so that it may begin a sentence."""


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word and the document position of its start, in code points."""

    text: str
    place: int


class _Shown(msgspec.Struct, frozen=True, gc=False):
    """Lines as they are read: a text, the same with code as no words, and where its parts start, in it and in the
    document."""

    text: str
    without_code: str
    starts: list[int]
    places: list[int]

    def place(self, offset: int) -> int:
        """Return the document position of an offset."""
        at = bisect_right(self.starts, offset) - 1
        return self.places[at] + offset - self.starts[at]


class Sentence:
    """A sentence as it is read.

    Attributes:
        text: without marks and comments, each stretch of white space one space.
        place: the document position of its start, in code points.
    """

    def __init__(self, shown: _Shown, start: int, end: int) -> None:
        self.text = " ".join(shown.text[start:end].split())
        self.place = shown.place(start)
        self._shown, self._start, self._end = shown, start, end

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """At least one, with a letter or digit each."""
        found = _WORD.finditer(self._shown.without_code, self._start, self._end)
        return tuple([Word(match[0], self._shown.place(match.start())) for match in found])


class Passage(msgspec.Struct, frozen=True, gc=False):
    """A paragraph, an item of a list, or a table; it has at least one sentence."""

    sentences: tuple[Sentence, ...]

    @property
    def place(self) -> int:
        """The document position of its start, in code points."""
        return self.sentences[0].place


def passages(document: Document, markdown: Markdown, *, with_tables: bool = False) -> Iterator[Passage]:
    """Yield the passages of a document that have words, in order; `with_tables`: tables too, each row a sentence."""
    markdown.settle()  # a definition further down turns text into a label
    lines: list[int] = []
    table: list[int] = []
    for index in range(len(document.blocks)):
        state = markdown.lines.of(index)
        if state.kind == "table.rule":
            lines, table = [], lines[-1:]
            continue
        if state.kind == "table.row":
            table.append(index)
            continue
        if table and with_tables:
            yield from _table(document, markdown, table)
        table = []
        if state.kind == "paragraph" and state.continues:
            lines.append(index)
            continue
        if lines and state.kind != "underline":
            yield from _passage(document, markdown, lines)
        lines = [index] if state.kind == "paragraph" else []
    if table and with_tables:
        yield from _table(document, markdown, table)
    if lines:
        yield from _passage(document, markdown, lines)


def _passage(document: Document, markdown: Markdown, lines: list[int]) -> Iterator[Passage]:
    shown = _shown(document, markdown, lines)
    found = [
        Sentence(shown, start, end)
        for start, end in sentences(shown.without_code)
        if _WORD.search(shown.without_code, start, end)
    ]
    if found:
        yield Passage(tuple(found))


def _table(document: Document, markdown: Markdown, rows: list[int]) -> Iterator[Passage]:
    drawn = [_shown(document, markdown, [row], may_be_plain=False) for row in rows]
    found = [
        Sentence(one, len(one.text) - len(one.text.lstrip()), len(one.text))
        for one in drawn
        if _WORD.search(one.without_code)
    ]
    if found:
        yield Passage(tuple(found))


def _shown(document: Document, markdown: Markdown, lines: list[int], *, may_be_plain: bool = True) -> _Shown:
    shown: list[str] = []
    read: list[str] = []  # of the same lengths
    starts: list[int] = []
    places: list[int] = []
    length = 0
    is_plain = may_be_plain and markdown.is_plain(lines)
    for index in lines:
        block_start, text = document.block_start(index), document.blocks[index].text
        if is_plain:
            content = min(markdown.lines.of(index).content, len(text))
            parts = iter([(content, len(text), "\n", True)] if content < len(text) else [])
        else:
            parts = _parts(markdown, index, len(text))
        for start, end, gap, is_read in parts:
            part = gap + text[start:end]
            starts.append(length)
            places.append(block_start + start - len(gap))
            shown.append(part)
            read.append(part if is_read else gap + _CIRCLED * (end - start))
            length += len(part)
    return _Shown("".join(shown), "".join(read), starts, places)


def _parts(markdown: Markdown, index: int, length: int) -> Iterator[tuple[int, int, str, bool]]:
    """Yield the stretches of a line that a reader sees, each with its separator from the one before ("", a space, or
    the end of the line above), and whether it is read as words."""
    reached, gap = min(markdown.lines.of(index).content, length), "\n"
    for span in markdown.spans(index):
        if span.kind not in _NOT_READ or span.end <= reached:
            continue
        if span.start > reached:
            yield reached, span.start, gap, True
            gap = ""
        if span.kind in _NAMED:
            yield max(reached, span.start), span.end, gap, False
            gap = ""
        elif not (span.recedes or span.kind in _UNSEEN or gap):
            gap = " "
        reached = span.end
    if reached < length:
        yield reached, length, gap, True
