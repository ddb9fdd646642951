"""Choosing a theme: previewed on the whole screen, reverted by Escape, kept by Enter; and the exact bytes."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from textual import events
from textual.widgets import OptionList, Static

from editor.appearance.theme_choice import ThemeChoice
from editor.view.theme.colour_depth import ColourDepth
from editor.view.theme.theme import Theme, load_theme, theme_names
from tests.editor.view.harness import Recorder
from tests.editor.view.theme.theme_sample import SampleApp


class ChoiceApp(SampleApp):
    """The sample page with the list of themes over it."""

    def __init__(self, own: Path | None = None) -> None:
        super().__init__(load_theme("dark"))
        self._own = own
        self.kept: list[str] = []

    def choose(self) -> None:
        load = partial(load_theme, own=self._own)
        self.push_screen(ThemeChoice(self.shown, theme_names(self._own), load, self.use_theme, self.keep))

    def keep(self, theme: Theme) -> None:
        self.kept.append(theme.name)

    def grounds(self) -> set[str]:
        """Return the backgrounds of the page, the tabs, the status line and the list itself."""
        drawn = [
            self.canvas.render_line(self.canvas.viewport.page_rows - 1),
            self.tabs.render_line(0),
            self.status.render_line(0),
        ]
        styles = [next(iter(strip)).style for strip in drawn]
        grounds: set[str] = {style.bgcolor.name for style in styles if style is not None and style.bgcolor is not None}
        box = self.screen.query_one("ThemeChoice > Vertical")
        grounds.add(str(box.styles.background.hex).lower())
        return grounds


def _is_shown(widget: Static) -> bool:
    return bool(widget.display)


def _grounds(theme: Theme) -> set[str]:
    return {theme.background(name) for name in ("text", "status", "popup")}


async def test_moving_previews_a_theme_on_the_whole_screen_and_enter_keeps_it() -> None:
    app = ChoiceApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.choose()
        await pilot.pause()
        assert app.shown.name == "dark"
        await pilot.press("down", "down")
        await pilot.pause()
        assert app.shown.name == "catppuccin-mocha"
        assert app.grounds() == _grounds(app.shown)
        await pilot.press(*"sol li")
        await pilot.pause()
        assert app.shown.name == "solarized-light"
        assert app.grounds() == _grounds(app.shown)
        assert app.kept == []
        await pilot.press("enter")
        assert app.kept == ["solarized-light"]
        assert app.shown.name == "solarized-light"
        assert len(app.screen_stack) == 1


async def test_escape_restores_the_previous_theme() -> None:
    app = ChoiceApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.choose()
        await pilot.press("down", "down", "escape")
        await pilot.pause()
        assert app.shown.name == "dark"
        assert app.theme == "logprose-dark"
        assert app.kept == []


async def test_keys_typed_in_a_burst_choose_the_right_theme() -> None:
    app = ChoiceApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.choose()
        for key in [*"nord", "enter"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert app.kept == [app.shown.name] == ["nord"]


async def test_a_broken_theme_names_the_place_and_is_not_applied(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('inherits = "dark"\n[text]\ncolour = "pink"\n')
    app = ChoiceApp(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        app.choose()
        await pilot.press(*"mine", "enter")
        await pilot.pause()
        complaint = app.screen.query_one(".complaint", Static)
        assert 'mine.toml, line 3: text.colour: "pink"' in str(complaint.render())
        assert _is_shown(complaint)
        assert app.shown.name == "dark"
        await pilot.press(*["backspace"] * 4, *"light", "down")
        await pilot.pause()
        assert not _is_shown(complaint)
        assert app.kept == []
        await pilot.press("escape")
        assert app.shown.name == "dark"


async def test_a_click_chooses() -> None:
    app = ChoiceApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.choose()
        await pilot.press(*"gruvbox")
        await pilot.click(OptionList, offset=(3, 1))
        await pilot.pause()
        assert app.kept == [app.shown.name] == ["gruvbox-light"]


@pytest.mark.parametrize("name", ["terminal", "mono"])
async def test_without_known_colours_the_highlighted_row_stands_out_and_no_row_is_hidden(name: str) -> None:
    app = SampleApp(load_theme(name), "16")
    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(ThemeChoice(app.shown, theme_names(), load_theme, app.use_theme, lambda _: None))
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        highlighted, other = (next(iter(options.render_line(row))).style for row in (0, 1))
        assert highlighted is not None
        assert other is not None
        assert other.color is not None
        assert other.bgcolor is not None
        assert other.color.is_default
        assert other.bgcolor.is_default
        assert (highlighted.bold, highlighted.bgcolor) != (other.bold, other.bgcolor)


# The bytes sent to the terminal


async def _parameters(theme: str, depth: ColourDepth) -> set[str]:
    """Return all SGR parameters that draw a page with the list of themes over it."""
    app = SampleApp(load_theme(theme), depth, record=True)
    Recorder.written.clear()
    async with app.run_test(headless=False, size=(100, 45)) as pilot:
        await pilot.pause()
        app.push_screen(ThemeChoice(app.shown, theme_names(), load_theme, app.use_theme, lambda _: None))
        await pilot.pause()
    return set(re.findall(r"\x1b\[([\d;:]+)m", "".join(Recorder.written)))


def _colours(parameters: str) -> list[str]:
    """Return the colours among SGR parameters."""
    return re.findall(r"(?:^|;)((?:[345]8[;:][25][;:][\d;:]*?\d+(?:;\d+;\d+)?)|[349]\d|10\d)(?=;|$)", parameters)


@pytest.mark.parametrize("depth", ["truecolor", "16"])
async def test_the_terminals_own_colours_show_through(depth: ColourDepth) -> None:
    found = {colour for parameters in await _parameters("terminal", depth) for colour in _colours(parameters)}
    assert {"39", "49", "35", "46", "47"} <= found  # its text, its ground, magenta, and grounds of cyan and white
    assert not {colour for colour in found if re.match("[34]8[;:]", colour)}


async def test_a_256_colour_terminal_gets_only_those() -> None:
    found = {colour for parameters in await _parameters("light", "256") for colour in _colours(parameters)}
    assert not {colour for colour in found if re.match("[34]8;2", colour)}
    assert any(colour.startswith("48;5;") for colour in found)


async def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    found = {colour for parameters in await _parameters("light", "none") for colour in _colours(parameters)}
    assert found <= {"39", "49"}
