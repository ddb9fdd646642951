"""The status line: everything has its own place, and messages disappear in time."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from editor.app import LogproseApp
from editor.keys.registry import COMMANDS
from editor.view.theme.theme import load_theme
from editor.view.widgets import message_life, status
from editor.view.widgets.message_life import READ_S, STAY_S, Life
from editor.view.widgets.status import StatusLine
from tests.editor.resting import until
from tests.editor.scripted_scorer import reading_app, status_rows


class _Line(App[None]):
    """Nothing but a status line."""

    def __init__(self) -> None:
        super().__init__()
        self.line = StatusLine(load_theme("dark"))

    def compose(self) -> ComposeResult:
        yield self.line

    @property
    def rows(self) -> list[str]:
        return [self.line.render_line(y).text for y in range(self.line.size.height)]


@asynccontextmanager
async def line(width: int, height: int) -> AsyncIterator[tuple[_Line, Pilot[Any]]]:
    app = _Line()
    async with app.run_test(size=(width, height)) as pilot:
        yield app, pilot


# -- places ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(40, 12), (60, 15), (80, 24), (100, 30), (160, 40)])
async def test_message_reason_file_and_progress_are_visible_at_the_same_time(size: tuple[int, int]) -> None:
    async with line(*size) as (app, pilot):
        app.line.show(name="bakery.md", words=1200, model="SmolLM2", done=3, total=4)
        app.line.show(note="Grammar: “goes” fits better than “go” · 87 % likely a mistake")
        app.line.say("cannot save bakery.md: no space left on the disk", is_error=True)
        app.line.say("“recieved” ignored here")
        app.line.show(waiting="looking for changes … (Esc to cancel)")
        await pilot.pause()
        seen = " ".join(" ".join(app.rows).split())
        for said in (
            "bakery.md",
            "Grammar: “goes” fits better than “go” · 87 % likely a mistake",
            "“recieved” ignored here",
            "cannot save bakery.md: no space left on the disk",
            "looking for changes … (Esc to cancel)",
            "checking 75%",
        ):
            assert said in seen
        assert all(cell_len(row) == size[0] for row in app.rows)


async def test_a_message_that_fits_next_to_the_file_takes_no_extra_row() -> None:
    async with line(100, 24) as (app, pilot):
        app.line.show(name="bakery.md", words=1200, model="SmolLM2", done=4, total=4)
        app.line.show(note="Spelling: received?")
        app.line.say("saved bakery.md")
        await pilot.pause()
        assert len(app.rows) == 1
        assert app.rows[0].startswith(" bakery.md  saved bakery.md   Spelling: received?")
        assert "checked" in app.rows[0]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    width=st.integers(20, 120),
    height=st.integers(5, 40),
    name=st.text("añ今.", min_size=1, max_size=40),
    note=st.text("ab é", max_size=90),
    message=st.text("xy 今\n", max_size=150),
)
async def test_at_any_size_rows_are_full_and_leave_room_for_text(
    width: int, height: int, name: str, note: str, message: str
) -> None:
    async with line(width, height) as (app, pilot):
        app.line.show(name=name, note=note, busy="reading", done=1, total=2)
        app.line.say(message)
        await pilot.pause()
        rows = app.rows
        assert all(cell_len(row) == width for row in rows)
        assert len(rows) <= 2 * max(1, height // 3) + 1
        assert rows[-1].startswith(f" {name[:2]}")


# -- time --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("life", "end"),
    [
        (Life(10, is_error=False, length=0), 10 + STAY_S),
        (Life(10, is_error=False, length=0, went_on=11), 10 + READ_S),
        (Life(10, is_error=False, length=0, went_on=14), 14),
        (Life(10, is_error=False, length=0, went_on=99), 10 + STAY_S),
        (Life(10, is_error=True, length=0), None),
        (Life(10, is_error=True, length=0, went_on=99), 99),
    ],
)
def test_a_message_stays_long_enough_to_read_and_then_disappears(life: Life, end: float | None) -> None:
    assert life.end == end


async def test_a_confirmation_disappears_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_life, "STAY_S", 0.05)
    monkeypatch.setattr(message_life, "A_CHARACTER_S", 0.0)
    async with line(60, 12) as (app, pilot):
        app.line.say("saved")
        assert app.line.status.message == "saved"
        await until(pilot, lambda: not app.line.status.message)


async def test_stalled_progress_still_shows_activity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "STILL_S", 0.02)
    async with line(60, 12) as (app, pilot):
        app.line.show(done=95, total=100)
        assert "checking 95% " in app.rows[0]
        await until(pilot, lambda: app.line.status.beat > 2)
        assert re.search("checking 95% [⠉⠘⠰⠤⠆⠃]", app.rows[0])
        app.line.show(busy="loading the model", done=0, total=0)
        await until(pilot, lambda: app.line.status.beat > 0)
        assert re.search("loading the model … [⠉⠘⠰⠤⠆⠃]", app.rows[0])
        app.line.show(busy="", done=100, total=100)
        assert "checked " in app.rows[0]
        assert app.line._beating is None, "nothing moves when idle"


async def test_a_confirmation_does_not_replace_an_error() -> None:
    async with line(60, 12) as (app, pilot):
        app.line.say("cannot save", is_error=True)
        app.line.say("first")
        app.line.say("second")
        await pilot.pause()
        seen = "\n".join(app.rows)
        assert "cannot save" in seen
        assert "second" in seen
        assert "first" not in seen
        assert [said.text for said in app.line.history] == ["cannot save", "first", "second"]


async def test_messages_are_listed_and_shown_again() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("shift+f12")
        assert "no messages so far" in status_rows(app)
        app.show_message("one\n\x1btwo", True)
        app.show_message("three")
        await pilot.press(COMMANDS["messages"].keys[0])
        box = app.screen.query_one(Input).parent
        assert box is not None
        await pilot.press(*"one", "enter")
        assert app.status.status.message == "one\n\x1btwo"
        assert app.status.status.is_error
        assert len(app.screen_stack) == 1


# -- commands ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("ignore-here", "ignored here"),
        ("ignore-word", "ignored in this document"),
        ("add-to-dictionary", "ignored from now on"),
        ("ignore-for-session", "ignored until you quit"),
        ("focus", "focus: sentence"),
        ("typewriter", "typewriter scrolling on"),
        ("live-preview", "all markup is shown"),
        ("gutter", "map of underlines off"),
        ("strip", "strip of surprisal on"),
        ("zen", "zen mode on"),
    ],
)
async def test_a_commands_message_shows_even_on_a_flagged_word(command: str, said: str) -> None:
    async with reading_app(size=(80, 24)) as (app, scorer, pilot):
        scorer.flag("go", "days")
        await pilot.press("f8")
        assert "go?" in status_rows(app)
        app.run_command(COMMANDS[command])
        await pilot.pause()
        await pilot.pause()
        assert said in status_rows(app)
        assert ("days?" if "ignore" in command or "dict" in command else "go?") in status_rows(app)


async def test_a_reason_comes_and_goes_with_its_flag() -> None:
    async with reading_app(size=(80, 24)) as (app, scorer, pilot):
        await pilot.press("right", "right", "right", "right")
        assert "go?" not in status_rows(app)
        scorer.flag("go")
        assert "go?" in status_rows(app), "the model found it after the caret arrived"
        scorer.flag()
        assert "go?" not in status_rows(app)
