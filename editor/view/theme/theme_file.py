"""One theme as read from a TOML file, checked; every error names the file and the line.

    dark = true                 # whether the background is dark; optional if `inherits` defines it
    inherits = "dark"           # another theme: this file contains only what differs

    [palette]                   # your own names for colours, to use below
    amber = "#e8b04b"

    [status.accent]             # the name of something on the screen
    colour = "amber"
    bold = true

A table has the keys `colour`, `background` and `underline` (a colour, or true for a straight line in the text's colour)
and `bold`, `italic`, `dim`, `strike`, `overline`, `reverse` (true or false). A colour is #rrggbb, a name from the
palette, or one of the terminal's own: `ansi_default` and `ansi_black`, `ansi_red` … `ansi_bright_white`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from editor.settings.toml_source import TomlError, TomlSource, shown_value
from editor.text.printable import printable

_HEX = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
_HUES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI_COLOURS = frozenset({"ansi_default", *(f"ansi_{hue}" for hue in _HUES), *(f"ansi_bright_{hue}" for hue in _HUES)})
"""The terminal's own colours, by Textual's names."""

LONGEST = 100_000
"""Maximum size of a theme file in bytes."""

_COLOUR_KEYS = ("colour", "background", "underline")
_NO_COLOUR = "is not a colour like #1c1e22 or ansi_red"
_SWITCH_KEYS = ("bold", "italic", "dim", "strike", "overline", "reverse")


class ThemeError(Exception):
    """A theme that can't be used; the message names the file, line and key, and says what is expected."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one table of a theme sets; None inherits.

    Attributes:
        underline: the line's colour; True: a straight line in the text's colour; False: none.
    """

    colour: str | None = None
    background: str | None = None
    underline: str | bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    dim: bool | None = None
    strike: bool | None = None
    overline: bool | None = None
    reverse: bool | None = None

    def over(self, below: Look) -> Look:
        """Return this style, with `below` where it sets nothing."""
        own = ((field.name, getattr(self, field.name)) for field in fields(self))
        return Look(**{name: getattr(below, name) if value is None else value for name, value in own})


@dataclass(frozen=True, slots=True)
class Source:
    """A theme's TOML, and the file name used in error messages."""

    toml: TomlSource
    file: str

    def error(self, keys: Sequence[str], complaint: str) -> ThemeError:
        """Return an error that names the line where `keys` (of nested tables) are set."""
        key = f"{printable('.'.join(keys))}: " if keys else ""
        return ThemeError(f"{self.file}, line {self.toml.line_of(keys)}: {key}{complaint}")


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """The contents of one file; its colours may still be palette names.

    Attributes:
        dark, inherits: None if not set.
        palette: the theme's own names → #rrggbb or one of `ANSI_COLOURS`.
        looks: by the dotted names of things on the screen.
    """

    source: Source
    dark: bool | None
    inherits: str | None
    palette: Mapping[str, str]
    looks: Mapping[str, Look]

    def resolved(self, palette: Mapping[str, str]) -> dict[str, Look]:
        """Return the styles with palette names resolved. Raises ThemeError for an unknown name."""
        return {name: self._resolve(name, look, palette) for name, look in self.looks.items()}

    def _resolve(self, name: str, look: Look, palette: Mapping[str, str]) -> Look:
        values: dict[str, Any] = {}
        for key in _COLOUR_KEYS:
            value = getattr(look, key)
            if isinstance(value, str):
                value = palette.get(value, value.lower())
                if not _is_colour(value):
                    complaint = f"{shown_value(value)} {_NO_COLOUR}, nor a name from [palette]"
                    raise self.source.error([*name.split("."), key], complaint)
            values[key] = value
        return replace(look, **values)


@lru_cache(maxsize=16)  # the program reads the same few files again and again
def parse_theme_file(toml: str, file: str) -> ThemeFile:
    """Read one file; error messages call it `file`. Raises ThemeError."""
    try:
        source = Source(TomlSource(toml), file)
    except TomlError as error:
        raise ThemeError(f"{file}, line {error.line}: {printable(error.reason)}") from None
    tables = dict(source.toml.tables)
    dark, inherits = tables.pop("dark", None), tables.pop("inherits", None)
    if not isinstance(dark, bool | None):
        raise source.error(["dark"], f"{shown_value(dark)} must be true or false")
    if not isinstance(inherits, str | None):
        raise source.error(["inherits"], f"{shown_value(inherits)} must be a theme's name in quotes")
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
                raise source.error(here, f"{shown_value(value)} must be true or false")
            values[key] = value
        elif key in _COLOUR_KEYS:
            if not isinstance(value, str) and not (key == "underline" and isinstance(value, bool)):
                raise source.error(here, f"{shown_value(value)} {_NO_COLOUR}")
            values[key] = value
        else:
            raise source.error(here, f"unknown key; use one of {', '.join(_COLOUR_KEYS + _SWITCH_KEYS)}")
    looks[".".join(path)] = Look(**values)


def _is_colour(value: str) -> bool:
    return bool(_HEX.fullmatch(value)) or value.lower() in ANSI_COLOURS
