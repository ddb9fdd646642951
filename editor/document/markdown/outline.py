"""The headings of a document and their sections."""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal, NamedTuple

from editor.document.document import Document
from editor.document.markdown.markdown import Markdown

_ADVANCE = 100  # headings whose text is read at a time: about 5 ms


class Heading(NamedTuple):
    """A heading: its level from 1 to 6, its text without markup, and the index of its first block."""

    level: int
    text: str
    block: int


class Outline:
    """The headings outside of quotes and lists, found through the marks kept while reading lines."""

    def __init__(self, document: Document, markdown: Markdown) -> None:
        self._document = document
        self._markdown = markdown
        self._headings: list[Heading] = []
        self._revision = -1
        self._texts: dict[int, tuple[tuple[int, ...], str]] = {}  # first block's id → revisions, see `_heading`, text
        self._crumbs: tuple[int, int, list[int]] = (-1, -1, [])  # version of the marks, number of one, marks above it
        self._advanced = 0  # number of headings whose text `advance` has read

    def advance(self) -> bool:
        """Read some more of what `headings` needs. Returns True if there is more."""
        if self._revision == self._document.revision:
            return False
        if self._markdown.advance():
            return True
        marks = self._markdown.heading_marks.indices
        for mark in marks[self._advanced : self._advanced + _ADVANCE]:
            self._heading(mark)
        self._advanced += _ADVANCE
        if self._advanced < len(marks):
            return True
        self._advanced = 0
        return False

    def headings(self) -> list[Heading]:
        """Return all headings in order. The list is kept until the document changes: don't modify it."""
        if self._revision != self._document.revision:
            self._markdown.settle()
            self._headings = [self._heading(mark) for mark in self._markdown.heading_marks.indices]
            self._revision = self._document.revision
        return self._headings

    def breadcrumbs(self, index: int) -> list[Heading]:
        """Return the headings above block `index`, outermost first; a heading is its own last crumb."""
        end = self._mark_end(index)
        marks = self._markdown.heading_marks
        place = bisect_left(marks.indices, end) - 1
        if self._crumbs[:2] != (marks.version, place):
            self._crumbs = marks.version, place, self._marks_above(place)
        return [self._heading(mark) for mark in self._crumbs[2]]

    def _marks_above(self, place: int) -> list[int]:
        """Return the marks of the headings above heading number `place`, and its own."""
        marks = self._markdown.heading_marks.indices
        found: list[int] = []
        level = 7
        while place >= 0 and level > 1:
            if self._level(marks[place]) < level:
                level = self._level(marks[place])
                found.append(marks[place])
            place -= 1
        return found[::-1]

    def section(self, index: int) -> range:
        """Return the blocks of the section that contains block `index`, including subsections.

        Above the first heading, return the blocks there.
        """
        count = len(self._document.blocks)
        end = self._mark_end(index)
        self._markdown.settle()
        marks = self._markdown.heading_marks.indices
        place = bisect_left(marks, end) - 1
        if place < 0:
            return range(self._first_block(marks[0]) if marks else count)
        level = self._level(marks[place])
        below = next((mark for mark in marks[place + 1 :] if self._level(mark) <= level), None)
        return range(self._first_block(marks[place]), count if below is None else self._first_block(below))

    def sibling(self, section: range, direction: Literal[-1, 1]) -> range | None:
        """Return the previous (-1) or next (1) section of the same level under the same heading, or None."""
        marks = self._markdown.heading_marks.indices
        place = bisect_left(marks, self._mark_end(section.start)) - 1
        level = self._level(marks[place])
        if direction > 0:
            if section.stop == len(self._document.blocks):
                return None
            below = self.section(section.stop)
            return below if self._level_at(below.start) == level else None
        for above in reversed(marks[:place]):
            if self._level(above) <= level:
                is_sibling = self._level(above) == level
                return range(self._first_block(above), section.start) if is_sibling else None
        return None

    def _level_at(self, first: int) -> int:
        """Return the level of the heading that begins in block `first`."""
        marks = self._markdown.heading_marks.indices
        return self._level(marks[bisect_left(marks, first)])

    def _mark_end(self, index: int) -> int:
        """Return the line above which the mark of block `index`'s heading is."""
        lines = self._markdown.lines
        lines.of(index)
        paragraph = self._markdown.paragraph(index)
        if paragraph is not None and paragraph.level:
            return paragraph.lines.stop + 1
        return index + 1

    def _level(self, mark: int) -> int:
        return self._markdown.lines.of(mark).level

    def _first_block(self, mark: int) -> int:
        """Return the first block of the heading whose mark is in block `mark`."""
        paragraph = self._markdown.paragraph(mark - 1) if self._markdown.lines.of(mark).kind == "underline" else None
        return mark if paragraph is None else paragraph.place(paragraph.prose_start)[0]

    def _heading(self, mark: int) -> Heading:
        first = self._first_block(mark)
        blocks = self._document.blocks[first : mark + 1]
        # Whether "[x]" is a link depends on definitions elsewhere.
        revisions = (self._markdown.redefinitions, *[block.revision for block in blocks])
        known = self._texts.get(blocks[0].id)
        if known is None or known[0] != revisions:
            lines = range(first, mark if len(blocks) > 1 else mark + 1)
            known = revisions, " ".join([self._visible_text(index) for index in lines])
            self._texts[blocks[0].id] = known
        return Heading(self._level(mark), known[1], first)

    def _visible_text(self, index: int) -> str:
        """Return a block's text without the marks that recede."""
        text = self._document.blocks[index].text
        parts, position = [], self._markdown.lines.of(index).content
        for span in self._markdown.spans(index):
            if span.recedes and span.end > position:
                parts.append(text[position : span.start])
                position = max(position, span.end)
        parts.append(text[position:])
        return "".join(parts).strip()
