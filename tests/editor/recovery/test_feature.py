"""Locks between editors, undo after a restart, and journals that can't be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.files.openings import Opening
from editor.recovery.feature import RecoveryFeature
from editor.recovery.journal_file import NEW_SUFFIX, SUFFIX, read_journal
from editor.storage.encodings import ENCODINGS
from editor.storage.file_lock import FileLock
from editor.view.widgets.dialogs import Question
from tests.editor.recovery.restarts import answered, asked, editing
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import status_text

pytestmark = pytest.mark.usefixtures("other_processes", "drafts")


# -- locks -------------------------------------------------------------------------------------------------------------


def lock_on(home: Path, name: str) -> FileLock:
    return FileLock(home / ".state" / "logprose" / "locks", Path(name))


async def test_the_second_editor_says_who_has_a_file_and_only_reads_it(home: Path) -> None:
    other = lock_on(home, "a.md")
    assert other.take() is None
    async with editing("a.md") as (app, pilot):
        assert "a.md is open in process" in await asked(app, pilot, Question)
        await answered(app, pilot, "r")
        await pilot.press("x", "ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: "is read-only" in status_text(app))
        assert app.document.text == "one\ntwo\n"
    assert other.is_mine
    other.give_back()


async def test_a_file_can_be_taken_over_and_the_other_editor_finds_out(home: Path) -> None:
    other = lock_on(home, "a.md")
    other.take()
    async with editing("a.md") as (app, pilot):
        await asked(app, pilot, Question)
        await answered(app, pilot, "t")
        await pilot.press("x")
        assert app.document.text == "xone\ntwo\n"
        assert not other.is_mine
        assert other.take() is not None, "it is held now"
        third = lock_on(home, "a.md")
        third.take(by_force=True)
        app.feature(RecoveryFeature).look_around()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "taken over" in status_text(app)
        await pilot.press("y")
        assert app.document.text == "xone\ntwo\n"
        third.give_back()


async def test_a_lock_ends_with_its_owner(home: Path) -> None:
    async with editing("a.md"):
        assert lock_on(home, "a.md").take() is not None
    lock = lock_on(home, "a.md")
    assert lock.take() is None
    lock.give_back()


@pytest.mark.parametrize(
    ("data", "encoding", "typed"),
    [
        (b"caf\xe9\r", "latin-1", b"x\rcaf\xe9\r"),
        (b"\x93caf\xe9\x94\x81", "windows-1252", b"x\n\x93caf\xe9\x94\x81"),
        (b"\xfe\xff\0\xe9\xd8\x3d\0\n", None, b"\xfe\xff\0x\0\n\0\xe9\xd8\x3d\0\n"),
        (b"\xe9\0", "utf-16-le", b"x\0\n\0\xe9\0"),
    ],
)
async def test_text_typed_into_a_file_in_another_encoding_is_recovered_in_it(
    drafts: Path, data: bytes, encoding: str | None, typed: bytes
) -> None:
    (drafts / "b.txt").write_bytes(data)
    app = LogproseApp(
        openings=[Opening(Path("b.txt"), encoding=ENCODINGS[encoding] if encoding else None)], scorer=False
    )
    async with app.run_test() as pilot:
        await pilot.press("x", "enter")
        text = app.document.text
    async with editing("b.txt") as (app, pilot):  # the encoding isn't given again
        screen = await asked(app, pilot)
        assert "The file has changed" not in screen
        await answered(app, pilot, "t")
        assert app.document.text == text
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert (drafts / "b.txt").read_bytes() == typed


# -- undo, autosave, a journal that cannot be written ------------------------------------------------------------------


async def back_and_forth(app: LogproseApp, pilot: Pilot[Any]) -> list[str]:
    """Undo all and redo all, by keys; return the texts on the way."""
    texts = [app.document.text]
    for key in ("ctrl+z", "ctrl+y"):
        while app.document.can_undo if key == "ctrl+z" else app.document.can_redo:
            await pilot.press(key)
            texts.append(app.document.text)
    return texts


async def test_undo_goes_on_after_a_restart() -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x", "enter", "y", "ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: not app.document.modified)
        await app.workers.wait_for_complete()
        before = await back_and_forth(app, pilot)
        assert before[0] == "x\nyone\ntwo\n"
        assert "one\ntwo\n" in before
    async with editing("a.md") as (app, pilot):
        await until(pilot, lambda: app.document.can_undo)
        assert not app.document.modified
        assert await back_and_forth(app, pilot) == before


async def test_the_undo_history_of_another_text_is_not_used(drafts: Path) -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x", "ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: not app.document.modified)
        await app.workers.wait_for_complete()
    (drafts / "a.md").write_text("xone\ntwo!\n")
    async with editing("a.md") as (app, pilot):
        await app.workers.wait_for_complete()
        assert not app.document.can_undo


async def test_a_pause_saves_if_the_settings_say_so(drafts: Path, settings_file: Path) -> None:
    settings_file.write_text("autosave = 1\n")
    async with editing("a.md") as (app, pilot):
        await pilot.press("x")
        await until(pilot, lambda: not app.document.modified)
        assert (drafts / "a.md").read_text() == "xone\ntwo\n"
        (drafts / "a.md").write_text("of another program\n")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Question) or app.workspace.shown.on_disk.value != "")
        assert (drafts / "a.md").read_text() == "of another program\n"


async def test_a_journal_that_cannot_be_written_is_reported(journals: Path) -> None:
    journals.parent.mkdir(parents=True)
    journals.write_text("")
    async with editing("a.md") as (app, pilot):
        await pilot.press("x")
        await until(pilot, lambda: "cannot write the recovery journal" in app.status.status.message)
        for _ in range(3):
            await pilot.press("y", "backspace", "right", "left")
            assert app.status.status.danger.startswith("not backed up: ")
            assert "Ctrl+S saves" in status_text(app)
        journals.unlink()
        await until(pilot, lambda: journals.is_dir())
        await until(pilot, lambda: app.status.status.danger == "")
        assert app.status.status.message == "the recovery journal is up to date again"
        (path,) = journals.glob(f"*{SUFFIX}")
        assert path.read_bytes().endswith(b"xone\ntwo\n")


async def test_saving_clears_the_warning_about_an_unwritable_journal(journals: Path) -> None:
    journals.parent.mkdir(parents=True)
    journals.write_text("")
    async with editing("a.md") as (app, pilot):
        app.set_bare(True)
        await pilot.press("x")
        await until(pilot, lambda: app.status.display and "not backed up:" in status_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.status.status.danger == "")


async def test_an_app_that_ended_in_this_process_is_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.recovery.feature.left_here", set())
    async with editing("a.md") as (_, pilot):
        await pilot.press("x")
    async with editing("a.md") as (app, pilot):
        await pilot.press("y")
        assert app.document.text.startswith("yone")


async def test_a_long_draft_s_journal_is_written_before_its_first_key_and_after_every_save(
    drafts: Path, journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.recovery.ahead._LEAST_AHEAD", 0)

    def waiting() -> list[Path]:
        return list(journals.glob(f"*{NEW_SUFFIX}"))

    async with editing("a.md") as (app, pilot):
        await until(pilot, lambda: len(waiting()) == 1)
        first = waiting()[0]
        await pilot.press("x")
        assert not first.exists()
        (path,) = journals.glob(f"*{SUFFIX}")
        assert read_journal(path).text == app.document.text == "xone\ntwo\n"
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: len(waiting()) == 1 and not path.exists())
    assert waiting() == []
    async with editing("a.md") as (app, pilot):
        await until(pilot, lambda: len(waiting()) == 1)
        assert len(app.screen_stack) == 1
