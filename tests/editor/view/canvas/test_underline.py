"""Underlines: which terminals get curly ones, and the very bytes they get."""

from __future__ import annotations

import re
import unicodedata

import pytest

from editor.view.canvas.underline import Shape, supports_curly, underlined, use_curly
from editor.view.theme.theme import load_theme
from tests.editor.view.harness import CanvasApp, Recorder


@pytest.mark.parametrize(
    ("environ", "smulx", "curly"),
    [
        ({"TERM": "xterm-kitty"}, False, True),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, False, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, False, True),
        ({"TERM": "xterm-ghostty"}, False, True),
        ({"TERM": "foot"}, False, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, False, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5000"}, False, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "new"}, False, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, True, False),
        ({"TERM": "xterm-256color"}, False, False),
        ({"TERM": "xterm-256color"}, True, True),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x", "KITTY_WINDOW_ID": "1"}, False, False),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x"}, True, True),
        ({"TERM": "xterm-256color", "TMUX": "/tmp/x", "VTE_VERSION": "7600"}, False, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({}, True, False),
    ],
)
def test_it_recognises_terminals(environ: dict[str, str], smulx: bool, curly: bool) -> None:
    assert supports_curly(environ, lambda term: smulx) is curly


def test_the_setting_overrides_the_terminal() -> None:
    assert use_curly("curly", {"TERM": "dumb"})
    assert not use_curly("plain", {"TERM": "xterm-kitty"})
    assert use_curly("auto", {"TERM": "xterm-kitty"})


def _sgr_of(word: str) -> str:
    """The SGR parameters with which a word was last written to the terminal."""
    found = re.findall(rf"\x1b\[([\d;:]*)m{word}\x1b\[0m", "".join(Recorder.written))
    assert found, f"{word} was not written by itself"
    return str(found[-1])


async def _written(underlines: str, strength: float = 1.0) -> str:
    app = CanvasApp("She go to school.", record=True, underlines=underlines)
    async with app.run_test(headless=False, size=(60, 5)) as pilot:
        app.flag("go", strength)
        await pilot.pause()
        return _sgr_of("go")


def _rgb(colour: str | None) -> tuple[int, ...]:
    assert colour is not None
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


async def test_curly_and_coloured_bytes() -> None:
    red, green, blue = _rgb(load_theme("dark").underline("flag.surprising"))
    assert (await _written("curly")).endswith(f";4:5;58:2::{red}:{green}:{blue}")


@pytest.mark.parametrize(
    ("shape", "code"), [("straight", "4:1"), ("double", "4:2"), ("curly", "4:3"), ("dotted", "4:4"), ("dashed", "4:5")]
)
def test_each_shape_has_its_own_code(shape: Shape, code: str) -> None:
    style = underlined("#102030", curly=True, shape=shape)
    assert style.meta["underline"] == f"{code};58:2::16:32:48"
    assert not underlined("#102030", curly=False, shape=shape).meta


async def test_a_weak_flag_is_fainter() -> None:
    red, green, blue = _rgb(load_theme("dark").underline_tint("flag.surprising", 0.5))
    assert (await _written("curly", 0.0)).endswith(f";4:5;58:2::{red}:{green}:{blue}")


async def test_plain_terminals_get_a_plain_underline_and_the_colour() -> None:
    sgr = await _written("plain")
    red, green, blue = _rgb(load_theme("dark").underline("flag.surprising"))
    assert ":" not in sgr
    assert sgr.split(";")[0] == "4"
    assert f"38;2;{red};{green};{blue}" in sgr


async def test_underlines_are_visible_in_a_selection_too() -> None:
    app = CanvasApp("She go to school.", record=True, underlines="curly")
    async with app.run_test(headless=False, size=(60, 5)) as pilot:
        app.flag("go")
        app.canvas.select(0, 10)
        await pilot.pause()
        red, green, blue = _rgb(load_theme("dark").background("selection"))
        assert f"48;2;{red};{green};{blue}" in _sgr_of("go")
        assert "4:5" in _sgr_of("go")


HOSTILE = (
    "\x1b]0;title\x07 \x1b]52;c;ZXZpbA==\x07 \x1b[2J \x9b31m \x1bP1$r\x1b\\ \x90q\x9c \x1b]8;;http://evil\x1b\\link "
    "\x1b[6n \x1bc \x05 \x0e \x08\x08 \x7f \x85 \u2028 \u202e \udc9b31m\r over"
)


_CSI = re.compile(r"\x1b\[[\d;:?<=>]*[@-~]")
_TEXTUAL_OSC = "\x1b]22;default\x07"  # the shape of the mouse pointer


async def _written_by_moving_in(text: str) -> tuple[set[str], str]:
    """The kinds of control sequence written while moving about in a draft, and the rest of what was written."""
    app = CanvasApp(text, record=True)
    async with app.run_test(headless=False, size=(80, 12)) as pilot:
        await pilot.press("down", "shift+end", "ctrl+end", "ctrl+home")
        await pilot.pause()
        written = "".join(Recorder.written).replace(_TEXTUAL_OSC, "")
    return {found[0] + found[1] + found[-1] for found in _CSI.findall(written)}, _CSI.sub("", written)


async def test_escape_sequences_of_a_draft_never_reach_the_terminal() -> None:
    known, _ = await _written_by_moving_in("harmless\ntext\nthat is long")
    kinds, rest = await _written_by_moving_in("\n".join([HOSTILE, "e\u0301" + HOSTILE, HOSTILE.replace(" ", "")]))
    assert "␛]0;title␇" in rest
    assert "␛[2J" in rest  # or it was mistaken for one of ours above
    assert kinds <= known
    forbidden = {character for character in rest if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert forbidden == {"\n"}  # between the rows of a whole screen
