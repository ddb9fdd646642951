"""Unsaved changes of a dead editor are offered, and never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.recovery.feature import RecoveryFeature
from editor.recovery.journal_file import SUFFIX
from editor.recovery.leftovers import leftovers
from editor.recovery.question import RecoveryQuestion
from editor.view.widgets.chooser import Chooser
from editor.view.widgets.dialogs import Question
from tests.editor.recovery.restarts import answered, asked, editing, left_behind
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import status_text

pytestmark = pytest.mark.usefixtures("other_processes", "drafts")


async def test_recovered_changes_are_shown_and_applied_as_one_step(drafts: Path, journals: Path) -> None:
    await left_behind("a.md", "x", "enter", "y")
    async with editing("a.md") as (app, pilot):
        screen = await asked(app, pilot)
        assert "a.md has unsaved changes from" in screen
        assert "The file has changed" not in screen
        assert "-one" in screen
        assert "+x" in screen
        assert "+yone" in screen
        assert app.document.text == "one\ntwo\n", "never unasked"
        await answered(app, pilot, "t")
        assert app.document.text == "x\nyone\ntwo\n"
        assert app.document.modified
        (journal,) = journals.glob(f"*{SUFFIX}")
        await pilot.press("ctrl+z")
        assert app.document.text == "one\ntwo\n"
        await pilot.press("ctrl+y", "ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: not app.document.modified)
    assert (drafts / "a.md").read_text() == "x\nyone\ntwo\n"
    assert not journal.exists()


async def test_accepted_text_is_still_known_after_a_crash() -> None:
    for name in ("a.md", ""):
        async with editing(*filter(None, [name])) as (app, pilot):
            await pilot.press("x")
            app.canvas.edit(1, 1, "accepted ")
            app.document.authorship.note(1, 10)
            app.document.authorship.note(4, 6, "@Jane Doe")
            text, spans = app.document.text, app.document.authorship.spans
        async with editing(*filter(None, [name])) as (app, pilot):
            await asked(app, pilot)
            await answered(app, pilot, "t")
            assert (app.document.text, app.document.authorship.spans) == (text, spans)
            await pilot.press("ctrl+z")
            assert not app.document.authorship
            await pilot.press("ctrl+y")
            assert app.document.authorship.spans == spans


async def test_rejected_changes_are_stored_and_not_offered_again(journals: Path) -> None:
    await left_behind("a.md", "x")
    async with editing("a.md") as (app, pilot):
        await asked(app, pilot)
        await answered(app, pilot, "k")
        assert app.document.text == "one\ntwo\n"
        assert "kept" in status_text(app)
    async with editing("a.md") as (app, pilot):
        assert not app.prompts.is_going_on
    assert len(list((journals / "kept").iterdir())) == 1
    assert len(leftovers(journals, with_kept=True)) == 1


@pytest.mark.parametrize("key", ["l", "escape"])
async def test_postponed_changes_are_offered_again_with_later_ones(key: str) -> None:
    await left_behind("a.md", "x")
    async with editing("a.md") as (app, pilot):
        await asked(app, pilot)
        await answered(app, pilot, key)
        await pilot.press("y")
    async with editing("a.md") as (app, pilot):
        assert "+yone" in await asked(app, pilot), "the newest first"
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, RecoveryQuestion) and app.screen.is_current)
        await pilot.pause(0.05)
        assert "+xone" in await asked(app, pilot)
        await answered(app, pilot, "t")
        assert app.document.text == "xone\ntwo\n"


async def test_changes_to_a_file_that_was_replaced_are_still_offered(drafts: Path) -> None:
    await left_behind("a.md", "x")
    (drafts / "a.md").unlink()
    (drafts / "a.md").write_text("another\n")
    async with editing("a.md") as (app, pilot):
        screen = await asked(app, pilot)
        assert "The file has" in screen
        assert "-another" in screen
        await answered(app, pilot, "t")
        assert app.document.text == "xone\ntwo\n"


async def test_changes_follow_a_file_that_was_renamed(drafts: Path) -> None:
    await left_behind("a.md", "x")
    (drafts / "a.md").rename(drafts / "b.md")
    async with editing("b.md") as (app, pilot):
        assert "+xone" in await asked(app, pilot)
        await answered(app, pilot, "t")


async def test_changes_already_in_the_file_are_not_offered(drafts: Path, journals: Path) -> None:
    await left_behind("a.md", "x")
    (drafts / "a.md").write_text("xone\ntwo\n")
    async with editing("a.md") as (app, pilot):
        await until(pilot, lambda: not app.prompts.is_going_on)
        assert len(app.screen_stack) == 1
    assert list(journals.iterdir()) == []


async def test_a_file_opened_later_offers_its_changes_too() -> None:
    await left_behind("a.md", "x")
    async with editing() as (app, pilot):
        app.prompts.begin(lambda: app.feature(FilesFeature).open_file(Opening(Path("a.md"))))
        await asked(app, pilot)
        await answered(app, pilot, "t")
        assert app.document.text == "xone\ntwo\n"


async def test_drafts_without_a_file_are_offered_at_the_next_start(journals: Path) -> None:
    async with editing() as (app, pilot):
        await pilot.press("h", "i")
    async with editing("a.md") as (app, pilot):
        screen = await asked(app, pilot)
        assert "was never saved" in screen
        assert "hi" in screen
        await answered(app, pilot, "t")
        assert [draft.document.text for draft in app.workspace.drafts] == ["one\ntwo\n", "hi"]
        assert app.document.modified
        assert len(list(journals.iterdir())) == 1


async def test_stored_changes_can_be_restored(journals: Path) -> None:
    await left_behind("a.md", "x")
    async with editing("a.md") as (app, pilot):
        await asked(app, pilot)
        await answered(app, pilot, "k")
        app.prompts.begin(app.feature(RecoveryFeature).prompts.choose)
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.focused is not None)
        await pilot.pause()
        await answered(app, pilot, "enter")
        assert app.document.text == "xone\ntwo\n"
        assert app.document.path is None
        assert app.document.modified
    assert list((journals / "kept").iterdir()) == []


async def test_changes_to_unopened_files_are_reported() -> None:
    await left_behind("a.md", "x")
    async with editing("b.md") as (app, _):
        assert "unsaved changes to a.md" in status_text(app)


async def test_a_journal_of_another_version_is_reported_and_left_alone(journals: Path) -> None:
    journals.mkdir(parents=True)
    path = journals / f"later{SUFFIX}"
    path.write_bytes(b"logprose journal 9\n\x01\x02")
    async with editing("a.md") as (app, _):
        assert "another version" in status_text(app)
    assert path.read_bytes() == b"logprose journal 9\n\x01\x02"


async def test_discarded_changes_are_not_offered(journals: Path) -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x", "ctrl+q")
        await asked(app, pilot, Question)
        await pilot.press("d")
        await until(pilot, lambda: not app.is_running or app._exit)
    assert list(journals.iterdir()) == []


async def test_hostile_text_in_a_diff_is_shown_harmless() -> None:
    async with editing("a.md") as (app, pilot):
        app.document.replace(0, 0, "\x1b]52;c;UFdORUQ=\x07 [bold]markup[/bold]\n")
    async with editing("a.md") as (app, pilot):
        screen = await asked(app, pilot)
        assert "\x1b" not in screen
        assert "␛]52;c;UFdORUQ=␇ [bold]markup[/bold]" in screen
        await answered(app, pilot, "l")
