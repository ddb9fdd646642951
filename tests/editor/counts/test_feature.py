"""Words in the status line, statistics, and the goal of the session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from editor.app import LogproseApp
from editor.counts.statistics_screen import StatisticsView
from editor.files.feature import FilesFeature
from editor.keys.registry import COMMANDS
from editor.view.widgets.dialogs import LineQuestion
from tests.editor.resting import until
from tests.editor.scripted_scorer import status_text


def app_on(tmp_path: Path, text: str) -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text(text)
    return LogproseApp(path, scorer=False)


async def run(app: LogproseApp, pilot: Pilot[Any], name: str) -> None:
    """Run a command as the palette does."""
    app.run_command(COMMANDS[name])
    await pilot.pause()


async def test_the_word_count_follows_the_edits(tmp_path: Path) -> None:
    app = app_on(tmp_path, "one two")
    async with app.run_test() as pilot:
        assert "2 words" in status_text(app)
        await pilot.press("ctrl+end", *" three", "enter", *"four")
        assert "4 words" in status_text(app)
        await pilot.press("ctrl+a", "backspace")
        assert "0 words" in status_text(app)
        await pilot.press("ctrl+z")
        assert "4 words" in status_text(app)


async def test_selected_words_are_counted_next_to_the_total(tmp_path: Path) -> None:
    app = app_on(tmp_path, "one two\nthree four\nfive\n" + "x " * 1000)
    async with app.run_test(size=(80, 10)) as pilot:
        assert " 1,005 words" in status_text(app)
        await pilot.press("ctrl+shift+right")
        assert " 1 of 1,005 words" in status_text(app)
        await pilot.press("shift+down", "shift+down")
        assert " 5 of 1,005 words" in status_text(app)
        await pilot.press("right", "alt+shift+up", "shift+home")
        assert " 2 of 1,005 words" in status_text(app)
        await pilot.press("escape", "escape")
        assert " of " not in status_text(app)


async def test_a_large_selection_is_counted_once_it_stops_changing(tmp_path: Path) -> None:
    app = app_on(tmp_path, "word " * 10_000)  # in one line
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("ctrl+a")
        assert " 10,000 words" in status_text(app)
        await until(pilot, lambda: "10,000 of 10,000 words" in status_text(app))


async def test_statistics_of_the_draft_and_the_selection(tmp_path: Path) -> None:
    app = app_on(tmp_path, "# Title\n\nOne two. Three é!\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "ctrl+shift+right", "shift+f6")
        await until(pilot, lambda: isinstance(app.screen, StatisticsView))
        await pilot.pause()
        table = app.screen.query(Static).last()
        rows = [strip.text.split() for strip in table.render_lines(table.size.region)]
        assert rows == [
            ["draft", "selection"],
            ["Words", "5", "1"],
            ["Characters", "24", "3"],
            ["Characters", "without", "spaces", "20", "3"],
            ["Sentences", "2", "1"],
            ["Paragraphs", "1", "1"],
            ["Headings", "1", "0"],
            ["Reading", "time", "<", "1", "min", "<", "1", "min"],
            ["Words", "written", "this", "session", "0"],
        ]
        await pilot.press("escape", "x")
        assert app.document.text.endswith("x two. Three é!\n")


@pytest.mark.usefixtures("passing_messages")
async def test_a_goal_is_shown_and_reaching_it_is_announced_once(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text("goal = 3\n")
    app = app_on(tmp_path, "old words")
    async with app.run_test(size=(80, 10)) as pilot:
        assert "0/3 ▱▱▱▱▱" in status_text(app)
        await pilot.press("ctrl+end", *" a b")
        assert "2/3 ▰▰▰▱▱" in status_text(app)
        await pilot.press(*" c")
        assert "goal reached: 3 words" in status_text(app)
        await pilot.press(*" d")
        assert "goal reached" not in status_text(app)
        assert "4/3 ▰▰▰▰▰" in status_text(app)
        await pilot.press("backspace", "backspace", "backspace", "backspace", *" e f")
        assert "goal reached" not in status_text(app)


async def test_a_goal_is_set_for_the_session(tmp_path: Path) -> None:
    app = app_on(tmp_path, "")
    async with app.run_test(size=(80, 10)) as pilot:
        assert "▱" not in status_text(app)
        await run(app, pilot, "goal")
        assert isinstance(app.screen, LineQuestion)
        await pilot.press(*"1,000", "enter")
        assert "0/1,000 ▱▱▱▱▱" in status_text(app)
        await run(app, pilot, "goal")
        await pilot.press(*["backspace"] * 4, *"many", "enter")
        assert "many isn't a number of words" in status_text(app)
        await run(app, pilot, "goal")
        await pilot.press(*["backspace"] * 4, "0", "enter")
        assert "▱" not in status_text(app)


async def test_words_in_all_drafts_even_closed_ones_count_except_those_by_others(tmp_path: Path) -> None:
    app = app_on(tmp_path, "old words")
    other = tmp_path / "draft.md"
    async with app.run_test(size=(80, 10)) as pilot:
        other.write_text("old words and many more of them")
        app.feature(FilesFeature).disk.look_at_files()
        await until(pilot, lambda: app.document.text.endswith("them"))
        assert app.workspace.written == 0
        await pilot.press("ctrl+end", *" a b", "ctrl+s", "ctrl+n", *"c d e")
        assert app.workspace.written == 5
        await pilot.press("alt+q", "d")
        await pilot.pause()
        assert app.workspace.written == 5
        await pilot.press("ctrl+home", "ctrl+delete", "ctrl+delete", "ctrl+delete")
        assert app.workspace.written == 3  # a draft that lost words doesn't reduce the others' count
