"""Themes: what each thing on the screen looks like, by its meaning, read from a TOML file in `themes/`.

A file has a table a name (`[selection]`, `[flag.surprising]`) with the keys `colour`, `background`, `underline`
(colours, #rrggbb) and `bold`, `italic` (true or false). What a table leaves out it takes from the name before the
last dot, and at last from `[text]`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rich.style import Style
from textual.theme import Theme as TextualTheme

from editor.view.sanitise import sanitise

_COLOUR = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
_COLOUR_KEYS = ("colour", "background", "underline")
_FLAG_KEYS = ("bold", "italic")


class ThemeError(Exception):
    """A theme that cannot be used; the message names the file and the key, and says what would be right."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one table of a theme sets; None where it leaves the choice to the name it inherits from."""

    colour: str | None = None
    background: str | None = None
    underline: str | None = None
    bold: bool | None = None
    italic: bool | None = None

    def over(self, below: Look) -> Look:
        """This look, with `below` wherever it leaves the choice."""
        return Look(
            colour=self.colour or below.colour,
            background=self.background or below.background,
            underline=self.underline or below.underline,
            bold=below.bold if self.bold is None else self.bold,
            italic=below.italic if self.italic is None else self.italic,
        )


class Theme:
    """The looks of one theme. Names are semantic (`status.error`) and need not be in the file: they inherit."""

    def __init__(self, name: str, *, dark: bool, looks: Mapping[str, Look]) -> None:
        self.name = name
        self.dark = dark
        self._looks = dict(looks)

    def look(self, name: str) -> Look:
        """What `name` and the names it inherits from set, `text` left out."""
        look = Look()
        while name:
            look = look.over(self._looks.get(name, Look()))
            name = name.rpartition(".")[0]
        return look

    def colour(self, name: str) -> str:
        """The foreground colour of `name`, #rrggbb."""
        colour = self.look(name).over(self._looks["text"]).colour
        assert colour is not None
        return colour

    def background(self, name: str) -> str:
        """The background colour of `name`, #rrggbb."""
        background = self.look(name).over(self._looks["text"]).background
        assert background is not None
        return background

    def underline(self, name: str) -> str | None:
        """The colour in which `name` is underlined, #rrggbb, or None."""
        return self.look(name).underline

    @lru_cache(maxsize=256)  # noqa: B019  # themes live as long as the program
    def overlay(self, name: str) -> Style:
        """The style that `name` adds to what lies below it (without `text`; without the underline)."""
        look = self.look(name)
        return Style(color=look.colour, bgcolor=look.background, bold=look.bold, italic=look.italic)

    @lru_cache(maxsize=256)  # noqa: B019
    def style(self, name: str) -> Style:
        """The whole style of `name` (without the underline)."""
        return self.overlay("text") + self.overlay(name)

    @lru_cache(maxsize=256)  # noqa: B019
    def underline_tint(self, name: str, step: float) -> str | None:
        """The underline colour of `name`, mixed with the text's background: 1.0 is the colour, 0.0 the background."""
        colour = self.underline(name)
        return None if colour is None else _mix(self.background("text"), colour, step)


def for_textual(theme: Theme) -> TextualTheme:
    """The same colours for Textual's own widgets: lists, questions, the help."""
    return TextualTheme(
        name=f"logprose-{theme.name}",
        primary=theme.colour("status.accent"),
        foreground=theme.colour("popup"),
        background=theme.background("background"),
        surface=theme.background("popup"),
        panel=theme.background("popup"),
        dark=theme.dark,
        variables={
            "block-cursor-foreground": theme.colour("popup.selected"),
            "block-cursor-background": theme.background("popup.selected"),
            "block-cursor-text-style": "none",
            "block-hover-background": theme.background("popup.selected"),
            "input-cursor-foreground": theme.colour("caret"),
            "input-cursor-background": theme.background("caret"),
            "input-selection-background": theme.background("selection"),
            "scrollbar": theme.colour("scrollbar"),
            "scrollbar-background": theme.background("popup"),
        },
    )


def _mix(below: str, above: str, share: float) -> str:
    pairs = [(int(below[at : at + 2], 16), int(above[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


def theme_names() -> list[str]:
    """The names of the themes that come with the program."""
    return sorted(
        entry.name.removesuffix(".toml") for entry in files("themes").iterdir() if entry.name.endswith(".toml")
    )


def load_theme(name: str) -> Theme:
    """Read a theme by name. Raises ThemeError for an unknown name and for a file that is not right."""
    names = theme_names()
    if name not in names:
        raise ThemeError(f"there is no theme {sanitise(name)!r}: choose one of {', '.join(names)}")
    return parse_theme(files("themes").joinpath(f"{name}.toml").read_text("utf-8"), f"themes/{name}.toml", name)


def parse_theme(source: str, file: str, name: str) -> Theme:
    """Read a theme from TOML; `file` is what error messages call it. Raises ThemeError."""
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{file}: {sanitise(str(error))}") from None
    dark = tables.pop("dark", None)
    if not isinstance(dark, bool):
        raise ThemeError(f"{file}: the key dark must be there and be true or false")
    looks: dict[str, Look] = {}
    for key, table in tables.items():
        _read_table(table, key, file, looks)
    text = looks.get("text", Look())
    if text.colour is None or text.background is None:
        raise ThemeError(f"{file}: [text] must set colour and background, all else inherits from it")
    return Theme(name, dark=dark, looks=looks)


def _read_table(table: Any, name: str, file: str, looks: dict[str, Look]) -> None:
    if not isinstance(table, dict):
        raise ThemeError(f"{file}: {sanitise(name)} must be a table: [{sanitise(name)}]")
    values: dict[str, Any] = {}
    for key, value in table.items():
        where = f"{file}: {sanitise(f'{name}.{key}')}"
        if isinstance(value, dict):
            _read_table(value, f"{name}.{key}", file, looks)
        elif key in _COLOUR_KEYS:
            if not isinstance(value, str) or not _COLOUR.fullmatch(value):
                raise ThemeError(f"{where}: {sanitise(repr(value))} is not a colour like #1c1e22")
            values[key] = value.lower()
        elif key in _FLAG_KEYS:
            if not isinstance(value, bool):
                raise ThemeError(f"{where}: {sanitise(repr(value))} is neither true nor false")
            values[key] = value
        else:
            raise ThemeError(f"{where}: unknown key, use one of {', '.join(_COLOUR_KEYS + _FLAG_KEYS)}")
    looks[name] = Look(**values)
