"""Inputs that are very long in one direction: opening, moving, typing and saving stay affordable."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.app import LogproseApp
from editor.document.annotations import Layer
from editor.flags.feature import FlagsFeature
from editor.flags.marks import FlagGutter
from tests.calls import calls
from tests.editor.resting import at_rest

_MARKS = "\u0301" * 10_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("some words, and more " * 50_000, id="one line of a megabyte"),
        pytest.param("a" * 1_000_000, id="one word of a megabyte"),
        pytest.param("\0" * 1_000_000, id="a megabyte of NULs"),
        pytest.param("one of many\n" * 100_000, id="100,000 lines"),
        pytest.param(f"word e{_MARKS} word\n", id="10,000 marks on one letter"),
        pytest.param(_MARKS, id="10,000 marks on nothing"),
        pytest.param("one\r" * 20_000, id="20,000 lines of an old Mac"),
    ],
)
async def test_a_big_input_is_shown_typed_into_and_saved(text: str, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(text.encode())
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("x", "pagedown", "end", "down", "right", "left", "ctrl+home", "y", "ctrl+end", "z", "ctrl+s")
        await at_rest(pilot)
        assert path.read_bytes() == f"yx{text}z".encode()


def _calls(text: str, tmp_path: Path) -> int:
    """Count the functions called to open an empty layer of flags on a text, and to map it through edits."""
    path = tmp_path / "text"
    path.write_text(text)
    app = LogproseApp(path, scorer=False)
    layer = Layer(app.document)
    app.canvas.side.source = FlagGutter(app.canvas, layer, app.feature(FlagsFeature).shown.surprisal)
    return calls(app.canvas._update_map)


def test_the_map_of_flags_costs_by_the_flags_not_by_the_lines(tmp_path: Path) -> None:
    assert _calls("line\n" * 10_000, tmp_path) == _calls("line\n" * 10, tmp_path)
