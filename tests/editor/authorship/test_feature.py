"""Accepted text in the whole program: shown, counted, and remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from editor.app import LogproseApp
from editor.authorship.kept import kept
from editor.counts.statistics_screen import StatisticsView
from editor.git.feature import GitFeature
from editor.keys.registry import COMMANDS
from editor.paths import authors_directory
from editor.view.canvas.mark_source import Sign
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import status_text

TEXT = "We went\n\nIt was late\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "draft.md"
    made.write_text(TEXT)
    return made


def accept(app: LogproseApp, piece: str) -> None:
    """Insert a piece at the caret, as accepting ghost text does."""
    head = app.canvas.selection.head
    app.canvas.edit(head, head, piece)
    app.document.authorship.note(head, head + len(piece))


def accepted(app: LogproseApp) -> list[str]:
    return [app.document.slice(start, end) for start, end, _ in app.document.authorship.spans]


def margin(app: LogproseApp, cells: int = 2) -> list[str]:
    """Return the cells next to the lines of the draft."""
    canvas = app.canvas
    left = canvas.viewport.text_left
    rows = min(canvas.document_layout.height, canvas.viewport.page_rows)
    return [canvas.render_line(row).crop(left - cells, left).text for row in range(rows)]


def shown_as(app: LogproseApp, text: str) -> bool:
    """Return True if a text of the first line is drawn as accepted."""
    style = app.theme_in_use.overlay("accepted")
    drawn = [segment for segment in app.canvas.render_line(0) if segment.style is not None]
    return any(text in one.text and one.style.italic and one.style.color == style.color for one in drawn if one.style)


async def run(app: LogproseApp, pilot: Pilot[Any], name: str) -> None:
    app.run_command(COMMANDS[name])
    await pilot.pause()


async def test_lines_with_accepted_text_have_a_sign_until_undo(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        accept(app, " home")
        await pilot.pause()
        assert margin(app) == [" ·", "  ", "  ", "  "]
        await pilot.press("enter")
        assert margin(app) == [" ·", "  ", "  ", "  ", "  "], "what the writer types is the writer's"
        await pilot.press("ctrl+z", "ctrl+z")
        assert margin(app) == ["  "] * 4
        await pilot.press("ctrl+y")
        assert margin(app) == [" ·", "  ", "  ", "  "]


async def test_all_rows_of_a_line_get_and_lose_its_sign_on_the_screen(path: Path) -> None:
    path.write_text(f"{'We walked on and on. ' * 12}\n\nIt was late\n")
    app = LogproseApp(path, scorer=False)

    def signs() -> str:
        drawn = ["".join(one.text for one in strip) for strip in app.screen._compositor.render_strips()]
        return "".join(row[app.canvas.viewport.text_left - 1] for row in drawn[:6])

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "end")
        await until(pilot, lambda: signs() == " " * 6)
        accept(app, " home")
        await until(pilot, lambda: signs() == "····  ")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: signs() == " " * 6)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: signs() == "····  ")
        await pilot.press(*["backspace"] * len(" home"))
        await until(pilot, lambda: signs() == " " * 6)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("strip", [True, False])
async def test_git_and_accepted_text_have_separate_signs(
    path: Path, monkeypatch: pytest.MonkeyPatch, width: int, strip: bool
) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(width, 24)) as pilot:
        monkeypatch.setattr(
            app.feature(GitFeature)._changes[app.workspace.shown], "sign", lambda _: Sign("┊", "gutter")
        )
        app.canvas.has_strip = strip
        await pilot.press("end")
        accept(app, " home")
        await pilot.pause()
        drawn = margin(app, 3 if width > 80 else 2)
        assert "┊" in drawn[0]
        assert ("·" in drawn[0]) == (width > 80 or not strip), "with both there is room for at least one"
        assert "·" not in "".join(drawn[1:])


async def test_the_signs_can_be_switched_off(path: Path, settings_file: Path) -> None:
    settings_file.write_text("accepted_text = false\n")
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        accept(app, " home")
        await pilot.pause()
        assert margin(app) == ["  "] * 4
        assert accepted(app) == [" home"], "it is known all the same"


async def test_a_command_marks_the_accepted_text_itself(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await run(app, pilot, "accepted-text")
        assert "nothing here was accepted from the model" in status_text(app)
        await run(app, pilot, "accepted-text")
        await pilot.press("end")
        accept(app, " home")
        await pilot.pause()
        assert not shown_as(app, "home")
        await run(app, pilot, "accepted-text")
        assert shown_as(app, "home")
        assert not shown_as(app, "went")
        await run(app, pilot, "accepted-text")
        assert not shown_as(app, "home")


async def test_a_saved_drafts_authors_are_remembered_outside_its_file(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        accept(app, " home")
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        await pilot.press("x")  # not saved
    assert path.read_text() == TEXT.replace("went", "went home")
    path.write_text("# Then\n\n" + path.read_text())  # another program
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.document.can_undo or bool(accepted(app)))
        assert accepted(app) == [" home"]


async def test_undo_reaches_into_the_previous_session(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        accept(app, " home")
        await pilot.press(*["backspace"] * 2, "ctrl+s")
        await at_rest(pilot)
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.document.can_undo)
        assert accepted(app) == [" ho"]
        await pilot.press("ctrl+z")
        assert accepted(app) == [" home"]
        await pilot.press("ctrl+z")
        assert accepted(app) == []


async def test_statistics_show_the_share_of_accepted_words(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        accept(app, " home again")
        await pilot.press("shift+home", "shift+f6")
        await until(pilot, lambda: isinstance(app.screen, StatisticsView))
        await pilot.pause()
        table = app.screen.query(Static).last()
        rows = [strip.text.split() for strip in table.render_lines(table.size.region)]
        assert rows[-1] == ["Accepted", "from", "the", "model", "29%", "50%"]


async def test_forgotten_authors_stay_forgotten(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        accept(app, "Once ")
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert accepted(app) == ["Once "]
        await pilot.press("ctrl+z", "ctrl+s")
        await at_rest(pilot)
    assert kept(authors_directory(), path, path.read_text()) == ()
    assert list(authors_directory().iterdir()) == []
