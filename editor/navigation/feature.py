"""Going to a place in the draft: one entered by the writer, the last edit, or the start of a jump."""

from __future__ import annotations

from functools import partial

from editor.document import Document
from editor.feature import Feature
from editor.navigation.destination import destination
from editor.navigation.edit_places import EditPlaces
from editor.navigation.jumps import Jumps
from editor.navigation.links import LinkFollower
from editor.navigation.outline import DraftOutline
from editor.text.printable import printable
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.dialogs import LineQuestion
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class NavigationFeature(Feature):
    """Moves the caret of the shown draft.

    Attributes:
        outline: the headings of the shown draft.
        links: follows links.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._edit_places: dict[Canvas, EditPlaces] = {}
        self._jumps: dict[Canvas, Jumps] = {}
        self.outline = DraftOutline(bench)
        self.links = LinkFollower(bench, self.outline)

    @property
    def _canvas(self) -> Canvas:
        return self._bench.canvas

    # -- hooks ---------------------------------------------------------------------------------------------------------

    def draft_shown(self, draft: Draft) -> None:
        """Record the draft's edits and jumps, from the first time on."""
        canvas = draft.canvas
        if canvas not in self._edit_places:
            self._edit_places[canvas] = EditPlaces(canvas.document)
            self._jumps[canvas] = Jumps(canvas.document)
        self._show_place()

    def draft_closed(self, draft: Draft) -> None:
        self._edit_places.pop(draft.canvas, None)
        self._jumps.pop(draft.canvas, None)

    def jumping(self, draft: Draft) -> None:
        """Record where the caret is, for `go_back`."""
        self._jumps[draft.canvas].leave(draft.canvas.selection.head)

    def link_clicked(self, draft: Draft, position: int) -> None:
        self.begin(partial(self.links.follow, position))

    def selection_changed(self, draft: Draft) -> None:
        self._show_place()

    def _show_place(self) -> None:
        """Show the headings above the caret, and where the link at the caret leads."""
        self.outline.show_breadcrumb()
        self._bench.status.show(link=self.links.target_at_caret())

    # -- going to a place ----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask where to go, and go there."""
        document = self._document
        line = document.block_index(self._canvas.selection.head) + 1
        text = f"Go to a line, 1 to {len(document.blocks):,} (now {line:,}); 120:7 is line and column, 50%, +10, -10:"
        self._bench.textual.push_screen(LineQuestion(self._bench.theme_in_use, text, self._go))

    @property
    def _document(self) -> Document:
        return self._canvas.document

    def _go(self, written: str) -> None:
        position = destination(self._document, written, self._canvas.selection.head)
        if position is None:
            self._bench.show_message(f"{printable(written)} isn't a line; enter 120, 120:7, 50%, +10 or -10")
        else:
            self._bench.jump(position)

    def go_back(self) -> None:
        """Return to where the last jump started; on repeated calls, to the one before."""
        self._go_to_place(self._jumps[self._canvas].back(self._canvas.selection.head), "nowhere to go back to")

    def go_forward(self) -> None:
        """Return to where `go_back` was called."""
        self._go_to_place(self._jumps[self._canvas].forward(self._canvas.selection.head), "nowhere to go forward to")

    def _go_to_place(self, place: int | None, otherwise: str) -> None:
        if place is None:
            self._bench.show_message(otherwise)
        else:
            self._canvas.select(place, place)

    def go_to_last_edit(self) -> None:
        """Move the caret to the last edit; on repeated calls, to the one before."""
        place = self._edit_places[self._canvas].back(self._canvas.selection.head)
        self._go_to_place(place, "no other edits")
