"""One theme as a TOML file says it, checked; every error names the file and the line.

    dark = true                 # what kind of page it is; may be left out where `inherits` says it
    inherits = "dark"           # another theme: this file says only what differs

    [palette]                   # colours by names of one's own, to be used below
    amber = "#e8b04b"

    [status.accent]             # a name of something on the screen
    colour = "amber"
    bold = true

A table has the keys `colour`, `background` and `underline` (a colour; or true, a straight line in the text's own), and
`bold`, `italic`, `dim`, `strike`, `reverse` (true or false). A colour is #rrggbb, a name from the palette, or one of
the terminal's own: `ansi_default` and `ansi_black`, `ansi_red` … `ansi_bright_white`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from editor.settings.toml_source import TomlError, TomlSource, shown_value
from editor.text.printable import printable

_HEX = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
_HUES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI_COLOURS = frozenset({"ansi_default", *(f"ansi_{hue}" for hue in _HUES), *(f"ansi_bright_{hue}" for hue in _HUES)})
"""The terminal's own colours, as Textual calls them."""

LONGEST = 100_000
"""Bytes of a theme file; a longer one is no theme."""

_COLOUR_KEYS = ("colour", "background", "underline")
_NO_COLOUR = "is not a colour like #1c1e22 or ansi_red"
_SWITCH_KEYS = ("bold", "italic", "dim", "strike", "reverse")


class ThemeError(Exception):
    """A theme that cannot be used; the message names the file, the line and the key, and says what would be right."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one table of a theme sets; None where it leaves the choice to the name it inherits from.

    Attributes:
        underline: the colour of the line; True: a straight one in the colour of the text; False: none.
    """

    colour: str | None = None
    background: str | None = None
    underline: str | bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    dim: bool | None = None
    strike: bool | None = None
    reverse: bool | None = None

    def over(self, below: Look) -> Look:
        """This look, with `below` wherever it leaves the choice."""
        own = ((field.name, getattr(self, field.name)) for field in fields(self))
        return Look(**{name: getattr(below, name) if value is None else value for name, value in own})


@dataclass(frozen=True, slots=True)
class Source:
    """A theme's TOML, and what error messages call the file."""

    toml: TomlSource
    file: str

    def error(self, keys: Sequence[str], complaint: str) -> ThemeError:
        """An error that names the line where `keys` (of nested tables) are set."""
        key = f"{printable('.'.join(keys))}: " if keys else ""
        return ThemeError(f"{self.file}, line {self.toml.line_of(keys)}: {key}{complaint}")


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """What is in a file; its colours may be names from a palette still.

    Attributes:
        dark, inherits: None where it says nothing.
        palette: names of the theme's own → #rrggbb or one of `ANSI_COLOURS`.
        looks: by the dotted names of what is on the screen.
    """

    source: Source
    dark: bool | None
    inherits: str | None
    palette: Mapping[str, str]
    looks: Mapping[str, Look]

    def resolved(self, palette: Mapping[str, str]) -> dict[str, Look]:
        """The looks with the colours of a palette. Raises ThemeError for a name that is not in it."""
        return {name: self._resolve(name, look, palette) for name, look in self.looks.items()}

    def _resolve(self, name: str, look: Look, palette: Mapping[str, str]) -> Look:
        values: dict[str, Any] = {}
        for key in _COLOUR_KEYS:
            value = getattr(look, key)
            if isinstance(value, str):
                value = palette.get(value, value.lower())
                if not _is_colour(value):
                    complaint = f"{shown_value(value)} {_NO_COLOUR} nor a name from [palette]"
                    raise self.source.error([*name.split("."), key], complaint)
            values[key] = value
        return replace(look, **values)


def parse_theme_file(toml: str, file: str) -> ThemeFile:
    """Read one file; `file` is what error messages call it. Raises ThemeError."""
    try:
        source = Source(TomlSource(toml), file)
    except TomlError as error:
        raise ThemeError(f"{file}, line {error.line}: {printable(error.reason)}") from None
    tables = dict(source.toml.tables)
    dark, inherits = tables.pop("dark", None), tables.pop("inherits", None)
    if not isinstance(dark, bool | None):
        raise source.error(["dark"], f"{shown_value(dark)} is neither true nor false")
    if not isinstance(inherits, str | None):
        raise source.error(["inherits"], f"{shown_value(inherits)} is not the name of a theme, in quotes")
    palette = _read_palette(source, tables.pop("palette", {}))
    looks: dict[str, Look] = {}
    for key, table in tables.items():
        _read_table(source, [key], table, looks)
    return ThemeFile(source, dark, inherits, palette, looks)


def _read_palette(source: Source, table: Any) -> dict[str, str]:
    if not isinstance(table, dict):
        raise source.error(["palette"], "must be a table: [palette]")
    for name, value in table.items():
        if not isinstance(value, str) or not _is_colour(value):
            raise source.error(["palette", name], f"{shown_value(value)} {_NO_COLOUR}")
    return {name: value.lower() for name, value in table.items()}


def _read_table(source: Source, path: list[str], table: Any, looks: dict[str, Look]) -> None:
    if not isinstance(table, dict):
        name = printable(".".join(path))
        raise source.error(path, f"must be a table: [{name}]")
    values: dict[str, Any] = {}
    for key, value in table.items():
        here = [*path, key]
        if isinstance(value, dict):
            _read_table(source, here, value, looks)
        elif key in _SWITCH_KEYS:
            if not isinstance(value, bool):
                raise source.error(here, f"{shown_value(value)} is neither true nor false")
            values[key] = value
        elif key in _COLOUR_KEYS:
            if not isinstance(value, str) and not (key == "underline" and isinstance(value, bool)):
                raise source.error(here, f"{shown_value(value)} {_NO_COLOUR}")
            values[key] = value
        else:
            raise source.error(here, f"unknown key, use one of {', '.join(_COLOUR_KEYS + _SWITCH_KEYS)}")
    looks[".".join(path)] = Look(**values)


def _is_colour(value: str) -> bool:
    return bool(_HEX.fullmatch(value)) or value.lower() in ANSI_COLOURS
