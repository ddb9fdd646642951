"""The life of a draft (opened, shown, hidden, closed), and notifying listeners."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual.app import App
from textual.widget import Widget

from editor.document import Document
from editor.document.places import Place
from editor.document.saving import Saving
from editor.settings.layers import SettingsLayer, load_folder_layer
from editor.storage.encodings import Encoding
from editor.system import garbage
from editor.view.canvas.canvas import Canvas
from editor.workspace.draft_settings import DraftSettings
from editor.workspace.workspace import Draft, Workspace

_RECLAIM_S = 1.0  # after a draft was closed; by then nothing uses it


class DraftListener:
    """Is notified about the drafts. Every method does nothing unless a subclass overrides it."""

    def opening(self, document: Document) -> None:
        """A document is about to become a draft of the running program. May block: called in a thread."""

    def draft_opened(self, draft: Draft) -> None:
        """A draft is open, but not yet on the screen, and its settings haven't been applied."""

    async def file_opened(self, draft: Draft) -> None:
        """A file was opened in a running program; within a modal task, so that it can ask."""

    def draft_hidden(self, draft: Draft) -> None:
        """The draft was on the screen; another one may follow."""

    def draft_shown(self, draft: Draft) -> None:
        """The draft is on the screen now; it may have been before."""

    def state_changed(self, draft: Draft) -> None:
        """The shown draft's text, name or file has changed, or the set of drafts has."""

    def about_to_save(self, draft: Draft, path: Path) -> None:
        """A draft is about to be saved to a file, in its state after this call."""

    def saved(self, draft: Draft, saving: Saving | None) -> None:
        """A draft was saved in its state at `saving`; None: it is equal to its file now."""

    async def reopen(self, draft: Draft, encoding: Encoding) -> None:
        """A draft's file is to be read again in an encoding; within a modal task."""

    def draft_closed(self, draft: Draft) -> None:
        """A draft is gone, and so are its unsaved changes."""


class Drafts:
    """Opens, shows and closes drafts.

    Args:
        app: its screen shows the drafts.
        workspace: the drafts.
        settings: the drafts'.
        listeners: notified in this order.
        canvas_of: makes the canvas of a document.
    """

    def __init__(
        self,
        app: App[None],
        workspace: Workspace,
        settings: DraftSettings,
        listeners: Sequence[DraftListener],
        canvas_of: Callable[[Document], Canvas],
    ) -> None:
        self._app = app
        self._workspace = workspace
        self._settings = settings
        self._listeners = listeners
        self._canvas_of = canvas_of
        self._places: list[tuple[Draft, Place]] = []  # of carets, until there is a screen

    # -- before there is a screen --------------------------------------------------------------------------------------

    def add(self, document: Document, folder: SettingsLayer, *, in_place_of: Draft | None = None) -> Draft:
        """Open a document as the last draft, or in place of one; `folder` are its folder's settings."""
        draft = Draft(document, self._canvas_of(document), self._workspace.next_untitled())
        self._workspace.add(draft, in_place_of=in_place_of)
        for listener in self._listeners:
            listener.draft_opened(draft)
        self._settings.add(draft, folder)
        return draft

    def place_caret(self, draft: Draft, place: Place) -> None:
        """Put the caret at a place once there is a screen."""
        self._places.append((draft, place))

    def widgets(self) -> list[Widget]:
        """Return the canvases, of which only the shown draft's is visible."""
        for draft in self._workspace.drafts:
            draft.canvas.display = draft is self._workspace.shown
        return [draft.canvas for draft in self._workspace.drafts]

    def start(self) -> None:
        """Show the first draft, now that there is a screen."""
        for draft, place in self._places:
            _put_caret(draft, place)
        self.show(self._workspace.shown)

    # -- on the screen -------------------------------------------------------------------------------------------------

    async def put(self, document: Document, place: Place | None = None, *, in_place_of: Draft | None = None) -> Draft:
        """Open a document and show it, as the last tab or in place of a draft, which is closed."""
        before = self._workspace.shown
        folder = await asyncio.to_thread(self._look_at, document)
        draft = self.add(document, folder, in_place_of=in_place_of)
        await self._app.screen_stack[0].mount(draft.canvas, after=before.canvas)
        if place is not None:
            _put_caret(draft, place)
        self._show_instead(draft, before)
        if in_place_of is not None:
            await self._discard(in_place_of)
        return draft

    def _look_at(self, document: Document) -> SettingsLayer:
        """Read everything about a document that is needed to show it. May block."""
        for listener in self._listeners:
            listener.opening(document)
        return load_folder_layer(document.path)

    async def take_away(self, draft: Draft) -> None:
        """Close a draft without asking."""
        before = self._workspace.shown
        self._workspace.remove(draft)
        self._show_instead(self._workspace.shown, before)
        await self._discard(draft)

    async def _discard(self, draft: Draft) -> None:
        for listener in self._listeners:
            listener.draft_closed(draft)
        await draft.canvas.remove()
        self._app.set_timer(_RECLAIM_S, self._reclaim)

    def _reclaim(self) -> None:
        """Free the memory of a closed draft."""
        if self._app.screen_stack:  # the app hasn't ended
            _ = self._app.screen_stack[0].displayed_children  # makes Textual list them again, without the closed one
            garbage.reclaim()

    def show(self, draft: Draft) -> None:
        """Show an open draft."""
        self._show_instead(draft, self._workspace.shown)

    def _show_instead(self, draft: Draft, before: Draft) -> None:
        for listener in self._listeners:
            listener.draft_hidden(before)
        self._workspace.show(draft)
        canvas = draft.canvas
        if not canvas.size:  # the size of the screen isn't known yet
            self._app.call_after_refresh(canvas.call_later, partial(_scroll_to_caret, canvas))
        canvas.display = True
        self._app.screen_stack[0].set_focus(canvas, scroll_visible=False)
        if before is not draft:
            before.canvas.display = False
        for listener in self._listeners:
            listener.draft_shown(draft)
        self._settings.tell()
        self.show_state()

    # -- what became of them -------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show the drafts' names, files and counts as they are now."""
        for listener in self._listeners:
            listener.state_changed(self._workspace.shown)

    async def file_opened(self, draft: Draft) -> None:
        """Notify everyone that a file was opened; only within a modal task."""
        for listener in self._listeners:
            await listener.file_opened(draft)

    async def reopen(self, draft: Draft, encoding: Encoding) -> None:
        """Have a draft's file read again in an encoding; only within a modal task."""
        for listener in self._listeners:
            await listener.reopen(draft, encoding)

    def about_to_save(self, draft: Draft, path: Path) -> None:
        """Notify everyone that a draft is about to be saved to a file."""
        for listener in self._listeners:
            listener.about_to_save(draft, path)

    def saved(self, draft: Draft, saving: Saving | None = None) -> None:
        """Notify everyone that a draft was saved, in its state at `saving`; None: as its file is now."""
        self._settings.saved(draft)
        for listener in self._listeners:
            listener.saved(draft, saving)


def _put_caret(draft: Draft, place: Place) -> None:
    """Put the caret at a place; while the size is unknown, without scrolling there."""
    position = place.position(draft.document)
    draft.canvas.select(position, position, scroll=bool(draft.canvas.size))


def _scroll_to_caret(canvas: Canvas) -> None:
    canvas.scroll_to_position(canvas.selection.head)
