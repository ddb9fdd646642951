"""Custom themes inherit, and a wrong one is rejected with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.view.theme.theme import Theme, load_theme, parse_theme, theme_names
from editor.view.theme.theme_file import LONGEST, ThemeError

MINIMAL = 'dark = true\n[text]\ncolour = "#eeeeee"\nbackground = "#111111"\n'


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


def test_an_underline_is_a_colour_or_a_plain_line() -> None:
    source = (
        MINIMAL + '[link]\nunderline = true\n[link.url]\nunderline = false\n[flag]\nunderline = "ansi_bright_red"\n'
    )
    theme = parse_theme(source, "t.toml", "t")
    assert theme.underline("link") is None
    assert theme.overlay("link").underline is True
    assert theme.overlay("link.url").underline is False
    assert theme.underline("flag") == theme.underline_tint("flag", 0.5) == "bright_red"
    assert theme.overlay("flag").underline is None


def test_all_attributes_are_drawn() -> None:
    keys = ("bold", "italic", "dim", "strike", "overline", "reverse")
    theme = parse_theme(MINIMAL + "[all]\n" + "".join(f"{key} = true\n" for key in keys), "t.toml", "t")
    assert all(getattr(theme.overlay("all"), key) is True for key in keys)
    assert all(getattr(theme.overlay("none"), key) is None for key in keys)


def _own(directory: Path, **themes: str) -> Path:
    for name, toml in themes.items():
        (directory / f"{name}.toml").write_text(toml)
    return directory


def test_a_custom_theme_only_sets_what_differs(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        mine='inherits = "dark"\n[palette]\naccent = "#123456"\n[strong]\nitalic = true\n',
        child='dark = false\ninherits = "mine"\n[palette]\naccent = "#abcdef"\n',
    )
    dark, mine, child = load_theme("dark"), load_theme("mine", own), load_theme("child", own)
    assert mine.dark
    assert not child.dark
    assert mine.colour("heading.1") == mine.background("caret") == "#123456"
    assert child.colour("heading.1") == "#abcdef"
    assert mine.colour("strong") == dark.colour("strong")
    assert child.style("strong").italic
    assert child.style("strong").bold
    assert {"mine", "child", "dark"} <= set(theme_names(own))
    assert "mine" not in theme_names()


def test_a_custom_theme_overrides_the_built_in_one_and_may_inherit_from_it(tmp_path: Path) -> None:
    own = _own(tmp_path, dark='inherits = "dark"\n[palette]\nink = "#ffffff"\n')
    assert load_theme("dark", own).colour("text") == "#ffffff"
    assert load_theme("dark", own).background("text") == load_theme("dark").background("text")
    assert load_theme("light", own).colour("text") == load_theme("light").colour("text")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("dark = true\n[text\ncolour=3", r"^themes/t\.toml, line 2: Expected ']'"),
        ("dark = true\n[text]\ncolour = ", r"^themes/t\.toml, line 3: Invalid value"),
        ("[text]", r"^themes/t\.toml, line 1: the key dark"),
        ("# x\n\ndark = 1\n[text]", r"^themes/t\.toml, line 3: dark: 1 must be true or false"),
        ("dark = true\ninherits = 3", r"line 2: inherits: 3 must be a theme"),
        ("dark = true", r"line 1: text: must set colour and background"),
        ('dark = true\n[flag]\n[text]\ncolour="#000000"', r"line 3: text: must set colour and background"),
        (MINIMAL + "[flag.odd]\ncolour = 'red'", r'line 6: flag\.odd\.colour: "red" is not a colour like #1c1e22'),
        (MINIMAL + "[flag]\n\nunderline = 3", r"line 7: flag\.underline: 3 is not a colour like"),
        (MINIMAL + "[flag]\ncolour = true", r"line 6: flag\.colour: true is not a colour like"),
        (MINIMAL + "[flag]\nodd.colour = '#12345'", r'line 6: flag\.odd\.colour: "#12345" is not a colour'),
        (MINIMAL + "flag = {bold = 1}", r"line 5: text\.flag\.bold: 1 must be true or false"),
        (MINIMAL + '[flag]\nbold = """\nyes\n"""\n', r'line 6: flag\.bold: "yes␊" must be true'),
        (MINIMAL + "[flag]\ncolor = '#ffffff'", r"line 6: flag\.color: unknown key; use one of colour"),
        (MINIMAL + "[palette]\nred = 'blue'", r'line 6: palette\.red: "blue" is not a colour'),
        (MINIMAL.replace("[text]", "palette = 3\n[text]"), r"line 2: palette: must be a table"),
        (MINIMAL.replace("[text]", "flag = 3\n[text]"), r"line 2: flag: must be a table: \[flag\]"),
        ("dark = " + "[" * 5000, r"^themes/t\.toml, line 1: "),
    ],
)
def test_a_wrong_theme_is_rejected_with_file_line_and_key(source: str, message: str) -> None:
    with pytest.raises(ThemeError, match=message) as caught:
        parse_theme(source, "themes/t.toml", "t")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            'inherits = "nowhere"',
            r"mine\.toml, line 1: inherits: no theme “nowhere”; choose one of catppuccin",
        ),
        ('# a\ninherits = "../dark"', r"mine\.toml, line 2: inherits: no theme “\.\./dark”"),
        ('inherits = "other"', r"other\.toml, line 2: inherits: the theme “mine” inherits from itself"),
        (
            'inherits = "dark"\n[strong]\ncolour = "acent"',
            r'mine\.toml, line 3: strong\.colour: "acent" is not a colour',
        ),
        ("#" * (LONGEST + 1), r"mine\.toml: longer than"),
        ("# caf\udce9", r"mine\.toml, line 1: is not UTF-8"),
    ],
)
def test_a_wrong_custom_theme_is_named(tmp_path: Path, toml: str, message: str) -> None:
    own = _own(tmp_path, other='dark = true\ninherits = "mine"')
    (own / "mine.toml").write_bytes(toml.encode(errors="surrogateescape"))
    with pytest.raises(ThemeError, match=message):
        load_theme("mine", own)
    assert isinstance(load_theme("light", own), Theme)


@pytest.mark.parametrize("name", ["da\x1brk", "../dark", "/etc/passwd", "", "dark.toml", ".."])
def test_an_unknown_theme_names_the_known_ones(name: str, tmp_path: Path) -> None:
    (tmp_path / "dark.toml").write_text(MINIMAL)
    (tmp_path / "own").mkdir()
    with pytest.raises(ThemeError, match=r"no theme “.*”; choose one of catppuccin-latte, .*, light") as caught:
        load_theme(name, tmp_path / "own")
    assert "\x1b" not in str(caught.value)


def test_files_that_cannot_be_themes_are_not_listed(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "notes.txt").write_text("")
    assert theme_names(tmp_path) == theme_names(tmp_path / "missing") == theme_names()


@pytest.mark.parametrize(
    "name",
    ["../outside", "{root}/outside", "themes/../../outside", "out", "x" * 5000, "a\0b", "", ".", "..", "\x1b]0;x\x07"],
)
def test_a_name_cannot_lead_outside_the_directory(tmp_path: Path, name: str) -> None:
    own = tmp_path / "themes"
    own.mkdir()
    (tmp_path / "outside.toml").write_text(MINIMAL)
    (own / "out.toml").symlink_to("../outside.toml")
    (own / "circle.toml").symlink_to("circle.toml")
    (own / "in.toml").symlink_to("mine.toml")
    (own / "mine.toml").write_text(MINIMAL)
    assert {"in", "mine"} == set(theme_names(own)) - set(theme_names())
    assert load_theme("in", own).dark
    with pytest.raises(ThemeError, match="no theme") as caught:
        load_theme(name.replace("{root}", str(tmp_path)), own)
    assert "\x1b" not in str(caught.value)
