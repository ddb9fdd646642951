"""Draws the rows of a draft: the text, the marks of all parts, the carets, and everything next to the text."""

from __future__ import annotations

from textual.strip import Strip

from editor.document import Document
from editor.document.selections import Selections
from editor.view.canvas.carets import caret_marks, selection_marks
from editor.view.canvas.drawn_blocks import DrawnBlocks
from editor.view.canvas.edit_preview import EditPreview
from editor.view.canvas.focus import FocusDimming
from editor.view.canvas.mark_source import MarkSource
from editor.view.canvas.row_rendering import Mark, around_of, draw_row
from editor.view.theme.theme import Theme

_KEPT_STRIPS = 1000


class Painter:
    """Draws rows of blocks, and keeps the strips of recently drawn ones.

    Attributes:
        sources: of marks; later ones are drawn over earlier ones.
        over_selections: sources whose marks are drawn over selections too, though not over carets.
    """

    def __init__(self, document: Document, drawn: DrawnBlocks, focus: FocusDimming, edit: EditPreview) -> None:
        self._document = document
        self._drawn = drawn
        self._focus = focus
        self._edit = edit
        self.sources: list[MarkSource] = []
        self.over_selections: list[MarkSource] = []
        self._strips: dict[object, Strip] = {}

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme, or in the same one with other underlines."""
        self._theme = theme
        self._base = theme.style("text")
        self._strips.clear()

    def blank(self, width: int) -> Strip:
        """Return a line of the screen without text."""
        return Strip.blank(width, self._base)

    def draw(self, index: int, row: int, selections: Selections, *, shows_carets: bool, left: int, width: int) -> Strip:
        """Return a row of block `index` as a strip of `width` cells, the text `left` cells from its beginning."""
        block, theme = self._document.blocks[index], self._theme
        layout, spans = self._drawn.look_of(index)
        start, end = layout.row_span(row)
        marks = [
            Mark(span.start, span.end, theme.overlay(span.kind))
            for span in spans
            if span.start < end and span.end > start
        ]
        marks += self._focus.marks(theme, index, start, end)
        for source in self.sources:
            marks += source.marks(index, start, end)
        marks += self._edit.marks(theme, index, start, end)
        block_start = self._document.block_start(index)
        selected, after = selection_marks(layout, row, block_start, selections, theme)
        marks += selected
        for source in self.over_selections:
            marks += source.marks(index, start, end)
        if shows_carets:
            carets, at_end = caret_marks(layout, row, block_start, selections, theme)
            marks += carets
            after = at_end or after
        is_last = row + 1 == layout.height
        key = (block.id, block.revision, row, tuple(marks), after, layout.form, left, layout.width, width, is_last)
        strip = self._strips.get(key)
        if strip is None:
            around = around_of(layout.form, theme)
            strip = draw_row(layout, row, marks, base=self._base, after=after, left=left, width=width, around=around)
            if len(self._strips) >= _KEPT_STRIPS:
                self._strips.clear()
            self._strips[key] = strip
        return strip
