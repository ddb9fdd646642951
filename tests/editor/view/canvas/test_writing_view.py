"""Ways to see a draft: focus, typewriter, zen, reading view, live preview, the strip and the map beside the text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.commands.view import column_narrower, column_wider
from editor.view.canvas.canvas import Canvas
from scoring import protocol
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import reading_app, status_text

pytestmark = pytest.mark.usefixtures("home")

SIZES = [(60, 15), (250, 70)]
DRAFT = "# Title\n\nOne sentence. *Another* one here. The last.\n\nA second **paragraph**.\n"
LONG = "\n".join(f"line {number}" for number in range(300))


def opened(tmp_path: Path, text: str = DRAFT) -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text(text)
    return LogproseApp(path, scorer=False)


def shown(canvas: Canvas) -> list[str]:
    return [canvas.render_line(line).text.strip() for line in range(canvas.viewport.page_rows)]


def _dimmed(canvas: Canvas) -> str:
    """The text on the screen that is dimmed."""
    dim, found = canvas.theme.overlay("dimmed").color, ""
    for line in range(canvas.viewport.page_rows):
        segments = canvas.render_line(line)
        found += "".join(one.text for one in segments if one.style and one.style.color == dim and one.text.strip())
    return found


def _has_status(app: LogproseApp) -> bool:
    return app.status.display


def _put(app: LogproseApp, text: str) -> None:
    position = app.document.text.index(text)
    app.select(position, position)


# -- focus -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_focus_dims_all_but_the_sentence_then_the_paragraph_then_nothing(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=size) as pilot:
        _put(app, "Another")
        assert "Title" not in _dimmed(app.canvas)  # marks look much the same
        await pilot.press("shift+f5")
        assert "One sentence." in _dimmed(app.canvas)
        assert "The last." in _dimmed(app.canvas)
        assert "Title" in _dimmed(app.canvas)
        assert "one here" not in _dimmed(app.canvas)
        _put(app, "last")
        assert "one here" in _dimmed(app.canvas)
        assert "last" not in _dimmed(app.canvas)
        await pilot.press("shift+f5")
        assert "one here" not in _dimmed(app.canvas)
        assert "second" in _dimmed(app.canvas)
        await pilot.press("shift+f5")
        assert "Title" not in _dimmed(app.canvas)
        assert "second" not in _dimmed(app.canvas)


async def test_focus_follows_typing_and_undo(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(60, 15)) as pilot:
        _put(app, "One")
        await pilot.press("shift+f5", *"New.", "space", "X")
        assert "New." in _dimmed(app.canvas)
        assert "XOne" not in _dimmed(app.canvas)
        await pilot.press("ctrl+z")
        assert "One sentence" not in _dimmed(app.canvas)
        assert "Another" in _dimmed(app.canvas)


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
async def test_what_is_searched_for_or_gone_to_is_unfolded(tmp_path: Path, keys: tuple[str, ...]) -> None:
    app = opened(tmp_path, "# One\n\na\n\n## Two\nwanted\n\n# Three\nb\n")
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("alt+shift+w")
        assert "wanted" not in shown(app.canvas)
        await pilot.press(*keys)
        await pilot.pause()
        assert "wanted" in shown(app.canvas)
        assert "b" not in shown(app.canvas)


# -- zen ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_zen_shows_nothing_but_the_text_and_messages(tmp_path: Path, size: tuple[int, int]) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=size) as pilot:
        assert _has_status(app)
        await pilot.press("f12")
        await pilot.pause()
        assert not _has_status(app)
        assert app.canvas.size.height == size[1]
        assert app.canvas.scrollable_content_region.width == size[0]
        await pilot.press("x", "ctrl+s")
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


async def test_reading_says_why_nothing_is_typed_and_goes_back_to_what_was_seen(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("f7", "f5", "x")
        assert "Esc to write" in status_text(app)
        assert app.document.text == DRAFT
        await pilot.press("f5")
        assert app.canvas.mode == "source"


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


# -- the strip and the map ---------------------------------------------------------------------------------------------


async def _map_drawn(pilot: Pilot[Any], canvas: Canvas) -> None:
    """Wait until no map is waiting to be drawn."""
    await until(pilot, lambda: not canvas._map.is_waiting)
    await pilot.pause()


async def test_the_strip_says_how_surprising_each_paragraph_is() -> None:
    text = "plain words here\n\nodd words here"
    async with reading_app(text) as (app, scorer, pilot):
        canvas = app.canvas
        starts = [text.index("plain"), text.index("odd")]
        words = tuple(
            protocol.WordScore(start, start + 3, nats, 2.0) for start, nats in zip(starts, (3.0, 20.0), strict=True)
        )
        scorer.hear(scorer.scores(0, len(text), words=words))
        await pilot.pause()
        x = canvas.viewport.text_left - 2
        column = [canvas.render_line(line).crop(x, x + 1).text for line in range(4)]
        assert column == ["▏", " ", "▉", " "]
        canvas.has_gutter = False
        assert [canvas.render_line(line).crop(x, x + 1).text for line in range(3)] == [" "] * 3


async def test_the_map_shows_where_words_are_flagged() -> None:
    text = "\n".join(f"number{n} word" for n in range(200))
    async with reading_app(text) as (app, scorer, pilot):
        canvas = app.canvas
        scorer.flag("number100 ", *[f"number{n} " for n in range(190, 200)])
        await _map_drawn(pilot, canvas)
        width = canvas.scrollable_content_region.width
        signs = [canvas.render_line(line).crop(width - 1, width).text for line in range(canvas.viewport.page_rows)]
        page = canvas.viewport.page_rows
        assert signs[100 * page // 200] == "▗"
        assert signs[-1] == "▐"
        assert [sign for sign in signs if sign != " "] == ["▗", "▐"]
        canvas.has_gutter = False
        await _map_drawn(pilot, canvas)
        assert all(canvas.render_line(line).crop(width - 1, width).text == " " for line in range(page))


# -- settings ----------------------------------------------------------------------------------------------------------


async def test_settings_say_how_drafts_are_shown(tmp_path: Path, settings_file: Path) -> None:
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
async def test_all_of_it_at_once(tmp_path: Path, size: tuple[int, int]) -> None:
    app = opened(tmp_path, DRAFT + LONG)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f12", "shift+f5", "alt+shift+y", "alt+shift+l", "f7", *"ab", "ctrl+end", "c", "f5", "end")
        await pilot.press("f5", "ctrl+home", "alt+shift+w", "f7", "f12", "pagedown", "d")
        assert 0 <= app.canvas.viewport.cell_of(app.canvas.selection.head)[1] < app.canvas.viewport.page_rows
        app.document.undo()
