"""The help screen, the command palette and the list of messages."""

from __future__ import annotations

from editor.feature import Feature
from editor.help.help_screen import HelpScreen
from editor.help.message_list import MessageList
from editor.help.palette import Palette
from editor.paths import settings_path
from editor.workspace.workbench import Workbench


class HelpFeature(Feature):
    """Lists the commands, to look one up or run it."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._recent: list[str] = []  # names of the commands run last from the palette

    def show_palette(self) -> None:
        """List the commands: typing finds one, Enter runs it."""
        bench = self._bench
        palette = Palette(bench.theme_in_use, bench.settings.keymap, self._recent, bench.run_command)
        bench.textual.push_screen(palette)

    def show_help(self) -> None:
        """List the commands with their keys."""
        bench = self._bench
        keymap, settings_file = bench.settings.keymap, str(settings_path())
        bench.textual.push_screen(HelpScreen(bench.theme_in_use, keymap, settings_file, bench.run_command))

    def show_messages(self) -> None:
        """List the status line's messages."""
        bench, said = self._bench, list(self._bench.status.history)
        if not said:
            bench.show_message("no messages so far")
            return
        bench.textual.push_screen(
            MessageList(bench.theme_in_use, said, lambda one: bench.show_message(one.text, one.is_error))
        )
