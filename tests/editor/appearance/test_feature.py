"""Themes in the app: chosen from a list with a preview, and drawn within the terminal's abilities."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editor.app import LogproseApp
from editor.appearance.feature import AppearanceFeature
from editor.commands.application import theme
from tests.editor.view.harness import Recorder


def app_on(tmp_path: Path) -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text("text")
    return LogproseApp(path, scorer=False)


async def test_a_theme_is_previewed_while_highlighted_and_kept_with_enter(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text("# mine\ncolumn = 60\n")
    app = app_on(tmp_path)
    async with app.run_test(size=(80, 20)) as pilot:
        before = app.theme_in_use
        theme(app.feature(AppearanceFeature))
        await pilot.pause()
        await pilot.press("down")
        tried = app.theme_in_use.name
        assert tried != before.name
        assert app.canvas.theme.name == tried
        await pilot.press("escape")
        assert app.canvas.theme.name == before.name
        theme(app.feature(AppearanceFeature))
        await pilot.pause()
        await pilot.press(*"nord", "enter", "x")
        assert app.theme_in_use.name == app.canvas.theme.name == "nord"
        assert app.document.text == "xtext"
    assert settings_file.read_text() == 'theme = "nord"\n# mine\ncolumn = 60\n'
    assert app_on(tmp_path).theme_in_use.name == "nord"


@pytest.mark.parametrize(
    ("variables", "look"),
    [
        ({}, "dark"),
        ({"NO_COLOR": "1"}, "mono"),
        ({"COLORTERM": "", "TERM": "xterm-16color"}, "terminal"),
        ({"COLORTERM": "", "TERM": "xterm-256color"}, "dark"),
    ],
)
def test_the_terminal_is_not_asked_for_unsupported_colours(
    variables: dict[str, str], look: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert app_on(tmp_path).theme_in_use.name == look


async def test_no_color_turns_off_colours(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(tmp_path)
    app.driver_class = Recorder
    Recorder.written.clear()
    async with app.run_test(headless=False, size=(80, 20)) as pilot:
        await pilot.press("shift+right", "f1")
        await pilot.pause()
    written = "".join(Recorder.written)
    assert not re.search(r"\x1b\[[\d;]*[34]8[;:]", written)
    assert re.search(r"\x1b\[[\d;]*\b7\b[\d;]*mt", written)  # the selected letter, reversed
