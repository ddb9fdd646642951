"""F1: every command with its keys."""

from __future__ import annotations

from typing import Any

from rich.console import Group
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from editor.keys.readable import readable_key
from editor.keys.registry import Command, Keymap
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog, Line

_PERCENTAGES = (
    "The percentage of an underlined word says how likely it is wrong, that of a suggestion how likely it is what you "
    "meant. Suggestions and the list of underlined words begin with the likeliest."
)


class HelpScreen(Dialog):
    """Lists the commands by group. Typing narrows, arrow keys and the wheel scroll, Escape or F1 closes."""

    DEFAULT_CSS = """
    HelpScreen > Vertical { width: 120; height: 90%; }
    HelpScreen Input, HelpScreen Input:focus { margin-top: 0; }
    HelpScreen VerticalScroll { margin-top: 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, theme: Theme, keymap: Keymap, settings_file: str) -> None:
        super().__init__(theme, "")
        self._keymap = keymap
        self._settings_file = settings_file

    def compose(self) -> ComposeResult:
        """Yield a line to type in and a table that scrolls."""
        self._list = Static(self._listed(""))
        self._scroll = VerticalScroll(self._list, can_focus=False)
        yield Vertical(_Filter(self._scroll), self._scroll)

    def on_input_changed(self, event: Line.Changed) -> None:
        """List what matches the line."""
        self._list.update(self._listed(event.value))
        self._scroll.scroll_home(animate=False)

    def _listed(self, query: str) -> Group:
        dim = self._theme.ink("popup.dim")
        where = f'Change keys under [keys] in {printable(self._settings_file)}: name = ["ctrl+x"]'
        return Group(self._table(query.casefold().split(), dim), Text(f"{_PERCENTAGES}\n\n{where}", dim))

    def _table(self, words: list[str], dim: Style) -> Table:
        """Return the commands' titles, keys and names in the settings, group by group."""
        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column()
        table.add_column(style=dim, no_wrap=True)
        rows: dict[str, list[tuple[Command[Any], str]]] = {}
        for command in self._keymap.commands.values():
            keys = ", ".join(readable_key(key) for key in self._keymap.keys_for(command.name)) or "–"
            text = f"{command.help} {keys} {command.name} {command.group}".casefold()
            if all(word in text for word in words):
                rows.setdefault(command.group, []).append((command, keys))
        for group, commands in rows.items():
            table.add_row(Text(group, "bold"))
            for command, keys in commands:
                table.add_row(Text(command.help), Text(keys), Text(command.name))
            table.add_row()
        return table


class _Filter(Line):
    """The line of the help; its keys scroll the table."""

    def __init__(self, scroll: VerticalScroll) -> None:
        super().__init__("", lambda _: None)
        self.placeholder = "type a command or a key"
        self._scroll = scroll

    async def _on_key(self, event: events.Key) -> None:
        if not self.screen.is_current:
            return
        match event.key:
            case "f1":
                self.screen.dismiss(None)
            case "up":
                self._scroll.scroll_up(animate=False)
            case "down":
                self._scroll.scroll_down(animate=False)
            case "pageup":
                self._scroll.scroll_page_up(animate=False)
            case "pagedown":
                self._scroll.scroll_page_down(animate=False)
            case _:
                return
        event.stop()
        event.prevent_default()
