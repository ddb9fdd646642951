"""Several drafts in tabs: opening, switching, saving and closing."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from editor.app import LogproseApp
from editor.document import Document
from editor.document.places import Place
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.files.path_question import PathQuestion
from editor.files.tabs import TabsFeature
from editor.storage.encodings import Encoding
from editor.view.widgets.dialogs import Question
from scoring import protocol
from tests.editor.files.drafts import editing, names, tab_row, typed_at_once
from tests.editor.resting import until
from tests.editor.scripted_scorer import ScriptedScorer, status_text, underlined
from tests.project import ROOT

pytestmark = pytest.mark.usefixtures("drafts")


# -- tabs --------------------------------------------------------------------------------------------------------------


async def test_every_tab_keeps_its_place_selection_undo_and_flags() -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        scorer.flag("two")
        await pilot.press("x")
        assert tab_row(app) == "▌a.md ●  b.md"
        await pilot.press("ctrl+pagedown")
        assert tab_row(app) == " a.md ● ▌b.md"
        assert status_text(app).startswith(" b.md ")
        assert "TestLM" in status_text(app), "the model's state, though b.md was not shown when it arrived"
        scorer.hear(protocol.Scores(1, app.workspace.drafts[0].document.revision, 0, 0, (), 3, 10))
        assert "reading" not in status_text(app), "that is the other draft's"
        app.select(1200, 1210)
        await pilot.pause()
        top = app.canvas.viewport.top_y
        assert top > 0
        await pilot.press("ctrl+pagedown")
        assert "checking 30%" in status_text(app)
        assert app.document.text == "xone two\n"
        assert app.selection == (1, 1)
        assert underlined(app) == ["two"]
        await pilot.press("ctrl+z")
        assert tab_row(app) == "▌a.md  b.md"
        await pilot.press("ctrl+pageup")
        assert (app.canvas.viewport.top_y, app.selection) == (top, (1200, 1210))
        await pilot.press("alt+1")
        assert app.document.path == Path("a.md")
        await pilot.press("alt+3")
        assert app.document.path == Path("a.md")


async def test_a_single_draft_has_no_tabs() -> None:
    async with editing("a.md") as (app, pilot):
        assert tab_row(app) == ""
        await pilot.press("ctrl+n")
        assert tab_row(app) == " a.md ▌Untitled"
        await pilot.press("alt+q")
        assert tab_row(app) == ""
        assert app.document.path == Path("a.md")


async def test_a_click_shows_a_tab_and_a_middle_click_closes_it() -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        await pilot.click(app.feature(TabsFeature).row, offset=(8, 0))
        assert app.document.path == Path("b.md")
        await pilot.press("x")
        assert app.document.text.startswith("xline 1")
        await pilot.click(app.feature(TabsFeature).row, offset=(1, 0), button=2)
        await until(pilot, lambda: names(app) == ["b.md"])


async def test_files_with_the_same_name_are_told_apart(drafts: Path) -> None:
    (drafts / "notes").mkdir()
    async with editing("a.md", "notes/a.md", str(drafts / "b.md")) as (app, _):
        assert tab_row(app) == "▌a.md  notes/a.md  b.md"


async def test_the_scorer_knows_every_draft_and_the_shown_one() -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        opened = {message.text: message.document for message in scorer.sent if isinstance(message, protocol.Open)}
        assert opened.keys() == {draft.document.text for draft in app.workspace.drafts}
        other = opened[app.workspace.drafts[1].document.text]
        await pilot.press("ctrl+pagedown")
        assert isinstance(scorer.sent[-1], protocol.Focus)
        assert scorer.sent[-1].document == other
        await pilot.press("alt+q")
        assert protocol.Close(other) in scorer.sent
        scorer.hear(protocol.ModelState("ready", 0, 0, "OtherLM"))
        assert "OtherLM" in status_text(app)


# -- keys that come faster than they are handled -----------------------------------------------------------------------


async def test_no_key_is_lost_or_misses_its_draft() -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        await typed_at_once(pilot, "1", "ctrl+pagedown", "2", "ctrl+n", *"new", "ctrl+pageup", "3")
        assert [draft.document.text[:4] for draft in app.workspace.drafts] == ["1one", "23li", "new"]
        await typed_at_once(pilot, "ctrl+q", "c", "4", "ctrl+q", "escape", "5")
        await typed_at_once(pilot, "f1", *"quit", "escape", "9")
        assert app.document.text.startswith("23459line")
        await typed_at_once(pilot, "ctrl+o", *"a.md", "enter", "6")
        assert app.document.text == "16one two\n"
        await typed_at_once(pilot, "ctrl+o", *"c.md", "enter", *"see")
        assert (app.document.path, app.document.text) == (Path("c.md"), "see")
        await typed_at_once(pilot, "alt+s", *"2", "enter", *"!", "ctrl+s")
        assert Path("c.md2").read_text() == "see!"


@pytest.mark.usefixtures("held_threads")
async def test_opening_a_hanging_file_can_be_cancelled_and_typed_text_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    network_is_back = threading.Event()
    read = Document.read

    def hanging(path: Path, encoding: Encoding | None) -> Document:
        network_is_back.wait()
        return read(path, encoding)

    async with editing("a.md") as (app, pilot):
        monkeypatch.setattr(Document, "read", hanging)
        try:
            await pilot.press("ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, PathQuestion))
            await pilot.press(*"b.md", "enter", *"abc")
            await until(pilot, lambda: "Esc to cancel" in status_text(app))
            assert app.document.text == "one two\n"
            await pilot.press("escape")
            await until(pilot, lambda: app.document.text == "abcone two\n")
            assert names(app) == ["a.md"]
        finally:
            network_is_back.set()


# -- opening -----------------------------------------------------------------------------------------------------------


async def test_opening_asks_with_completion_and_a_list(drafts: Path) -> None:
    (drafts / "deep").mkdir()
    (drafts / "deep" / "end.md").write_text("the end")
    async with editing() as (app, pilot):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, PathQuestion))
        options = app.screen.query_one(OptionList)
        await until(pilot, lambda: options.option_count == 3)
        assert [str(options.get_option_at_index(index).prompt) for index in range(3)] == ["deep/", "a.md", "b.md"]
        await pilot.press("d", "tab")
        await until(pilot, lambda: options.option_count == 1)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.document.text == "the end")
        assert app.document.path == Path("deep/end.md")
        assert names(app) == ["end.md"], "the untouched unnamed draft was replaced"


async def test_an_edited_draft_without_a_name_is_not_replaced() -> None:
    async with editing() as (app, pilot):
        await typed_at_once(pilot, "x", "backspace", "ctrl+o", *"a.md", "enter")
        assert names(app) == ["Untitled", "a.md"]
        await pilot.press("ctrl+n", "ctrl+n")
        assert names(app) == ["Untitled", "a.md", "Untitled 2", "Untitled 3"]


async def test_a_file_that_is_open_is_shown_not_opened_twice(drafts: Path) -> None:
    (drafts / "link.md").symlink_to("a.md")
    async with editing("a.md", "b.md", "./a.md") as (app, pilot):
        assert names(app) == ["a.md", "b.md"]
        await typed_at_once(pilot, "x", "ctrl+pagedown", "ctrl+o", *"link.md", "enter")
        assert names(app) == ["a.md", "b.md"]
        assert app.document.text == "xone two\n"


async def test_a_file_that_cannot_be_opened_is_reported_in_one_line(drafts: Path) -> None:
    (drafts / "deep").mkdir()
    async with editing("a.md") as (app, pilot):
        await typed_at_once(pilot, "ctrl+o", *"deep", "enter")
        assert "deep: is a directory" in app.status.status.message
        for name in ("a\0b", "x" * 300, "a.md/b"):
            app.prompts.begin(partial(app.feature(FilesFeature).open_file, Opening(Path(name))))
            await typed_at_once(pilot)
            assert app.status.status.is_error
        assert names(app) == ["a.md"]


@pytest.mark.parametrize(
    ("opening", "caret"),
    [
        (Opening(Path("b.md"), Place(120, 7)), 969),
        (Opening(Path("b.md"), Place(9999, 9999)), 1692),
        (Opening(Path("b.md")), 0),
    ],
)
async def test_a_place_is_jumped_to_and_visible(opening: Opening, caret: int) -> None:
    async with editing("a.md", opening) as (app, pilot):
        await pilot.press("ctrl+pagedown")
        assert app.selection == (caret, caret)
        start, end = app.canvas.viewport.visible_range()
        assert start <= caret <= end
        assert not app.feature(TabsFeature).row.display or "▌b.md" in tab_row(app)


async def test_the_caret_is_restored_when_a_file_is_reopened() -> None:
    for _ in range(2):
        async with editing("b.md", "a.md") as (app, pilot):
            await pilot.press("ctrl+end", "ctrl+q")
    async with editing("b.md", size=(60, 8)) as (app, pilot):
        await pilot.pause()
        assert app.selection == (1692, 1692)
        assert "line 200" in "".join(app.canvas.render_line(y).text for y in range(app.canvas.viewport.page_rows))
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, PathQuestion))
        await typed_at_once(pilot, "enter")
        assert app.document.path is not None
        assert app.document.path.name == "a.md", "the most recent one that isn't shown"
        await pilot.press("ctrl+q")
    Path("b.md").write_text("shorter\nnow")
    async with editing("b.md") as (app, _):
        assert app.selection == (8, 8)
    async with editing(Opening(Path("b.md"), Place(1, 3))) as (app, _):
        assert app.selection == (2, 2), "a requested place takes precedence"


async def test_a_place_can_be_typed_after_the_name() -> None:
    async with editing("a.md") as (app, pilot):
        for keys, caret in (("b.md:120:7", 969), ("b.md:3", 14)):
            await typed_at_once(pilot, "ctrl+o", *keys, "enter")
            assert names(app) == ["a.md", "b.md"]
            assert app.selection == (caret, caret)


async def test_text_from_standard_input_counts_as_unsaved() -> None:
    async with editing(Opening(text="piped\n"), "a.md") as (app, pilot):
        assert tab_row(app) == "▌Untitled ●  a.md"
        await pilot.press("ctrl+z", "ctrl+q")
        assert isinstance(app.screen, Question)
        assert app.document.text == "piped\n"
        await typed_at_once(pilot, "c", "ctrl+s", *"p.md", "enter")
        assert tab_row(app) == "▌p.md  a.md"
        await pilot.press("ctrl+q")
        assert not app.is_running
    assert Path("p.md").read_text() == "piped\n"


# -- saving and closing ------------------------------------------------------------------------------------------------


async def test_a_new_draft_is_saved_in_the_documents_when_the_program_was_started_from_its_own_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(home / "Papers"))
    monkeypatch.chdir(ROOT)
    app = LogproseApp(scorer=False)
    async with app.run_test() as pilot:
        await pilot.press(*"text", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PathQuestion))
        await pilot.press(*"mine.md", "enter")
        await until(pilot, lambda: app.document.path is not None)
        assert (home / "Papers" / "mine.md").read_text() == "text"
        assert app.document.path == home / "Papers" / "mine.md"


async def test_saving_under_the_name_of_another_open_draft_is_rejected() -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        await typed_at_once(pilot, "ctrl+pagedown", "alt+s", asks=PathQuestion)
        await pilot.press(*["backspace"] * 4)
        await typed_at_once(pilot, *"./a.md", "enter")
        assert "open in another tab" in app.status.status.message
        assert app.document.path == Path("b.md")
        assert Path("a.md").read_text() == "one two\n"


@pytest.mark.parametrize(
    ("answer", "left", "content"),
    [("s", ["b.md"], "xone two\n"), ("d", ["b.md"], "one two\n"), ("c", ["a.md", "b.md"], "one two\n")],
)
async def test_closing_with_changes_asks(answer: str, left: list[str], content: str) -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        await typed_at_once(pilot, "x", "alt+q", answer, "y")
        assert names(app) == left
        assert Path("a.md").read_text() == content
        assert app.document.text.startswith("yline" if len(left) == 1 else "xyone")


async def test_closing_the_last_draft_leaves_a_new_one() -> None:
    async with editing("a.md") as (app, pilot):
        await typed_at_once(pilot, "alt+q", "x")
        assert names(app) == ["Untitled"]
        assert app.document.text == "x"


@pytest.mark.parametrize(("answer", "leaves"), [("s", True), ("d", True), ("c", False)])
async def test_quitting_asks_once_for_all_drafts(answer: str, leaves: bool) -> None:
    async with editing("a.md", "b.md", "c.md") as (app, pilot):
        await typed_at_once(pilot, "x", "ctrl+pagedown", "y", "ctrl+q", asks=Question)
        question = str(app.screen.query(Static).first().render())
        assert "a.md, b.md" in question
        assert "c.md" not in question
        await typed_at_once(pilot, answer)
        assert app.is_running is not leaves
    saved = "xy" if answer == "s" else "ol"
    assert Path("a.md").read_text()[0] + Path("b.md").read_text()[0] == saved
    assert not Path("c.md").exists()


async def test_saving_all_stops_at_one_that_cannot_be_saved() -> None:
    async with editing("/proc/version.md", "a.md") as (app, pilot):
        await typed_at_once(pilot, "x", "ctrl+pagedown", "y", "ctrl+q", "s")
        assert app.is_running
        assert "/proc/version.md" in app.status.status.message
