"""F1: every command with its keys."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from editor.commands.registry import COMMANDS, Keymap
from editor.view.sanitise import sanitise
from editor.view.theme import Theme


class HelpScreen(ModalScreen[None]):
    """Lists the commands by group; arrow keys and the wheel scroll, Escape or F1 closes."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 40%; }
    HelpScreen > VerticalScroll {
        width: 120; max-width: 100%; height: 90%; padding: 1 2; background: $surface; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding(key, "dismiss", show=False) for key in ("escape", "f1", "q")]

    def __init__(self, theme: Theme, keymap: Keymap, settings_file: str) -> None:
        super().__init__()
        self._theme = theme
        self._keymap = keymap
        self._settings_file = settings_file

    def compose(self) -> ComposeResult:
        """The table in a box that scrolls."""
        dim = Style(color=self._theme.colour("popup.dim"))
        where = f'Keys can be changed under [keys] in {sanitise(self._settings_file)}: name = ["ctrl+x"]'
        yield VerticalScroll(Static(Group(self._table(dim), Text(where, dim))))

    def _table(self, dim: Style) -> Table:
        """What the commands do, their keys, and their names in the settings, group by group."""
        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column()
        table.add_column(style=dim, no_wrap=True)
        for group in dict.fromkeys(command.group for command in COMMANDS.values()):
            table.add_row(Text(group, "bold"))
            for command in COMMANDS.values():
                if command.group == group:
                    keys = ", ".join(readable_key(key) for key in self._keymap.keys_for(command.name)) or "–"
                    table.add_row(Text(command.help), Text(keys), Text(command.name))
            table.add_row()
        return table


def readable_key(key: str) -> str:
    """A key as people write it: `Ctrl+PageUp`."""
    names = {"pageup": "PageUp", "pagedown": "PageDown"}
    return "+".join(names.get(part, part.capitalize()) for part in key.split("+"))
