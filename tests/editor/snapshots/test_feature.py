"""Snapshots in the editor, by real keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from editor.app import LogproseApp
from editor.keys.registry import COMMANDS
from editor.paths import snapshots_directory
from editor.snapshots import store
from editor.snapshots.feature import SnapshotsFeature
from editor.snapshots.list_screen import SnapshotList, SnapshotView
from editor.snapshots.store import listed, read
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import status_rows


def opened(tmp_path: Path, text: str = "one two\n") -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text(text)
    return LogproseApp(path, scorer=False)


async def save(app: LogproseApp, pilot: Pilot[Any]) -> None:
    await pilot.press("ctrl+s")
    await at_rest(pilot)
    await app.feature(SnapshotsFeature).stop()


def texts(tmp_path: Path) -> list[str]:
    return [read(one) for one in listed(snapshots_directory(), tmp_path / "draft.md")]


def rows(app: LogproseApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


async def test_a_snapshot_is_restored_with_the_numbers_it_has(tmp_path: Path) -> None:
    """Editing a list counts its items again; restoring one must not."""
    app = opened(tmp_path)
    async with app.run_test(size=(90, 24)) as pilot:
        numbered = "5. a\n9. b\n9. c\n"
        app.document.replace(0, len(app.document), "5. a\n")
        app.feature(SnapshotsFeature)._restore(app.workspace.shown, numbered, "noon")
        await pilot.pause()
        assert app.document.text == numbered


async def test_every_save_is_kept_and_restored_as_one_step(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.press("ctrl+end", *"three", "enter")
        await save(app, pilot)
        await pilot.press(*"four five")
        await save(app, pilot)
        assert texts(tmp_path) == ["one two\nthree\nfour five", "one two\nthree\n"]
        await pilot.press(*" six")
        before = app.document.text
        await pilot.press("shift+f1")
        await until(pilot, lambda: isinstance(app.screen, SnapshotList))
        assert "5 words" in rows(app)[0]
        assert "+2 −0" in rows(app)[0]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, SnapshotView)
        assert app.document.text == before, "it is only read"
        await pilot.press("x", "tab", "end", "enter")
        await until(pilot, lambda: not app.prompts.is_going_on)
        assert app.document.text == "one two\nthree\n"
        assert "undo reverts it" in status_rows(app)
        await app.feature(SnapshotsFeature).stop()
        assert texts(tmp_path)[0] == before, "the draft's own text is kept too"
        await pilot.press("ctrl+z")
        assert app.document.text == before


async def test_two_snapshots_are_compared(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(90, 24)) as pilot:
        for word in ("alpha", "beta"):
            await pilot.press("ctrl+end", *word)
            await save(app, pilot)
        await pilot.press(*"gamma", "f13")
        await until(pilot, lambda: isinstance(app.screen, SnapshotList))
        await pilot.press("f2")
        assert rows(app)[0].startswith("▸")
        await pilot.press("down", "enter")
        await pilot.pause()
        page = str(app.screen.query_one("Page").render())
        assert "alphabeta" in page
        assert "gamma" not in page
        await pilot.press("escape", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


async def test_work_is_kept_after_some_minutes_and_pauses_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("editor.snapshots.feature.time.monotonic", lambda: now)
    app = opened(tmp_path)
    async with app.run_test() as pilot:
        taken = app.feature(SnapshotsFeature)
        taken.look_around()
        now += 3600
        taken.look_around()
        await pilot.press("x")
        taken.look_around()
        now += 599
        taken.look_around()
        await taken.stop()
        assert texts(tmp_path) == []
        now += 2
        taken.look_around()
        await taken.stop()
        assert texts(tmp_path) == ["xone two\n"]
        assert (tmp_path / "draft.md").read_text() == "one two\n"


async def test_none_are_kept_if_the_setting_says_so(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text("snapshots = 0\n")
    app = opened(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("x")
        await save(app, pilot)
        assert texts(tmp_path) == []
        app.run_command(COMMANDS["take-snapshot"])
        await pilot.pause()
        await app.feature(SnapshotsFeature).stop()
        assert texts(tmp_path) == ["xone two\n"], "on request, one is taken"
        assert "snapshot taken" in status_rows(app)


async def test_a_draft_without_a_file_or_without_snapshots_says_so(tmp_path: Path) -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.press("shift+f1")
        await at_rest(pilot)
        assert "this draft has no file yet" in status_rows(app)
    app = opened(tmp_path)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.press("shift+f1")
        await at_rest(pilot)
        assert "no snapshots yet" in status_rows(app)


async def test_a_full_disk_does_not_prevent_saving_and_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_bytes", full)
    app = opened(tmp_path)
    async with app.run_test(size=(90, 24)) as pilot:
        for _ in range(2):
            await pilot.press("x")
            await save(app, pilot)
        assert (tmp_path / "draft.md").read_text() == "xxone two\n"
        said = [one.text for one in app.status.history]
        assert said.count("no snapshot of draft.md was kept: No space left on device") == 1


async def test_an_unreadable_snapshot_is_listed_and_reported_in_one_line(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.press("x")
        await save(app, pilot)
        (one,) = listed(snapshots_directory(), tmp_path / "draft.md")
        one.path.write_bytes(b"nothing")
        await pilot.press("shift+f1")
        await until(pilot, lambda: isinstance(app.screen, SnapshotList))
        assert "cannot be read" in rows(app)[0]
        await pilot.press("enter")
        assert isinstance(app.screen, SnapshotList)
        assert "is damaged" in app.status.status.message
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.document.text == "xone two\n"


async def test_they_are_forgotten_on_request(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.press("x")
        await save(app, pilot)
        app.run_command(COMMANDS["forget-snapshots"])
        await pilot.pause()
        await at_rest(pilot)
        assert "forgot 1 snapshot of draft.md" in status_rows(app)
        assert texts(tmp_path) == []
