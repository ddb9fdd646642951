"""Writing with real keys: what the screen shows, what the document contains, and what is redrawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.geometry import Region

from editor.document import Document
from editor.document.selections import Selection
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.messages import Changed, ViewChanged
from editor.view.layout.document_layout import DocumentLayout
from tests.editor.view.harness import CanvasApp
from tests.editor.view.strategies import HARD

LONG = "\n\n".join(f"Paragraph {number}. " + "some words that fill it up " * (number % 7) for number in range(200))


async def test_typing_shows_and_is_one_undo_step() -> None:
    app = CanvasApp("")
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press(*"Hello", "space", *"you")
        assert app.document.text == "Hello you"
        assert app.shown()[0] == "Hello you"
        assert app.canvas.selection == Selection(9, 9)
        while app.document.can_undo:
            await pilot.press("ctrl+z")
        assert (app.document.text, app.shown()[0]) == ("", "")
        await pilot.press("ctrl+y", "ctrl+shift+z")
        assert app.document.text == "Hello you"


async def test_typing_replaces_the_selection() -> None:
    app = CanvasApp("one two three")
    async with app.run_test(size=(40, 5)) as pilot:
        app.canvas.select(4, 7)
        await pilot.press("2")
        assert app.document.text == "one 2 three"
        await pilot.press("ctrl+z")
        assert app.canvas.selection == Selection(4, 7)


async def test_cut_and_paste_move_text() -> None:
    app = CanvasApp("one two\nthree")
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("ctrl+shift+right", "ctrl+x", "ctrl+end", "ctrl+v")
        assert app.document.text == " two\nthreeone"
        assert app.clipboard == "one"
        await pilot.press("ctrl+z")
        assert app.document.text == " two\nthree"


async def test_invalid_bytes_survive_copy_and_paste() -> None:
    app = CanvasApp("a\udcffb")
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("ctrl+a", "ctrl+c", "ctrl+end", "ctrl+v")
        assert app.document.text == "a\udcffba\udcffb"
        assert app.clipboard == "a?b"


async def test_a_large_paste_is_one_transaction_with_the_documents_line_ends() -> None:
    app = CanvasApp("first\r\n")
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("ctrl+end")
        revision = app.document.revision
        app.post_message(events.Paste("line of text\r" * 100_000 + "end\nand"))
        await pilot.pause()
        assert app.document.revision == revision + 1
        is_right = app.document.text == "first\r\n" + "line of text\r\n" * 100_000 + "end\r\nand"
        assert is_right  # pytest would take minutes to show the difference
        assert "and" in app.shown()
        await pilot.press("ctrl+z")
        assert app.document.text == "first\r\n"


async def test_a_wide_character_is_one_step_and_the_terminal_cursor_follows() -> None:
    app = CanvasApp("漢👨‍👩‍👧e\u0301x", column=30)
    async with app.run_test(size=(40, 5)) as pilot:
        cells = [app.cursor_position.x - app.canvas.viewport.text_left]
        positions = [0]
        for _ in range(4):
            await pilot.press("right")
            cells.append(app.cursor_position.x - app.canvas.viewport.text_left)
            positions.append(app.canvas.selection.head)
        assert cells == [0, 2, 4, 5, 6]
        assert positions == [0, 1, 6, 8, 9]
        await pilot.press("left", "backspace", "backspace")
        assert app.document.text == "漢x"


async def test_wraps_while_typing_and_the_rows_below_move() -> None:
    app = CanvasApp("one two three\nbelow", column=14)
    async with app.run_test(size=(40, 6)) as pilot:
        assert app.shown()[:2] == ["one two three", "below"]
        await pilot.press("end", *" four")
        assert app.shown()[:3] == ["one two three", "four", "below"]
        await pilot.press("up")
        assert app.canvas.selection.head == 4


async def test_typing_draws_only_changed_rows_and_a_caret_move_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    app = CanvasApp("one two three four five\n\nanother\n\nmore", column=16)
    async with app.run_test(size=(40, 12)) as pilot:
        drawn: list[Region] = []
        refresh = Canvas.refresh

        def record(canvas: Canvas, *regions: Region, **options: bool) -> Canvas:
            drawn.extend(regions or [canvas.size.region])
            return refresh(canvas, *regions, **options)

        monkeypatch.setattr(Canvas, "refresh", record)
        await pilot.press("x")
        assert {line for region in drawn for line in region.line_range} == {0}
        drawn.clear()
        await pilot.press("y", "z", "!")  # a word wraps into the next row
        assert {line for region in drawn for line in region.line_range} == {0, 1}
        drawn.clear()
        await pilot.press("right")
        assert {line for region in drawn for line in region.line_range} == {0}
        drawn.clear()
        await pilot.press("down", "down")
        assert {line for region in drawn for line in region.line_range} == {0, 1, 2}


async def test_an_edit_from_elsewhere_moves_the_selection_along() -> None:
    app = CanvasApp("one two three")
    async with app.run_test(size=(40, 5)) as pilot:
        app.canvas.select(4, 7)
        app.document.replace(0, 0, "zero\n")
        await pilot.pause()
        assert app.canvas.selection == Selection(9, 12)
        assert app.shown()[:2] == ["zero", "one two three"]


async def test_selections_never_split_graphemes_or_line_ends() -> None:
    app = CanvasApp("e\u0301\r\nb")
    async with app.run_test(size=(40, 5)):
        app.canvas.select(1, 3)
        assert app.canvas.selection == Selection(0, 2)
        app.canvas.select(-5, 99)
        assert app.canvas.selection == Selection(0, 5)


async def test_it_says_what_happened() -> None:
    app = CanvasApp(LONG)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("x", "ctrl+end")
        changed = [message for message in app.messages if isinstance(message, Changed)]
        assert [edit.transaction.changes[0].text for message in changed for edit in message.edits] == ["x"]
        moved = [message.selections.main for message in changed if message.selections is not None]
        assert moved == [Selection(1, 1), Selection(len(LONG) + 1, len(LONG) + 1)]
        seen = [(message.start, message.end) for message in app.messages if isinstance(message, ViewChanged)]
        assert seen[0][0] == 0
        assert seen[-1] == app.canvas.viewport.visible_range()
        assert seen[-1][1] == len(app.document)


async def test_a_line_end_in_the_selection_is_shown_after_the_text() -> None:
    app = CanvasApp("one\ntwo", column=20)
    async with app.run_test(size=(40, 5)):
        app.canvas.select(0, 5)
        selected = app.canvas.theme.overlay("selection").bgcolor
        row = app.canvas.render_line(0)
        cells = [segment.style.bgcolor for segment in row if segment.style for _ in segment.text]
        left = app.canvas.viewport.text_left
        assert [cell == selected for cell in cells[left : left + 5]] == [True] * 4 + [False]


async def test_the_caret_is_not_drawn_without_focus() -> None:
    app = CanvasApp("one")
    async with app.run_test(size=(40, 5)) as pilot:
        caret = app.canvas.theme.overlay("caret").bgcolor

        def is_drawn() -> bool:
            return any(segment.style and segment.style.bgcolor == caret for segment in app.canvas.render_line(0))

        assert is_drawn()
        app.set_focus(None)
        await pilot.pause()
        assert not is_drawn()


async def test_the_top_line_stays_when_estimates_become_heights_and_when_the_width_changes() -> None:
    app = CanvasApp(LONG)
    async with app.run_test(size=(60, 12)) as pilot:
        app.canvas.scroll_to(y=300, animate=False, force=True)
        await pilot.pause()
        top = app.shown()[0]
        while app.canvas.document_layout.measure_some(1.0):
            app.canvas.document_layout.adopt()
        app.canvas.settle()
        assert app.shown()[0] == top
        assert app.canvas.scroll_offset.y == app.canvas.viewport.top_y
        assert app.canvas.virtual_size.height == app.canvas.document_layout.height
        start = app.canvas.viewport.visible_range()[0]
        await pilot.resize_terminal(33, 12)
        await pilot.pause()
        shown_start, shown_end = app.canvas.viewport.visible_range()
        assert shown_start <= start < shown_end
        assert app.canvas.viewport.position_at(0, 0) <= start < app.canvas.viewport.position_at(0, 1)


async def test_scrolling_up_row_by_row_skips_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DocumentLayout, "measure_some", lambda flow, seconds: False)  # or it may finish before us
    app = CanvasApp(LONG, column=30)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("ctrl+end")
        lines = app.shown()
        while app.canvas.viewport.top_y > 0 and len(lines) < 400:
            before = app.shown()
            app.canvas.scroll_rows(-1)
            assert app.shown()[1:] == before[:-1]
            lines.insert(0, app.shown()[0])
        joined = " ".join(" ".join(lines).split())
        assert joined in " ".join(LONG.split())


@pytest.mark.parametrize("size", [(20, 5), (8, 2), (1, 1)])
async def test_a_tiny_terminal_is_enough_to_write(size: tuple[int, int]) -> None:
    app = CanvasApp("")
    async with app.run_test(size=size) as pilot:
        await pilot.press(*"some words", "enter", *"more", "up", "home", "pageup", "pagedown", "ctrl+end", "x")
        assert app.document.text == "some words\nmorex"


async def test_a_megabyte_in_one_line_can_be_edited() -> None:
    text = "words — and “more” words 👍🏽 " * 40_000
    app = CanvasApp(text)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("x", "ctrl+end", "y", "pageup", "backspace")
        assert len(app.document) == len(text) + 1


_ARROWS = ["left", "right", "up", "down"]
_MOTION_KEYS = [*_ARROWS, *(f"shift+{key}" for key in _ARROWS), "home", "end", "pageup", "pagedown"]
_CTRL_KEYS = [f"ctrl+{key}" for key in ("a", "c", "x", "v", "w", "y", "z", "left", "right", "home", "end")]
_EDIT_KEYS = ["a", "space", "enter", "tab", "shift+tab", "backspace", "delete"]
_KEYS = st.sampled_from([*_MOTION_KEYS, *_CTRL_KEYS, *_EDIT_KEYS])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([*HARD, "\n", "\r\n"]), max_size=40), st.lists(_KEYS, max_size=40))
async def test_any_keys_on_any_text_keep_screen_and_document_together(pieces: list[str], keys: list[str]) -> None:
    app = CanvasApp(Document("".join(pieces)), column=12)
    async with app.run_test(size=(20, 6)) as pilot:
        for key in keys:
            await pilot.press(key)
            x, line = app.canvas.viewport.cell_of(app.canvas.selection.head)
            assert 0 <= line < app.canvas.viewport.page_rows
            assert app.canvas.viewport.text_left <= x <= app.canvas.viewport.text_left + 12
        fresh = CanvasApp(Document(app.document.text), column=12)
        drawn = app.shown()
        start = app.canvas.viewport.visible_range()[0]
    async with fresh.run_test(size=(20, 6)) as pilot:
        fresh.canvas.settle(fresh.canvas.viewport.locate_position(start)[:2])
        assert fresh.shown() == drawn


async def test_the_reading_view_fills_its_rows_with_visible_text() -> None:
    app = CanvasApp("- a **bold** [link](http://a.very.long/address) and *so* on\n- [x] done", column=13)
    async with app.run_test(size=(30, 8)) as pilot:
        app.canvas.set_mode("reading")
        await pilot.pause()
        assert app.shown()[:4] == ["• a bold link", "and so on", "☑ done", ""]
        app.canvas.set_mode("preview")
        await pilot.pause()
        assert app.shown()[0] == "- a bold", "as if its markers were visible"
