"""How many colours the terminal has, and how a theme is drawn with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Literal

from rich.console import Console

from editor.view.theme.theme import Theme, load_theme

ColourDepth = Literal["truecolor", "256", "16", "none"]

_LEVELS = (0, 95, 135, 175, 215, 255)
_CUBE = tuple(rgb for rgb in product(_LEVELS, repeat=3) if len(set(rgb)) > 1 or rgb[0] in (0, 255))
"""The colours of xterm's cube (after its first 16) without the greys: Rich uses the ones after the cube instead."""
_GREYS = tuple(range(8, 239, 10))


def colour_depth(console: Console, environ: Mapping[str, str]) -> ColourDepth:
    """Return the terminal's colours according to Rich, or none for NO_COLOR (see no-color.org)."""
    if environ.get("NO_COLOR"):
        return "none"
    match console.color_system:
        case "truecolor":
            return "truecolor"
        case "256":
            return "256"
        case _:
            return "16"


def drawable(theme: Theme, depth: ColourDepth) -> Theme:
    """Return the theme to draw instead of `theme`.

    256 colours can approximate any theme. 16 can't, and their actual values are unknown because the writer has set
    them; then the theme `terminal`, which is built from them, is drawn. Without colours it is `mono`, which uses bold,
    italic, underline and reverse.
    """
    if depth == "none":
        return load_theme("mono")
    if theme.is_ansi or depth == "truecolor":
        return theme
    return theme.with_colours(nearest_of_256) if depth == "256" else load_theme("terminal")


@lru_cache(maxsize=512)
def nearest_of_256(colour: str) -> str:
    """Return the nearest xterm colour to `colour` (#rrggbb), in a form that Rich maps to it.

    Rich's own choice is poor: a dark blue background becomes light grey, and two dark backgrounds become the same.
    """
    rgb = int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    red, green, blue = min(_CUBE, key=lambda other: _distance(rgb, other))
    grey = min(range(len(_GREYS)), key=lambda index: _distance(rgb, (_GREYS[index],) * 3))
    if _distance(rgb, (_GREYS[grey],) * 3) < _distance(rgb, (red, green, blue)):
        red = green = blue = round((grey + 1) * 255 / 25)  # Rich maps grey number n to step n of 25 towards white
    return f"#{red:02x}{green:02x}{blue:02x}"


def _distance(first: tuple[int, int, int], second: tuple[int, ...]) -> float:
    """Return the distance of two colours, roughly weighted like the eye ("redmean")."""
    red_mean = (first[0] + second[0]) / 2
    red, green, blue = (one - other for one, other in zip(first, second, strict=True))
    return (2 + red_mean / 256) * red**2 + 4 * green**2 + (2 + (255 - red_mean) / 256) * blue**2
