"""Selecting with the mouse."""

from __future__ import annotations

from textual import events

from editor.document.selections import Selection, Selections
from tests.editor.view.harness import CanvasApp

TEXT = "one two three\nfour five 漢字 six\n" + "\n".join(f"line {number}" for number in range(100))


def _offset(app: CanvasApp, x: int, y: int) -> tuple[int, int]:
    return app.canvas.viewport.text_left + x, y


async def test_a_click_sets_the_caret() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 5, 0))
        assert app.canvas.selection == Selection(5, 5)
        await pilot.click(offset=_offset(app, 12, 1))
        assert app.canvas.selection.head == TEXT.index("字")
        await pilot.click(offset=(0, 1))
        assert app.canvas.selection.head == TEXT.index("four")


async def test_shift_click_extends() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 4, 0))
        await pilot.click(offset=_offset(app, 4, 1), shift=True)
        assert app.canvas.selection == Selection(4, 18)


async def test_double_click_selects_a_word_and_triple_click_a_block() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 5, 0), times=2)
        assert app.canvas.selection == Selection(4, 7)
        await pilot.click(offset=_offset(app, 6, 1), times=3)
        assert app.canvas.selection == Selection(14, TEXT.index("line 0"))


async def test_drag_selects() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.mouse_down(offset=_offset(app, 4, 0))
        await pilot.hover(offset=_offset(app, 4, 1))
        assert app.canvas.selection == Selection(4, 18)
        await pilot.hover(offset=_offset(app, 1, 0))
        assert app.canvas.selection == Selection(4, 1)
        await pilot.mouse_up(offset=_offset(app, 1, 0))
        await pilot.hover(offset=_offset(app, 9, 0))
        assert app.canvas.selection == Selection(4, 1)


async def test_a_drag_after_a_double_click_goes_by_words() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 5, 0))
        await pilot.mouse_down(offset=_offset(app, 5, 0))
        await pilot.hover(offset=_offset(app, 10, 0))
        assert app.canvas.selection == Selection(4, 13)
        await pilot.hover(offset=_offset(app, 1, 0))
        assert app.canvas.selection == Selection(7, 0)


async def test_alt_click_adds_a_caret_and_takes_one_away() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 4, 0))
        await pilot.click(offset=_offset(app, 2, 1), meta=True)
        assert app.canvas.selections == Selections((Selection(4, 4), Selection(16, 16)), 1)
        await pilot.press("x")
        assert app.document.text.startswith("one xtwo three\nfoxur")
        await pilot.click(offset=_offset(app, 5, 0), meta=True)
        assert app.canvas.selections == Selections.single(18, 18)
        await pilot.click(offset=_offset(app, 3, 1), meta=True)  # the last one stays
        assert app.canvas.selections == Selections.single(18, 18)


async def test_alt_double_click_and_drag_select_beside_what_is_selected() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 5, 0), times=2)
        await pilot.click(offset=_offset(app, 6, 1), times=2, meta=True)
        assert app.canvas.selections == Selections((Selection(4, 7), Selection(19, 23)), 1)
        await pilot.mouse_down(offset=_offset(app, 9, 0), meta=True)
        await pilot.hover(offset=_offset(app, 12, 0))
        await pilot.mouse_up(offset=_offset(app, 12, 0))
        assert app.canvas.selections == Selections((Selection(4, 7), Selection(9, 12), Selection(19, 23)), 1)


async def test_a_drag_beyond_the_edge_scrolls_on() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.mouse_down(offset=_offset(app, 0, 0))
        app.canvas.on_mouse_move(_move(app, 0, 12))
        for _ in range(5):
            app.canvas._mouse.scroll_on()
        assert app.canvas.viewport.top_y == 15
        assert app.canvas.selection == Selection(0, TEXT.index("line 22"))
        await pilot.mouse_up()


async def test_the_wheel_scrolls_and_leaves_the_caret() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        app.canvas.post_message(_wheel(app))
        await pilot.pause()
        assert app.canvas.viewport.top_y > 0
        assert app.canvas.selection == Selection(0, 0)
        await pilot.press("right")
        assert app.canvas.viewport.top_y == 0


def _move(app: CanvasApp, x: int, y: int) -> events.MouseMove:
    return events.MouseMove(app.canvas, app.canvas.viewport.text_left + x, y, 0, 0, 1, False, False, False)


def _wheel(app: CanvasApp) -> events.MouseScrollDown:
    return events.MouseScrollDown(app.canvas, 5, 5, 0, 0, 0, False, False, False)
