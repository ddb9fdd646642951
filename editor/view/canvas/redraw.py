"""Which lines of the screen Textual has to draw again."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region
from textual.widget import Widget

from editor.document.selections import Selections
from editor.view.canvas.viewport import Viewport
from editor.view.layout.document_layout import DocumentLayout


class Redraw:
    """Requests redrawing of lines, each only once however often it has changed.

    Args:
        view: the widget that draws them.
        viewport: which rows are on the screen.
        layout: the rows of the whole document.
    """

    def __init__(self, view: Widget, viewport: Viewport, layout: DocumentLayout) -> None:
        self._view = view
        self._viewport = viewport
        self._layout = layout
        self._waiting: set[int] = set()  # lines that Textual will draw again

    def drawn(self, line: int) -> None:
        """Note that a line is drawn."""
        self._waiting.discard(line)

    def lines(self, lines: range) -> None:
        """Draw lines of the screen again, unless they are already waiting for it."""
        if lines and not self._waiting.issuperset(lines):
            self._waiting.update(lines)
            self._view.refresh(Region(0, lines.start, self._viewport.width, len(lines)))

    def blocks(self, indices: Iterable[int]) -> None:
        """Draw some blocks again."""
        for index in indices:
            self.lines(self._viewport.lines(self._layout.top(index), self._layout.block_height(index)))

    def all_from(self, index: int) -> None:
        """Draw a block again and everything below it."""
        rows = self._layout.height + self._viewport.page_rows
        self.lines(self._viewport.lines(self._layout.top(index), rows))

    def carets(self, selections: Selections) -> None:
        """Draw again the lines that have carets."""
        for selection in selections.between(*self._viewport.visible_range()):
            self.lines(self._viewport.lines_between(selection.head, selection.head))
