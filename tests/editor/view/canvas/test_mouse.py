"""Selecting with the mouse, dragging the selection, and the menu."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import OptionList

from editor.app import LogproseApp
from editor.document.selections import Selection, Selections
from editor.keys.registry import COMMANDS
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.menu import Menu
from scoring.protocol import Flag, Suggestion
from tests.editor.scripted_scorer import reading_app
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


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n"])
async def test_a_click_below_folded_text_goes_to_the_last_visible_line(end: str) -> None:
    app = CanvasApp(f"intro\n\n# A\n\ntext\n\n# B\n\nmore\nlast{end}")
    async with app.run_test(size=(60, 20)) as pilot:
        COMMANDS["fold-all"].run(app.canvas)
        hidden = app.canvas.folding.hidden
        for x, y, shift in ((3, 15, False), (30, 9, False), (3, 15, True)):
            await pilot.click(offset=_offset(app, x, y), shift=shift)
            assert app.canvas.selection.head == app.document.text.index("# B") + 3
            assert app.canvas.folding.hidden == hidden
        COMMANDS["fold-all"].run(app.canvas)
        await pilot.click(offset=_offset(app, 3, 17))
        assert app.canvas.selection.head == len(app.document)


async def test_a_triple_click_on_a_folded_heading_leaves_it_folded() -> None:
    app = CanvasApp("# A\n\ntext\n\n# B\n\nmore\n")
    async with app.run_test(size=(60, 20)) as pilot:
        COMMANDS["fold-all"].run(app.canvas)
        hidden = app.canvas.folding.hidden
        await pilot.click(offset=_offset(app, 2, 0), times=3)
        assert app.canvas.selection == Selection(0, 3)
        assert app.canvas.folding.hidden == hidden
        await pilot.press("left", "ctrl+l")
        assert (app.canvas.selection, app.canvas.folding.hidden) == (Selection(0, 3), hidden)
        await pilot.press("ctrl+l")
        assert app.canvas.selection == Selection(0, 4)
        assert app.canvas.folding.hidden < hidden


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


async def test_a_drag_after_a_double_click_selects_by_words() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 5, 0))
        await pilot.mouse_down(offset=_offset(app, 5, 0))
        await pilot.hover(offset=_offset(app, 10, 0))
        assert app.canvas.selection == Selection(4, 13)
        await pilot.hover(offset=_offset(app, 1, 0))
        assert app.canvas.selection == Selection(7, 0)


async def test_alt_click_adds_and_removes_a_caret() -> None:
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


async def test_alt_double_click_and_drag_add_to_the_selection() -> None:
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


# -- dragging a selection ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("control", "expected"), [(False, "one three\nfour twofive"), (True, "one two three\nfour twofive")]
)
async def test_a_dragged_selection_is_moved_or_copied_as_one_step(control: bool, expected: str) -> None:
    app = CanvasApp("one two three\nfour five")
    async with app.run_test(size=(60, 10)) as pilot:
        app.canvas.select(4, 8 - control)
        piece = "two " if not control else "two"
        await pilot.mouse_down(offset=_offset(app, 5, 0))
        await pilot.hover(offset=_offset(app, 3, 1))
        assert app.canvas.selection == Selection(4, 8 - control), "it stays selected while it is dragged"
        await pilot.hover(offset=_offset(app, 5, 1))
        assert any("on" in str(segment.style) for segment in app.canvas.render_line(1) if segment.text == "f")
        await pilot.mouse_up(offset=_offset(app, 5, 1), control=control)
        expected = expected.replace("twofive", f"{piece}five")
        assert app.document.text == expected
        assert app.document.slice(*app.canvas.selection.span) == piece
        await pilot.press("ctrl+z")
        assert app.document.text == "one two three\nfour five"
        assert app.canvas.selection == Selection(4, 8 - control)


async def test_a_selection_dropped_on_itself_or_only_clicked_stays_in_the_text() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        app.canvas.select(4, 13)
        await pilot.mouse_down(offset=_offset(app, 5, 0))
        await pilot.hover(offset=_offset(app, 9, 0))
        await pilot.mouse_up(offset=_offset(app, 9, 0))
        assert app.document.text == TEXT
        assert app.canvas.selection == Selection(4, 13)
        await pilot.click(offset=_offset(app, 6, 0))
        assert app.canvas.selection == Selection(6, 6)
        assert app.document.text == TEXT


async def test_a_third_click_in_the_word_of_a_double_click_selects_the_line() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(offset=_offset(app, 5, 0), times=3)
        assert app.canvas.selection == Selection(0, 14)


async def test_nothing_is_dragged_out_of_a_read_only_draft() -> None:
    app = CanvasApp(TEXT)
    async with app.run_test(size=(60, 10)) as pilot:
        app.canvas.refusal = "read-only"
        app.canvas.select(4, 7)
        await pilot.mouse_down(offset=_offset(app, 5, 0))
        await pilot.hover(offset=_offset(app, 9, 0))
        await pilot.mouse_up(offset=_offset(app, 9, 0))
        assert app.document.text == TEXT


# -- the menu ----------------------------------------------------------------------------------------------------------


def offered(app: LogproseApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    prompts = [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]
    return [" ".join(prompt.split()) for prompt in prompts]


USUAL = ["Cut selection or line Ctrl+X", "Copy selection or line Ctrl+C", "Paste Ctrl+V"]


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5)])
async def test_the_right_button_offers_the_corrections_first(size: tuple[int, int]) -> None:
    async with reading_app("She go to school.", size=size) as (app, scorer, pilot):
        edits = (Suggestion(4, 6, "goes", 9.0, "grammar", 0.9), Suggestion(4, 6, "went", 8.0, "grammar", 0.1))
        scorer.hear(scorer.scores(0, 17, Flag(4, 6, 9.0, "grammar", "goes?", edits)))
        place = app.canvas.viewport.cell_of(5)
        await pilot.mouse_down(Canvas, offset=place, button=3)
        await pilot.pause()
        assert isinstance(app.screen, Menu)
        assert app.selection == (5, 5)
        if size[0] == 80:
            assert offered(app)[:5] == ["goes 90 %", "went 10 %", *USUAL]
        box = app.screen.query_one(OptionList).region
        assert not box.y <= place[1] < box.bottom, "the row itself is visible"
        await pilot.press("down", "enter")
        assert app.document.text == "She went to school."
        await pilot.press("ctrl+z")
        assert app.document.text == "She go to school."


async def test_a_selection_stays_for_the_menu_and_a_click_elsewhere_closes_it() -> None:
    async with reading_app("one two three\n\nfour", size=(80, 24)) as (app, _, pilot):
        app.select(4, 7)
        x, y = app.canvas.viewport.cell_of(5)
        await pilot.mouse_down(Canvas, offset=(x, y), button=3)
        await pilot.pause()
        assert offered(app)[:3] == USUAL
        assert not any("gnore" in row for row in offered(app)), "nothing is underlined here"
        await pilot.press("enter")
        await pilot.pause()
        assert app.document.text == "one  three\n\nfour"
        await pilot.mouse_down(Canvas, offset=(x, y), button=3)
        await pilot.pause()
        await pilot.click(offset=(70, 20))
        assert len(app.screen_stack) == 1
        await pilot.mouse_down(Canvas, offset=(x, y), button=3)
        await pilot.pause()
        await pilot.press("escape", "x")
        assert "x" in app.document.text
