"""A menu at the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Size
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.text.cells import cut
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog, DialogList
from editor.view.widgets.placing import place_beside

_GAP = 3  # cells between a label and its note
_EDGES = 3  # cells of a row besides its text, including the scroll bar's


class Offer(NamedTuple):
    """An entry of a menu: its label, a note at the right edge, and its action."""

    label: str
    note: str
    act: Callable[[], None]


class Menu(Dialog):
    """Offers the actions at a place; arrows and Enter or a click choose, Escape or a click elsewhere closes it.

    Args:
        place: the cell of the screen where it opens, whose row it doesn't cover.
        offers: groups of offers, with a line between them.
    """

    DEFAULT_CSS = """
    Menu { align: left top; background: transparent; }
    Menu OptionList, Menu OptionList:focus { background: $surface; padding: 0; margin: 0; scrollbar-size-vertical: 1; }
    Menu OptionList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
    }
    """

    def __init__(self, theme: Theme, place: Offset, offers: Sequence[Sequence[Offer]]) -> None:
        super().__init__(theme, "")
        self._place = place
        self._groups = [group for group in offers if group]
        self._offers = [offer for group in self._groups for offer in group]
        self._dim = theme.ink("popup.dim")

    def compose(self) -> ComposeResult:
        """Yield the list."""
        self._list = DialogList(self.choose)
        yield self._list

    def on_resize(self) -> None:
        """List the offers that fit, next to the place."""
        labels = max(cell_len(printable(offer.label)) for offer in self._offers)
        notes = max(cell_len(offer.note) for offer in self._offers)
        rows = len(self._offers) + len(self._groups) - 1
        wanted = Size(labels + notes + _GAP + _EDGES, rows)
        place = place_beside(range(self._place.y, self._place.y + 1), self._place.x, wanted, self.size)
        highlighted = self._list.highlighted
        self._list.clear_options()
        for index, group in enumerate(self._groups):
            self._list.add_options([None] if index else [])
            self._list.add_options(Option(self._row(offer, place.width - _EDGES)) for offer in group)
        self._list.highlighted = highlighted or 0
        self._list.styles.width, self._list.styles.height = place.width, place.height
        self._list.styles.offset = (place.x, place.y)

    def _row(self, offer: Offer, width: int) -> Text:
        label, note = printable(offer.label), offer.note
        if cell_len(label) + cell_len(note) + 1 > width:
            note = ""
        label = cut(label, width)
        gap = " " * (width - cell_len(label) - cell_len(note))
        return Text.assemble(f" {label}{gap}", (note, self._dim), no_wrap=True)

    def choose(self, index: int) -> None:
        """Close, and run an offer's action."""
        self.dismiss(None)
        self._offers[index].act()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Run the clicked offer."""
        event.stop()
        self.choose(event.option_index)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Close at a click elsewhere."""
        if not self._list.region.contains(event.screen_x, event.screen_y):
            event.stop()
            self.dismiss(None)
