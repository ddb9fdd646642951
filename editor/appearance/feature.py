"""What everything looks like: the theme that is chosen, as near as the terminal can show it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from textual.app import App

from editor.appearance.theme_choice import ThemeChoice
from editor.paths import own_themes_path
from editor.text.printable import printable
from editor.view.theme.colour_depth import colour_depth, drawable
from editor.view.theme.theme import Theme, UnknownThemeError, for_textual, load_theme, theme_names
from editor.view.theme.theme_file import ThemeError

FALLBACK = "dark"


class AppearanceFeature:
    """Draws an app in one theme at a time.

    Args:
        app: whose own widgets are drawn too.
        draw: draws all other parts in a theme.

    Attributes:
        look: the theme that all is drawn in, as near as the terminal can show the chosen one.
    """

    def __init__(self, app: App[Any], draw: Callable[[Theme], None]) -> None:
        self._app = app
        self._draw = draw
        self._own = own_themes_path()
        self._depth = colour_depth(app.console, os.environ)
        self._chosen = load_theme(FALLBACK)
        self.look = drawable(self._chosen, self._depth)
        self._use_for_textual()

    def _use_for_textual(self) -> None:
        theme = for_textual(self.look)
        self._app.register_theme(theme)
        self._app.theme = theme.name

    @property
    def names(self) -> list[str]:
        """Of all themes that there are. May block."""
        return theme_names(self._own)

    def load(self, name: str) -> Theme:
        """A theme by its name. Raises ThemeError. May block."""
        if name == self._chosen.name:
            return self._chosen
        return load_theme(name) if name == FALLBACK else load_theme(name, self._own)

    def use(self, theme: Theme) -> None:
        """Draw everything in a theme."""
        if theme is not self._chosen:
            self._chosen = theme
            self.look = drawable(theme, self._depth)
            self._use_for_textual()
            self._draw(self.look)

    def follow(self, name: str, place: str, complain: Callable[[str], None]) -> None:
        """Draw everything in the theme of a setting, which stands at `place`; where it cannot be used, in another."""
        try:
            theme = self.load(name)
        except UnknownThemeError as error:
            complain(f"{printable(place)}: theme: {error}")
            theme = self.load(FALLBACK)
        except ThemeError as error:
            complain(str(error))
            theme = self.load(FALLBACK)
        self.use(theme)

    def choose(self, keep: Callable[[str], object]) -> None:
        """List the themes, each tried on while it is highlighted; `keep` gets the name of the chosen one."""

        def keep_name(theme: Theme) -> None:
            keep(theme.name)

        self._app.push_screen(ThemeChoice(self._chosen, self.names, self.load, self.use, keep_name))
