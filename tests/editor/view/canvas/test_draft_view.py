"""What is on the screen when the caret leaves it or the screen is resized; and the ways to view a draft: typewriter,
folding, zen mode, reading view, live preview, and their settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.app import LogproseApp
from editor.commands.view import column_narrower, column_wider
from editor.view.canvas.canvas import Canvas
from tests.editor.resting import at_rest
from tests.editor.scripted_scorer import status_rows, status_text
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


async def test_a_far_jump_lands_a_third_down_and_a_near_one_scrolls_minimally() -> None:
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


async def test_a_place_chosen_before_the_first_paint_is_shown_with_lines_around_it() -> None:
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
@example([(9, 18)], 18766, 9)  # near the end, so that a taller screen shows more above
async def test_resizing_keeps_the_caret_visible_and_resizing_back_restores_the_view(
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


async def test_after_scrolling_or_typing_resizing_back_restores_that_view() -> None:
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


SIZES = [(60, 15), (250, 70)]
DRAFT = "# Title\n\nOne sentence. *Another* one here. The last.\n\nA second **paragraph**.\n"
LONG = "\n".join(f"line {number}" for number in range(300))


def opened(tmp_path: Path, text: str = DRAFT) -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text(text)
    return LogproseApp(path, scorer=False)


def shown(canvas: Canvas) -> list[str]:
    return [canvas.render_line(line).text.strip() for line in range(canvas.viewport.page_rows)]


def _has_status(app: LogproseApp) -> bool:
    return app.status.display


def _put(app: LogproseApp, text: str) -> None:
    position = app.document.text.index(text)
    app.select(position, position)


# -- the caret's row in the middle -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_typewriter_keeps_the_carets_row_in_the_middle(tmp_path: Path, size: tuple[int, int]) -> None:
    app = opened(tmp_path, LONG)
    async with app.run_test(size=size) as pilot:
        canvas = app.canvas

        def line() -> int:
            return canvas.viewport.cell_of(canvas.selection.head)[1]

        _put(app, "line 150")
        await pilot.press("alt+shift+y")
        middle = canvas.viewport.page_rows // 2
        assert line() == middle
        for key in ("down", "down", "x", "enter", "y", "up", "ctrl+z", "pagedown"):
            await pilot.press(key)
            assert line() == middle, key
        await pilot.press("ctrl+end")
        assert line() == middle
        assert shown(canvas)[middle] == "line 299"
        await pilot.press("enter", "z")
        assert (line(), shown(canvas)[middle]) == (middle, "z")
        await pilot.press("ctrl+home")
        assert line() == 0
        await pilot.press("ctrl+end", "alt+shift+y")
        assert line() == canvas.viewport.page_rows - 1


async def test_the_typewriter_follows_a_resize(tmp_path: Path) -> None:
    app = opened(tmp_path, LONG)
    async with app.run_test(size=(60, 15)) as pilot:
        _put(app, "line 299")
        await pilot.press("alt+shift+y")
        for size in ((60, 41), (30, 9)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.canvas.viewport.cell_of(app.canvas.selection.head)[1] == app.canvas.viewport.page_rows // 2


# -- folding -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [("ctrl+f", *"wanted", "enter"), ("ctrl+g", *"6", "enter")])
async def test_search_results_and_jump_targets_are_unfolded(tmp_path: Path, keys: tuple[str, ...]) -> None:
    app = opened(tmp_path, "# One\n\na\n\n## Two\nwanted\n\n# Three\nb\n")
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("alt+shift+w")
        assert "wanted" not in shown(app.canvas)
        await pilot.press(*keys)
        await pilot.pause()
        assert "wanted" in shown(app.canvas)
        assert "b" not in shown(app.canvas)


# -- zen ---------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("passing_messages")
@pytest.mark.parametrize("size", SIZES)
async def test_zen_mode_shows_only_the_text_and_messages(tmp_path: Path, size: tuple[int, int]) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=size) as pilot:
        assert _has_status(app)
        await pilot.press("f12")
        await pilot.pause()
        assert status_text(app).strip() == "zen mode on", "and nothing else"
        await pilot.press("x")
        await pilot.pause()
        assert not _has_status(app)
        assert app.canvas.size.height == size[1]
        assert app.canvas.scrollable_content_region.width == size[0]
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        await pilot.pause()
        assert _has_status(app)
        assert "saved" in status_text(app)
        await pilot.press("f12")
        await pilot.pause()
        assert _has_status(app)
        assert app.canvas.scrollable_content_region.width == size[0] - 1


# -- reading and the preview -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_reading_view_takes_no_edits_and_scrolls(tmp_path: Path, size: tuple[int, int]) -> None:
    text = DRAFT + LONG
    app = opened(tmp_path, text)
    async with app.run_test(size=size) as pilot:
        canvas = app.canvas
        _put(app, "Another")
        await pilot.press("f5")
        assert "One sentence. Another one here. The last." in " ".join(shown(canvas))
        assert "reading view" in status_text(app)
        for key in ("x", "enter", "delete", "ctrl+x", "ctrl+v", "ctrl+z", "ctrl+b", "tab", "alt+up"):
            await pilot.press(key)
        assert app.document.text == text
        assert not app.document.modified
        top = canvas.viewport.top_y
        await pilot.press("down", "down")
        assert canvas.viewport.top_y == top + 2
        await pilot.press("up")
        assert canvas.viewport.top_y == top + 1
        await pilot.press("space")
        assert canvas.viewport.top_y > top + 5
        await pilot.press("end")
        assert shown(canvas)[-1] == "line 299"
        await pilot.press("home")
        assert shown(canvas)[0] == "Title"
        await pilot.press("escape", "x")
        assert app.document.text == text.replace("Another", "xAnother")
        assert canvas.mode == "preview"


async def test_the_reading_view_says_why_typing_is_off_and_returns_to_the_same_place(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("f7", "f5", "x")
        said = status_rows(app)
        assert "the reading view can't be edited" in said
        assert "Esc to write" in said
        assert app.document.text == DRAFT
        await pilot.press("f5")
        assert app.canvas.mode == "source"
        assert "Esc" not in status_rows(app), "the keys are only explained while they work"


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_shows_all_markup_and_hides_it_again(tmp_path: Path, size: tuple[int, int]) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=size) as pilot:
        _put(app, "second")
        before = shown(app.canvas)
        assert before[0] == "Title"
        assert "A second paragraph." in before
        await pilot.press("f7")
        assert shown(app.canvas)[0] == "# Title"
        assert "A second **paragraph**." in shown(app.canvas)
        await pilot.press("f7")
        assert shown(app.canvas) == before


async def test_the_column_gets_wider_and_narrower(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(250, 20)) as pilot:
        width = app.canvas.document_layout.width
        column_wider(app.canvas)
        assert app.canvas.document_layout.width == width + 4
        for _ in range(60):
            column_narrower(app.canvas)
        assert app.canvas.document_layout.width == 20
        for _ in range(100):
            column_wider(app.canvas)
        await pilot.pause()
        assert app.canvas.document_layout.width <= 250


# -- settings ----------------------------------------------------------------------------------------------------------


async def test_settings_control_how_drafts_are_shown(tmp_path: Path, settings_file: Path) -> None:
    settings_file.write_text(
        'live_preview = false\ntypewriter = true\nfocus = "paragraph"\nzen = true\ngutter = false\ncolumn = 30\n'
    )
    app = opened(tmp_path)
    async with app.run_test(size=(60, 15)):
        canvas = app.canvas
        assert (canvas.mode, canvas.typewriter, canvas.focus_on) == ("source", True, "paragraph")
        assert (canvas.is_bare, canvas.has_gutter, canvas.document_layout.width) == (True, False, 30)
        assert not _has_status(app)


@pytest.mark.parametrize("size", [(8, 3), *SIZES])
async def test_everything_at_once(tmp_path: Path, size: tuple[int, int]) -> None:
    app = opened(tmp_path, DRAFT + LONG)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f12", "shift+f5", "alt+shift+y", "alt+shift+l", "f7", *"ab", "ctrl+end", "c", "f5", "end")
        await pilot.press("f5", "ctrl+home", "alt+shift+w", "f7", "f12", "pagedown", "d")
        assert 0 <= app.canvas.viewport.cell_of(app.canvas.selection.head)[1] < app.canvas.viewport.page_rows
        app.document.undo()
