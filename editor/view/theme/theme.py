"""Themes: the style of everything on the screen, by its meaning. `theme_file` describes the file format.

A name inherits what it doesn't set from the name before its last dot (`status.error` from `status`), and finally from
`text`. A theme that inherits from another contains only what differs: its tables override the other's key by key.
"""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rich.style import Style
from textual.theme import Theme as TextualTheme

from editor.text.printable import printable
from editor.view.theme.theme_file import LONGEST, Look, ThemeError, ThemeFile, parse_theme_file


class UnknownThemeError(ThemeError):
    """There is no theme of that name; the message lists the existing ones."""


class Theme:
    """The styles of one theme. Names are semantic (`status.error`) and needn't be in the file: they inherit.

    Attributes:
        is_ansi: True if it uses the terminal's own colours, whose values are unknown.
    """

    def __init__(self, name: str, *, dark: bool, looks: Mapping[str, Look]) -> None:
        self.name = name
        self.dark = dark
        self._looks = dict(looks)
        self.is_ansi = self.colour("text").startswith("ansi_") or self.background("text").startswith("ansi_")

    def look(self, name: str) -> Look:
        """Return the settings of `name` and the names it inherits from, without `text`."""
        look = Look()
        while name:
            look = look.over(self._looks.get(name, Look()))
            name = name.rpartition(".")[0]
        return look

    def colour(self, name: str) -> str:
        """Return the foreground colour of `name` in Textual's notation: #rrggbb or `ansi_red`."""
        colour = self.look(name).over(self._looks["text"]).colour
        assert colour is not None
        return colour

    def background(self, name: str) -> str:
        """Return the background colour of `name` in Textual's notation."""
        background = self.look(name).over(self._looks["text"]).background
        assert background is not None
        return background

    def underline(self, name: str) -> str | None:
        """Return the underline colour of `name` in Rich's notation (#rrggbb or `red`), or None.

        A plain line in the text's colour is part of the style instead.
        """
        underline = self.look(name).underline
        return _for_rich(underline) if isinstance(underline, str) else None

    @property
    def names(self) -> list[str]:
        """The names that the theme sets."""
        return list(self._looks)

    @lru_cache(maxsize=256)  # noqa: B019  # themes live as long as the program
    def overlay(self, name: str) -> Style:
        """Return the style that `name` adds to those below it (without `text` and without a coloured underline)."""
        look = self.look(name)
        return Style(
            color=_for_rich(look.colour),
            bgcolor=_for_rich(look.background),
            bold=look.bold,
            italic=look.italic,
            dim=look.dim,
            strike=look.strike,
            overline=look.overline,
            reverse=look.reverse,
            underline=look.underline if isinstance(look.underline, bool) else None,
        )

    @lru_cache(maxsize=256)  # noqa: B019
    def foreground(self, name: str) -> Style:
        """Return the foreground colour of `name` alone, for Rich."""
        return Style(color=_for_rich(self.colour(name)))

    @lru_cache(maxsize=256)  # noqa: B019
    def style(self, name: str) -> Style:
        """Return the complete style of `name` (without a coloured underline)."""
        return self.overlay("text") + self.overlay(name)

    def ink(self, name: str) -> Style:
        """Return the colour and attributes that `name` gives to text, without a background."""
        look = self.look(name)
        return Style(color=_for_rich(self.colour(name)), bold=look.bold, italic=look.italic, dim=look.dim)

    def with_colours(self, replaced: Callable[[str], str]) -> Theme:
        """Return the theme with each #rrggbb colour replaced."""

        def changed(colour: str | bool | None) -> Any:
            return replaced(colour) if isinstance(colour, str) and colour.startswith("#") else colour

        looks = {
            name: replace(
                look,
                colour=changed(look.colour),
                background=changed(look.background),
                underline=changed(look.underline),
            )
            for name, look in self._looks.items()
        }
        return Theme(self.name, dark=self.dark, looks=looks)

    @lru_cache(maxsize=256)  # noqa: B019
    def underline_tint(self, name: str, step: float) -> str | None:
        """Return the underline colour of `name` mixed into the background of the text, whose share is 1 - `step`.

        The terminal's own colours can't be mixed and are returned unchanged.
        """
        colour, ground = self.underline(name), self.background("text")
        if colour is None or not (colour.startswith("#") and ground.startswith("#")):
            return colour
        return _mix(ground, colour, step)


FALLBACK = "dark"
"""The theme that is used where another cannot be; it comes with the program."""


def for_textual(theme: Theme) -> TextualTheme:
    """Return the theme's colours for Textual's own widgets: lists, dialogs, the help."""
    return TextualTheme(
        name=f"logprose-{theme.name}",
        primary=theme.colour("status.accent"),
        foreground=theme.colour("popup"),
        background=theme.background("background"),
        surface=theme.background("popup"),
        panel=theme.background("popup"),
        dark=theme.dark,
        ansi=theme.is_ansi,
        variables={
            **(_where_ansi(theme) if theme.is_ansi else {}),
            "text-muted": theme.colour("popup.dim"),  # Textual's own are too pale: headings in lists, placeholders
            "text-disabled": theme.colour("popup.dim"),
            "block-cursor-foreground": theme.colour("popup.selected"),
            "block-cursor-background": theme.background("popup.selected"),
            "block-cursor-text-style": _text_style(theme.look("popup.selected")),
            "block-hover-background": theme.background("popup.selected"),
            "input-cursor-foreground": theme.colour("caret"),
            "input-cursor-background": theme.background("caret"),
            "input-cursor-text-style": _text_style(theme.look("caret")),
            "input-selection-background": theme.background("selection"),
            "scrollbar": theme.colour("scrollbar"),
            "scrollbar-background": theme.background("popup"),
        },
    )


def theme_names(own: Path | None = None) -> list[str]:
    """Return the names of the program's themes and of those in the directory `own`."""
    return sorted({*_themes_in(files("themes")), *_themes_in(own)})


def load_theme(name: str, own: Path | None = None) -> Theme:
    """Load a theme by name; one in the directory `own` overrides the program's theme of that name.

    Raises:
        UnknownThemeError: no such theme.
        ThemeError: its file, or one that it inherits from, is invalid.
    """
    yours, ours = _themes_in(own), _themes_in(files("themes"))
    chain: list[ThemeFile] = []
    sought: str | None = name
    while sought is not None:
        if sought in yours:
            entry, file = yours.pop(sought), f"{own}/{sought}.toml"  # `dark` may inherit from the program's `dark`
        elif sought in ours:
            entry, file = ours.pop(sought), f"themes/{sought}.toml"
        else:
            known = theme_names(own)
            complaint = f"no theme “{printable(sought)}”; choose one of {', '.join(map(printable, known))}"
            if sought in known:
                complaint = f"the theme “{printable(sought)}” inherits from itself"
            raise chain[-1].source.error(["inherits"], complaint) if chain else UnknownThemeError(complaint)
        chain.append(_read(entry, printable(file)))
        sought = chain[-1].inherits
    return _assemble(name, chain)


def parse_theme(toml: str, file: str, name: str) -> Theme:
    """Read a theme that doesn't inherit; error messages call it `file`. Raises ThemeError."""
    return _assemble(name, [parse_theme_file(toml, file)])


def _themes_in(directory: Traversable | None) -> dict[str, Traversable]:
    """Return a directory's themes by name; none if it can't be read. Skips links that lead out of it."""
    try:
        entries = [] if directory is None else list(directory.iterdir())
        if isinstance(directory, Path):
            root = os.path.realpath(directory)
            entries = [entry for entry in entries if Path(os.path.realpath(str(entry))).is_relative_to(root)]
    except OSError:
        return {}
    return {
        entry.name.removesuffix(".toml"): entry for entry in entries if entry.name.endswith(".toml") and entry.is_file()
    }


def _read(entry: Traversable, file: str) -> ThemeFile:
    try:
        with entry.open("rb") as opened:
            data = opened.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise ThemeError(f"{file}: longer than {LONGEST:,} bytes, the limit for a theme")
        return parse_theme_file(data.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ThemeError(f"{file}, line {line}: is not UTF-8") from None
    except OSError as error:
        raise ThemeError(f"{file}: {printable(error.strerror or str(error)).lower()}") from None


def _assemble(name: str, chain: Sequence[ThemeFile]) -> Theme:
    """Build one theme from its file and those it inherits from, nearest first. Raises ThemeError."""
    palette = ChainMap(*(dict(file.palette) for file in chain))
    looks: dict[str, Look] = {}
    for file in chain:
        for key, look in file.resolved(palette).items():
            looks[key] = looks[key].over(look) if key in looks else look
    dark = next((file.dark for file in chain if file.dark is not None), None)
    if dark is None:
        raise chain[-1].source.error([], "the key dark is missing; set it to true or false")
    text = looks.get("text", Look())
    if text.colour is None or text.background is None:
        complaint = "must set colour and background; everything else inherits from it"
        raise chain[-1].source.error(["text"], complaint)
    return Theme(name, dark=dark, looks=looks)


def _where_ansi(theme: Theme) -> dict[str, str]:
    """Return the variables that Textual needs, or would choose itself, if the colours are the terminal's own."""
    return {
        "ansi-background": theme.background("text"),
        "ansi-foreground": theme.colour("text"),
        "surface": theme.background("popup"),
        "panel": theme.background("popup"),
        "text": theme.colour("popup"),
    }


def _text_style(look: Look) -> str:
    """Return a style's attributes in the notation of Textual's CSS."""
    styles = {"bold": look.bold, "italic": look.italic, "reverse": look.reverse, "underline": look.underline}
    return " ".join(name for name, is_set in styles.items() if is_set is True) or "none"


def _for_rich(colour: str | None) -> str | None:
    return None if colour is None else colour.removeprefix("ansi_")


def _mix(below: str, above: str, share: float) -> str:
    pairs = [(int(below[at : at + 2], 16), int(above[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
