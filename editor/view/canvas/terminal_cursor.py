"""The terminal's own, hidden, cursor: input methods open their window where it is."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widget import Widget

from editor.view.canvas.viewport import Viewport


class TerminalCursor:
    """Keeps the terminal's cursor on the main caret while a view has the focus."""

    def __init__(self, view: Widget, viewport: Viewport) -> None:
        self._view = view
        self._viewport = viewport
        self._put: object = None  # its last position: cells of the view, of the screen

    def view_moved(self) -> None:
        """The view may be elsewhere on the screen now."""
        self._put = None

    def follow(self, position: int) -> None:
        """Put it at a document position, if that is on the screen."""
        view = self._view
        if view.has_focus:
            cell = self._viewport.cell_of(position)
            is_there = self._put == (cell, view.app.cursor_position)
            if 0 <= cell[1] < self._viewport.page_rows and not is_there:
                view.app.cursor_position = view.content_region.offset + Offset(*cell)
                self._put = cell, view.app.cursor_position
