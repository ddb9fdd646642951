"""The leftovers of a dead editor are offered and never lost; locks between editors; undo after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.recovery.feature import RecoveryFeature
from editor.recovery.journal_file import NEW_SUFFIX, SUFFIX, read_journal
from editor.recovery.leftovers import leftovers
from editor.recovery.question import RecoveryQuestion
from editor.storage.encodings import ENCODINGS
from editor.storage.file_lock import FileLock
from editor.view.widgets.chooser import Chooser
from editor.view.widgets.dialogs import Question
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import status_text

App = tuple[LogproseApp, Pilot[Any]]


class _NothingLeft(set[Path]):
    """Forgets what this process left, as if each app of a test ran in a process of its own."""

    def __contains__(self, _: object) -> bool:
        return False


@pytest.fixture(autouse=True)
def other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.recovery.feature.left_here", _NothingLeft())


@pytest.fixture(autouse=True)
def directory(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, which holds the drafts."""
    place = home / "drafts"
    place.mkdir()
    (place / "a.md").write_text("one\ntwo\n")
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def journals(home: Path) -> Path:
    return home / ".state" / "logprose" / "journals"


@asynccontextmanager
async def editing(*names: str) -> AsyncIterator[App]:
    """Yield the app on some files, or on a new draft. It ends as it does when the system ends it."""
    openings = [Opening(Path(name)) for name in names] or [Opening(None)]
    app = LogproseApp(openings=openings, scorer=False)
    async with app.run_test(size=(70, 24)) as pilot:
        await pilot.pause()
        yield app, pilot


async def asked(app: LogproseApp, pilot: Pilot[Any], kind: type[Question] = RecoveryQuestion) -> str:
    """Wait for a question; return the screen's text."""
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.focused is not None)
    await pilot.pause()
    return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())


async def answered(app: LogproseApp, pilot: Pilot[Any], key: str) -> None:
    await pilot.press(key)
    await until(pilot, lambda: len(app.screen_stack) == 1 and not app.prompts.is_going_on)
    await app.workers.wait_for_complete()
    await pilot.pause()


async def left_behind(name: str, *keys: str) -> None:
    """Type into a file, and end the editor without saving."""
    async with editing(name) as (app, pilot):
        await pilot.press(*keys)
        assert app.document.modified


async def test_recovered_changes_are_shown_and_taken_as_one_step(directory: Path, journals: Path) -> None:
    await left_behind("a.md", "x", "enter", "y")
    async with editing("a.md") as (app, pilot):
        screen = await asked(app, pilot)
        assert "a.md has unsaved changes of" in screen
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
    assert (directory / "a.md").read_text() == "x\nyone\ntwo\n"
    assert not journal.exists()


async def test_what_was_accepted_is_known_after_a_crash() -> None:
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


async def test_what_is_not_wanted_is_kept_aside_and_not_offered_again(journals: Path) -> None:
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
async def test_what_is_decided_later_is_offered_again_beside_what_was_typed_since(key: str) -> None:
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


async def test_changes_to_a_file_that_is_another_now_are_offered_all_the_same(directory: Path) -> None:
    await left_behind("a.md", "x")
    (directory / "a.md").unlink()
    (directory / "a.md").write_text("another\n")
    async with editing("a.md") as (app, pilot):
        screen = await asked(app, pilot)
        assert "The file has changed" in screen
        assert "-another" in screen
        await answered(app, pilot, "t")
        assert app.document.text == "xone\ntwo\n"


async def test_changes_follow_a_file_that_was_renamed(directory: Path) -> None:
    await left_behind("a.md", "x")
    (directory / "a.md").rename(directory / "b.md")
    async with editing("b.md") as (app, pilot):
        assert "+xone" in await asked(app, pilot)
        await answered(app, pilot, "t")


async def test_changes_that_the_file_has_are_nothing_to_ask_about(directory: Path, journals: Path) -> None:
    await left_behind("a.md", "x")
    (directory / "a.md").write_text("xone\ntwo\n")
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


async def test_what_was_put_aside_can_be_had_again(journals: Path) -> None:
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


async def test_changes_to_files_that_are_not_open_are_told() -> None:
    await left_behind("a.md", "x")
    async with editing("b.md") as (app, _):
        assert "unsaved changes to a.md" in status_text(app)


async def test_a_journal_of_another_version_is_left_alone_and_told(journals: Path) -> None:
    journals.mkdir(parents=True)
    path = journals / f"later{SUFFIX}"
    path.write_bytes(b"logprose journal 9\n\x01\x02")
    async with editing("a.md") as (app, _):
        assert "another version" in status_text(app)
    assert path.read_bytes() == b"logprose journal 9\n\x01\x02"


async def test_what_the_writer_discards_is_not_offered(journals: Path) -> None:
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


# -- who has a file ----------------------------------------------------------------------------------------------------


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


async def test_a_lock_goes_with_its_owner(home: Path) -> None:
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
async def test_what_was_typed_into_a_file_of_another_encoding_is_recovered_in_it(
    directory: Path, data: bytes, encoding: str | None, typed: bytes
) -> None:
    (directory / "b.txt").write_bytes(data)
    app = LogproseApp(
        openings=[Opening(Path("b.txt"), encoding=ENCODINGS[encoding] if encoding else None)], scorer=False
    )
    async with app.run_test() as pilot:
        await pilot.press("x", "enter")
        text = app.document.text
    async with editing("b.txt") as (app, pilot):  # nobody says the encoding again
        screen = await asked(app, pilot)
        assert "The file has changed" not in screen
        await answered(app, pilot, "t")
        assert app.document.text == text
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert (directory / "b.txt").read_bytes() == typed


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


async def test_undo_of_another_text_is_not_taken(directory: Path) -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("x", "ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: not app.document.modified)
        await app.workers.wait_for_complete()
    (directory / "a.md").write_text("xone\ntwo!\n")
    async with editing("a.md") as (app, pilot):
        await app.workers.wait_for_complete()
        assert not app.document.can_undo


async def test_a_rest_saves_where_the_settings_say_so(directory: Path, settings_file: Path) -> None:
    settings_file.write_text("autosave = 1\n")
    async with editing("a.md") as (app, pilot):
        await pilot.press("x")
        await until(pilot, lambda: not app.document.modified)
        assert (directory / "a.md").read_text() == "xone\ntwo\n"
        (directory / "a.md").write_text("of another program\n")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Question) or app.workspace.shown.on_disk.value != "")
        assert (directory / "a.md").read_text() == "of another program\n"


async def test_a_journal_that_cannot_be_written_is_told(journals: Path) -> None:
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


async def test_saving_ends_the_danger_of_a_journal_that_cannot_be_written(journals: Path) -> None:
    journals.parent.mkdir(parents=True)
    journals.write_text("")
    async with editing("a.md") as (app, pilot):
        app.set_bare(True)
        await pilot.press("x")
        await until(pilot, lambda: app.status.display and "not backed up:" in status_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.status.status.danger == "")


async def test_an_app_that_ended_in_this_very_process_is_no_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.recovery.feature.left_here", set())
    async with editing("a.md") as (_, pilot):
        await pilot.press("x")
    async with editing("a.md") as (app, pilot):
        await pilot.press("y")
        assert app.document.text.startswith("yone")


async def test_a_long_draft_s_journal_is_written_before_its_first_key_and_after_every_save(
    directory: Path, journals: Path, monkeypatch: pytest.MonkeyPatch
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
