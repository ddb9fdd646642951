"""The draft on the screen: the keys, the mouse and the edits that change it.

The canvas owns no text: it draws the document, and every edit is one transaction of the document. Positions
are code points of the document's text.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from inspect import isawaitable
from typing import Any, Literal

from textual import events

from editor.document import Document
from editor.document.added_signs import AddedSigns
from editor.document.asides import Asides
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.clip import Clip, paste_edits
from editor.document.document import DocumentChange
from editor.document.dragging import dropped
from editor.document.formatting import table_edits
from editor.document.formatting.cells import in_cells
from editor.document.formatting.recount import apply_counted
from editor.document.history import SUBSTITUTION
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.document.typing import Typing
from editor.keys.registry import Command, Keymap
from editor.system.clipboard import Clipboard
from editor.view.canvas.draft_view import DraftView
from editor.view.canvas.focus import Focus
from editor.view.canvas.mouse import MouseGestures
from editor.view.canvas.underline import UnderlineSetting
from editor.view.layout.live_preview import Mode
from editor.view.theme.theme import Theme
from editor.view.widgets.notice import Notice

DEFAULT_COLUMN = 80
"""Width of the text in cells on screens that are wider."""


class Canvas(DraftView):
    """Shows and edits a document.

    Args:
        document, theme: the text, and its colours.
        column: width of the text in cells, centred; None: the whole width.
        underlines: overrides the terminal's known abilities.
        keymap: the commands of keys, unless `route_key` is set.
        typing: pairs and quotes.
        clipboard: gets copied text.
    """

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
        super().__init__(document, theme, column=column, underlines=underlines)
        self.keymap = keymap or Keymap()
        self.typing = typing or Typing()
        self._added_signs = AddedSigns(document)
        self._substituted: tuple[int, Selections] | None = None
        """The document's revision, and the selections, right after smart typography changed something."""
        self.clipboard = clipboard or Clipboard()
        self.copy_as: Literal["markdown", "text", "html"] = "markdown"
        """The form in which other programs get copied text."""
        self._marking_at: int | None = None  # the document's revision
        self.expanded: list[tuple[Selections, Selections]] = []
        """The selections before and after each step of expanding the selection, the last step last."""
        self.asides = Asides(document.moment)
        """Undoable actions that aren't edits."""
        self.refusal = ""
        """The reason why the draft can't be edited; empty if it can."""
        self.route_key: Callable[[events.Key], Awaitable[bool]] = self._by_keymap
        """Looks a key up and runs its command; False: it may be text. See `take_key`."""
        self.takes_paste: Callable[[events.Paste], bool] = lambda event: False
        """Returns True if a paste was for something other than the draft."""
        self._mode_before: Mode = "preview"
        """The mode before the reading view."""
        self._mouse = MouseGestures(self, self._drop)

    @property
    def is_marking(self) -> bool:
        """Whether motions extend the selections, until the next edit."""
        return self._marking_at == self.document.revision

    @is_marking.setter
    def is_marking(self, is_on: bool) -> None:
        self._marking_at = self.document.revision if is_on else None

    # Display

    @property
    def focus_on(self) -> Focus:
        """The text that isn't dimmed: the caret's sentence, its paragraph, or everything."""
        return self._focus.kind

    @focus_on.setter
    def focus_on(self, focus: Focus) -> None:
        self._focus.kind = focus
        self._focus.follow(self.selection.head)
        self.refresh()

    @property
    def has_gutter(self) -> bool:
        """Whether the map is drawn next to the scroll bar."""
        return self.side.is_on

    @has_gutter.setter
    def has_gutter(self, is_on: bool) -> None:
        self.side.is_on = is_on
        self.update_map()
        self.refresh()

    @property
    def has_strip(self) -> bool:
        """Whether bars are drawn next to the text, if the screen has room."""
        return self.side.has_bars

    @has_strip.setter
    def has_strip(self, is_on: bool) -> None:
        self.side.has_bars = is_on
        self.refresh()

    def set_bare(self, is_bare: bool) -> None:
        """Hide everything next to the text, even the scroll bar; or show it again."""
        self.styles.scrollbar_size_vertical = 0 if is_bare else 1
        self.is_bare = is_bare
        self.refresh()

    @property
    def typewriter(self) -> bool:
        """Whether the caret's row stays in the middle of the screen."""
        return self.viewport.is_typewriter

    @typewriter.setter
    def typewriter(self, is_on: bool) -> None:
        self.viewport.set_typewriter(is_on)
        if self.viewport.is_sized:
            self.scroll_to_position(self.selection.head)
            self.refresh()

    def show_ghost(self, text: str) -> None:
        """Show a text at the caret as ghost text, see `GhostText`; empty: none. It stays until it is replaced."""
        lines = self.ghost.lines
        self.ghost.stand(self.selection.head, text)
        for line in lines | self.ghost.lines:
            self.redraw.lines(range(line, line + 1))

    def fold(self) -> bool:
        """Fold the section that the caret is in, or unfold it. Returns False if there is none."""
        has_heading = self.folding.toggle(self.document.block_index(self.selection.head))
        if has_heading:
            self._show_folding()
        return has_heading

    def fold_all(self) -> bool:
        """Unfold everything or, if nothing is folded, fold all sections. Returns False if there are none."""
        is_folded = self.folding.toggle_all()
        self._show_folding()
        return is_folded

    def _show_folding(self) -> None:
        """Show the sections as they are folded now; hidden carets go to the heading above."""
        line = self.viewport.cell_of(self.selection.head)[1]
        self.document_layout.hide(self.folding.hidden)
        self.selections = self.folding.out_of_folds(self.selections)
        self._lay_out_again()
        self.scroll_to_line(self.selection.head, min(max(0, line), self.viewport.page_rows - 1))
        self.set_selections(self.selections)

    # Editing

    def _document_changed(self, change: DocumentChange) -> None:
        self._added_signs.follow(change.transaction)
        super()._document_changed(change)

    def move_each(self, move: Callable[[Selection], Selection], *, scroll: bool = True) -> None:
        """Replace every selection by the result of `move`."""
        moved = [move(selection) for selection in self.selections]
        self.set_selections(Selections.of(moved, moved[self.selections.main_index]), scroll=scroll)

    def edit(self, start: int, end: int, text: str, group: str | None = None) -> None:
        """Replace [start, end) by `text` and put the caret after it. `group` as in `Document.replace`."""
        caret = Selections.single(start + len(text), start + len(text))
        changes = (Change(start, end, text),) if text or end > start else ()
        self.write(Transaction(changes), caret, group)

    def edit_each(self, edit: Callable[[Selection], CaretEdit | None], group: str | None = None) -> None:
        """Edit at every caret, as one undo step; a selection whose edit is None stays as it is."""
        self.write(*edit_all(self.selections, map(edit, self.selections)), group)

    def write(self, transaction: Transaction, selections: Selections, group: str | None = None) -> None:
        """Insert or delete text like `apply`, fitted into the tables that it touches.

        All edits that insert foreign text or delete some go through here; commands that know about tables, or move
        whole lines, apply their edits directly.
        """
        fitted = in_cells(self.document, self.markdown.lines, transaction, self.selections, selections)
        self.apply(*fitted, group)

    def apply(self, transaction: Transaction, selections: Selections, group: str | None = None) -> None:
        """Apply a transaction as one undo step (see `group` in `Document.replace`), and select.

        Lists that it changes are renumbered. In the reading view nothing happens, apart from a message.
        """
        if self._is_refused():
            return
        lines = self.markdown.lines
        selections = apply_counted(self.document, lines, transaction, self.selections, selections, group)
        self.set_selections(selections, forward=True)

    def restore_text(self, transaction: Transaction) -> bool:
        """Apply a transaction that restores an earlier text, exactly, as one undo step; lists aren't renumbered.

        Returns False, with a message, if the draft can't be edited now.
        """
        if self._is_refused():
            return False
        selections = self.selections.map(transaction)
        self.document.apply(transaction, selections=self.selections, selections_after=selections)
        self.set_selections(selections, forward=True)
        return True

    def type_text(self, text: str, *, is_alone: bool = False) -> None:
        """Type a character at each selection, with the pairs and quotes of `Typing`; `is_alone`: it makes no pair."""
        typing = replace(self.typing, auto_pairs=False) if is_alone else self.typing
        edits: list[CaretEdit | None] = [
            self._added_signs.passed(selection, text) or typing.typed(self.document, selection, text)
            for selection in self.selections
        ]
        self.write(*edit_all(self.selections, edits), "type")
        self._added_signs.add(edits, self.selections)
        if self.typing.smart_typography:
            edits = [self.typing.substituted(self.document, selection, text) for selection in self.selections]
            if any(edits):
                self.write(*edit_all(self.selections, edits), SUBSTITUTION)
                self._substituted = self.document.revision, self.selections

    def take_back_substitution(self) -> bool:
        """Undo smart typography on the last character. Returns False if anything was done since."""
        is_last = self._substituted == (self.document.revision, self.selections)
        return is_last and not self._is_refused() and self._restore(self.document.undo())

    def undo(self) -> bool:
        """Undo the last step, selections included, or a later action that isn't an edit. False: there is none."""
        return not self._is_refused() and (self.asides.undo() or self._restore(self.document.undo()))

    def redo(self) -> bool:
        """Redo the last undone step. Returns False if there is none."""
        return not self._is_refused() and (self.asides.redo() or self._restore(self.document.redo()))

    def _is_refused(self) -> bool:
        """Return True, with a message, if the draft can't be edited now."""
        if self.refusal:
            self.notify_app(Notice(self.refusal))
            return True
        if self.mode == "reading":
            self.notify_app(Notice("the reading view can't be edited"))
        return self.mode == "reading"

    def _restore(self, selections: Selections | None) -> bool:
        if selections is not None:
            self.set_selections(selections)
        return selections is not None

    # Keys and mouse

    async def _on_key(self, event: events.Key) -> None:
        """Route a key, once, and type it if it is text."""
        if await self.route_key(event):
            event.stop()
            event.prevent_default()
        elif event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self.type_text(event.character)

    async def _by_keymap(self, event: events.Key) -> bool:
        return await self.take_key(event.key, self.keymap.lookup(*event.aliases))

    async def take_key(self, key: str, command: Command[Any] | None) -> bool:
        """Scroll by a key in the reading view, or run its command if that targets a canvas.

        Returns False if the key is for neither: it may be text.
        """
        if self.mode == "reading" and self._scrolls(key):
            return True
        if command is None or command.target is not Canvas:
            return False
        running = command.run(self)
        if isawaitable(running):  # later keys must not overtake it
            await running
        return True

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if not self.takes_paste(event):
            self.insert_pasted(event.text)

    def insert_pasted(self, text: str) -> None:
        """Replace each selection by pasted text, see `paste_edits`."""
        self.paste(self.clipboard.clip_of(text))

    def paste(self, clip: Clip) -> None:
        """Replace each selection by a clip, adapted to the markup around the carets; rows of cells fill a table."""
        document, lines = self.document, self.markdown.lines
        filled = table_edits.fill(document, lines, self.selections, clip.text)
        if filled is not None:
            self.apply(*filled)
        else:
            self.write(*edit_all(self.selections, paste_edits(document, self.selections, clip, lines)))

    def _drop(self, dragged: Selection, position: int, is_copy: bool) -> None:
        """Move a selection that was dragged, or copy it, as one undo step."""
        edit = dropped(self.document, self.markdown.lines, dragged, position, is_copy=is_copy)
        if edit is not None:
            self.write(*edit)

    # The reading view

    def read_only_view(self, is_on: bool) -> None:
        """Switch to the reading view, or back to the mode before it."""
        if is_on != (self.mode == "reading"):
            mode, self._mode_before = ("reading" if is_on else self._mode_before), self.mode
            self.set_mode(mode)

    def _scrolls(self, key: str) -> bool:
        """Scroll the reading view by a key. Returns False if the key doesn't scroll."""
        page = max(1, self.viewport.page_rows - 2)
        rows = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "space": page, "backspace": -page}
        if key in rows:
            self.scroll_rows(rows[key])
        elif key in ("home", "ctrl+home"):
            self.settle((0, 0))
        elif key in ("end", "ctrl+end"):
            self.settle(self.document_layout.locate(self.document_layout.height))
        elif key == "escape":
            self.read_only_view(False)
        else:
            return False
        return True

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._mouse.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._mouse.move(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._mouse.release(event)
