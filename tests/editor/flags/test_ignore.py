"""The writer ignores words, by real keys and commands."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document import Document
from editor.flags.feature import FlagsFeature
from editor.flags.kept_ignores import KeptIgnores
from editor.keys.registry import COMMANDS
from editor.paths import dictionary_path, ignored_path
from editor.scorer.listener import ScoredRange
from scoring import protocol
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import TEXT, ScriptedScorer, reading_app, status_text, underlined


async def run(app: LogproseApp, pilot: Pilot[Any], name: str, *, at: str = "") -> None:
    """Run a command as the palette does, with the caret at the first `at`."""
    if at:
        app.select(app.document.text.index(at), app.document.text.index(at))
        await pilot.pause()
    app.run_command(COMMANDS[name])
    await pilot.pause()
    await pilot.pause()


async def kept(app: LogproseApp) -> None:
    """Wait until everything is read and written."""
    await app.feature(FlagsFeature).ignoring.close()


@asynccontextmanager
async def on_file(path: Path) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        await kept(app)
        yield app, ScriptedScorer.attached(app), pilot


# -- here --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["shift+f9", "f21"])
async def test_an_ignored_place_is_no_longer_flagged_and_the_caret_moves_on(key: str) -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("go", "school", "days")
        await pilot.press("f8", key)
        assert underlined(app) == ["school", "days"]
        assert app.selection[1] == TEXT.index("school")
        scorer.flag("go", "school", "days")
        assert underlined(app) == ["school", "days"]
        await pilot.press("f8", "f8")
        assert app.selection[1] == TEXT.index("school"), "F8 skips “go”"
        await pilot.press(key, key)
        assert underlined(app) == []
        assert app.selection[1] == TEXT.index("days"), "it stays where there is no other"
        assert "“days” ignored here" in status_text(app)
        await pilot.press(key)
        assert "nothing underlined here" in status_text(app)


async def test_another_place_with_that_word_is_still_flagged() -> None:
    async with reading_app("days and days") as (app, scorer, pilot):
        flags = tuple(protocol.Flag(at, at + 4, 15.0, "surprising", "") for at in (0, 9))
        scorer.hear(scorer.scores(0, 13, *flags))
        await pilot.press("home", "shift+f9")
        assert [span.start for span in app.feature(FlagsFeature).shown.flags.shown_in(0, 13)] == [9]


async def test_edits_around_it_keep_it_ignored_but_not_edits_of_the_word() -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("days")
        await pilot.press("f8", "shift+f9", "home", *"So ", "end", "enter", *"x")
        scorer.flag("days")
        assert underlined(app) == []
        at = app.document.text.index("days")
        app.document.replace(at, at + 1, "D")
        app.document.replace(at, at + 1, "d")
        app.select(0, 0)
        await pilot.pause()
        scorer.flag("days")
        assert underlined(app) == ["days"]


async def test_a_flag_hidden_while_its_word_is_typed_can_be_ignored_too() -> None:
    async with reading_app("She has ") as (app, scorer, pilot):
        await pilot.press("end", *"xyl")
        await run(app, pilot, "ignore-word")
        scorer.flag("xyl")
        await pilot.press("space")
        assert underlined(app) == []


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ignore-word", "add-to-dictionary", "ignore-for-session"])
async def test_a_word_is_ignored_everywhere(name: str) -> None:
    async with reading_app("days, Days and DAYS; go") as (app, scorer, pilot):
        flags = tuple(protocol.Flag(at, at + 4, 15.0, "surprising", "") for at in (0, 6, 15))
        scorer.hear(scorer.scores(0, 23, *flags, protocol.Flag(21, 23, 15.0, "surprising", "")))
        await run(app, pilot, name, at="days")
        assert underlined(app) == ["go"]
        assert app.selection[1] == 21
        await run(app, pilot, "unignore")
        assert underlined(app) == ["days", "Days", "DAYS", "go"]
        assert "“days” is no longer ignored" in status_text(app)
        await kept(app)


async def test_without_a_flag_the_word_at_the_caret_is_ignored_if_there_is_one() -> None:
    async with reading_app("days") as (app, scorer, pilot):
        await run(app, pilot, "ignore-word", at="days")
        scorer.flag("days")
        assert underlined(app) == []
        app.canvas.edit(0, 4, "")
        await run(app, pilot, "ignore-word")
        assert "no word at the caret" in status_text(app)


@pytest.mark.parametrize(("name", "elsewhere"), [("ignore-word", True), ("ignore-for-session", False)])
async def test_another_document_shares_only_the_sessions_words(name: str, elsewhere: bool) -> None:
    async with reading_app() as (app, _, pilot):
        await run(app, pilot, name, at="days")
        await pilot.press("ctrl+n", *"every days ")
        other = ScriptedScorer(app.document)
        app.feature(FlagsFeature).attach(other)
        draft = app.workspace.shown
        app.feature(FlagsFeature).of(draft).scored(
            ScoredRange(0, 10, [protocol.Flag(6, 10, 15.0, "spelling", "")], [], 1, 1)
        )
        assert bool(underlined(app)) == elsewhere


async def test_everything_ignored_is_undone_one_by_one_latest_first() -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("She", "go", "school", "days")
        await pilot.press("home", "shift+f9")
        await run(app, pilot, "ignore-word", at="go")
        await run(app, pilot, "ignore-for-session", at="school")
        await run(app, pilot, "add-to-dictionary", at="days")
        assert underlined(app) == []
        seen = []
        for _ in range(4):
            await run(app, pilot, "unignore")
            seen.append(underlined(app))
        assert seen == [["days"], ["school", "days"], ["go", "school", "days"], ["She", "go", "school", "days"]]
        await run(app, pilot, "unignore")
        assert "nothing ignored here" in status_text(app)
        await kept(app)
        assert dictionary_path().read_text() == ""


async def test_a_word_that_was_in_the_dictionary_before_stays_there() -> None:
    dictionary_path().parent.mkdir(parents=True)
    dictionary_path().write_text("days\n")
    async with reading_app() as (app, _, pilot):
        await kept(app)
        await run(app, pilot, "add-to-dictionary", at="days")
        await run(app, pilot, "unignore")
        assert "nothing ignored here" in status_text(app)
        await kept(app)
    assert dictionary_path().read_text() == "days\n"


# -- kept --------------------------------------------------------------------------------------------------------------


async def test_ignores_in_a_file_survive_a_restart_and_can_be_undone_then(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT + "\n")
    async with on_file(path) as (app, scorer, pilot):
        scorer.flag("go", "days", "school")
        await pilot.press("f8", "shift+f9")
        await run(app, pilot, "ignore-word", at="school")
        await pilot.press("ctrl+home", *"Then ", "ctrl+s")
        await at_rest(pilot)
        await kept(app)
    path.write_text("A title\n\n" + path.read_text())
    async with on_file(path) as (app, scorer, pilot):
        scorer.flag("go", "days", "school")
        assert underlined(app) == ["days"]
        await run(app, pilot, "unignore")
        assert underlined(app) == ["go", "days"]
        await run(app, pilot, "unignore")
        assert underlined(app) == ["go", "school", "days"]
        await kept(app)
    assert json.loads(ignored_path().read_text()) == []
    assert ignored_path().stat().st_mode & 0o077 == 0


async def test_an_unsaved_drafts_ignores_are_kept_with_its_new_file(tmp_path: Path) -> None:
    async with reading_app() as (app, _, pilot):
        await run(app, pilot, "ignore-word", at="days")
        await kept(app)
        assert not ignored_path().exists()
        await pilot.press("ctrl+s", "ctrl+u", *str(tmp_path / "new.md"), "enter")
        await at_rest(pilot)
        await until(pilot, lambda: app.document.path is not None and not app.document.modified)
        await pilot.pause()
        await kept(app)
    assert "days" in ignored_path().read_text()


async def test_the_dictionary_is_a_file_of_words_that_is_read_again_when_the_writer_comes_back() -> None:
    dictionary_path().parent.mkdir(parents=True)
    dictionary_path().write_text("Zaphod\ngo")
    async with reading_app() as (app, scorer, pilot):
        await kept(app)
        scorer.flag("go", "school", "days")
        assert underlined(app) == ["school", "days"]
        await run(app, pilot, "add-to-dictionary", at="school")
        await kept(app)
        assert dictionary_path().read_text() == "Zaphod\ngo\nschool\n"
        dictionary_path().write_text("days\n")
        app.post_message(events.AppFocus())
        await until(pilot, lambda: underlined(app) == ["go", "school"])


async def test_a_folders_word_is_ignored_in_all_its_drafts_until_undone(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    words = tmp_path / ".logprose-words.txt"
    async with on_file(path) as (app, scorer, pilot):
        scorer.flag("go", "days")
        await run(app, pilot, "add-to-folder", at="days")
        await kept(app)
        assert underlined(app) == ["go"]
        assert words.read_text() == "days\n"
        await pilot.press("ctrl+z")
        await kept(app)
        assert underlined(app) == ["go", "days"]
        assert words.read_text() == ""
        words.write_text("go\n")
        app.post_message(events.AppFocus())
        await until(pilot, lambda: underlined(app) == ["days"])


async def test_a_draft_without_a_file_has_no_folder_for_words() -> None:
    async with reading_app() as (app, _, pilot):
        await run(app, pilot, "add-to-folder", at="days")
        assert "has no folder yet" in app.status.status.message


async def test_another_programs_ignores_apply_when_the_writer_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    async with on_file(path) as (app, scorer, pilot):
        scorer.flag("go", "school", "days")
        other = KeptIgnores(Document.read(path))
        other.ignore_word("days")
        other.ignore_here(TEXT.index("school"), TEXT.index("school") + 6)
        app.post_message(events.AppFocus())
        await until(pilot, lambda: underlined(app) == ["go"])
        await pilot.press("f8", "shift+f9")
        await kept(app)
        other.look()
        assert all(other.covers(TEXT.index(word), TEXT.index(word) + len(word)) for word in ("go", "school", "days"))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b'[{"path": 1}]'])
async def test_a_broken_file_is_named_once_and_left_alone(tmp_path: Path, content: bytes) -> None:
    ignored_path().parent.mkdir(parents=True)
    ignored_path().write_bytes(content)
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    async with on_file(path) as (app, scorer, pilot):
        assert "ignored.json is damaged" in " ".join(app.status.status.message.split())
        scorer.flag("go", "days")
        await pilot.press("f8", "shift+f9")
        await kept(app)
        assert underlined(app) == ["days"]
    assert ignored_path().read_bytes() == content


async def test_a_dictionary_that_is_not_text_is_named_and_left_alone(tmp_path: Path) -> None:
    dictionary_path().parent.mkdir(parents=True)
    dictionary_path().write_bytes(b"caf\xe9\n")
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    async with on_file(path) as (app, scorer, pilot):
        assert "dictionary.txt is not UTF-8 text" in " ".join(app.status.status.message.split())
        await run(app, pilot, "add-to-dictionary", at="days")
        await kept(app)
        scorer.flag("days")
        assert underlined(app) == []
    assert dictionary_path().read_bytes() == b"caf\xe9\n"


@pytest.mark.usefixtures("held_threads")
async def test_a_slow_disk_does_not_delay_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading_app() as (app, _, pilot):
        await kept(app)
        may_go_on, loop = asyncio.Event(), asyncio.get_running_loop()

        def slow(*_: object) -> None:
            asyncio.run_coroutine_threadsafe(may_go_on.wait(), loop).result()

        monkeypatch.setattr("editor.flags.ignore.add_word", slow)
        await run(app, pilot, "add-to-dictionary", at="days")
        await pilot.press("home", *"x")
        assert app.document.text.startswith("x")
        may_go_on.set()
        await kept(app)


# -- in the draft ------------------------------------------------------------------------------------------------------


async def test_comments_switch_flags_off_and_on_as_they_are_written() -> None:
    text = "one\n\ntwo\n\n<!-- logprose on -->\n\nthree\n"
    async with reading_app(text) as (app, scorer, pilot):
        scorer.flag("one", "two", "three")
        app.select(4, 4)
        await pilot.press(*"<!-- logprose off --", ">")
        assert underlined(app) == ["one", "three"]
        await pilot.press("f8", "f8")
        assert app.selection[1] == app.document.text.index("one")
        app.document.replace(app.document.text.index("off"), app.document.text.index("off") + 3, "of")
        await pilot.pause()
        assert underlined(app) == ["one", "two", "three"]


async def test_a_crowded_paragraph_shows_the_strongest_flags_with_a_note() -> None:
    words = [f"w{number}w" for number in range(10)]
    async with reading_app(" ".join(words), size=(90, 12)) as (app, scorer, pilot):
        flags = [protocol.Flag(n * 4, n * 4 + 3, 5.0 + n / 2, "surprising", f"{word}?") for n, word in enumerate(words)]
        scorer.hear(scorer.scores(0, 39, *flags))
        assert underlined(app) == ["w8w", "w9w"]
        await pilot.press("f8")
        assert "w8w? · 99 % likely a mistake … and 8 more in this paragraph" in status_text(app)


# -- accepting ---------------------------------------------------------------------------------------------------------


async def test_accepting_at_a_flag_moves_to_the_next_one_and_elsewhere_does_not() -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("go", "days")
        await pilot.press("f8", "f2")
        scorer.answer("goes")
        await pilot.press("enter")
        assert app.selection[1] == app.document.text.index("days")
        app.select(0, 0)
        await pilot.press("f2")
        scorer.answer("He")
        await pilot.press("enter")
        assert app.selection == (2, 2)


# -- undo --------------------------------------------------------------------------------------------------------------

IGNORING = ["ignore-here", "ignore-word", "add-to-dictionary", "ignore-for-session"]


@pytest.mark.parametrize("name", IGNORING)
async def test_undo_reverts_the_last_ignore_and_leaves_the_text_alone(name: str) -> None:
    async with reading_app() as (app, scorer, pilot):
        await pilot.press("end", *" So", "home")
        scorer.flag("go", "days")
        text = app.document.text
        await run(app, pilot, name, at="go")
        assert underlined(app) == ["days"]
        await pilot.press("ctrl+z")
        await kept(app)
        assert app.document.text == text
        assert underlined(app) == ["go", "days"]
        assert app.selection[1] == text.index("go"), "the caret is back at the word"
        assert "“go” is no longer ignored" in app.status.status.message
        assert not dictionary_path().exists() or "go" not in dictionary_path().read_text().split()
        await pilot.press("ctrl+y")
        assert underlined(app) == ["days"]
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.document.text != text, "then the edit before it"
        await pilot.press("ctrl+y", "ctrl+y")
        assert app.document.text == text
        assert underlined(app) == ["days"]


@pytest.mark.parametrize("name", IGNORING)
async def test_edits_after_an_ignore_are_undone_first(name: str) -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("go", "days")
        await run(app, pilot, name, at="go")
        await pilot.press("home", "x", "ctrl+z")
        assert app.document.text == TEXT
        assert underlined(app) == ["days"]
        await pilot.press("ctrl+z")
        assert underlined(app) == ["go", "days"]


async def test_an_ignore_reverted_by_the_command_is_not_undone_again() -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("go", "days")
        await run(app, pilot, "add-to-dictionary", at="go")
        await run(app, pilot, "unignore")
        await pilot.press("ctrl+z")
        assert app.document.text != TEXT, "the text, since there is nothing else to undo"
