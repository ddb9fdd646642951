"""The list of settings."""

from __future__ import annotations

from functools import partial

from editor.feature import Feature
from editor.preferences.settings_screen import SettingsScreen


class PreferencesFeature(Feature):
    """Lists the settings. Changes apply at once and go to the writer's own file."""

    def show(self) -> None:
        """List all settings; the writer changes them in the list."""
        bench, settings = self._bench, self._bench.settings
        command = settings.keymap.commands.get("theme")
        choose_theme = None if command is None else partial(bench.perform, command)
        bench.textual.push_screen(
            SettingsScreen(lambda: bench.theme_in_use, settings.current, settings.keep, choose_theme)
        )
