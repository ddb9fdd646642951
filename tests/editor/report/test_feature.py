"""The report in the whole program, by real keys."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from editor.app import LogproseApp
from editor.keys.registry import COMMANDS
from editor.paths import days_path
from editor.report.days import written_on_days
from editor.report.draft_report import report_on
from editor.report.screen import ReportScreen
from tests.editor.resting import until
from tests.editor.scripted_scorer import status_text
from tests.patience import PATIENCE_S

TEXT = "The lamp was lit.\n\n" + "Some words stand here.\n\n" * 30 + "A long sentence of eight words is here.\n"


def app_on(tmp_path: Path, text: str = TEXT) -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text(text)
    return LogproseApp(path, scorer=False)


async def ask(app: LogproseApp, pilot: Pilot[Any]) -> None:
    """Open the report as the palette does."""
    app.run_command(COMMANDS["report"])
    await until(pilot, lambda: isinstance(app.screen, ReportScreen))
    await pilot.pause()


def shown(app: LogproseApp) -> list[str]:
    """Return the lines of the list that are on the screen."""
    options = app.screen.query_one(OptionList)
    return [strip.text.rstrip() for strip in options.render_lines(options.size.region)]


def hold(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Block the report until the event is set."""
    goes_on = threading.Event()

    def held(*arguments: Any) -> Any:
        goes_on.wait(PATIENCE_S)
        return report_on(*arguments)

    monkeypatch.setattr("editor.report.feature.report_on", held)
    return goes_on


def line(app: LogproseApp) -> str:
    return app.document.blocks[app.document.block_index(app.selection[1])].text


@pytest.mark.parametrize("size", [(100, 30), (40, 12), (20, 5)])
async def test_rows_lead_to_their_places_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=size) as pilot:
        await ask(app, pilot)
        rows = shown(app)
        assert rows[0] == "Overview"
        assert rows[1].startswith("Flesch")
        assert rows[1].split()[-1].isdigit()
        await pilot.press("down", "down", "down", "down", "down", "enter")  # words in the longest
        await pilot.pause()
        assert line(app).startswith("A long sentence")
        await ask(app, pilot)
        assert app.screen.query_one(OptionList).highlighted == 6  # where one was
        await pilot.press("end", "enter")
        await pilot.pause()
        assert line(app) == "The lamp was lit."


async def test_escape_closes_it_and_the_next_key_is_typed(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot)
        await pilot.press("escape", "x")
        assert app.document.text.startswith("xThe lamp")


async def test_a_row_without_a_place_leads_nowhere(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", " ", "ctrl+s")
        await until(pilot, days_path().exists)
        await ask(app, pilot)
        await pilot.press(*["down"] * 7, "enter")
        assert isinstance(app.screen, ReportScreen)
        assert any(text.startswith(date.today().isoformat()) for text in shown(app))


@pytest.mark.usefixtures("held_threads")
async def test_typing_continues_while_it_is_made_and_places_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, goes_on = app_on(tmp_path), hold(monkeypatch)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_command(COMMANDS["report"])
        await until(pilot, lambda: "reading the draft" in status_text(app))
        await pilot.press("N", "e", "w", ".", "enter", "enter")
        assert app.document.text.startswith("New.\n\nThe lamp")
        app.run_command(COMMANDS["report"])
        await until(pilot, lambda: "the report is being prepared" in status_text(app))
        goes_on.set()
        await until(pilot, lambda: isinstance(app.screen, ReportScreen))
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert line(app) == "The lamp was lit."


@pytest.mark.usefixtures("held_threads")
async def test_it_does_not_open_over_another_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, goes_on = app_on(tmp_path), hold(monkeypatch)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_command(COMMANDS["report"])
        await until(pilot, lambda: "reading the draft" in status_text(app))
        await pilot.press("ctrl+g")
        goes_on.set()
        await until(pilot, lambda: "the report is ready" in status_text(app))
        assert not isinstance(app.screen, ReportScreen)
        await pilot.press("escape")
        await ask(app, pilot)


async def test_words_are_counted_for_the_day_when_they_are_saved(tmp_path: Path) -> None:
    app, file = app_on(tmp_path, "old words\n"), tmp_path / "draft.md"
    today = date.today().isoformat()

    def counted() -> int:
        return written_on_days(days_path(), file).get(today, 0)

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"a b c ", "ctrl+s")
        await until(pilot, lambda: counted() == 3)
        await pilot.press(*"d ", "ctrl+s")
        await until(pilot, lambda: counted() == 4)
        await pilot.press("ctrl+delete", "ctrl+delete", "ctrl+s")
        await until(pilot, lambda: counted() == 2)
    assert counted() == 2
