"""The definitions of a word, next to it on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Size

from editor.definitions.glosses import SOURCE, Entry
from editor.text.cells import cut
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog
from editor.view.widgets.page import Page, scroll
from editor.view.widgets.placing import place_beside

_WIDTH, _HEIGHT = 68, 18
_SIDES = 4  # cells: padding, or a border, and the scroll bar


class DefinitionPanel(Dialog):
    """Shows the definitions of a word. Arrows scroll; Escape, Enter or a click elsewhere closes it.

    Args:
        place: the column of the screen where the word begins.
        rows: the rows of the screen that the word is on, which the panel doesn't cover.
        entries: of the word and of those it may be a form of.
    """

    DEFAULT_CSS = """
    DefinitionPanel { align: left top; background: transparent; }
    DefinitionPanel VerticalScroll {
        background: $surface; padding: 0 1; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    DefinitionPanel:ansi VerticalScroll { border: round $foreground; padding: 0; }
    """

    def __init__(self, theme: Theme, place: int, rows: range, entries: Sequence[Entry]) -> None:
        super().__init__(theme, "")
        self._place, self._rows, self._entries = place, rows, entries

    def compose(self) -> ComposeResult:
        """Yield the text."""
        self._page = Page(self.take_key)
        self._scroll = VerticalScroll(self._page, can_focus=False)
        yield self._scroll

    def on_mount(self) -> None:
        """Give the text the focus."""
        self._page.focus()

    def on_resize(self) -> None:
        """Draw the text in the available width, next to the word."""
        width = min(_WIDTH, self.size.width)
        text = drawn(self._entries, max(1, width - _SIDES), self._theme, self.app.console)
        border = 2 if self._theme.is_ansi else 0
        wanted = Size(width, min(_HEIGHT, len(text.split("\n", allow_blank=True))) + border)
        place = place_beside(self._rows, self._place, wanted, self.size)
        self._page.update(text)
        self._scroll.styles.width, self._scroll.styles.height = place.width, place.height
        self._scroll.styles.offset = (place.x, place.y)

    def take_key(self, key: str) -> None:
        """Scroll, or close."""
        if key in ("escape", "enter"):
            self.dismiss(None)
        else:
            scroll(self._scroll, key)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Close at a click elsewhere."""
        if not self._scroll.region.contains(event.screen_x, event.screen_y):
            event.stop()
            self.dismiss(None)


def drawn(entries: Sequence[Entry], width: int, theme: Theme, console: Console) -> Text:
    """Return entries as lines of a width in cells: each word, and its senses by number, indented below it.

    If there are several, the list of words comes first, since the second entry may be far below.
    """
    words = cut(printable(" · ".join(entry.word for entry in entries)), width)
    lines = [Text(words, theme.ink("popup.dim"))] if len(entries) > 1 else []
    for entry in entries:
        lines += [Text(printable(entry.word), "bold")]
        digits = len(str(len(entry.senses)))
        for number, sense in enumerate(entry.senses, 1):
            head = f"{number:>{digits}}  " if len(entry.senses) > 1 else "  "
            rest = Text(printable(sense)).wrap(console, max(1, width - cell_len(head)))
            for at, line in enumerate(rest):
                line.rstrip()
                lines.append(Text.assemble((head if at == 0 else " " * len(head), theme.ink("popup.dim")), line))
    return Text("\n").join([*lines, Text(SOURCE, theme.ink("popup.dim"))])
