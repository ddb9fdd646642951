"""The counts of the draft and the selection, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from editor.system.key_routing import pass_on
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog, drop_paste


class StatisticsView(Dialog):
    """Shows rows of names and counts. Escape, Enter or the key that opened it closes it.

    Args:
        columns: titles of the columns: the draft, and the selection if there is one.
        rows: a name and a count per column; fewer if a column has none.
    """

    DEFAULT_CSS = """
    StatisticsView > Vertical { width: 52; }
    """

    def __init__(self, theme: Theme, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
        super().__init__(theme, "Statistics")
        self._columns = columns
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Yield the table."""
        table = Table.grid(padding=(0, 2))
        table.add_column(min_width=26)
        for _ in self._columns:
            table.add_column(justify="right")
        dim = self._theme.ink("popup.dim")
        table.add_row("", *self._columns, style=dim)
        for row in self._rows:
            table.add_row(*row)
        self._table = _Counts(table)
        yield self._box(Static(""), self._table)

    def on_mount(self) -> None:
        """Give the table the focus."""
        self._table.focus()


class _Counts(Static, can_focus=True):
    """The table; it takes the keys that close the dialog."""

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if not self.screen.is_current:
            pass_on(self.app, event)
        elif event.key in ("escape", "enter", "shift+f6", "f18"):
            self.screen.dismiss(None)

    def _on_paste(self, event: events.Paste) -> None:
        drop_paste(self, event)
