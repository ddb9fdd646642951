"""Dimming everything but the current sentence or paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.app import LogproseApp
from editor.document import Document
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.focus import FocusDimming
from editor.view.theme.theme import load_theme

SIZES = [(60, 15), (250, 70)]
DRAFT = "# Title\n\nOne sentence. *Another* one here. The last.\n\nA second **paragraph**.\n"


def opened(tmp_path: Path, text: str = DRAFT) -> LogproseApp:
    path = tmp_path / "draft.md"
    path.write_text(text)
    return LogproseApp(path, scorer=False)


def _dimmed(canvas: Canvas) -> str:
    """The text on the screen that is dimmed."""
    dim, found = canvas.theme.overlay("dimmed").color, ""
    for line in range(canvas.viewport.page_rows):
        segments = canvas.render_line(line)
        found += "".join(one.text for one in segments if one.style and one.style.color == dim and one.text.strip())
    return found


def _put(app: LogproseApp, text: str) -> None:
    position = app.document.text.index(text)
    app.select(position, position)


@pytest.mark.parametrize("size", SIZES)
async def test_focus_mode_cycles_through_sentence_paragraph_and_off(tmp_path: Path, size: tuple[int, int]) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=size) as pilot:
        _put(app, "Another")
        assert "Title" not in _dimmed(app.canvas)  # markers look much the same
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


async def test_focus_mode_follows_typing_and_undo(tmp_path: Path) -> None:
    app = opened(tmp_path)
    async with app.run_test(size=(60, 15)) as pilot:
        _put(app, "One")
        await pilot.press("shift+f5", *"New.", "space", "X")
        assert "New." in _dimmed(app.canvas)
        assert "XOne" not in _dimmed(app.canvas)
        await pilot.press("ctrl+z")
        assert "One sentence" not in _dimmed(app.canvas)
        assert "Another" in _dimmed(app.canvas)


def test_dimming_follows_the_caret_without_an_app() -> None:
    theme = load_theme("dark")
    focus = FocusDimming(Document("One. Two.\n\nThree."))
    assert not focus.follow(0)
    assert focus.marks(theme, 0, 0, 9) == []
    focus.kind = "sentence"
    assert focus.follow(6)
    assert [tuple(mark[:2]) for mark in focus.marks(theme, 0, 0, 9)] == [(0, 5)]
    assert not focus.follow(7), "it is the same sentence"
    assert focus.follow(12)
    assert [tuple(mark[:2]) for mark in focus.marks(theme, 0, 0, 9)] == [(0, 9)]
    focus.kind = "off"
    assert focus.follow(12)
    assert focus.marks(theme, 0, 0, 9) == []
