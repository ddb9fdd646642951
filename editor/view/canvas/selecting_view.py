"""Carets and selections on the screen: where they are, and which rows they change."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual.geometry import Offset
from textual.message import Message

from editor.document import Document
from editor.document.document import DocumentChange
from editor.document.selections import Selection, Selections
from editor.text.graphemes import is_grapheme_boundary, next_grapheme, previous_grapheme
from editor.view.canvas.row_rendering import Mark
from editor.view.canvas.scroll_view import BlockScrollView
from editor.view.theme.theme import Theme

_MANY = 64
"""From so many selections on that change at once, the screen is drawn anew rather than row by row."""


class SelectingView(BlockScrollView):
    """A view with one or several selections, which follow the document's edits. Subclasses draw it."""

    class SelectionChanged(Message, namespace="canvas"):
        """A caret moved or another range is selected."""

        def __init__(self, canvas: SelectingView, selections: Selections) -> None:
            super().__init__()
            self.canvas = canvas
            self.selections = selections

    def __init__(self, document: Document, *, column: int | None) -> None:
        super().__init__(document, column=column)
        self.selections = Selections.single(0, 0)
        self._told_selections = self.selections

    @property
    def selection(self) -> Selection:
        """The main one: the screen follows it, and it stays when the others go."""
        return self.selections.main

    @property
    def kept_position(self) -> int | None:
        """The main caret stays on the screen when the screen changes its size, if it was there."""
        return self.selection.head

    @property
    def shows_carets(self) -> bool:
        """Whether carets are drawn."""
        return self.has_focus

    def select(self, anchor: int, head: int, *, scroll: bool = True) -> None:
        """Select from `anchor` to `head`, where the caret goes, and nothing else."""
        self.set_selections(Selections.single(anchor, head), scroll=scroll)

    def set_selections(self, selections: Selections, *, scroll: bool = True, forward: bool = False) -> None:
        """Select; all positions are moved back, or forward, to grapheme boundaries.

        `scroll`: bring the main caret on the screen.
        """
        before, self.selections = self.selections, self._snapped_all(selections, forward=forward)
        if before != self.selections:
            self._refresh_selections(before, self.selections)
        if scroll:
            self.scroll_to_position(self.selection.head)
        else:
            self.settle()
        if self.selections != self._told_selections:
            self._told_selections = self.selections
            self.tell(self.SelectionChanged(self, self.selections))

    def move_each(self, move: Callable[[Selection], Selection], *, scroll: bool = True) -> None:
        """Move every selection to where `move` says."""
        moved = [move(selection) for selection in self.selections]
        self.set_selections(Selections.of(moved, moved[self.selections.main_index]), scroll=scroll)

    def snapped(self, position: int, *, forward: bool = False) -> int:
        """Clamp a position and move it to a grapheme boundary of its block, never into a line end."""
        position = min(max(0, position), len(self.document))
        index = self.document.block_index(position)
        start, text = self.document.block_start(index), self.document.blocks[index].text
        offset = position - start
        if offset > len(text):  # between the \r and the \n of a line end
            return start + (self.document.blocks[index].length if forward else len(text))
        if is_grapheme_boundary(text, offset):
            return position
        return start + (next_grapheme(text, offset) if forward else previous_grapheme(text, offset))

    def _snapped_all(self, selections: Selections, *, forward: bool = False) -> Selections:
        snapped = []
        for one in selections:
            head = self.snapped(one.head, forward=forward)
            anchor = head if one.is_empty else self.snapped(one.anchor, forward=forward)
            snapped.append(one if (anchor, head) == (one.anchor, one.head) else Selection(anchor, head))
        return Selections.of(snapped, snapped[selections.main_index])

    def _document_changed(self, change: DocumentChange) -> None:
        self.selections = self._snapped_all(self.selections.map(change.transaction))
        super()._document_changed(change)
        for selection in self.selections.between(*self.visible_range())[:_MANY]:
            self._refresh_between(selection.start, selection.end)

    # Drawing

    def _refresh_selections(self, before: Selections, after: Selections) -> None:
        """Refresh the rows on which a caret or a selection differs."""
        if len(before) == len(after) == 1 and before.main.anchor == after.main.anchor:
            heads = before.main.head, after.main.head
            self._refresh_between(min(heads), max(heads))
            return
        shown = self.visible_range()
        changed = set(before.between(*shown)) ^ set(after.between(*shown))
        if len(changed) > _MANY:
            self.refresh()
            return
        for selection in changed:
            self._refresh_between(selection.start, selection.end)
        if before.main != after.main:  # the terminal's cursor and a theme may tell the main caret from the others
            for head in (before.main.head, after.main.head):
                self._refresh_between(head, head)

    def _refresh_between(self, start: int, end: int) -> None:
        """Refresh the rows on the screen that hold the positions [start, end]."""
        shown_start, shown_end = self.visible_range()
        if end < shown_start or start > shown_end:
            return
        first_index, first_row, _ = self.locate_position(max(start, shown_start))
        last_index, last_row, _ = self.locate_position(min(end, shown_end))
        first = self.flow.top(first_index) + first_row
        self.refresh_rows(first, self.flow.top(last_index) + last_row - first + 1)

    def selection_marks(self, theme: Theme, index: int, row: int, marks: list[Mark]) -> Style | None:
        """Add the marks of selections and carets on a row; return the style of the cell behind its text, if any."""
        layout = self.flow.block(index)
        block_start = self.document.block_start(index)
        start, end = layout.row_span(row)
        is_last = row + 1 == layout.height
        text_end = layout.x_in_row(row, end)
        behind = None
        carets = []
        for selection in self.selections.between(block_start + start, block_start + end):
            first, last = selection.start - block_start, selection.end - block_start
            if first < end and last > start:
                marks.append(Mark(max(first, start), min(last, end), theme.overlay("selection")))
            if is_last and first <= end < last:
                behind = theme.overlay("selection")
            caret = selection.head - block_start
            if self.shows_carets and start <= caret <= end and layout.row_of(caret) == row:
                carets.append((caret, theme.overlay("caret" if selection == self.selection else "caret.other")))
        for caret, style in carets:
            if layout.x_in_row(row, caret) >= text_end:  # at the end, or among hanging spaces
                behind = style
            else:
                marks.append(Mark(caret, next_grapheme(layout.text, caret), style))
        return behind

    # The terminal's cursor

    def settle(self, top: tuple[int, int] | None = None) -> None:
        """As the base class; the terminal's cursor follows."""
        super().settle(top)
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        """Put the terminal's own, hidden, cursor on the caret: input methods open their window there."""
        if self.has_focus:
            x, line = self.cell_of(self.selection.head)
            if 0 <= line < self.page_rows:
                self.app.cursor_position = self.content_region.offset + Offset(x, line)

    def on_focus(self) -> None:
        self._refresh_carets()
        self._place_terminal_cursor()

    def on_blur(self) -> None:
        self._refresh_carets()

    def _refresh_carets(self) -> None:
        for selection in self.selections.between(*self.visible_range()):
            self._refresh_between(selection.head, selection.head)
