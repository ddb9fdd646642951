"""What other programs do to the files of open drafts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.files.feature import FilesFeature
from editor.view.widgets.dialogs import Question
from tests.editor.files.drafts import editing, tab_row, typed_at_once
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import ScriptedScorer, status_text, underlined

pytestmark = pytest.mark.usefixtures("drafts")


async def looked(app: LogproseApp, pilot: Pilot[Any]) -> None:
    """Let the app check its files, and wait for it."""
    app.feature(FilesFeature).disk.look_at_files()
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_a_file_changed_by_others_is_reloaded_around_unchanged_text() -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        scorer.flag("two")
        app.select(6, 6)
        await pilot.pause()
        Path("a.md").write_text("zero one two\nthree\n")
        await looked(app, pilot)
        assert app.document.text == "zero one two\nthree\n"
        assert app.selection == (11, 11)
        assert underlined(app) == ["two"]
        assert "a.md changed on disk and was reloaded" in app.status.status.message
        assert tab_row(app) == "▌a.md  b.md"
        await pilot.press("ctrl+z")
        assert app.document.text == "one two\n"
        assert app.selection == (6, 6)
        assert tab_row(app) == "▌a.md ●  b.md"
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert Path("a.md").read_text() == "one two\n"


async def test_hidden_drafts_are_watched_too() -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        Path("b.md").write_text("another\n")
        app.post_message(events.AppFocus())
        await until(pilot, lambda: app.workspace.drafts[1].document.text == "another\n")
        assert app.document.text == "one two\n"
        await pilot.press("ctrl+pagedown", "x")
        assert app.document.text == "xanother\n"


async def test_an_edited_draft_is_not_touched_and_saving_it_asks() -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x")
        Path("a.md").write_text("theirs")
        await looked(app, pilot)
        assert app.document.text == "xone two\n"
        assert "a.md ● changed on disk" in status_text(app)
        await typed_at_once(pilot, "ctrl+s", "k")
        assert Path("a.md").read_text() == "theirs"
        app.prompts.begin(lambda: app.feature(FilesFeature).disk.reload(app.workspace.shown))
        await until(pilot, lambda: app.document.text == "theirs")
        assert app.status.status.on_disk == ""
        await pilot.press("ctrl+z")
        assert app.document.text == "xone two\n"
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert Path("a.md").read_text() == "xone two\n"


async def test_a_file_with_the_same_content_is_unchanged_whatever_its_date() -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x")
        path, data = Path("a.md"), Path("a.md").read_bytes()
        for number, content in enumerate([data, b"theirs", data, None, data, b"", data], 1):
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content)
                os.utime(path, (number, number))
            await looked(app, pilot)
            assert (app.status.status.on_disk == "") is (content == data)
        os.utime(path, (99, 99))  # and nobody has checked yet
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert len(app.screen_stack) == 1
        assert path.read_text() == "xone two\n"


async def test_a_file_with_the_text_of_the_draft_is_saved() -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x")
        Path("a.md").write_text("xone two\n")
        await looked(app, pilot)
        assert app.status.status.on_disk == ""
        assert not app.status.status.modified
        await pilot.press("y")
        Path("a.md").write_text("xyone two\n")
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert len(app.screen_stack) == 1
        assert not app.status.status.modified


@pytest.mark.parametrize("theirs", [b"xone\r\n", b"\xef\xbb\xbfxone\r\n", "\ufeffxone\r\n".encode("utf-16-le")])
async def test_a_file_with_the_text_of_the_draft_in_another_encoding_is_saved_and_keeps_it(theirs: bytes) -> None:
    Path("a.md").write_bytes(b"\xef\xbb\xbfone\r\n")
    async with editing("a.md") as (app, pilot):
        await pilot.press("x")
        Path("a.md").write_bytes(theirs)
        await looked(app, pilot)
        assert (app.status.status.on_disk, app.status.status.modified) == ("", False)
        await pilot.press("y", "backspace", "ctrl+s")
        await at_rest(pilot)
        assert len(app.screen_stack) == 1
        assert Path("a.md").read_bytes() == theirs


async def test_a_deleted_file_makes_its_draft_unsaved() -> None:
    async with editing("a.md") as (app, pilot):
        Path("a.md").unlink()
        await looked(app, pilot)
        assert "a.md ● deleted on disk" in status_text(app)
        await pilot.press("ctrl+q")
        assert isinstance(app.screen, Question)
        await typed_at_once(pilot, "c", "ctrl+s")
        assert Path("a.md").read_text() == "one two\n"
        assert app.status.status.on_disk == ""
        Path("a.md").unlink()
        await looked(app, pilot)
        Path("a.md").write_text("back")
        await looked(app, pilot)
        assert app.document.text == "back"
        assert not app.status.status.modified


async def test_a_file_that_appears_where_a_new_draft_was_to_be_saved() -> None:
    async with editing("c.md", "d.md") as (app, pilot):
        await pilot.press("x")
        Path("c.md").write_text("theirs")
        Path("d.md").write_text("theirs")
        await looked(app, pilot)
        assert app.status.status.on_disk == "changed on disk"
        assert [draft.document.text for draft in app.workspace.drafts] == ["x", "theirs"]
        await typed_at_once(pilot, "ctrl+s", asks=Question)
        await typed_at_once(pilot, "k")
        assert Path("c.md").read_text() == "theirs"
