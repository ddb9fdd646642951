"""Curly, dotted and coloured underlines, which neither Rich nor Textual can draw.

A style carries the underline as a meta; `install` wraps the one function in which Textual turns a style into an escape
sequence, so that it adds `4:3` (curly; 1 to 5 are the shapes) and `58:2::r:g:b` (its colour; with colons, as in
ITU-T T.416). Terminals that can't draw them get a plain underline, and the text in the underline's colour.
"""

from __future__ import annotations

import curses
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal

from rich.color import Color
from rich.style import Style

from editor.system.textual_hooks import append_to_sgr
from editor.view.theme.theme import Theme

UnderlineSetting = Literal["auto", "curly", "plain"]

Shape = Literal["straight", "double", "curly", "dotted", "dashed"]

_META = "underline"
_SHAPES: dict[Shape, int] = {
    "straight": 1,
    "double": 2,
    "curly": 3,
    "dotted": 4,
    "dashed": 5,
}  # the shapes of SGR 4, as in kitty

_CURLY_TERMS = ("xterm-kitty", "xterm-ghostty", "wezterm", "foot", "alacritty", "contour", "rio", "mintty")
_CURLY_PROGRAMS = ("kitty", "ghostty", "WezTerm", "iTerm.app", "vscode", "mintty", "rio")
_CURLY_VARIABLES = ("KITTY_WINDOW_ID", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "ALACRITTY_WINDOW_ID")
_CURLY_VTE = 5200  # VTE 0.52


def terminfo_has_smulx(term: str) -> bool:
    """Return True if the terminfo entry `term` has the extended capability `Smulx` (styled underlines)."""
    try:
        curses.setupterm(term, 1)  # the descriptor is not read or written
        return bool(curses.tigetstr("Smulx"))
    except curses.error:  # no such entry
        return False


def supports_curly(environ: Mapping[str, str], has_smulx: Callable[[str], bool] = terminfo_has_smulx) -> bool:
    """Return True if the terminal that `environ` describes draws curly, coloured underlines.

    Inside tmux and screen only terminfo counts, since the variables of the outer terminal leak in. With NO_COLOR set,
    underlines aren't coloured.
    """
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if environ.get("NO_COLOR") or program == "Apple_Terminal" or term in ("", "dumb", "linux"):
        return False
    if "TMUX" not in environ and not term.startswith(("tmux", "screen")):
        if term.startswith(_CURLY_TERMS) or program in _CURLY_PROGRAMS:
            return True
        if any(variable in environ for variable in _CURLY_VARIABLES):
            return True
        vte = environ.get("VTE_VERSION", "")
        if vte.isdecimal() and int(vte) >= _CURLY_VTE:
            return True
    return has_smulx(term)


def use_curly(setting: UnderlineSetting, environ: Mapping[str, str]) -> bool:
    """Decide from the writer's setting; if that is "auto", from the terminal."""
    return supports_curly(environ) if setting == "auto" else setting == "curly"


@lru_cache(maxsize=1024)
def underlined(colour: str, *, curly: bool, shape: Shape = "curly") -> Style:
    """Return the style, to be added to another, that underlines in `colour` (#rrggbb, or Rich's name for one).

    `shape` is drawn by terminals that can draw curly underlines (`curly`).
    """
    parsed = Color.parse(colour)
    if not curly:
        # The terminal's own colours may be readable as an underline, but not as text.
        return Style(underline=True, color=None if parsed.is_system_defined else parsed)
    # Screenshots show the plain underline; on the terminal `4:3` comes after it and wins.
    return Style(underline=True) + Style.from_meta({_META: f"4:{_SHAPES[shape]}{_coloured(parsed)}"})


def with_underline(theme: Theme, name: str, *, curly: bool, depth: float = 1.0, shape: Shape = "curly") -> Style:
    """Return the style that a theme's name adds to text, with its underline in `depth` (0 to 1) of its colour.

    If the text itself gets that colour, it gets the full colour, to stay readable.
    """
    colour = theme.underline_tint(name, depth if curly else 1.0)
    style = theme.overlay(name)
    return style if colour is None else style + underlined(colour, curly=curly, shape=shape)


def _coloured(colour: Color) -> str:
    """Return the SGR parameter for an underline's colour, after a semicolon; empty for the colour of the text."""
    if colour.is_default:
        return ""
    if colour.number is not None:  # a colour of the terminal's own
        return f";58:5:{colour.number}"
    red, green, blue = colour.get_truecolor()
    return f";58:2::{red}:{green}:{blue}"


def install() -> None:
    """Teach Textual to draw such styles. Calling this again is harmless."""
    append_to_sgr(_META)
