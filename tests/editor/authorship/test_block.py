"""Annotations in the draft's own file: read, kept up to date when saving if wanted, and otherwise left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.authorship.block import FileAnnotations
from editor.document import Document
from editor.document.annotation_block import find_block, read_block, with_block, without_block
from editor.document.authorship import MODEL, Authored
from editor.document.history import JOINED
from editor.files.feature import FilesFeature
from tests.editor.authorship.test_feature import accept, accepted
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import status_text

TEXT = "We went\n\nIt was late\n"
JANE = with_block(TEXT, (Authored(3, 7, "@Jane Doe"), Authored(9, 11, MODEL)), "\n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "draft.md"
    made.write_text(TEXT)
    return made


@pytest.fixture
def switched_on(settings_file: Path) -> None:
    settings_file.write_text("annotations_block = true\n")


async def save(pilot: Pilot[Any]) -> None:
    await pilot.press("ctrl+s")
    await at_rest(pilot)


def said(path: Path) -> dict[str, list[str]]:
    """Return the text of each author according to a file's annotations."""
    text = path.read_text()
    block = read_block(text)
    assert block is not None
    assert block.problem == ""
    found: dict[str, list[str]] = {}
    for start, end, author in block.spans:
        found.setdefault(author, []).append(text[start:end])
    return found


async def test_nothing_is_written_into_the_file_unasked(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        accept(app, " home")
        await save(pilot)
    assert path.read_text() == TEXT.replace("went", "went home")


@pytest.mark.usefixtures("switched_on")
async def test_saving_writes_the_authors_and_keeps_them_up_to_date(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await save(pilot)
        assert path.read_text() == TEXT, "nothing to say"
        await pilot.press("end")
        accept(app, " home")
        written = app.workspace.written
        await save(pilot)
        assert said(path) == {MODEL: [" home"]}
        assert app.selection == (12, 12)
        assert app.workspace.written == written == 1, "annotations aren't part of the text"
        await pilot.press("left", "x")
        await save(pilot)
        assert said(path) == {MODEL: [" hom", "e"]}
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.document.text == TEXT
        await pilot.press("ctrl+y", "ctrl+y")
        assert not app.document.modified
        await pilot.press("ctrl+home", "ctrl+delete")
        await save(pilot)
        assert said(path) == {MODEL: [" hom", "e"]}
        app.select(0, app.document.text.index("\n"))
        await pilot.press("delete")
        await save(pilot)
        assert find_block(path.read_text()) is None


@pytest.mark.usefixtures("switched_on")
async def test_typing_continues_at_the_end_of_the_text(path: Path) -> None:
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+end")
        accept(app, "Then it rained.")
        await save(pilot)
        await pilot.press(*" So we", "enter")
        await save(pilot)
        await pilot.press(*"left.")
        lines = app.canvas.markdown.lines
        index = app.document.block_index(app.selection[1])
        assert lines.of(index + 2).kind == "rule", "no heading"
        await save(pilot)
    assert said(path) == {MODEL: ["Then it rained."]}
    assert without_block(path.read_text()).rstrip() == f"{TEXT}Then it rained. So we\nleft."


@pytest.mark.usefixtures("switched_on")
async def test_authors_written_by_another_program_are_kept(path: Path) -> None:
    path.write_text(JANE)
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        assert accepted(app) == ["went", "It"]
        await save(pilot)
        assert path.read_text() == JANE
        await pilot.press("ctrl+home", *"So ")
        await save(pilot)
        assert said(path) == {"@Jane Doe": ["went"], MODEL: ["It"]}
        path.write_text(with_block("She said so.\n", (Authored(0, 3, "&Other"),), "\n"))
        app.feature(FilesFeature).disk.look_at_files()
        await until(pilot, lambda: app.document.text.startswith("She"))
        assert accepted(app) == ["She"]
        await pilot.press("ctrl+end", "enter", *"More.")  # after the annotations
        await save(pilot)
    assert said(path) == {"&Other": ["She"]}
    assert "More." in without_block(path.read_text())


async def test_outdated_annotations_are_reported(path: Path) -> None:
    path.write_text(JANE)
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press(*"So ")
        await save(pilot)
        assert "the author block is outdated: annotations_block is off" in status_text(app)
    assert path.read_text() == f"So {JANE}"


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"So {JANE}", "it belongs to another text"),
        (JANE.replace("&AI", "#tag"), "its format is unknown"),
    ],
)
async def test_unusable_annotations_are_left_alone(path: Path, text: str, why: str) -> None:
    path.write_text(text)
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(100, 24)) as pilot:
        assert accepted(app) == []
        assert f"the author block is not used: {why}" in status_text(app)
        accept(app, "Oh. ")
        await save(pilot)
        assert f"the author block was left alone: {why}" in status_text(app)
    assert path.read_text() == f"Oh. {text}"


@pytest.mark.usefixtures("switched_on")
async def test_only_markdown_has_annotations(path: Path) -> None:
    other = path.with_name("draft.tex")
    other.write_text("Oh.\n")
    app = LogproseApp(other, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        accept(app, "So. ")
        await save(pilot)
    assert other.read_text() == "So. Oh.\n"


class Saving(RuleBasedStateMachine):
    """Edits and saves with annotations: the file agrees with the document."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document("One two.\n")
        self.annotations = FileAnnotations(self.document)
        self.is_saved = False

    @rule(data=st.data(), text=st.sampled_from(["", "x", "\n", "é\n\n", "---\n", "Annotations: 0 "]))
    def edit(self, data: st.DataObject, text: str) -> None:
        end = find_block(self.document.text)
        length = len(self.document) if end is None else end
        start, stop = sorted(data.draw(st.tuples(*[st.integers(0, length)] * 2)))
        self.document.replace(start, stop, text)
        self.is_saved = False

    @rule(data=st.data(), author=st.sampled_from([MODEL, "@Jane"]))
    def accept(self, data: st.DataObject, author: str) -> None:
        end = find_block(self.document.text)
        start = data.draw(st.integers(0, len(self.document) if end is None else end))
        self.document.replace(start, start, "went")
        self.document.authorship.note(start, start + 4, author)
        self.is_saved = False

    @rule()
    def append(self) -> None:
        """Write below the annotations."""
        self.document.replace(len(self.document), len(self.document), "More.\n")
        self.is_saved = False

    @rule()
    def undo(self) -> None:
        self.document.undo()
        self.is_saved = False

    @rule()
    def save(self) -> None:
        edit = self.annotations.updating()
        if edit is not None:
            text = self.document.text
            self.document.apply(edit, group=JOINED)
            assert without_block(self.document.text).split() == _words(text, self.annotations)
        assert self.annotations.updating() is None
        self.is_saved = True

    @invariant()
    def the_file_says_what_is_known(self) -> None:
        if self.is_saved:
            block = read_block(self.document.text)
            known = self.document.authorship.spans
            assert (() if block is None else block.spans) == known
            assert block is None or block.problem == ""


def _words(text: str, annotations: FileAnnotations) -> list[str]:
    """Return the words of a text without the annotations in it."""
    for block in annotations._known:
        text = text.replace(block, "")
    return text.split()


Saving.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestSaving = Saving.TestCase
