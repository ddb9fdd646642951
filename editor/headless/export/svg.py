"""A draft as a picture: our own SVG, with the viewer's fonts.

(Rich and Textual draw SVG too, but download their font, squeeze wide characters into single cells, and have neither
curly underlines nor tooltips.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.headless.export.annotations import Annotation
from editor.headless.export.css import MONOSPACE, css_colour
from editor.headless.export.rows import Ink, Place, draw_draft, draw_legend
from editor.view.theme.theme import Theme

_CELL = 8.4  # all in pixels
_LINE = 20.0
_FONT = 14
_BASELINE = 14.5
_MARGIN = 16.0
_DIM = 0.35  # share of the background in the colour of dim text

_ARMS = dict(zip("─│┌┐└┘├┤┬┴┼", ["lr", "ud", "rd", "ld", "ru", "lu", "udr", "udl", "lrd", "lru", "lrud"], strict=True))
"""The directions of each line from the middle of its cell: left, right, up, down."""

_SHAPES = f"═▌{''.join(_ARMS)}"
_PARTS = re.compile(f"─+|═+|[{_SHAPES}]|[^ {_SHAPES}](?:[^{_SHAPES}]*[^ {_SHAPES}])?")
"""Parts to draw at once: runs of lines, other shapes, and text without the spaces around it."""


def to_svg(
    document: Document, markdown: Markdown, theme: Theme, annotations: Sequence[Annotation], *, name: str, width: int
) -> str:
    """Return the draft as the editor shows it in rows of `width` cells.

    `name` is the picture's title, safe to show. `annotations` are in order, without overlaps.
    """
    ink = Ink(theme, curly=None)
    strips, places = draw_draft(document, markdown, annotations, ink, width)
    if any(annotation.name.startswith("heat.") for annotation in annotations):
        strips += draw_legend(ink, width)
    ground = css_colour(theme.background("text"), ground=True)
    classes: dict[str, str] = {}  # CSS → class
    grounds: list[str] = []
    texts: list[str] = []
    for row, strip in enumerate(strips):
        pieces = [(text, cell_len(text), *_css(style or Style())) for text, style, _ in strip]
        x = 0
        for behind, run in groupby(pieces, lambda piece: piece[3]):  # drawn one by one they would show a seam
            first = x
            for text, cells, css, _ in run:
                if text.strip(" "):
                    texts += _drawn(text, x, row, classes.setdefault(css, f"s{len(classes)}"))
                x += cells
            if behind != ground:
                grounds.append(
                    f'<rect {_box(first * _CELL, row * _LINE, (x - first) * _CELL, _LINE)} fill="{behind}"/>'
                )
    wide, high = width * _CELL + 2 * _MARGIN, len(strips) * _LINE + 2 * _MARGIN
    styles = "\n".join(f".{name_of} {{ {css} }}" for css, name_of in classes.items())
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="{wide:g}" height="{high:g}" '
            f'viewBox="0 0 {wide:g} {high:g}">',
            f"<title>{escape(name)}</title>",
            f"<style>\ntext {{ font: {_FONT}px {MONOSPACE}; white-space: pre; }}\n"
            f"rect[fill] {{ shape-rendering: crispEdges; }}\n{styles}\n</style>",
            f'<rect width="100%" height="100%" fill="{ground}"/>',
            f'<g transform="translate({_MARGIN:g} {_MARGIN:g})" shape-rendering="geometricPrecision">',
            *grounds,
            *texts,
            *[_note(place, theme) for place in places],
            "</g>",
            "</svg>",
            "",
        ]
    )


def _drawn(text: str, x: int, row: int, name: str) -> Iterator[str]:
    """Yield the text in a row's cells from `x`. Lines and bars are shapes, because those of fonts leave gaps."""
    for found in _PARTS.finditer(text):
        part = found[0]
        left, width = (x + cell_len(text[: found.start()])) * _CELL, cell_len(part) * _CELL
        if part[0] in _SHAPES:
            yield from (f'<rect class="{name}" {box}/>' for box in _shapes(part[0], left, row * _LINE, width))
        else:
            yield (
                f'<text class="{name}" x="{left:g}" y="{row * _LINE + _BASELINE:g}" '
                f'textLength="{width:g}">{escape(part)}</text>'
            )


def _shapes(sign: str, left: float, top: float, width: float) -> Iterator[str]:
    """Yield the boxes that draw a sign; horizontal lines are `width` wide."""
    x, y = left + _CELL / 2 - 0.5, top + _LINE / 2 - 0.5
    arms = _ARMS.get(sign, "")
    if sign == "▌":
        yield _box(left, top, _CELL / 2, _LINE)
    if sign == "═":
        yield _box(left, y - 1.5, width, 1)
        yield _box(left, y + 1.5, width, 1)
    if "l" in arms or "r" in arms:
        start, end = left if "l" in arms else x, left + width if "r" in arms else x + 1
        yield _box(start, y, end - start, 1)
    if "u" in arms or "d" in arms:
        start, end = top if "u" in arms else y, top + _LINE if "d" in arms else y + 1
        yield _box(x, start, 1, end - start)


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'


def _css(style: Style) -> tuple[str, str]:
    """Return a style's CSS, and the colour of its background."""
    colour, ground = _rgb(style, is_ground=False), _rgb(style, is_ground=True)
    if style.reverse:
        colour, ground = ground, colour
    if style.dim:
        colour = blend_rgb(colour, ground, _DIM)
    parts = [f"fill: {colour.hex};"]
    if style.bold:
        parts.append("font-weight: bold;")
    if style.italic:
        parts.append("font-style: italic;")
    kinds = (("underline", style.underline), ("overline", style.overline), ("line-through", style.strike))
    lines = [word for word, is_set in kinds if is_set]
    if lines:
        parts.append(f"text-decoration: {' '.join(lines)};")
    return " ".join(parts), ground.hex


def _rgb(style: Style, *, is_ground: bool) -> ColorTriplet:
    colour = style.bgcolor if is_ground else style.color
    if colour is None:
        return SVG_EXPORT_THEME.background_color if is_ground else SVG_EXPORT_THEME.foreground_color
    return colour.get_truecolor(SVG_EXPORT_THEME, foreground=not is_ground)


def _note(place: Place, theme: Theme) -> str:
    """Return an annotation's underline, and the tooltip of its word."""
    x, y, width = place.x * _CELL, place.row * _LINE, place.width * _CELL
    shown = ""
    underline = theme.underline(place.annotation.name)
    if underline is not None:
        waves = "t 2.1 0 " * (4 * place.width - 1)
        path = f"M {x:g} {y + _LINE - 2:g} q 1.05 -2.4 2.1 0 {waves}".rstrip()
        shown = f'<path d="{path}" fill="none" stroke="{css_colour(underline)}" stroke-width="1.2"/>'
    title = f"<title>{escape(place.annotation.note)}</title>"
    target = f'<rect {_box(x, y, width, _LINE)} fill-opacity="0"/>'
    return f"<g>{title}{shown}{target}</g>"
