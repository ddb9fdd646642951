"""A table that was edited is aligned in the file when the caret leaves it."""

from __future__ import annotations

from pathlib import Path

from editor.app import LogproseApp
from tests.editor.resting import until

TABLE = "| a | b |\n|---|---|\n| 漢 | x |\n\nbelow"
ALIGNED = "| a    | b   |\n| ---- | --- |\n| 漢字 | x   |\n\nbelow"


def app_on(tmp_path: Path, text: str) -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text(text)
    return LogproseApp(path, scorer=False)


async def test_a_table_that_was_edited_is_aligned_when_left_in_the_undo_step_of_the_edit(tmp_path: Path) -> None:
    app = app_on(tmp_path, TABLE)
    async with app.run_test() as pilot:
        draft = app.workspace.shown
        place = TABLE.index("漢") + 1
        draft.canvas.select(place, place)
        draft.canvas.type_text("字")
        await pilot.pause()
        assert draft.document.text == TABLE.replace("漢", "漢字")
        await pilot.press("ctrl+end")
        await until(pilot, lambda: draft.document.text == ALIGNED)
        assert draft.canvas.selection.head == len(ALIGNED)
        await pilot.press("ctrl+z")
        assert draft.document.text == TABLE
        await pilot.press("ctrl+end", "ctrl+y", "ctrl+end")
        await pilot.pause()
        assert draft.document.text == ALIGNED


async def test_a_table_that_is_only_visited_is_unchanged(tmp_path: Path) -> None:
    app = app_on(tmp_path, TABLE)
    async with app.run_test() as pilot:
        await pilot.press("right", "ctrl+end", "ctrl+home", "ctrl+end")
        assert app.workspace.shown.document.text == TABLE


async def test_no_table_is_aligned_if_the_setting_is_off(tmp_path: Path) -> None:
    app = app_on(tmp_path, "---\nlogprose:\n  align_tables: false\n---\n\n" + TABLE)
    async with app.run_test() as pilot:
        document = app.workspace.shown.document
        place = document.text.index("| a") + 3
        app.workspace.shown.canvas.select(place, place)
        await pilot.press("b", "ctrl+end")
        await pilot.pause()
        assert "| ab | b |\n|---|---|" in document.text
