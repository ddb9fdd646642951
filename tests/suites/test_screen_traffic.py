"""What goes to the terminal: only the rows that changed."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from editor.app import LogproseApp
from tests.editor.view.harness import Recorder

MOST_BYTES = 2000
TEXT = "\n\n".join(f"Paragraph {number}. " + "Some words that fill a few rows of it. " * 12 for number in range(60))


async def written_by(pilot_keys: list[str], path: Path) -> list[int]:
    """The bytes that each key sends to a terminal of 120×40 cells, with the caret in mid-screen."""
    app = LogproseApp(path, scorer=False)
    app.driver_class = Recorder
    sizes = []
    async with app.run_test(headless=False, size=(120, 40)) as pilot:
        await pilot.press(*["down"] * 15)
        for key in pilot_keys:
            Recorder.written.clear()
            await pilot.press(key)
            sizes.append(sum(len(part.encode()) for part in Recorder.written))
    return sizes


@pytest.mark.parametrize(
    "keys",
    [
        [*"writing", "space", *"on", "backspace", "delete"] * 2,
        ["down", "up", "right", "ctrl+right"],
        ["shift+down"] * 4,
    ],
    ids=["typing", "moving", "selecting"],
)
async def test_a_key_sends_less_than_two_kilobytes(keys: list[str], tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    sizes = await written_by(keys, path)
    assert all(sizes), "a key that draws nothing measures nothing"
    assert statistics.median(sizes) < MOST_BYTES
