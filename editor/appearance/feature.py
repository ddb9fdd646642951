"""The program's theme, and zen mode."""

from __future__ import annotations

import os

from editor.appearance.theme_choice import ThemeChoice
from editor.feature import Feature
from editor.paths import own_themes_path
from editor.settings.settings import Settings
from editor.text.printable import printable
from editor.view.theme.colour_depth import colour_depth, drawable
from editor.view.theme.theme import FALLBACK, Theme, UnknownThemeError, load_theme, theme_names
from editor.view.theme.theme_file import ThemeError
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class AppearanceFeature(Feature):
    """Draws the program in one theme: the one in the shown draft's settings, or the one being previewed."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._own = own_themes_path()
        self._depth = colour_depth(bench.textual.console, os.environ)
        self.theme = load_theme(FALLBACK)
        """The chosen theme. The bench has the version that the terminal can show."""
        bench.use_theme(drawable(self.theme, self._depth))

    @property
    def names(self) -> list[str]:
        """The names of all themes. May block."""
        return theme_names(self._own)

    def load(self, name: str) -> Theme:
        """Return a theme by its name. Raises ThemeError. May block."""
        if name == self.theme.name:
            return self.theme
        return load_theme(name) if name == FALLBACK else load_theme(name, self._own)

    def use(self, theme: Theme) -> None:
        """Draw everything in a theme."""
        if theme is not self.theme:
            self.theme = theme
            self._bench.use_theme(drawable(theme, self._depth))

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        if draft is self._bench.workspace.shown:
            self.draft_shown(draft)

    def draft_shown(self, draft: Draft) -> None:
        """Use the theme of the draft's settings, or the fallback if it can't be used."""
        settings = self._bench.settings
        try:
            theme = self.load(settings.of(draft).theme)
        except UnknownThemeError as error:
            _, place = settings.origin(draft, "theme")
            settings.complain(f"{printable(place)}: theme: {error}")
            theme = self.load(FALLBACK)
        except ThemeError as error:
            settings.complain(str(error))
            theme = self.load(FALLBACK)
        self.use(theme)

    def choose(self) -> None:
        """List the themes with a preview, and keep the chosen one in the settings."""

        def keep(theme: Theme) -> None:
            self._bench.show_message(self._bench.settings.keep("theme", theme.name))

        self._bench.textual.push_screen(ThemeChoice(self.theme, self.names, self.load, self.use, keep))


class ZenFeature(Feature):
    """Hides everything but the text, and shows it again. Messages and errors still appear."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._setting = False
        self.is_on = False

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        if draft is self._bench.workspace.shown:
            self.draft_shown(draft)

    def draft_shown(self, draft: Draft) -> None:
        """Follow the draft's settings; a switch by key holds until the setting changes."""
        setting = self._bench.settings.of(draft).zen
        if setting != self._setting:
            self._setting = setting
            self.switch(setting)
        elif self.is_on:
            self.switch(True)  # for drafts opened since, too

    def toggle(self) -> None:
        """Hide everything else, or show it, with a message."""
        self.switch(not self.is_on)
        self._bench.show_message(f"zen mode {'on' if self.is_on else 'off'}")

    def switch(self, is_on: bool) -> None:
        """Hide everything else, or show it."""
        self.is_on = is_on
        self._bench.set_bare(is_on)
