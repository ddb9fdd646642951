"""Going to a place in the draft: one that the writer names, where it was edited last, or where one has come from."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from editor.document import Document
from editor.navigation.destination import destination
from editor.navigation.edit_places import EditPlaces
from editor.navigation.jumps import Jumps
from editor.text.printable import printable
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.dialogs import LineQuestion


class NavigationFeature:
    """Moves the caret of one canvas at a time.

    Args:
        canvas: of the draft that is shown.
        say: shows a message.
    """

    def __init__(self, canvas: Canvas, say: Callable[[str], None]) -> None:
        self._say = say
        self._edit_places: WeakKeyDictionary[Canvas, EditPlaces] = WeakKeyDictionary()
        self._jumps: WeakKeyDictionary[Canvas, Jumps] = WeakKeyDictionary()
        self.attach(canvas)

    def attach(self, canvas: Canvas) -> None:
        """From now on move in this canvas; where its draft is edited is remembered from the first time on."""
        self._canvas = canvas
        if canvas not in self._edit_places:
            self._edit_places[canvas] = EditPlaces(canvas.document)
            self._jumps[canvas] = Jumps(canvas.document)

    def ask(self) -> None:
        """Ask where to go, and go there."""
        document = self._document
        line = document.block_index(self._canvas.selection.head) + 1
        text = f"Go to a line, 1 to {len(document.blocks):,} (now {line:,}); 120:7 is line and column, 50%, +10, -10:"
        self._canvas.app.push_screen(LineQuestion(self._canvas.theme, text, self._go))

    @property
    def _document(self) -> Document:
        return self._canvas.document

    def _go(self, written: str) -> None:
        position = destination(self._document, written, self._canvas.selection.head)
        if position is None:
            self._say(f"{printable(written)} is no line: write 120, 120:7, 50%, +10 or -10")
        else:
            self.jump(position)

    def jump(self, position: int) -> None:
        """Put the caret at a position; `go_back` returns to where it is now."""
        self._jumps[self._canvas].leave(self._canvas.selection.head)
        self._canvas.select(position, position)

    def go_back(self) -> None:
        """Return to where the last jump began; asked again, to where the one before began."""
        self._go_to_place(self._jumps[self._canvas].back(self._canvas.selection.head), "no jump to go back from")

    def go_forward(self) -> None:
        """Return to where `go_back` was asked."""
        self._go_to_place(self._jumps[self._canvas].forward(self._canvas.selection.head), "no jump to go forward to")

    def _go_to_place(self, place: int | None, otherwise: str) -> None:
        if place is None:
            self._say(otherwise)
        else:
            self._canvas.select(place, place)

    def go_to_last_edit(self) -> None:
        """Put the caret where the draft was edited last; asked again, at the place before that."""
        place = self._edit_places[self._canvas].back(self._canvas.selection.head)
        self._go_to_place(place, "no other place was edited")
