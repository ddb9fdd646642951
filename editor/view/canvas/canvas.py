"""The draft on the screen: annotations, and the keys and edits that change it.

The canvas owns no text; what it draws is the document's, and every edit is one transaction of the document. Positions
are code points of the document's text.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable
from inspect import isawaitable
from typing import Literal

from textual import events
from textual.message import Message
from textual.strip import Strip

from editor.document import Document
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.clip import paste_edits
from editor.document.document import DocumentChange
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.document.typing import Typing
from editor.keys.registry import Command, Keymap
from editor.system.clipboard import Clipboard
from editor.view.canvas.mark_source import MarkSource
from editor.view.canvas.mouse import MouseGestures
from editor.view.canvas.row_rendering import Mark, around_of, draw_row
from editor.view.canvas.underline import UnderlineSetting, install, use_curly
from editor.view.canvas.writing_view import WritingView
from editor.view.layout.live_preview import Mode
from editor.view.theme.theme import Theme
from editor.view.widgets.notice import Notice

DEFAULT_COLUMN = 80
"""Width of the text in cells, where the screen is wider."""

_KEPT_STRIPS = 1000


class Canvas(WritingView, can_focus=True):
    """Shows and edits a document.

    `column` is the width of the text in cells, centred; None takes the whole width. `underlines` overrides what is
    known of the terminal. Set `typing` for other pairs and quotes. Keys do what `keymap` says unless
    `route_key` is set.
    """

    ALLOW_SELECT = False  # Textual's own selection of screen text

    class Edited(Message, namespace="canvas"):
        """The document changed, by whatever way."""

        def __init__(self, canvas: Canvas, change: DocumentChange) -> None:
            super().__init__()
            self.canvas = canvas
            self.change = change

    def __init__(
        self,
        document: Document,
        theme: Theme,
        *,
        column: int | None = DEFAULT_COLUMN,
        underlines: UnderlineSetting = "auto",
        keymap: Keymap | None = None,
        typing: Typing | None = None,
        clipboard: Clipboard | None = None,
    ) -> None:
        super().__init__(document, column=column)
        install()
        self.keymap = keymap or Keymap()
        self.typing = typing or Typing()
        self._substituted: tuple[int, Selections] | None = None
        """The document's revision, and the selections, right after smart typography changed something."""
        self.clipboard = clipboard or Clipboard()
        self.copy_as: Literal["markdown", "text", "html"] = "markdown"
        """What other programs get of what is copied."""
        self.is_marking = False
        """Whether motions extend the selections, until the next edit."""
        self.grown: list[tuple[Selections, Selections]] = []
        """What growing the selection made of which, the last one last."""
        self.refusal = ""
        """Why the draft may not be edited; empty: it may."""
        self.route_key: Callable[[events.Key], Awaitable[bool]] = self._by_keymap
        """Looks a key up and runs what it stands for; False: it may be text. See `take_key`."""
        self.takes_paste: Callable[[events.Paste], bool] = lambda event: False
        """Returns True if a paste was for something else than the draft."""
        self._mode_before: Mode = "preview"
        """What was seen of the markup before the reading view."""
        self._sources: list[MarkSource] = []
        self._strips: dict[object, Strip] = {}
        self.has_curly_underlines = use_curly(underlines, os.environ)
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

    def set_underlines(self, underlines: UnderlineSetting) -> None:
        """Draw underlines in another manner."""
        self.has_curly_underlines = use_curly(underlines, os.environ)
        self._strips.clear()
        self.refresh()

    # Editing

    def edit(self, start: int, end: int, text: str, group: str | None = None) -> None:
        """Replace [start, end) by `text` and put the caret behind it. `group` as in `Document.replace`."""
        caret = Selections.single(start + len(text), start + len(text))
        changes = (Change(start, end, text),) if text or end > start else ()
        self.apply(Transaction(changes), caret, group)

    def edit_each(self, edit: Callable[[Selection], CaretEdit | None], group: str | None = None) -> None:
        """Edit at every caret, as one undo step; None leaves a selection as it is."""
        self.apply(*edit_all(self.selections, map(edit, self.selections)), group)

    def apply(self, transaction: Transaction, selections: Selections, group: str | None = None) -> None:
        """Apply a transaction as one undo step (see `group` in `Document.replace`), and select.

        The reading view refuses, and says so.
        """
        if self._is_refused():
            return
        self.document.apply(transaction, selections=self.selections, selections_after=selections, group=group)
        self.set_selections(selections, forward=True)

    def type_text(self, text: str) -> None:
        """Type a character at each selection; what becomes of it, see `Typing`."""
        self.edit_each(lambda selection: self.typing.typed(self.document, selection, text), "type")
        if self.typing.smart_typography:
            edits = [self.typing.substituted(self.document, selection, text) for selection in self.selections]
            if any(edits):
                self.apply(*edit_all(self.selections, edits))
                self._substituted = self.document.revision, self.selections

    def take_back_substitution(self) -> bool:
        """Undo what smart typography made of the last character; False where something else was done since."""
        return self._substituted == (self.document.revision, self.selections) and self.undo()

    def undo(self) -> bool:
        """Take back the last step, selections included; False when there is none."""
        return not self._is_refused() and self._restore(self.document.undo())

    def redo(self) -> bool:
        """Make the last undone step again; False when there is none."""
        return not self._is_refused() and self._restore(self.document.redo())

    def _is_refused(self) -> bool:
        """Whether the draft is only read now."""
        if self.refusal:
            self.tell(Notice(self.refusal))
            return True
        if self.mode == "reading":
            self.tell(Notice("this is the reading view: Escape goes back to writing"))
        return self.mode == "reading"

    def _restore(self, selections: Selections | None) -> bool:
        if selections is not None:
            self.set_selections(selections)
        return selections is not None

    def _document_changed(self, change: DocumentChange) -> None:
        super()._document_changed(change)
        self.is_marking = False
        self.tell(self.Edited(self, change))

    # Annotations

    def add_marks(self, source: MarkSource) -> None:
        """Draw the marks of a source from now on, over those of the sources added before."""
        self._sources.append(source)
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
            return self.with_gutter(Strip.blank(width, self._base), self.theme, y, None)
        index, row = self.flow.locate(row_y)
        block = self.document.blocks[index]
        layout, spans = self.look_of(index)
        start, end = layout.row_span(row)
        is_last = row + 1 == layout.height
        marks = [
            Mark(span.start, span.end, self.theme.overlay(span.kind))
            for span in spans
            if span.start < end and span.end > start
        ]
        marks += self.dimmed(self.theme, index, start, end)
        for source in self._sources:
            marks += source.marks(index, start, end)
        marks += self.struck_marks(self.theme, index, start, end)
        behind = self.selection_marks(self.theme, index, row, marks)
        form = layout.form
        key = (block.id, block.revision, row, tuple(marks), behind, form, self.text_left, layout.width, width, is_last)
        strip = self._strips.get(key)
        if strip is None:
            around = around_of(form, self.theme)
            strip = draw_row(
                layout, row, marks, base=self._base, behind=behind, left=self.text_left, width=width, around=around
            )
            if len(self._strips) >= _KEPT_STRIPS:
                self._strips.clear()
            self._strips[key] = strip
        return self.with_gutter(strip, self.theme, y, index)

    # Keys and mouse

    async def _on_key(self, event: events.Key) -> None:
        """Route a key, once, and type it where it is text."""
        if await self.route_key(event):
            event.stop()
            event.prevent_default()
        elif event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self.type_text(event.character)

    async def _by_keymap(self, event: events.Key) -> bool:
        return await self.take_key(event.key, self.keymap.lookup(*event.aliases))

    async def take_key(self, key: str, command: Command | None) -> bool:
        """Scroll as a key does in the reading view, or run its command where that is for a canvas.

        Returns False if the key is for neither: it may be text.
        """
        if self.mode == "reading" and self._scrolls(key):
            return True
        if command is None or command.target is not None:
            return False
        running = command.run(self)
        if isawaitable(running):  # no key may overtake it
            await running
        return True

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if not self.takes_paste(event):
            self.insert_pasted(event.text)

    def insert_pasted(self, text: str) -> None:
        """Put pasted text in the place of each selection, as `paste_edits` says."""
        edits = paste_edits(self.document, self.selections, self.clipboard.clip_of(text), self.markdown.lines)
        self.apply(*edit_all(self.selections, edits))

    # The reading view, and the view of nothing but the text

    def read_only_view(self, is_on: bool) -> None:
        """Go to the reading view, or back to what was there before."""
        if is_on != (self.mode == "reading"):
            mode, self._mode_before = ("reading" if is_on else self._mode_before), self.mode
            self.set_mode(mode)
            if is_on:
                self.tell(Notice("reading view: keys scroll, Escape goes back to writing"))

    def _scrolls(self, key: str) -> bool:
        """Scroll as a key says in the reading view; False where it does not."""
        page = max(1, self.page_rows - 2)
        rows = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "space": page, "backspace": -page}
        if key in rows:
            self.scroll_rows(rows[key])
        elif key in ("home", "ctrl+home"):
            self.settle((0, 0))
        elif key in ("end", "ctrl+end"):
            self.settle(self.flow.locate(self.flow.height))
        elif key == "escape":
            self.read_only_view(False)
        else:
            return False
        return True

    def set_bare(self, is_bare: bool) -> None:
        """Show nothing beside the text, not even the scroll bar; or show it again."""
        self.styles.scrollbar_size_vertical = 0 if is_bare else 1
        self.is_bare = is_bare
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._mouse.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._mouse.move(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._mouse.release()
