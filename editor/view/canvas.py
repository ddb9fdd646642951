"""The draft on the screen: caret, selection, annotations, and the keys that change them.

The canvas owns no text; what it draws is the document's, and every edit is one transaction of the document. Positions
are code points of the document's text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from editor.commands.registry import Keymap
from editor.document import Document
from editor.document.annotations import Layer
from editor.document.document import DocumentChange
from editor.document.positions import is_grapheme_boundary, next_grapheme, previous_grapheme
from editor.document.transaction import Selection, Transaction
from editor.view.mouse import MouseGestures
from editor.view.row_rendering import Mark, draw_row
from editor.view.scrolling import BlockScrollView
from editor.view.theme import Theme
from editor.view.underline import UnderlineSetting, install, underlined, use_curly

DEFAULT_COLUMN = 80
"""Width of the text in cells, where the screen is wider."""

_KEPT_STRIPS = 1000
_TINTS = 4  # steps of strength that can be told apart
_FAINTEST = 0.5  # share of the underline's colour at strength 0


class Canvas(BlockScrollView, can_focus=True):
    """Shows and edits a document.

    `column` is the width of the text in cells, centred; None takes the whole width. `underlines` overrides what is
    known of the terminal. Set `keymap` for other keys than the default ones.
    """

    ALLOW_SELECT = False  # Textual's own selection of screen text

    class SelectionChanged(Message, namespace="canvas"):
        """The caret moved or another range is selected."""

        def __init__(self, selection: Selection) -> None:
            super().__init__()
            self.selection = selection

    class Edited(Message, namespace="canvas"):
        """The document changed, by whatever way."""

        def __init__(self, change: DocumentChange) -> None:
            super().__init__()
            self.change = change

    def __init__(
        self,
        document: Document,
        theme: Theme,
        *,
        column: int | None = DEFAULT_COLUMN,
        underlines: UnderlineSetting = "auto",
        keymap: Keymap | None = None,
    ) -> None:
        super().__init__(document, column=column)
        install()
        self.keymap = keymap or Keymap()
        self.selection = Selection(0, 0)
        self.goal_x: int | None = None
        """The cell in its row that moves up and down try to keep; None after any other move."""
        self.clipboard = ""
        self.key_filter: Callable[[events.Key], bool] | None = None
        """Gets every key first; True: it took the key."""
        self._told_selection = self.selection
        self._layers: list[Layer] = []
        self._strips: dict[object, Strip] = {}
        self._curly = use_curly(underlines, os.environ)
        self._mouse = MouseGestures(self)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.theme = theme
        self._base = theme.style("text")
        self._strips.clear()
        self.styles.background = theme.colour("background")
        self.styles.scrollbar_color = theme.colour("scrollbar")
        self.styles.scrollbar_color_hover = theme.colour("dim")
        self.styles.scrollbar_color_active = theme.colour("dim")
        for part in ("scrollbar_background", "scrollbar_background_hover", "scrollbar_background_active"):
            setattr(self.styles, part, theme.background("scrollbar"))
        self.refresh()

    # Selection

    def select(self, anchor: int, head: int, *, scroll: bool = True) -> None:
        """Select from `anchor` to `head`, where the caret goes, both moved back to grapheme boundaries."""
        self._set_selection(Selection(self._snapped(anchor), self._snapped(head)), scroll=scroll)

    def _set_selection(self, selection: Selection, *, scroll: bool) -> None:
        before, self.selection = self.selection, selection
        self.goal_x = None
        if before != selection:
            self._refresh_selection(before, selection)
        if scroll:
            self.scroll_to_position(selection.head)
        else:
            self.settle()
        self._tell_selection()

    def _tell_selection(self) -> None:
        if self.selection != self._told_selection:
            self._told_selection = self.selection
            self.post_message(self.SelectionChanged(self.selection))

    def _snapped(self, position: int, *, forward: bool = False) -> int:
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

    def _refresh_selection(self, before: Selection, after: Selection) -> None:
        """Refresh the rows on which caret or selection differ."""
        for position in {before.head, after.head}:
            self._refresh_between(position, position)
        if before.is_empty and after.is_empty:
            return
        if before.anchor == after.anchor:
            self._refresh_between(min(before.head, after.head), max(before.head, after.head))
        else:
            self._refresh_between(before.start, before.end)
            self._refresh_between(after.start, after.end)

    def _refresh_between(self, start: int, end: int) -> None:
        """Refresh the rows on the screen that hold the positions [start, end]."""
        shown_start, shown_end = self.visible_range()
        if end < shown_start or start > shown_end:
            return
        first_index, first_row, _ = self.locate_position(max(start, shown_start))
        last_index, last_row, _ = self.locate_position(min(end, shown_end))
        first = self.flow.top(first_index) + first_row
        self.refresh_rows(first, self.flow.top(last_index) + last_row - first + 1)

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

    # Editing

    def edit(self, start: int, end: int, text: str, group: str | None = None) -> None:
        """Replace [start, end) by `text` and put the caret behind it. `group` as in `Document.replace`."""
        caret = start + len(text)
        self.document.replace(
            start, end, text, selection=self.selection, selection_after=Selection(caret, caret), group=group
        )
        caret = self._snapped(caret, forward=True)
        self._set_selection(Selection(caret, caret), scroll=True)

    def apply(self, transaction: Transaction, selection_after: Selection) -> None:
        """Apply a transaction of several changes as one undo step, and select."""
        self.document.apply(transaction, selection=self.selection, selection_after=selection_after)
        self.select(selection_after.anchor, selection_after.head)

    def undo(self) -> bool:
        """Take back the last step, selection included; False when there is none."""
        return self._restore(self.document.undo())

    def redo(self) -> bool:
        """Make the last undone step again; False when there is none."""
        return self._restore(self.document.redo())

    def _restore(self, selection: Selection | None) -> bool:
        if selection is not None:
            self.select(selection.anchor, selection.head)
        return selection is not None

    def _document_changed(self, change: DocumentChange) -> None:
        super()._document_changed(change)
        before = self.selection.map(change.transaction)
        self.selection = Selection(self._snapped(before.anchor), self._snapped(before.head))
        self._refresh_between(self.selection.start, self.selection.end)
        self.post_message(self.Edited(change))

    # Annotations

    def add_layer(self, layer: Layer) -> None:
        """Draw the spans of a layer; later layers lie over earlier ones. A span's kind is a name in the theme."""
        self._layers.append(layer)
        self.refresh()

    def repaint_blocks(self, indices: Iterable[int]) -> None:
        """Draw some blocks anew, because their annotations changed."""
        for index in indices:
            if self.on_screen(index):
                self.refresh_rows(self.flow.top(index), self.flow.block_height(index))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        row_y = self.top_y + y
        width = self.scrollable_content_region.width
        if row_y >= self.flow.height:
            return Strip.blank(width, self._base)
        index, row = self.flow.locate(row_y)
        block = self.document.blocks[index]
        layout = self.flow.block(index)
        start, end = layout.row_span(row)
        is_last = row + 1 == layout.height
        marks = self._annotation_marks(index, start, end)
        behind = self._selection_marks(index, row, marks)
        key = (block.id, block.revision, row, tuple(marks), behind, self.text_left, layout.width, width, is_last)
        strip = self._strips.get(key)
        if strip is None:
            strip = draw_row(layout, row, marks, base=self._base, behind=behind, left=self.text_left, width=width)
            if len(self._strips) >= _KEPT_STRIPS:
                self._strips.clear()
            self._strips[key] = strip
        return strip

    def _annotation_marks(self, index: int, start: int, end: int) -> list[Mark]:
        """The layers' marks on [start, end) of a block."""
        block = self.document.blocks[index]
        return [
            Mark(span.start, span.end, self._annotation_style(span.kind, span.strength))
            for layer in self._layers
            for span in layer.in_block(block)
            if span.start < end and span.end > start
        ]

    def _annotation_style(self, kind: str, strength: float) -> Style:
        step = round(min(max(0.0, strength), 1.0) * (_TINTS - 1)) / (_TINTS - 1)
        tint = self.theme.underline_tint(kind, _FAINTEST + (1 - _FAINTEST) * step)
        style = self.theme.overlay(kind)
        return style if tint is None else style + underlined(tint, curly=self._curly)

    def _selection_marks(self, index: int, row: int, marks: list[Mark]) -> Style | None:
        """Add the marks of selection and caret on a row; return the style of the cell behind its text, if any."""
        layout = self.flow.block(index)
        block_start = self.document.block_start(index)
        start, end = layout.row_span(row)
        is_last = row + 1 == layout.height
        selection = self.selection
        first, last = selection.start - block_start, selection.end - block_start
        behind = None
        if first < end and last > start:
            marks.append(Mark(max(first, start), min(last, end), self.theme.overlay("selection")))
        if is_last and first <= end < last:
            behind = self.theme.overlay("selection")
        caret = selection.head - block_start
        if self.has_focus and start <= caret <= end and layout.row_of(caret) == row:
            style = self.theme.overlay("caret")
            if layout.x_in_row(row, caret) >= layout.x_in_row(row, end):  # at the end, or among hanging spaces
                behind = style
            else:
                marks.append(Mark(caret, next_grapheme(layout.text, caret), style))
        return behind

    # Keys and mouse

    async def _on_key(self, event: events.Key) -> None:
        if self.key_filter is not None and self.key_filter(event):
            event.stop()
            event.prevent_default()
            return
        command = self.keymap.lookup(*event.aliases)
        if command is not None:
            if command.scope == "canvas":
                event.stop()
                event.prevent_default()
                command.run(self)
        elif event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self.edit(self.selection.start, self.selection.end, event.character, "type")

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_pasted(event.text)

    def insert_pasted(self, text: str) -> None:
        """Put pasted text in the place of the selection, its line ends made those of the document."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", self.document.newline)
        self.edit(self.selection.start, self.selection.end, text)

    def on_focus(self) -> None:
        self._refresh_between(self.selection.head, self.selection.head)
        self._place_terminal_cursor()

    def on_blur(self) -> None:
        self._refresh_between(self.selection.head, self.selection.head)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._mouse.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._mouse.move(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._mouse.release()
