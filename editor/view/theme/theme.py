"""Themes: what each thing on the screen looks like, by its meaning. What a file may say, see `theme_file`.

What a name leaves out it takes from the name before its last dot (`status.error` from `status`), and at last from
`text`. A theme that inherits says only what differs: its tables lie over those of the other, key by key.
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
    """There is no theme of that name; the message names those there are."""


class Theme:
    """The looks of one theme. Names are semantic (`status.error`) and need not be in the file: they inherit.

    Attributes:
        is_ansi: whether it uses colours of the terminal's own, which nobody here knows.
    """

    def __init__(self, name: str, *, dark: bool, looks: Mapping[str, Look]) -> None:
        self.name = name
        self.dark = dark
        self._looks = dict(looks)
        self.is_ansi = self.colour("text").startswith("ansi_") or self.background("text").startswith("ansi_")

    def look(self, name: str) -> Look:
        """What `name` and the names it inherits from set, `text` left out."""
        look = Look()
        while name:
            look = look.over(self._looks.get(name, Look()))
            name = name.rpartition(".")[0]
        return look

    def colour(self, name: str) -> str:
        """The foreground colour of `name`, as Textual takes it: #rrggbb or `ansi_red`."""
        colour = self.look(name).over(self._looks["text"]).colour
        assert colour is not None
        return colour

    def background(self, name: str) -> str:
        """The background colour of `name`, as Textual takes it."""
        background = self.look(name).over(self._looks["text"]).background
        assert background is not None
        return background

    def underline(self, name: str) -> str | None:
        """The colour in which `name` is underlined, as Rich takes it (#rrggbb or `red`), or None.

        A plain line in the colour of the text is part of the style instead.
        """
        underline = self.look(name).underline
        return _for_rich(underline) if isinstance(underline, str) else None

    @property
    def names(self) -> list[str]:
        """The names that the theme says something of."""
        return list(self._looks)

    @lru_cache(maxsize=256)  # noqa: B019  # themes live as long as the program
    def overlay(self, name: str) -> Style:
        """The style that `name` adds to what lies below it (without `text`; without a coloured underline)."""
        look = self.look(name)
        return Style(
            color=_for_rich(look.colour),
            bgcolor=_for_rich(look.background),
            bold=look.bold,
            italic=look.italic,
            dim=look.dim,
            strike=look.strike,
            reverse=look.reverse,
            underline=look.underline if isinstance(look.underline, bool) else None,
        )

    def foreground(self, name: str) -> Style:
        """The foreground colour of `name` alone, for Rich."""
        return Style(color=_for_rich(self.colour(name)))

    @lru_cache(maxsize=256)  # noqa: B019
    def style(self, name: str) -> Style:
        """The whole style of `name` (without a coloured underline)."""
        return self.overlay("text") + self.overlay(name)

    def ink(self, name: str) -> Style:
        """The colour and attributes that `name` gives to text, on whatever ground it stands."""
        look = self.look(name)
        return Style(color=_for_rich(self.colour(name)), bold=look.bold, italic=look.italic, dim=look.dim)

    def with_colours(self, replaced: Callable[[str], str]) -> Theme:
        """The same theme with another colour in the place of each #rrggbb."""

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
        """The underline colour of `name`, mixed with the text's background: 1.0 is the colour, 0.0 the background.

        Colours of the terminal's own cannot be mixed and stay what they are.
        """
        colour, ground = self.underline(name), self.background("text")
        if colour is None or not (colour.startswith("#") and ground.startswith("#")):
            return colour
        return _mix(ground, colour, step)


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
        ansi=theme.is_ansi,
        variables={
            **(_where_ansi(theme) if theme.is_ansi else {}),
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
    """The names of the themes that come with the program, and of those in the directory `own`."""
    return sorted({*_themes_in(files("themes")), *_themes_in(own)})


def load_theme(name: str, own: Path | None = None) -> Theme:
    """Read a theme by name; one in the directory `own` goes before the program's of that name.

    Raises:
        UnknownThemeError: there is no such theme.
        ThemeError: its file, or one that it inherits from, is not right.
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
            complaint = f"there is no theme “{printable(sought)}”: choose one of {', '.join(map(printable, known))}"
            if sought in known:
                complaint = f"the theme “{printable(sought)}” inherits from itself"
            raise chain[-1].source.error(["inherits"], complaint) if chain else UnknownThemeError(complaint)
        chain.append(_read(entry, printable(file)))
        sought = chain[-1].inherits
    return _assemble(name, chain)


def parse_theme(toml: str, file: str, name: str) -> Theme:
    """Read a theme that inherits from none; `file` is what error messages call it. Raises ThemeError."""
    return _assemble(name, [parse_theme_file(toml, file)])


def _themes_in(directory: Traversable | None) -> dict[str, Traversable]:
    """The themes of a directory by their names; none where it cannot be read. Links out of it are none of its."""
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
            raise ThemeError(f"{file}: too long for a theme, which takes {LONGEST:,} bytes at most")
        return parse_theme_file(data.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ThemeError(f"{file}, line {line}: is not UTF-8") from None
    except OSError as error:
        raise ThemeError(f"{file}: {printable(error.strerror or str(error)).lower()}") from None


def _assemble(name: str, chain: Sequence[ThemeFile]) -> Theme:
    """One theme of a file, first, and those it inherits from, the nearest first. Raises ThemeError."""
    palette = ChainMap(*(dict(file.palette) for file in chain))
    looks: dict[str, Look] = {}
    for file in chain:
        for key, look in file.resolved(palette).items():
            looks[key] = looks[key].over(look) if key in looks else look
    dark = next((file.dark for file in chain if file.dark is not None), None)
    if dark is None:
        raise chain[-1].source.error([], "the key dark must be there and be true or false")
    text = looks.get("text", Look())
    if text.colour is None or text.background is None:
        complaint = "must set colour and background, all else inherits from it"
        raise chain[-1].source.error(["text"], complaint)
    return Theme(name, dark=dark, looks=looks)


def _where_ansi(theme: Theme) -> dict[str, str]:
    """What Textual asks for beyond the rest, or would choose itself, where colours are the terminal's own."""
    return {
        "ansi-background": theme.background("text"),
        "ansi-foreground": theme.colour("text"),
        "surface": theme.background("popup"),
        "panel": theme.background("popup"),
        "text": theme.colour("popup"),
        "text-muted": theme.colour("popup.dim"),
        "text-disabled": theme.colour("popup.dim"),
    }


def _text_style(look: Look) -> str:
    """A look's attributes as Textual's CSS has them."""
    styles = {"bold": look.bold, "italic": look.italic, "reverse": look.reverse, "underline": look.underline}
    return " ".join(name for name, is_set in styles.items() if is_set is True) or "none"


def _for_rich(colour: str | None) -> str | None:
    return None if colour is None else colour.removeprefix("ansi_")


def _mix(below: str, above: str, share: float) -> str:
    pairs = [(int(below[at : at + 2], 16), int(above[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
