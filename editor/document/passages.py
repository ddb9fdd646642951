"""The prose of a draft as a reader reads it: paragraphs without marks, code, addresses and comments.

Headings and tables are left out: they aren't sentences, and would pull the average length down.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from editor.document.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import NO_PROSE
from editor.document.markdown.unread import MARKS
from editor.document.word_count import IDEOGRAPH
from editor.text.sentences import sentences

_WORD = re.compile(f"[{IDEOGRAPH}]|\\d+(?:[.,:]\\d+)*|[^\\W\\d_{IDEOGRAPH}](?:['’-]?[^\\W_{IDEOGRAPH}])*")
_NOT_READ = NO_PROSE | MARKS
_UNSEEN = frozenset({"critic.deletion", "critic.comment", "footnote"})  # the text continues behind them
_NAMED = frozenset({"code", "math"})  # part of the sentence, but not words
_CIRCLED = "Ⓐ"
"""Stands for each character of those: no word, and of the class Upper, so that it may begin a sentence."""


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word and the document position of its start, in code points."""

    text: str
    place: int


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence as it is read.

    Attributes:
        text: without marks and comments, each stretch of white space one space.
        words: at least one, with a letter or digit each.
        place: the document position of its start, in code points.
    """

    text: str
    words: tuple[Word, ...]
    place: int


class Passage(msgspec.Struct, frozen=True, gc=False):
    """A paragraph, or an item of a list; it has at least one sentence."""

    sentences: tuple[Sentence, ...]

    @property
    def place(self) -> int:
        """The document position of its start, in code points."""
        return self.sentences[0].place


def passages(document: Document, markdown: Markdown) -> Iterator[Passage]:
    """Yield the passages of a document that have words, in order."""
    markdown.settle()  # a definition further down turns text into a label
    lines: list[int] = []
    for index in range(len(document.blocks)):
        state = markdown.lines.of(index)
        if state.kind == "paragraph" and state.continues:
            lines.append(index)
            continue
        if lines and state.kind not in ("underline", "table.rule"):
            yield from _passage(document, markdown, lines)
        lines = [index] if state.kind == "paragraph" else []
    if lines:
        yield from _passage(document, markdown, lines)


def _passage(document: Document, markdown: Markdown, lines: list[int]) -> Iterator[Passage]:
    shown: list[str] = []
    read: list[str] = []  # of the same lengths
    starts: list[int] = []  # of the parts, in the passage
    places: list[int] = []  # and in the document
    length = 0
    for index in lines:
        block_start, text = document.block_start(index), document.blocks[index].text
        for start, end, gap, is_read in _parts(markdown, index, len(text)):
            part = gap + text[start:end]
            starts.append(length)
            places.append(block_start + start - len(gap))
            shown.append(part)
            read.append(part if is_read else gap + _CIRCLED * (end - start))
            length += len(part)
    text, without_code = "".join(shown), "".join(read)

    def place(offset: int) -> int:
        at = bisect_right(starts, offset) - 1
        return places[at] + offset - starts[at]

    found = []
    for start, end in sentences(without_code):
        words = tuple([Word(match[0], place(match.start())) for match in _WORD.finditer(without_code, start, end)])
        if words:
            found.append(Sentence(" ".join(text[start:end].split()), words, place(start)))
    if found:
        yield Passage(tuple(found))


def _parts(markdown: Markdown, index: int, length: int) -> Iterator[tuple[int, int, str, bool]]:
    """Yield the stretches of a line that a reader sees, each with what parts it from the one before ("", a space, or
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
