"""Themes: readable colours, inheritance by dotted names, and errors that say where they are."""

from __future__ import annotations

from itertools import product

import pytest

from editor.view.theme import ThemeError, load_theme, parse_theme, theme_names

STATUS = ("status", "status.accent", "status.error")
POPUP = ("popup", "popup.selected", "popup.dim")
MINIMAL = 'dark = true\n[text]\ncolour = "#eeeeee"\nbackground = "#111111"\n'


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_is_a_dark_and_a_light_theme() -> None:
    assert {"dark", "light"} <= set(theme_names())
    assert load_theme("dark").dark
    assert not load_theme("light").dark


@pytest.mark.parametrize(
    ("theme", "name"), product(theme_names(), [*("text", "caret", "selection", "dim"), *STATUS, *POPUP])
)
def test_text_has_contrast(theme: str, name: str) -> None:
    look = load_theme(theme)
    assert contrast(look.colour(name), look.background(name)) >= 4.5


@pytest.mark.parametrize("theme", theme_names())
def test_ghost_text_and_underlines_can_be_seen(theme: str) -> None:
    look = load_theme(theme)
    assert contrast(look.colour("ghost"), look.background("ghost")) >= 3
    for kind in ("flag", "flag.surprising"):
        underline = look.underline(kind)
        assert underline is not None
        assert contrast(underline, look.background("text")) >= 3
        faint = look.underline_tint(kind, 0.5)
        assert faint is not None
        assert contrast(faint, look.background("text")) < contrast(underline, look.background("text"))


def test_names_inherit_from_the_left_and_then_from_text() -> None:
    source = MINIMAL + '[flag]\nunderline = "#ff0000"\nbold = true\n[flag.odd]\nbold = false\ncolour = "#00FF00"\n'
    theme = parse_theme(source, "t.toml", "t")
    assert theme.underline("flag.odd") == theme.underline("flag.new.one") == "#ff0000"
    assert theme.colour("flag.odd") == "#00ff00"
    assert theme.colour("nothing.like.it") == "#eeeeee"
    assert theme.background("flag.odd") == "#111111"
    assert theme.style("flag").bold
    assert not theme.style("flag.odd").bold
    assert theme.overlay("flag").bgcolor is None


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("dark = true\n[text\ncolour=3", r"themes/t\.toml: .*line 2"),
        ("[text]", r"themes/t\.toml: the key dark"),
        ("dark = true", r"\[text\] must set colour and background"),
        (MINIMAL + "[flag.odd]\ncolour = 'red'", r"themes/t\.toml: flag\.odd\.colour: 'red' is not a colour like"),
        (MINIMAL + "[flag]\nbold = 1", r"flag\.bold: 1 is neither true nor false"),
        (MINIMAL + "[flag]\ncolor = '#ffffff'", r"flag\.color: unknown key, use one of colour"),
        (MINIMAL.replace("[text]", "flag = 3\n[text]"), r"flag must be a table"),
    ],
)
def test_a_wrong_theme_is_refused_with_file_and_key(source: str, message: str) -> None:
    with pytest.raises(ThemeError, match=message) as caught:
        parse_theme(source, "themes/t.toml", "t")
    assert "\n" not in str(caught.value)


def test_an_unknown_theme_names_the_known_ones() -> None:
    with pytest.raises(ThemeError, match="no theme 'da␛rk': choose one of dark, light"):
        load_theme("da\x1brk")
