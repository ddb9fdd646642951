"""Saving to a slow disk: the writer can type, and nothing typed meanwhile is lost or counts as saved."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document.saving import Saving
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.recovery.journal_file import SUFFIX, read_journal
from editor.storage.files import FileStamp
from editor.view.widgets.dialogs import Question
from tests.editor.resting import at_rest, until

App = tuple[LogproseApp, Pilot[Any]]


class SlowDisk:
    """A file that is written only when the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = 0
        self.is_free = threading.Event()
        write = Saving.write

        def slow(saving: Saving) -> FileStamp:
            self.begun += 1
            self.is_free.wait()
            return write(saving)

        monkeypatch.setattr(Saving, "write", slow)


@pytest.fixture
def disk(home: Path, held_threads: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    place = home / "drafts"
    place.mkdir()
    for name in ("a.md", "b.md"):
        (place / name).write_text(name)
    monkeypatch.chdir(place)
    slow = SlowDisk(monkeypatch)
    yield slow
    slow.is_free.set()


@asynccontextmanager
async def editing(*names: str) -> AsyncIterator[App]:
    """Yield the app on some files."""
    app = LogproseApp(openings=[Opening(Path(name)) for name in names], scorer=False)
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        yield app, pilot


async def begun(disk: SlowDisk, pilot: Pilot[Any], count: int = 1) -> None:
    """Wait until the writing of that many files has started."""
    await until(pilot, lambda: disk.begun >= count)


async def test_text_typed_while_a_file_is_written_still_has_to_be_saved(disk: SlowDisk, home: Path) -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x", "ctrl+s")
        await begun(disk, pilot)
        await pilot.press("y", "enter")
        assert app.document.text == "xy\na.md"
        disk.is_free.set()
        await at_rest(pilot)
        assert Path("a.md").read_text() == "xa.md"
        assert app.document.modified
        (journal,) = (home / ".state" / "logprose" / "journals").glob(f"*{SUFFIX}")
        assert read_journal(journal).text == "xy\na.md", "as unsaved text"
        app.feature(FilesFeature).disk.look_at_files()
        await app.workers.wait_for_complete()
        assert app.document.text == "xy\na.md", "the saved file isn't taken for another program's"
        await pilot.press("ctrl+z", "ctrl+z")
        assert (app.document.text, app.document.modified) == ("xa.md", False)


async def test_a_second_save_runs_after_the_first(disk: SlowDisk) -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x", "ctrl+s")
        await begun(disk, pilot)
        await pilot.press("y", "ctrl+s", "z")
        disk.is_free.set()
        await begun(disk, pilot, 2)
        await at_rest(pilot)
        assert Path("a.md").read_text() in ("xya.md", "xyza.md")
        assert app.document.modified == (Path("a.md").read_text() != app.document.text)
        assert app.document.text == "xyza.md"


async def test_another_tab_can_be_shown_and_closed_during_a_save(disk: SlowDisk) -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        await pilot.press("x", "ctrl+s")
        await begun(disk, pilot)
        await pilot.press("alt+2", "y")
        assert app.document.text == "yb.md"
        await pilot.press("alt+1", "ctrl+f4")
        disk.is_free.set()
        await at_rest(pilot)
        assert [draft.name for draft in app.workspace.drafts] == ["b.md"]
        assert Path("a.md").read_text() == "xa.md"


async def test_keys_wait_if_saving_is_the_last_action(disk: SlowDisk) -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        await pilot.press("x", "ctrl+f4")
        assert isinstance(app.screen, Question)
        await pilot.press("s")
        await begun(disk, pilot)
        await pilot.press("y")
        disk.is_free.set()
        await at_rest(pilot)
        assert Path("a.md").read_text() == "xa.md"
        assert app.document.text == "yb.md", "typed into the draft then shown"
