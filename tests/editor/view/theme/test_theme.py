"""Themes: readable at every colour depth, inheritance, the writer's own, and errors that name their line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.style import Style

from editor.document.markdown.grammars import KINDS
from editor.flags import kinds
from editor.view.canvas.underline import with_underline
from editor.view.theme.colour_depth import colour_depth, drawable, nearest_of_256
from editor.view.theme.theme import Theme, for_textual, load_theme, theme_names

PAINTED = [name for name in theme_names() if not load_theme(name).is_ansi]
"""The themes whose colours are known."""
LINES = (
    *("rule", "table.rule", "quote.bar"),
    *("gutter", "gutter.added", "gutter.changed", "gutter.removed", "gutter.accepted"),
)
"""Names for things other than text: 3:1 is enough."""
OTHER_NAMES = ("scrollbar", "background")
HEADINGS = tuple(f"heading.{level}" for level in range(1, 7))
PROSE = (
    *("text", "emphasis", "strong", "strong.emphasis", "strikethrough", "link.text", "footnote", "image", "quote"),
    *("table.head", "table.cell", "list.marker", "task.open", "task.done", "markup", "math", *HEADINGS),
)
"""Names for the text of a draft."""
FLAG_GROUNDS = ("text", "selection", "match", "match.current", "target")
"""Possible backgrounds of a flagged word."""


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio, WCAG 2.2."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _as_it_is(colour: str) -> str:
    return colour


def _as_of_256(colour: str) -> str:
    """Return what a terminal with 256 colours shows for Rich's output."""
    return str(Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex)


DEPTHS = pytest.mark.parametrize(("depth", "seen"), [("truecolor", _as_it_is), ("256", _as_of_256)])


# The set of themes


def test_there_are_themes_for_every_taste() -> None:
    names = theme_names()
    assert {"dark", "light", "high-contrast-dark", "high-contrast-light", "terminal", "mono"} <= set(names)
    assert {"gruvbox-dark", "gruvbox-light", "solarized-dark", "solarized-light", "nord"} <= set(names)
    assert load_theme("dark").dark
    assert not load_theme("light").dark
    for name in names:
        assert load_theme(name).name == name


# Readability


@DEPTHS
@pytest.mark.parametrize("name", PAINTED)
def test_text_has_contrast(name: str, depth: str, seen: Callable[[str], str]) -> None:
    theme = drawable(load_theme(name), depth)  # type: ignore[arg-type]  # one of its values
    for thing in {*theme.names, "heading.4", "strong.emphasis", "task.open"}.difference(OTHER_NAMES):
        ground = theme.background("code.block" if thing.startswith("syntax.") else thing)
        is_marked = theme.look(thing).background is not None  # a caret, a match: temporary
        least = 3 if thing in LINES else 7 if name.startswith("high-contrast") and not is_marked else 4.5
        assert contrast(seen(theme.colour(thing)), seen(ground)) >= least, thing


@DEPTHS
@pytest.mark.parametrize("name", PAINTED)
def test_text_is_readable_on_every_background(name: str, depth: str, seen: Callable[[str], str]) -> None:
    """A fence's markers on the background of code, notes in a selected row, all prose on the heat map."""
    theme = drawable(load_theme(name), depth)  # type: ignore[arg-type]
    pairs = [("markup", "code.block"), ("popup.dim", "popup.selected"), ("status.accent", "status")]
    pairs += [(kind, "code.block") for kind in KINDS if kind]
    for thing, ground in pairs:
        assert contrast(seen(theme.colour(thing)), seen(theme.background(ground))) >= 4.5, (thing, ground)
    for heat in [f"heat.{step}" for step in range(1, 8)]:
        for thing in PROSE:
            colour = theme.look(heat).colour or theme.colour(thing)
            assert contrast(seen(colour), seen(theme.background(heat))) >= 4.5, (thing, heat)


@DEPTHS
@pytest.mark.parametrize("name", PAINTED)
def test_selected_and_found_text_is_readable(name: str, depth: str, seen: Callable[[str], str]) -> None:
    theme = drawable(load_theme(name), depth)  # type: ignore[arg-type]
    for over in ("selection", "match", "match.current", "match.range", "target"):
        ground = seen(theme.background(over))
        assert contrast(seen(theme.look(over).colour or theme.colour("text")), ground) >= 4.5, over
        for thing in theme.names:
            if theme.look(thing).background is None and thing not in (*LINES, *OTHER_NAMES):
                colour = theme.look(over).colour or theme.colour(thing)
                assert contrast(seen(colour), ground) >= 4.5, f"{thing} on {over}"


@DEPTHS
@pytest.mark.parametrize("name", PAINTED)
def test_backgrounds_can_be_told_apart(name: str, depth: str, seen: Callable[[str], str]) -> None:
    theme = drawable(load_theme(name), depth)  # type: ignore[arg-type]
    grounds = [seen(theme.background(thing)) for thing in ("text", "selection", "match", "match.current", "caret")]
    assert len(set(grounds)) == 5
    for one, other in (
        ("caret", "caret.other"),
        ("caret.other", "selection"),
        ("caret.other", "text"),
        ("popup", "popup.selected"),
        ("popup", "text"),
        ("status", "text"),
        ("tab", "tab.active"),
        ("heat.7", "heat.1"),
    ):
        assert seen(theme.background(one)) != seen(theme.background(other)), (one, other)


@DEPTHS
@pytest.mark.parametrize("name", PAINTED)
def test_underlines_are_visible_and_text_readable(name: str, depth: str, seen: Callable[[str], str]) -> None:
    theme = drawable(load_theme(name), depth)  # type: ignore[arg-type]
    ground = theme.background("text")
    for kind in ("flag", *map(kinds.style_name, kinds.KINDS)):
        underline = theme.underline(kind)
        assert underline is not None
        assert contrast(seen(underline), seen(ground)) >= 4.5  # the text has this colour if it can't be curly
        faint = theme.underline_tint(kind, 0.5)
        assert faint is not None
        assert contrast(faint, ground) < contrast(underline, ground)


@DEPTHS
@pytest.mark.parametrize("name", PAINTED)
def test_a_flagged_word_in_its_underlines_colour_is_readable(name: str, depth: str, seen: Callable[[str], str]) -> None:
    """In terminals without coloured underlines: every kind and strength, selected or found."""
    theme = drawable(load_theme(name), depth)  # type: ignore[arg-type]
    base = theme.style("text")
    for kind, step, over in product(map(kinds.style_name, kinds.KINDS), range(11), FLAG_GROUNDS):
        style = base + with_underline(theme, kind, curly=False, depth=step / 10)
        style += theme.overlay(over) if over != "text" else Style()
        assert style.underline
        assert style.color is not None
        assert style.bgcolor is not None
        colour, ground = (one.get_truecolor().hex for one in (style.color, style.bgcolor))
        assert contrast(seen(colour), seen(ground)) >= 4.5, (kind, step, over)


@DEPTHS
@pytest.mark.parametrize("name", PAINTED)
def test_the_text_of_lists_and_dialogs_can_be_read(name: str, depth: str, seen: Callable[[str], str]) -> None:
    """Drawn by Textual, including headings in lists and placeholders in fields."""
    theme = for_textual(drawable(load_theme(name), depth))  # type: ignore[arg-type]
    surface = theme.surface
    assert surface is not None
    for text in (theme.foreground, theme.variables["text-muted"], theme.variables["text-disabled"]):
        assert text is not None
        assert contrast(seen(text), seen(surface)) >= 4.5


@pytest.mark.parametrize("name", theme_names())
def test_no_heading_looks_like_a_flagged_word(name: str) -> None:
    theme = load_theme(name)
    for heading in HEADINGS:
        assert not theme.style(heading).underline, heading
        assert theme.underline(heading) is None, heading


def test_xterm_colours_stay_what_they_are_and_greys_are_not_off_by_one() -> None:
    levels = (0, 95, 135, 175, 215, 255)
    cube = [(red, green, blue) for red in levels for green in levels for blue in levels]
    for red, green, blue in [*cube, *((grey,) * 3 for grey in range(8, 239, 10))]:
        if red == green == blue and red in (95, 135, 175, 215):
            continue  # the greys after the cube should be used
        colour = f"#{red:02x}{green:02x}{blue:02x}"
        assert _as_of_256(nearest_of_256(colour)) == colour


# Distinct without colour


def attributes(theme: Theme, *names: str) -> tuple[bool | None, ...]:
    """Return how a text inside these nested styles is drawn, without colours."""
    style = theme.style("text")
    for name in names:
        style += theme.overlay(name)
    lines = style.underline, style.overline, style.strike
    return tuple([bool(value) for value in (style.bold, style.italic, *lines, style.dim)])


@pytest.mark.parametrize("name", theme_names())
def test_meaning_is_never_conveyed_by_colour_alone(name: str) -> None:
    """The same while the markers in the text are hidden and don't show it."""
    theme = load_theme(name)
    assert len({attributes(theme, heading) for heading in HEADINGS}) == 6
    marked = ("emphasis", "strong", "strong.emphasis", "strikethrough", "link.text", "image", "footnote", "math")
    for thing in marked:
        assert attributes(theme, thing) != attributes(theme, "text"), thing
    assert len({attributes(theme, thing) for thing in ("text", *marked[:5])}) == 6
    assert attributes(theme, "task.open") != attributes(theme, "task.done")
    for thing in marked:
        assert attributes(theme, "quote", thing) != attributes(theme, "quote"), thing
    for kind in ("flag.spelling", "flag.surprising"):
        assert theme.underline(kind) is not None
    if theme.is_ansi:
        assert attributes(theme, "code") != attributes(theme, "text")
    else:
        assert theme.background("code") != theme.background("text")


# The terminal's own colours, and no colours


def test_the_terminal_theme_only_colours_text_where_safe() -> None:
    """Text is the terminal's own on its own background, or bold, or on a background that is set with it."""
    theme = load_theme("terminal")
    dim = "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
    xterm = f"{dim} 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff".split()
    for name in theme.names:
        style = theme.style(name)
        assert style.color is not None
        assert style.bgcolor is not None
        if name in (*LINES, *OTHER_NAMES) or (style.color.is_default and style.bgcolor.is_default):
            continue
        if style.bgcolor.is_default:
            assert style.bold, name
            continue
        assert not style.color.is_default, name
        assert not (style.bold and style.color.number == 0), f"{name}: bold black is grey on many terminals"
        pair = [f"#{xterm[colour.number or 0]}" for colour in (style.color, style.bgcolor)]
        assert contrast(*pair) >= 4.5, name


@pytest.mark.parametrize("name", ["terminal", "mono"])
def test_without_known_colours_attributes_convey_meaning(name: str) -> None:
    theme = load_theme(name)
    things = (
        *("text", "caret", "caret.other", "selection", "match", "match.current", "code", "strikethrough"),
        "link.text",
        "heading.1",
        "emphasis",
        "strong",
        "strong.emphasis",
        "heat.7",
    )
    styles = [theme.style(thing) for thing in things]
    assert len({str(style) for style in styles}) == len(things)
    assert theme.style("selection") + theme.overlay("caret") != theme.style("selection")
    assert theme.style("popup.selected") != theme.style("popup")
    assert theme.style("tab.active") != theme.style("tab")
    for kind in ("flag.spelling", "flag.surprising"):
        assert theme.underline_tint(kind, 0.5) == theme.underline(kind) is not None


def test_mono_has_no_colour_at_all() -> None:
    theme = load_theme("mono")
    for name in theme.names:
        assert {theme.colour(name), theme.background(name), theme.look(name).underline} <= {
            "ansi_default",
            *(True, False, None),
        }


@pytest.mark.parametrize(
    ("environ", "depth", "drawn"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor", "light"),
        ({"TERM": "xterm-256color"}, "256", "light"),
        ({"TERM": "xterm"}, "16", "terminal"),
        ({"TERM": "linux"}, "16", "terminal"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none", "mono"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256", "light"),
    ],
)
def test_a_theme_is_drawn_in_the_available_colours(environ: dict[str, str], depth: str, drawn: str) -> None:
    console = Console(force_terminal=True, _environ={name: environ[name] for name in environ if name != "NO_COLOR"})
    found = colour_depth(console, environ)
    assert found == depth
    assert drawable(load_theme("light"), found).name == drawn
    assert drawable(load_theme("terminal"), found).is_ansi
