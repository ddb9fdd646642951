"""The program starts, types, saves and quits with any one of its features removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

import editor.app
from editor.app import LogproseApp
from editor.feature import Feature
from editor.features import FEATURES
from editor.files.feature import FilesFeature
from editor.help.feature import HelpFeature
from editor.help.help_screen import HelpScreen
from editor.help.palette import Palette
from editor.keys.registry import COMMANDS
from tests.editor.resting import at_rest, until


def type_of_screen(app: LogproseApp) -> type:
    return type(app.screen)


@pytest.mark.parametrize("missing", FEATURES, ids=lambda kind: kind.__name__)
async def test_a_program_without_a_feature_starts_writes_saves_and_quits(
    missing: type[Feature], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor.app, "FEATURES", [kind for kind in FEATURES if kind is not missing])
    path = tmp_path / "draft.md"
    path.write_text("# One\n\n[two](three.md)\n")
    app = LogproseApp(path, scorer=False)
    gone = {name for name, command in COMMANDS.items() if command.target is missing}
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.settings.keymap.commands.keys() == COMMANDS.keys() - gone
        await pilot.press("x", "down", "shift+right", "ctrl+f", "escape", "escape", "alt+enter", "escape", "f8", "f12")
        assert app.document.text.startswith("x# One")
        if missing.__name__ != HelpFeature.__name__:
            await pilot.press("ctrl+p")
            assert type_of_screen(app) is Palette
            assert app.screen.query_one(OptionList).option_count == len(COMMANDS) - len(gone)
            await pilot.press("escape", "f1")
            assert type_of_screen(app) is HelpScreen
            await pilot.press("escape")
        if missing.__name__ == FilesFeature.__name__:
            app.leave()
        else:
            await pilot.press("ctrl+s")
            await at_rest(pilot)
            assert path.read_text().startswith("x# One")
            await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running or app._exit)
