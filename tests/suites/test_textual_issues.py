"""Bugs of Textual's `TextArea` that we don't have. Each test names Textual's issue or pull request."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest
from rich.color import Color
from textual import events

from editor.view.layout.document_layout import DocumentLayout
from tests.editor.view.harness import CanvasApp

TEN_LINES = "\n".join(f"01234567890 - {number}" for number in range(10))


def _caret_rows(app: CanvasApp) -> list[int]:
    """The lines of the screen on which a caret is drawn."""
    caret: Color | None = app.canvas.theme.overlay("caret").bgcolor
    rows = enumerate(map(app.canvas.render_line, range(app.canvas.viewport.page_rows)))
    return [y for y, strip in rows if any(segment.style and segment.style.bgcolor == caret for segment in strip)]


@pytest.mark.parametrize(("ends", "key"), product([(5, 33), (33, 5)], ["a", "delete", "backspace"]))
async def test_undoing_an_edit_of_a_backward_selection(ends: tuple[int, int], key: str) -> None:
    """#4301: undo after replacing a selection made backwards swallowed lines, and moving past the end crashed."""
    app = CanvasApp(TEN_LINES)
    async with app.run_test(size=(40, 12)) as pilot:
        app.canvas.select(*ends)
        before = app.shown()
        await pilot.press(key)
        assert app.shown() != before
        await pilot.press("ctrl+z")
        assert (app.document.text, app.shown()) == (TEN_LINES, before)
        assert (app.canvas.selection.anchor, app.canvas.selection.head) == ends
        app.canvas.select(len(TEN_LINES) - 15, len(TEN_LINES) - 15)
        await pilot.press("down", "down")
        assert app.canvas.selection.head == len(TEN_LINES)


@pytest.mark.parametrize("size", [(20, 3), (9, 1), (80, 24)])
async def test_undoing_a_paste_of_many_lines(size: tuple[int, int]) -> None:
    """#6686: undoing a paste of many lines crashed on a small screen, the cursor's row being gone already."""
    app = CanvasApp("line0\nline1\n")
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "down")
        before = app.shown()
        app.canvas.post_message(events.Paste("\n".join(f"line{number}" for number in range(2, 50))))
        await pilot.pause()
        assert app.document.text.endswith("line49")
        await pilot.press("ctrl+z")
        assert (app.document.text, app.shown()) == ("line0\nline1\n", before)
        await pilot.press("ctrl+y", "ctrl+z", "x")
        assert app.document.text == "line0\nline1\nx"


async def test_a_narrow_screen_does_not_rewrap_endlessly(monkeypatch: pytest.MonkeyPatch) -> None:
    """#4334: if the scroll bar made the text one row longer than the screen, it appeared and disappeared endlessly."""
    widths: list[int] = []
    set_width = DocumentLayout.set_width

    def record(flow: DocumentLayout, width: int) -> None:
        widths.append(width)
        set_width(flow, width)

    monkeypatch.setattr(DocumentLayout, "set_width", record)
    app = CanvasApp("words which the rows just hold, and")
    async with app.run_test(size=(12, 4)) as pilot:
        widths.clear()
        await pilot.press("ctrl+end", *" fill it up")
        assert app.canvas.document_layout.height > 4
        x, line = app.canvas.viewport.cell_of(app.canvas.selection.head)
        assert (0 <= x < 12, line) == (True, 3)
        assert widths == []


@pytest.mark.parametrize("width", [1, 2, 3, 5])
async def test_a_screen_too_narrow_for_the_text_does_not_loop(width: int) -> None:
    """#5154 (#5151): drawing a text with no cell left for it never ended."""
    app = CanvasApp("x漢字👨‍👩‍👧\u202e and more")
    async with asyncio.timeout(20), app.run_test(size=(width, 2)) as pilot:
        await pilot.press("right", "right", "end", "backspace")
        assert app.document.text == "x漢字👨‍👩‍👧\u202e and mor"
        assert all(app.canvas.render_line(y).cell_length >= 0 for y in range(2))


async def test_the_caret_is_drawn_on_its_own_row_of_a_wrapped_line() -> None:
    """#6196: on wrapped lines the cursor did not move on the screen, or stayed visible on the row it had left."""
    app = CanvasApp("one two three four five six seven eight\nnine", column=12)
    async with app.run_test(size=(20, 8)) as pilot:
        assert _caret_rows(app) == [0]
        for row in (1, 2, 3, 4):
            await pilot.press("down")
            assert _caret_rows(app) == [row]
            assert app.cursor_position.y == row
        for row in (3, 2, 1, 0):
            await pilot.press("up")
            assert _caret_rows(app) == [row]


async def test_after_a_long_paste_the_scroll_bar_and_the_caret_are_at_the_end() -> None:
    """#6219 (#4852): after a long paste the scroll bar stayed as it was, and the caret was out of sight."""
    app = CanvasApp("")
    async with app.run_test(size=(40, 10)) as pilot:
        app.canvas.post_message(events.Paste("\n".join(["Where there is a Will"] * 100)))
        await pilot.pause()
        bar = app.canvas.vertical_scrollbar
        assert (bar.window_virtual_size, bar.window_size, round(bar.position)) == (100, 10, 90)
        assert _caret_rows(app) == [9]


async def test_a_pasted_emoji_with_a_selector_is_one_step() -> None:
    """#4694: after pasting `〽️` the cursor stood one cell too far, and backspace had to be pressed twice."""
    app = CanvasApp("", column=30)
    async with app.run_test(size=(40, 3)) as pilot:
        app.canvas.post_message(events.Paste("〽️"))
        await pilot.pause()
        assert app.cursor_position.x == app.canvas.viewport.text_left + 2
        await pilot.press("backspace")
        assert app.document.text == ""


async def test_a_click_on_tabs_goes_to_the_tab_under_the_pointer() -> None:
    """#5212: a click among tab characters went to the wrong one."""
    app = CanvasApp("\t\t\t\tx", column=30)
    async with app.run_test(size=(40, 3)) as pilot:
        for x, position in ((0, 0), (1, 0), (3, 1), (4, 1), (8, 2), (15, 4), (16, 4)):
            await pilot.click(app.canvas, offset=(app.canvas.viewport.text_left + x, 0))
            assert app.canvas.selection.head == position
