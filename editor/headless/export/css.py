"""A theme as CSS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.color import Color
from rich.terminal_theme import SVG_EXPORT_THEME

from editor.document.markdown.grammars import KINDS
from editor.headless.export.code import code_class
from editor.headless.export.word_marks import class_of
from editor.view.theme.theme import Theme
from editor.view.theme.theme_file import Look

MONOSPACE = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace'
"""Monospaced fonts that a machine may have; nothing is downloaded."""

_SELECTORS: Mapping[str, str] = {
    **{f"heading.{level}": f"h{level}" for level in range(1, 7)},
    "emphasis": "em",
    "strong": "strong",
    "strong.emphasis": "strong em, em strong",
    "strikethrough": "s",
    "code": "code",
    "code.block": "pre",
    "link.text": "a",
    "image": "a.image",
    "footnote": ".footnote-ref a",
    "quote": "blockquote",
    "list.marker": "li::marker",
    "table.head": "th",
    "math": ".math",
    "html": ".html",
    "front_matter": ".front-matter",
    **{kind: f".{code_class(kind)}" for kind in KINDS if kind},
}

_LAYOUT = """\
html { line-height: 1.6; font-size: 112.5%; text-size-adjust: 100%; }
body { margin: 0; }
main, footer { max-width: 40rem; margin: 0 auto; padding: 2rem 1.5rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2em 0 0.6em; break-after: avoid; }
h1:first-child { margin-top: 0; }
pre, code, .math { font-family: MONOSPACE; font-size: 0.9em; }
pre { padding: 0.8em 1em; overflow-x: auto; break-inside: avoid; }
code { padding: 0.1em 0.25em; }
pre code { padding: 0; }
pre.front-matter, pre.html { white-space: pre-wrap; }
.math.block, .math.display { display: block; text-align: center; margin: 1em 0; white-space: pre-wrap; }
blockquote { margin: 1em 0; padding: 0 0 0 1em; border-left: 0.2em solid; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid; padding: 0.3em 0.6em; text-align: left; }
hr { border: 0; border-top: 1px solid; margin: 2em 0; }
.task-list-item { list-style: none; }
.task-list-item-checkbox { margin: 0 0.4em 0 -1.4em; }
.footnotes { font-size: 0.9em; }
[title] { cursor: help; }
.heat { border-radius: 0.15em; }
.legend { font-size: 0.85em; }
.legend span { padding: 0.1em 0.5em; }
""".replace("MONOSPACE", MONOSPACE)

# Paper is white in any theme; heat is drawn as background, so that stays.
_PRINT = """\
@media print {
  html, body, main :not(.heat), footer { color: #000 !important; background: none !important; }
  .heat { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, footer { max-width: none; padding: 0; }
  pre { white-space: pre-wrap; border: 1px solid #999; }
}
"""


def css_colour(colour: str, *, ground: bool = False) -> str:
    """Return a theme's colour as #rrggbb; the terminal's own colours are those of Rich's pictures.

    Args:
        ground: whether the default colour is that of the background.
    """
    parsed = Color.parse(colour.removeprefix("ansi_"))
    return parsed.get_truecolor(SVG_EXPORT_THEME, foreground=not ground).hex


def stylesheet(theme: Theme, annotations: Iterable[str]) -> str:
    """Return the style sheet of a page with annotations of these names of the theme."""
    rules = [f"body {{ color: {_text(theme)}; background: {_ground(theme)}; }}"]
    rules += [f"{selector} {{ {style} }}" for name, selector in _SELECTORS.items() if (style := _declared(theme, name))]
    rules += [
        "pre code { color: inherit; background: none; font: inherit; }",
        f"blockquote {{ border-color: {css_colour(theme.colour('quote.bar'))}; }}",
        f"th, td {{ border-color: {css_colour(theme.colour('table.rule'))}; }}",
        f"hr {{ border-color: {css_colour(theme.colour('rule'))}; }}",
    ]
    for name in sorted(set(annotations)):
        rules.append(f".{class_of(name).replace(' ', '.')} {{ {annotation_style(theme, name)} }}")
    return _LAYOUT + "\n".join(rules) + "\n" + _PRINT


def annotation_style(theme: Theme, name: str) -> str:
    """Return the CSS of a flagged word, or of one in the heat map."""
    underline = theme.look(name).underline
    if isinstance(underline, str):
        colour = css_colour(underline)
        return f"text-decoration: underline wavy {colour}; text-decoration-skip-ink: none;"
    # Both colours in full: the text around the word may have one that doesn't suit this background.
    text, ground = css_colour(theme.colour(name)), css_colour(theme.background(name), ground=True)
    look = theme.look(name)
    if look.reverse:
        text, ground = ground, text
    return f"color: {text}; background: {ground}; {_attributes(look)}".rstrip()


def _text(theme: Theme) -> str:
    return css_colour(theme.colour("text"))


def _ground(theme: Theme) -> str:
    return css_colour(theme.background("text"), ground=True)


def _declared(theme: Theme, name: str) -> str:
    """Return the settings of a theme's name, as declarations."""
    look = theme.look(name)
    parts = []
    if look.colour is not None:
        parts.append(f"color: {css_colour(look.colour)};")
    if look.background is not None:
        parts.append(f"background: {css_colour(look.background, ground=True)};")
    if look.reverse:
        parts.append(f"color: {_ground(theme)}; background: {_text(theme)};")
    if isinstance(look.underline, str):
        parts.append(f"text-decoration: underline {css_colour(look.underline)};")
    return " ".join([*parts, _attributes(look)]).rstrip()


def _attributes(look: Look) -> str:
    parts = []
    if look.bold is not None:
        parts.append(f"font-weight: {'bold' if look.bold else 'normal'};")
    if look.italic is not None:
        parts.append(f"font-style: {'italic' if look.italic else 'normal'};")
    if look.dim:
        parts.append("opacity: 0.75;")
    kinds = (("underline", look.underline is True), ("overline", look.overline), ("line-through", look.strike))
    lines = [word for word, is_set in kinds if is_set]
    if lines or look.underline is False:
        parts.append(f"text-decoration: {' '.join(lines) or 'none'};")
    return " ".join(parts)
