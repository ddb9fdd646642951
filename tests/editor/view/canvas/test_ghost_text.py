"""Ghost text on the screen: where it is shown, that it moves no word of the draft, and how much of it is visible."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.view.canvas.canvas import Canvas

_GHOST = " were already burning with a low and yellow flame that made the snow look old. He shook his coat."


@asynccontextmanager
async def _canvas(drawing: str, tmp_path: Path, size: tuple[int, int]) -> AsyncIterator[tuple[Pilot[Any], Canvas]]:
    path = tmp_path / "draft.md"
    before, _, after = drawing.partition("|")
    path.write_text(before + after)
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=size) as pilot:
        app.select(len(before), len(before))
        await pilot.pause()
        yield pilot, app.canvas


def _rows(canvas: Canvas) -> list[str]:
    return [canvas.render_line(line).text.rstrip() for line in range(canvas.viewport.page_rows)]


@pytest.mark.parametrize(
    "drawing",
    [
        "The lamps in the street|\n\nThe next paragraph.",
        "The lamps in the street|",
        "> The lamps in the street|\n\nThe next paragraph.",
        "- The lamps\n- in the street|\n- and more",
        "# The lamps|\ntext right below",
        "The lamps, 漢字 and e\u0301, in the street|\n",
        "Words that fill the row up to its very last cell, and wrap from there on again|",
    ],
)
async def test_at_the_end_of_a_line_it_is_appended_and_moves_nothing(drawing: str, tmp_path: Path) -> None:
    async with _canvas(drawing, tmp_path, (60, 16)) as (pilot, canvas):
        before, cell = _rows(canvas), canvas.viewport.cell_of(canvas.selection.head)
        canvas.show_ghost(_GHOST)
        await pilot.pause()
        rows = _rows(canvas)
        assert canvas.viewport.cell_of(canvas.selection.head) == cell
        assert rows[: cell[1]] == before[: cell[1]]
        assert rows[cell[1]].startswith(before[cell[1]])
        first, last = cell[1], max(canvas.ghost.lines)
        strips = [canvas.render_line(line) for line in range(first, last + 1)]
        left = canvas.viewport.text_left
        drawn = [strips[0].crop(cell[0]).text, *(strip.crop(left).text for strip in strips[1:])]
        assert " ".join(" ".join(drawn).split()) == _GHOST.strip()
        assert rows[last + 1 :] == before[last + 1 :]
        canvas.show_ghost("")
        assert _rows(canvas) == before


async def test_before_other_words_it_is_shown_below_them(tmp_path: Path) -> None:
    async with _canvas("The lamps| in the street.\n\n\nThe next paragraph.", tmp_path, (60, 16)) as (_, canvas):
        before, (x, line) = _rows(canvas), canvas.viewport.cell_of(canvas.selection.head)
        canvas.show_ghost(" and the stars")
        rows = _rows(canvas)
        assert rows[line] == before[line]
        assert rows[line + 1] == " " * x + " and the stars"
        assert rows[line + 2 :] == before[line + 2 :]


async def test_text_below_the_screen_is_not_shown(tmp_path: Path) -> None:
    async with _canvas("\n".join(["line"] * 50) + "\nThe last|", tmp_path, (40, 8)) as (_, canvas):
        canvas.scroll_to_line(canvas.selection.head, canvas.viewport.page_rows - 1)
        canvas.show_ghost(_GHOST)
        assert _GHOST[: canvas.ghost.shown].strip()
        assert _rows(canvas)[-1].endswith(_GHOST[: canvas.ghost.shown].strip())
        assert canvas.ghost.shown < len(_GHOST)


async def test_it_follows_its_place_when_the_screen_scrolls(tmp_path: Path) -> None:
    async with _canvas("\n" * 20 + "The lamps|" + "\n" * 20, tmp_path, (40, 16)) as (pilot, canvas):
        canvas.show_ghost(" in the street")
        canvas.scroll_rows(2)
        await pilot.pause()
        line = canvas.viewport.cell_of(canvas.selection.head)[1]
        assert [row.strip() for row in _rows(canvas) if row] == ["The lamps in the street"]
        assert _rows(canvas)[line].strip() == "The lamps in the street"
