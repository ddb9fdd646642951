"""Pictures of the main screens. Review them when they change: `pytest --snapshot-update` saves new ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from editor.app import LogproseApp
from editor.files.openings import Opening
from editor.view.widgets import status
from scoring import protocol
from tests.editor.resting import until
from tests.editor.scripted_scorer import ScriptedScorer

Compare = Callable[..., bool]

SIZE = (90, 24)
DRAFT = """\
# The bakery at the corner

She go to school every days, and every day she passes the bakery at the corner, where the smell of \
warm bread hangs in the doorway like a familiar sentence.

The baker, who’s name she never learned, nods too her. “Morning,” he says — 今日は — and she has never \
once been late.

- a list item
- another, with **bold** words
"""


@pytest.fixture
def app(home: Path, settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> LogproseApp:
    """Return the app on a draft, drawn the same in every terminal."""
    settings_file.write_text('underlines = "curly"\n')
    monkeypatch.setattr(status, "STILL_S", 3600.0)
    monkeypatch.setenv("HOME", str(home))
    path = home / "bakery.md"
    path.write_text(DRAFT)
    return LogproseApp(path, scorer=False)


def read_along(app: LogproseApp) -> ScriptedScorer:
    """Flag some words of different strengths."""
    scorer = ScriptedScorer.attached(app)
    flags = [
        protocol.Flag(DRAFT.index(word), DRAFT.index(word) + len(word), strength, "surprising", f"{word} is unexpected")
        for word, strength in (("go", 4.0), ("days", 4.5), ("who’s", 5.0), ("too", 9.0))
    ]
    scorer.hear(protocol.Scores(1, app.document.revision, 0, len(DRAFT), tuple(flags), 118, 131))
    return scorer


async def map_drawn(pilot: Pilot[Any]) -> None:
    """Wait until the map of flags is drawn, which follows a moment later."""
    assert isinstance(pilot.app, LogproseApp)
    canvas = pilot.app.canvas
    await until(pilot, lambda: not canvas._map.is_waiting)


def hold_caret(pilot: Pilot[Any]) -> None:
    """Stop the caret of a line of text from blinking."""
    pilot.app.screen.query_one(Input).cursor_blink = False


def test_a_draft_with_flags(app: LogproseApp, snap_compare: Compare) -> None:
    async def prepare(pilot: Pilot[Any]) -> None:
        read_along(app)
        await pilot.press("x", "f8", "f8")
        await map_drawn(pilot)

    assert snap_compare(app, terminal_size=SIZE, run_before=prepare)


def test_alternatives(app: LogproseApp, snap_compare: Compare) -> None:
    async def prepare(pilot: Pilot[Any]) -> None:
        scorer = read_along(app)
        await pilot.press("f8", "f8", "f2")
        scorer.answer("day", "morning", "week", "single", "weekday")
        await pilot.press("down")
        await map_drawn(pilot)

    assert snap_compare(app, terminal_size=SIZE, run_before=prepare)


def test_the_question_before_leaving(app: LogproseApp, snap_compare: Compare) -> None:
    async def prepare(pilot: Pilot[Any]) -> None:
        read_along(app)
        await pilot.press("x", "ctrl+q")
        await map_drawn(pilot)

    assert snap_compare(app, terminal_size=SIZE, run_before=prepare)


def test_tabs_and_the_question_for_a_file(home: Path, app: LogproseApp, snap_compare: Compare) -> None:
    (home / "work").mkdir()
    (home / "work" / "notes").mkdir()
    for name in ("bakery.md", "essay.md", "a much longer name of a draft.md"):
        (home / "work" / name).write_text("some words\n")
    openings = [Opening(home / "work" / name) for name in ("bakery.md", "a much longer name of a draft.md", "new.md")]

    async def prepare(pilot: Pilot[Any]) -> None:
        await pilot.press("x", "ctrl+pagedown", "ctrl+o")
        while len(pilot.app.screen_stack) < 2 or not pilot.app.screen.query_one(OptionList).option_count:
            await pilot.pause()
        await pilot.press(*"~/work/", "down", "down")
        hold_caret(pilot)

    assert snap_compare(LogproseApp(openings=openings, scorer=False), terminal_size=SIZE, run_before=prepare)


def test_help(app: LogproseApp, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.help.feature.settings_path", lambda: Path("~/.config/logprose/settings.toml"))

    async def prepare(pilot: Pilot[Any]) -> None:
        await pilot.press("f1")
        hold_caret(pilot)

    assert snap_compare(app, terminal_size=(100, 76), run_before=prepare)
