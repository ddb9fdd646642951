"""What is on the screen when the caret leaves it, and when the screen changes its size."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.editor.view.harness import CanvasApp

LINES = "\n".join(f"line {number}" for number in range(400))
PARAGRAPHS = "\n".join(f"Paragraph {number}. " + "some words that fill it up " * (number % 7) for number in range(200))


def _line_of_caret(app: CanvasApp) -> int:
    return app.canvas.viewport.cell_of(app.canvas.selection.head)[1]


async def test_some_lines_stay_in_sight_above_and_below_the_caret() -> None:
    app = CanvasApp(LINES)
    async with app.run_test(size=(40, 20)) as pilot:
        app.canvas.select(LINES.index("line 16"), LINES.index("line 16"))
        assert (app.shown()[0], _line_of_caret(app)) == ("line 0", 16)
        await pilot.press("down")
        assert (app.shown()[0], _line_of_caret(app)) == ("line 1", 16)
        app.canvas.select(LINES.index("line 4"), LINES.index("line 4"))
        assert (app.shown()[0], _line_of_caret(app)) == ("line 1", 3)
        await pilot.press("up")
        assert (app.shown()[0], _line_of_caret(app)) == ("line 0", 3)
        await pilot.press(*["up"] * 3)
        assert (app.shown()[0], _line_of_caret(app)) == ("line 0", 0)
        await pilot.press("ctrl+end")
        assert (app.shown()[-1], _line_of_caret(app)) == ("line 399", 19)


@pytest.mark.parametrize(("height", "lines"), [(1, 0), (3, 0), (4, 1), (9, 2), (40, 3)])
async def test_a_small_screen_keeps_fewer_lines(height: int, lines: int) -> None:
    app = CanvasApp(LINES)
    async with app.run_test(size=(40, height)):
        for number in range(50):
            start = LINES.index(f"line {number}")
            app.canvas.select(start, start)
        assert _line_of_caret(app) == height - 1 - lines


async def test_a_far_jump_lands_a_third_down_and_a_near_one_scrolls_no_further_than_it_must() -> None:
    app = CanvasApp(PARAGRAPHS, column=30)
    async with app.run_test(size=(40, 12)):
        far = PARAGRAPHS.index("Paragraph 100.")
        app.canvas.select(far, far)
        assert _line_of_caret(app) == 4
        assert app.shown()[4].startswith("Paragraph 100.")
        near = PARAGRAPHS.index("Paragraph 103.")
        app.canvas.select(near, near)
        assert _line_of_caret(app) == 8
        back = PARAGRAPHS.index("Paragraph 7.")
        app.canvas.select(back, back)
        assert _line_of_caret(app) == 4


async def test_a_click_near_an_edge_does_not_scroll() -> None:
    app = CanvasApp(LINES)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("pagedown", "pagedown")
        lines = app.shown()
        await pilot.click(app.canvas, offset=(3, 19))
        await pilot.click(app.canvas, offset=(3, 0))
        assert (app.shown(), _line_of_caret(app)) == (lines, 0)


async def test_a_place_that_was_chosen_before_the_first_paint_is_shown_with_lines_around_it() -> None:
    class OpenAtLine(CanvasApp):
        def on_mount(self) -> None:
            self.canvas.select(LINES.index("line 200"), LINES.index("line 200"))

    app = OpenAtLine(LINES)
    async with app.run_test(size=(40, 20)):
        assert app.shown()[_line_of_caret(app)] == "line 200"
        assert 3 <= _line_of_caret(app) <= 16


sizes = st.tuples(st.integers(9, 60), st.integers(1, 20))


@settings(max_examples=8)
@given(st.lists(sizes, max_size=5), st.integers(0, len(PARAGRAPHS)), st.integers(0, 300))
@example([(9, 18)], 18766, 9)  # near the end, where a taller screen shows more above
async def test_resizing_keeps_the_caret_on_the_screen_and_leads_back_to_where_it_began(
    others: list[tuple[int, int]], caret: int, top: int
) -> None:
    app = CanvasApp(PARAGRAPHS)
    async with app.run_test(size=(50, 10)) as pilot:
        app.canvas.select(caret, caret)
        app.canvas.scroll_rows(top % 10 - 5)
        lines, was_shown = app.shown(), 0 <= _line_of_caret(app) < 10
        for size in others:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert (0 <= _line_of_caret(app) < size[1]) or not was_shown
        await pilot.resize_terminal(50, 10)
        await pilot.pause()
        assert app.shown() == lines


async def test_after_scrolling_or_typing_a_resize_leads_back_to_there() -> None:
    app = CanvasApp(PARAGRAPHS)
    async with app.run_test(size=(50, 10)) as pilot:
        await pilot.resize_terminal(20, 10)
        await pilot.pause()
        app.canvas.scroll_rows(40)
        lines = app.shown()
        for width in (60, 20):
            await pilot.resize_terminal(width, 10)
            await pilot.pause()
        assert app.shown() == lines
