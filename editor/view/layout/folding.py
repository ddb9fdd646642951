"""Folding by heading: the lines that are hidden because the heading above them is folded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from editor.document import Document, units
from editor.document.document import DocumentChange
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selection, Selections


class _Section(NamedTuple):
    """A heading, by the index of the line with its mark, and the blocks below that belong to it."""

    mark: int
    held: range


class Folding:
    """The folded headings of a draft and the lines hidden under them.

    A heading is known by the id of the block with its mark: the signs before it, or the line below.

    Attributes:
        hidden: the ids of the hidden blocks.
    """

    def __init__(self, document: Document, markdown: Markdown) -> None:
        self._document = document
        self._markdown = markdown
        self._folded: set[int] = set()
        self._hidden_lines: dict[int, int] = {}  # by the ids of folded headings that are shown
        self._marks: list[int] = []  # of all headings, when `hidden` was found
        self.hidden: frozenset[int] = frozenset()

    def hidden_lines(self, index: int) -> int:
        """Return how many lines are hidden under the heading with its mark in a block; 0 if it isn't folded."""
        return self._hidden_lines.get(self._document.blocks[index].id, 0) if self._hidden_lines else 0

    def suffix(self, index: int) -> str:
        """Return the text drawn after a block: how many lines are hidden under it, if any."""
        lines = self.hidden_lines(index)
        return "" if not lines else f"  ⋯ {lines:,} line{'s' if lines > 1 else ''}"

    def toggle(self, index: int) -> bool:
        """Fold the section that block `index` is in, or unfold it. Returns False if there is none.

        If that section is only a heading, the one around it is folded.
        """
        sections = [section for section in self._sections() if section.held]
        inside = [one for one in sections if self._first_line(one.mark) <= index < one.held.stop]
        if not inside:
            return False
        self._folded ^= {self._document.blocks[inside[-1].mark].id}
        self._update()
        return True

    def toggle_all(self) -> bool:
        """Unfold everything or, if nothing is folded, fold all sections. Returns False if there is nothing to fold."""
        if self._folded:
            self._folded.clear()
        else:
            self._folded = {self._document.blocks[section.mark].id for section in self._sections() if section.held}
        self._update()
        return bool(self._folded)

    def reveal(self, index: int) -> bool:
        """Unfold the sections that hide block `index`. Returns False if it isn't hidden."""
        if self._document.blocks[index].id not in self.hidden:
            return False
        self._folded -= {self._document.blocks[one.mark].id for one in self._sections() if index in one.held}
        self._update()
        return True

    def line_at(self, position: int) -> tuple[int, int]:
        """Return the line that contains `position`, with its line ending unless the line below is hidden."""
        start, end = units.line_at(self._document, position)
        index = self._document.block_index(position)
        is_folded = bool(self._hidden_lines) and self.hidden_lines(index) > 0
        return start, start + len(self._document.blocks[index].text) if is_folded else end

    def out_of_folds(self, selections: Selections) -> Selections:
        """Return the selections with each caret that is hidden moved to the end of the line above its fold."""
        document, moved = self._document, []
        for one in selections:
            index = document.block_index(one.head)
            while index > 0 and document.blocks[index].id in self.hidden:
                index -= 1
            end = document.block_start(index) + len(document.blocks[index].text)
            moved.append(one if end >= one.head else Selection(end, end))
        return Selections.of(moved, moved[selections.main_index])

    def follow(self, change: DocumentChange) -> bool:
        """Find the hidden lines after an edit. Returns False if nothing has changed."""
        if not self._folded:
            return False
        before = self.hidden
        is_within_lines = all(one.removed == one.inserted == 1 for one in change.block_changes)
        self._markdown.settle()
        marks = self._markdown.heading_marks.indices
        changed = [one.first for one in change.block_changes]
        if not is_within_lines or self._marks != marks or any(at in marks or self._ends_fold(at) for at in changed):
            self._update()
        return before != self.hidden

    def _ends_fold(self, index: int) -> bool:
        """Return True if a line is hidden, or would be if it were not blank."""
        blocks = self._document.blocks
        above = index
        while above > 0 and not blocks[above - 1].text.strip():
            above -= 1
        return blocks[index].id in self.hidden or (above > 0 and blocks[above - 1].id in self.hidden)

    def _update(self) -> None:
        blocks = self._document.blocks
        hidden: set[int] = set()
        folded: set[int] = set()  # those that are still headings with any content
        self._hidden_lines = {}
        for section in self._sections() if self._folded else ():
            block_id = blocks[section.mark].id
            if block_id in self._folded and section.held:
                folded.add(block_id)
                if block_id not in hidden:
                    self._hidden_lines[block_id] = len(section.held)
                hidden.update([block.id for block in blocks[section.held.start : section.held.stop]])
        self._folded = folded
        self.hidden = frozenset(hidden)
        self._marks = list(self._markdown.heading_marks.indices)

    def _sections(self) -> Iterator[_Section]:
        """Yield all headings in order. Blank lines at the end of a section stay visible, to keep sections apart."""
        self._markdown.settle()
        marks, blocks, lines = self._markdown.heading_marks.indices, self._document.blocks, self._markdown.lines
        stops = [len(blocks)] * len(marks)
        open_ones: list[int] = []
        for number, mark in enumerate(marks):
            while open_ones and lines.of(marks[open_ones[-1]]).level >= lines.of(mark).level:
                stops[open_ones.pop()] = self._first_line(mark)
            open_ones.append(number)
        for mark, stop in zip(marks, stops, strict=True):
            while mark + 1 < stop < len(blocks) and not blocks[stop - 1].text.strip():
                stop -= 1
            yield _Section(mark, range(mark + 1, max(mark + 1, stop)))

    def _is_underlined(self, mark: int) -> bool:
        return self._markdown.lines.of(mark).kind == "underline"

    def _first_line(self, mark: int) -> int:
        """Return the first line of the heading with its mark in line `mark`."""
        paragraph = self._markdown.paragraph(mark - 1) if self._is_underlined(mark) else None
        return mark if paragraph is None else paragraph.place(paragraph.prose_start)[0]
