"""Changes since the last commit in the whole program: marks in the margin, moves and reverting, by real keys."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.git.comparison import LineMark, compare
from editor.git.feature import GitFeature
from editor.git.repository import Committed, Rules
from editor.keys.registry import COMMANDS
from editor.storage.encodings import UTF_8
from editor.view.canvas.mark_source import Sign
from tests.editor.git.repositories import Repository, needs_git
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import status_text

pytestmark = needs_git

TEXT = "one\n\ntwo\n\nthree\n\nfour\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    made = Repository(tmp_path / "work")
    made.commit(TEXT)
    return made


def margin(app: LogproseApp) -> str:
    """Return the signs beside the lines of the draft."""
    canvas = app.canvas
    x = canvas.viewport.text_left - 2
    rows = min(canvas.document_layout.height, canvas.viewport.page_rows)
    return "".join(canvas.render_line(row).crop(x, x + 1).text for row in range(rows))


async def read(app: LogproseApp, pilot: Pilot[Any]) -> None:
    """Wait until the commit is read."""
    await until(pilot, lambda: app.feature(GitFeature)._changes[app.workspace.shown].is_known)


def run(app: LogproseApp, name: str) -> None:
    app.perform(COMMANDS[name])


async def test_lines_that_were_added_changed_and_removed_are_marked(repository: Repository) -> None:
    app = LogproseApp(repository.draft, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        assert margin(app).strip() == ""
        await pilot.press("x")  # in the first line
        await until(pilot, lambda: margin(app) == "┊       ")
        await pilot.press("down", "down", "end", "enter", "y")
        await until(pilot, lambda: margin(app) == "┊  ┃     ")
        app.document.replace(len(app.document.text) - len("four\n"), len(app.document), "")
        await until(pilot, lambda: margin(app) == "┊  ┃   ▔")
        app.select(0, 0)
        await pilot.press("enter")  # the marks move with their lines until they are recomputed
        assert margin(app)[4] == "┃"
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: margin(app).strip() == "")
        assert app.document.text == TEXT


async def test_the_last_commit_is_read_again_when_the_writer_comes_back(repository: Repository) -> None:
    app = LogproseApp(repository.draft, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        await pilot.press("x", "ctrl+s")
        await at_rest(pilot)
        await until(pilot, lambda: margin(app).startswith("┊"))
        repository.git("commit", "-q", "-a", "-m", "with x")
        app.feature(GitFeature).focused()
        await until(pilot, lambda: margin(app).strip() == "")
        repository.git("reset", "-q", "--soft", "HEAD~1")
        for _ in range(5):
            app.feature(GitFeature).look_around()
        await until(pilot, lambda: margin(app).startswith("┊"))


async def test_changes_can_be_visited_and_reverted_in_one_step(repository: Repository) -> None:
    repository.draft.write_text("ONE\n\ntwo\n\nthree\n\nFOUR\nfive\n")
    app = LogproseApp(repository.draft, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        places = []
        for name in ("next-git-change", "next-git-change", "previous-git-change", "previous-git-change"):
            run(app, name)
            places.append(app.document.block_index(app.selection[1]))
        assert places == [6, 0, 6, 0]
        await pilot.press("ctrl+p")
        await pilot.press(*"revert change since", "enter")
        await until(pilot, lambda: app.document.text == "one\n\ntwo\n\nthree\n\nFOUR\nfive\n")
        assert margin(app).rstrip() == " " * 6 + "┊┃", "at once"
        run(app, "revert-git-change")
        await until(pilot, lambda: "no change at the caret since the last commit" in status_text(app))
        await pilot.press("ctrl+z")
        assert app.document.text == "ONE\n\ntwo\n\nthree\n\nFOUR\nfive\n"
        await pilot.press("ctrl+a")
        run(app, "revert-git-change")
        assert app.document.text == TEXT
        run(app, "next-git-change")
        await until(pilot, lambda: "no changes since the last commit" in status_text(app))
        await pilot.press("ctrl+z")
        assert app.document.text == "ONE\n\ntwo\n\nthree\n\nFOUR\nfive\n"


async def test_reverting_restores_numbers_and_line_endings_as_they_were(repository: Repository) -> None:
    repository.commit("5. a\r\n9. b\r\n9. c\r\n")
    repository.draft.write_bytes(b"5. a\r\n")
    app = LogproseApp(repository.draft, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        run(app, "revert-git-change")
        assert app.document.text == "5. a\r\n9. b\r\n9. c\r\n"


async def test_nothing_is_reverted_in_a_read_only_draft(repository: Repository) -> None:
    repository.draft.write_text("ONE\n")
    app = LogproseApp(repository.draft, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        app.canvas.set_mode("reading")
        run(app, "revert-git-change")
        assert app.document.text == "ONE\n"


async def test_the_setting_switches_it_off_and_on(repository: Repository, settings_file: Path) -> None:
    settings_file.write_text("git_changes = false\n")
    repository.draft.write_text("ONE\n")
    app = LogproseApp(repository.draft, scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        run(app, "next-git-change")
        await until(pilot, lambda: "git_changes" in status_text(app))
        assert margin(app).strip() == ""
        settings_file.write_text("git_changes = true\n")
        app.settings.look_at_files()
        await until(pilot, lambda: margin(app) == "┊▔" or margin(app)[0] == "┊")
        settings_file.write_text("# nothing\ngit_changes = false\n")
        app.settings.look_at_files()
        await until(pilot, lambda: margin(app).strip() == "")


async def test_a_draft_outside_of_repositories_has_no_marks(tmp_path: Path) -> None:
    app = LogproseApp(tmp_path / "new.md", scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        for name in ("next-git-change", "previous-git-change", "revert-git-change"):
            run(app, name)
            await until(pilot, lambda: "no git commit" in status_text(app))
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert margin(app).strip() == ""


async def test_a_draft_that_is_saved_into_a_repository_is_compared_from_then_on(
    repository: Repository, tmp_path: Path
) -> None:
    app = LogproseApp(tmp_path / "elsewhere.md", scorer=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        app.document.path = repository.draft
        app.drafts.saved(app.workspace.shown)
        await until(pilot, lambda: margin(app)[:1] == "┊")


async def test_signs_and_bars_have_their_own_cells_at_any_width(repository: Repository) -> None:
    class Source:
        def bar(self, index: int) -> int:
            return 7

        def counts(self) -> list[tuple[int, int]]:
            return []

        def sign(self, index: int) -> Sign:
            return Sign("▔" if index else "┃", "gutter.added", is_above=bool(index))

    repository.draft.write_text("word " * 100 + "\n" + "word " * 100)
    app = LogproseApp(repository.draft, scorer=False)
    async with app.run_test(size=(100, 24)) as pilot:
        canvas = app.canvas
        canvas.side.source = canvas.side.signs = Source()
        for width, seen in ((100, "┃▉ "), (80, "▉┃")):
            await pilot.resize_terminal(width, 24)
            canvas.has_strip = True
            left = canvas.viewport.text_left
            assert canvas.render_line(0).crop(0, left).text.lstrip() == seen
            first = canvas.document_layout.top(1)
            assert "▔" in canvas.render_line(first).crop(0, left).text
            assert "▔" not in canvas.render_line(first + 1).crop(0, left).text, "only above"
            assert "┃" in canvas.render_line(1).crop(0, left).text, "next to every row"
            assert canvas.render_line(0).crop(left).text.startswith("word word")
            canvas.has_strip = False
            assert canvas.render_line(0).crop(left - 2, left).text == "┃ "


EDITS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 6), st.sampled_from(["", "x", "\n", "two\n", "\n\n"])), max_size=8
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
async def test_after_a_pause_the_marks_equal_a_fresh_comparison(
    repository: Repository, edits: list[tuple[int, int, str]]
) -> None:
    repository.draft.write_text(TEXT)
    app = LogproseApp(repository.draft, scorer=False)
    committed = Committed("id", TEXT.encode(), Rules())
    async with app.run_test(size=(80, 40)) as pilot:
        await read(app, pilot)
        changes = app.feature(GitFeature)._changes[app.workspace.shown]
        for start, length, text in edits:
            start = min(start, len(app.document))
            app.document.replace(start, min(start + length, len(app.document)), text)
            await pilot.pause()

        def marks() -> dict[int, LineMark]:
            blocks = enumerate(app.document.blocks)
            return {index: changes._marks[block.id] for index, block in blocks if block.id in changes._marks}

        await until(pilot, lambda: marks() == compare(app.document.text, committed, UTF_8, "\n").marks())
        await pilot.press("ctrl+a")
        run(app, "revert-git-change")
        assert app.document.text == TEXT
        assert marks() == {}
