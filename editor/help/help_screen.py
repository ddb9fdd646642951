"""F1: every command with its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Group
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.widgets import Static

from editor.help.command_choices import choice_of
from editor.keys.readable import readable_key
from editor.keys.registry import Command, Keymap
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import found_among
from editor.view.widgets.dialogs import Dialog, Line

_PERCENTAGES = (
    "The percentage of an underlined word says how likely it is wrong, that of a suggestion how likely it is what you "
    "meant. Suggestions and the list of underlined words begin with the likeliest."
)


class HelpScreen(Dialog):
    """Lists the commands by group. Typing narrows, arrow keys choose, Enter runs the chosen one, Escape or F1 closes.

    Args:
        settings_file: where the keys can be changed.
        run: gets the chosen command, when the draft has the focus again.
    """

    DEFAULT_CSS = """
    HelpScreen > Vertical { width: 120; height: 90%; }
    HelpScreen Input, HelpScreen Input:focus { margin-top: 0; }
    HelpScreen VerticalScroll { margin-top: 1; scrollbar-size-vertical: 1; }
    """

    def __init__(self, theme: Theme, keymap: Keymap, settings_file: str, run: Callable[[Command[Any]], None]) -> None:
        super().__init__(theme, "")
        self._keymap = keymap
        self._settings_file = settings_file
        self._run = run
        self._commands = list(keymap.commands.values())
        self._choices = [choice_of(command, keymap) for command in self._commands]
        self._shown = self._commands  # in the order of the table
        self._chosen: Command[Any] | None = None

    def compose(self) -> ComposeResult:
        """Yield a line to type in and a table that scrolls."""
        self._list = Static()
        self._narrow("")
        self._scroll = VerticalScroll(self._list, can_focus=False)
        yield Vertical(_Filter(self, self._scroll), self._scroll)

    def on_input_changed(self, event: Line.Changed) -> None:
        """List the commands that match the line, with the best one chosen."""
        self._narrow(event.value)
        self._scroll.scroll_home(animate=False)
        self._scroll_to_chosen()

    def move(self, step: int) -> None:
        """Choose the next command, or the one before."""
        if self._shown:
            at = self._shown.index(self._chosen) + step if self._chosen is not None else 0
            self._chosen = self._shown[min(max(0, at), len(self._shown) - 1)]
            self._list.update(self._listed())
            self._scroll_to_chosen()

    def accept(self) -> None:
        """Run the chosen command, if any."""
        if self._chosen is not None:
            self.dismiss(None)
            self._run(self._chosen)

    def _narrow(self, query: str) -> None:
        found = [self._commands[index] for index in found_among(self._choices, query)]
        groups = dict.fromkeys(command.group for command in self._commands)
        self._shown = [
            command for group in groups for command in self._commands if command.group == group and command in found
        ]
        self._chosen = found[0] if query.strip() and found else None
        self._list.update(self._listed())

    def _scroll_to_chosen(self) -> None:
        """Bring the chosen row on the screen, and its group if it is the first one there."""
        if self._chosen is not None:
            row = self._shown.index(self._chosen)
            groups = list(dict.fromkeys(command.group for command in self._shown[: row + 1]))
            first = row + 2 * len(groups) - 1  # a heading and an empty row for each
            self._scroll.scroll_to_region(Region(0, first - (row == 0), 1, 1 + (row == 0)), animate=False, force=True)

    def _listed(self) -> Group:
        dim = self._theme.ink("popup.dim")
        where = f'Change keys under [keys] in {printable(self._settings_file)}: name = ["ctrl+x"]'
        return Group(self._table(dim), Text(f"{_PERCENTAGES}\n\n{where}", dim))

    def _table(self, dim: Style) -> Table:
        """Return the commands' titles, keys and names in the settings, group by group."""
        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column()
        table.add_column(style=dim, no_wrap=True)
        group = ""
        for command in self._shown:
            if command.group != group:
                if group:
                    table.add_row()
                group = command.group
                table.add_row(Text(group, "bold"))
            keys = ", ".join(readable_key(key) for key in self._keymap.keys_for(command.name)) or "–"
            style = "reverse" if command is self._chosen else ""
            table.add_row(Text(command.help), Text(keys), Text(command.name), style=style)
        table.add_row()
        return table


class _Filter(Line):
    """The line of the help; its keys choose in the table."""

    def __init__(self, help_screen: HelpScreen, scroll: VerticalScroll) -> None:
        super().__init__("", lambda _: help_screen.accept())
        self.placeholder = "type a command or a key · Enter: run it"
        self._help = help_screen
        self._scroll = scroll

    async def _on_key(self, event: events.Key) -> None:
        if not self.screen.is_current:
            return
        match event.key:
            case "f1":
                self.screen.dismiss(None)
            case "up":
                self._help.move(-1)
            case "down":
                self._help.move(1)
            case "pageup":
                self._scroll.scroll_page_up(animate=False)
            case "pagedown":
                self._scroll.scroll_page_down(animate=False)
            case _:
                return
        event.stop()
        event.prevent_default()
