"""Files of random bytes, opened, typed into and saved with the real app."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from tests.editor.resting import at_rest
from tests.suites.byte_files import failures, random_file

_FILES = 10


def test_random_files_round_trip_byte_for_byte(tmp_path: Path) -> None:
    assert list(failures(tmp_path / "draft.md", 7, 300)) == []


async def _open(app: LogproseApp, pilot: Pilot[Any], path: Path) -> None:
    app.prompts.begin(partial(app.feature(FilesFeature).open_file, Opening(path)))
    await at_rest(pilot)
    assert app.document.path == path


async def test_the_app_keeps_every_byte_of_random_files(tmp_path: Path) -> None:
    source = random.Random(8)
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        for number in range(_FILES):
            data, path = random_file(source), tmp_path / f"{number}.txt"
            path.write_bytes(data)
            await _open(app, pilot, path)
            await pilot.press("ctrl+end", "x", "ctrl+z", "pageup", "ctrl+s")
            await at_rest(pilot)
            assert path.read_bytes() == data
            bom, letter = app.document.encoding.bom, "x".encode(app.document.encoding.family)
            await pilot.press("ctrl+home", "x", "ctrl+s")
            await at_rest(pilot)
            assert path.read_bytes() == bom + letter + data[len(bom) :]
            assert not app.document.modified
            await pilot.press("ctrl+f4")
            await at_rest(pilot)
