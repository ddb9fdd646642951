"""Choosing a file's encoding, and showing it in the status line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.storage.encodings import ENCODINGS
from editor.view.widgets.chooser import Chooser
from tests.editor.resting import at_rest
from tests.editor.scripted_scorer import status_text

App = tuple[LogproseApp, Pilot[Any]]
LATIN_1 = b"caf\xe9\n"


@pytest.fixture(autouse=True)
def directory(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, which holds the drafts."""
    place = home / "drafts"
    place.mkdir()
    (place / "a.txt").write_bytes(LATIN_1)
    monkeypatch.chdir(place)
    return place


@asynccontextmanager
async def editing(name: str, encoding: str | None = None) -> AsyncIterator[App]:
    """Yield the app on a file."""
    opening = Opening(Path(name), encoding=ENCODINGS[encoding] if encoding else None)
    app = LogproseApp(openings=[opening], scorer=False)
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.pause()
        yield app, pilot


async def command(app: LogproseApp, pilot: Pilot[Any], name: str) -> None:
    """Run a command from the palette."""
    await pilot.press("ctrl+p", *name, "enter")
    await at_rest(pilot)


async def choose(app: LogproseApp, pilot: Pilot[Any], name: str, encoding: str) -> None:
    """Run a command that asks for an encoding, and choose one."""
    await command(app, pilot, name)
    assert isinstance(app.screen, Chooser)
    await pilot.press(*encoding, "enter")
    await at_rest(pilot)


async def test_a_file_is_reloaded_as_latin_1_and_saved_so() -> None:
    async with editing("a.txt") as (app, pilot):
        assert app.document.text == "caf\udce9\n"
        assert "latin-1" not in status_text(app)
        await choose(app, pilot, "reopen-with-encoding", "latin-1")
        assert app.document.text == "café\n"
        assert "latin-1" in status_text(app)
        assert not app.document.modified
        await pilot.press("ctrl+home", "ü", "ctrl+s")
        await at_rest(pilot)
        assert Path("a.txt").read_bytes() == b"\xfccaf\xe9\n"
        Path("a.txt").write_bytes(b"th\xe9\n")
        app.feature(FilesFeature).disk.look_at_files()
        await app.workers.wait_for_complete()
        assert app.document.text == "thé\n", "others' changes are read in the chosen encoding"
        await pilot.press("ctrl+z", "x")
        await command(app, pilot, "reopen-with-encoding")
        assert "save or undo" in status_text(app)


@pytest.mark.usefixtures("passing_messages")
async def test_text_outside_latin_1_is_not_saved_until_the_encoding_is_utf_8() -> None:
    async with editing("a.txt", "latin-1") as (app, pilot):
        await pilot.press("π", "ctrl+s")
        await at_rest(pilot)
        assert "cannot hold π (U+03C0) in line 1; save it as utf-8" in status_text(app)
        assert Path("a.txt").read_bytes() == LATIN_1
        await choose(app, pilot, "save-with-encoding", "utf-8")
        assert Path("a.txt").read_bytes() == "πcafé\n".encode()
        assert not app.document.modified
        await pilot.press("a")
        assert "latin-1" not in status_text(app)


async def test_utf_16_is_recognised_by_its_byte_order_mark_and_half_characters_are_reported(directory: Path) -> None:
    data = b"\xff\xfe" + "é\r\n".encode("utf-16-le")
    (directory / "b.txt").write_bytes(data)
    async with editing("b.txt") as (app, pilot):
        assert app.document.text == "é\r\n"
        assert "utf-16-le-bom CRLF" in status_text(app)
        await pilot.press("ctrl+end", "a", "enter", "ctrl+s")
        await at_rest(pilot)
        assert (directory / "b.txt").read_bytes() == data + "a\r\n".encode("utf-16-le")
    (directory / "b.txt").write_bytes(data[:-1])
    async with editing("b.txt") as (app, pilot):
        assert "ends in half a UTF-16 character; shown byte by byte" in status_text(app)
        await choose(app, pilot, "reopen-with-encoding", "utf-16-le")
        assert "not utf-16-le: it ends in half a character" in status_text(app)
        assert app.document.text.startswith("\udcff\udcfe")
        await pilot.press("ctrl+s")
        await at_rest(pilot)
        assert (directory / "b.txt").read_bytes() == data[:-1]


async def test_line_endings_are_shown_and_changed(directory: Path) -> None:
    (directory / "b.txt").write_bytes(b"one\rtwo\rthree")
    async with editing("b.txt") as (app, pilot):
        assert " CR " in status_text(app)
        assert [block.text for block in app.document.blocks] == ["one", "two", "three"]
        await pilot.press("ctrl+end", "enter", "a")
        assert app.document.text == "one\rtwo\rthree\ra"
        await command(app, pilot, "line-endings-crlf")
        assert app.document.text == "one\r\ntwo\r\nthree\r\na"
        await pilot.press("b")
        assert " CRLF " in status_text(app)
        await pilot.press("ctrl+home")
        app.document.replace(3, 5, "\n")
        await pilot.press("x")
        assert "mixed line ends" in status_text(app)
        await command(app, pilot, "line-endings-lf")
        assert app.document.text == "xone\ntwo\nthree\nab"
        await pilot.press("ctrl+z")
        assert app.document.text == "xone\ntwo\r\nthree\r\nab"
