"""Where the writer is among the matches: at one of them, or anywhere in the draft."""

from __future__ import annotations

from editor.document.selections import Selections
from editor.document.transaction import Transaction
from editor.find.search import Matches
from editor.view.canvas.canvas import Canvas


class CurrentMatch:
    """The match that the writer was taken to, until the caret or the text changes.

    Attributes:
        index: its index; None: there is none.
        origin: where the search started, in code points.
    """

    def __init__(self) -> None:
        self.index: int | None = None
        self.origin = 0
        self._placed: Selections | None = None  # the selection made at it

    def forget(self) -> None:
        """Leave the match."""
        self.index = self._placed = None

    def start_at(self, canvas: Canvas) -> None:
        """Search from the caret of a canvas from now on."""
        self.origin = canvas.selection.start

    def text_changed(self, transaction: Transaction) -> None:
        """Follow an edit."""
        self.origin = transaction.map_position(self.origin)
        self.forget()

    def is_left(self, canvas: Canvas) -> bool:
        """Return True if the carets were moved since they were put at a match."""
        return canvas.selections != self._placed

    def leave(self, canvas: Canvas, matches: Matches | None) -> bool:
        """Search from the caret, which was moved. Return True if it is at another match now, or at none."""
        self.start_at(canvas)
        self._placed = None
        before, self.index = self.index, self.selected(canvas, matches)
        return before != self.index

    def look(self, canvas: Canvas, matches: Matches | None) -> None:
        """Make the selected match current, if one of the new matches is selected."""
        self.index = None  # it was one of other matches
        self.index = self.selected(canvas, matches)

    def selected(self, canvas: Canvas, matches: Matches | None) -> int | None:
        """Return the index of the selected match, if one is."""
        if self.index is not None and not self.is_left(canvas):
            return self.index
        selection = canvas.selection
        return None if matches is None else matches.index_of(selection.start, selection.end)

    def select(self, canvas: Canvas, matches: Matches, index: int) -> None:
        """Select a match and make it current."""
        self.index = index
        canvas.select(*matches[index])
        self._placed = canvas.selections

    def neighbour(self, canvas: Canvas, matches: Matches, *, forward: bool) -> int:
        """Return the index of the next match, or of the one before; out of range at either end."""
        selection, current = canvas.selection, self.selected(canvas, matches)
        if current is not None:
            return current + (1 if forward else -1)
        if forward:
            found = matches.first_from(selection.end)
            return len(matches) if found is None else found
        found = matches.last_before(selection.start)
        return -1 if found is None else found
