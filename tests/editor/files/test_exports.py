"""Exporting and printing from the palette: the prompts, typing meanwhile, and the outcome."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.files.exports import ExportsFeature
from editor.files.openings import Opening
from editor.files.path_question import PathQuestion
from editor.keys.registry import COMMANDS
from editor.system import document_tools
from editor.view.widgets.dialogs import Question
from tests.editor.resting import until
from tests.editor.scripted_scorer import status_text

_WAITS = """
import pathlib, subprocess, sys
child = subprocess.Popen(["sleep", "600"])
pathlib.Path("started").write_text(str(child.pid))
child.wait()
"""


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, which holds the drafts."""
    place = tmp_path / "drafts"
    place.mkdir()
    (place / "a.md").write_text("# One *two*\n")
    (place / "b.md").write_text("other\n")
    monkeypatch.chdir(place)
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))
    return place


@asynccontextmanager
async def editing(*names: str) -> AsyncIterator[tuple[LogproseApp, Pilot[Any]]]:
    """Yield the app on some files."""
    app = LogproseApp(openings=[Opening(Path(name)) for name in names], scorer=False)
    async with app.run_test(size=(100, 16)) as pilot:
        yield app, pilot


def said(app: LogproseApp) -> list[str]:
    """Return everything that the status line has shown."""
    return [one.text for one in app.status.history]


async def run(app: LogproseApp, pilot: Pilot[Any], name: str) -> None:
    """Run a command as the palette does."""
    app.run_command(COMMANDS[name])
    await pilot.pause()


async def asked(pilot: Pilot[Any], kind: type[PathQuestion] | type[Question]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def done(app: LogproseApp, pilot: Pilot[Any]) -> None:
    """Wait until no export is running."""
    await until(pilot, lambda: not app.prompts.is_going_on and not app.status.status.aside)


def programs(app: LogproseApp, script: str) -> None:
    """Make exports run a script instead of the verb."""
    app.feature(ExportsFeature).command = lambda *options: (sys.executable, "-c", script, *options)


async def test_the_text_on_the_screen_is_exported_next_to_the_unchanged_draft() -> None:
    async with editing("a.md") as (app, pilot):
        await pilot.press("ctrl+end", *"new")
        await run(app, pilot, "export-txt")
        await asked(pilot, PathQuestion)
        await pilot.press("enter")
        await until(pilot, lambda: "exported a.txt" in said(app))
        assert Path("a.txt").read_text() == "One two\n\nnew\n"
        assert Path("a.md").read_text() == "# One *two*\n"
        assert app.document.path == Path("a.md")
        assert app.document.text == "# One *two*\nnew"


@pytest.mark.parametrize("is_on", [True, False])
async def test_markdown_has_authors_if_the_writer_wants_that(settings_file: Path, *, is_on: bool) -> None:
    settings_file.write_text(f"annotations_block = {str(is_on).lower()}\n")
    async with editing("b.md") as (app, pilot):
        app.canvas.edit(0, 0, "one ")
        app.document.authorship.note(0, 4)  # not saved
        await run(app, pilot, "export-md")
        await asked(pilot, PathQuestion)
        await pilot.press("enter")
        await until(pilot, lambda: "exported b.export.md" in said(app))
        exported = Path("b.export.md").read_text()
        assert exported.startswith("one other\n")
        assert ("&AI: 0,4" in exported) == is_on


async def test_typing_continues_and_progress_is_shown_until_it_is_cancelled() -> None:
    async with editing("a.md") as (app, pilot):
        programs(app, _WAITS)
        await run(app, pilot, "export-html")
        await asked(pilot, PathQuestion)
        await pilot.press("enter")
        await until(pilot, lambda: Path("started").exists() and bool(Path("started").read_text()))
        await pilot.press("x")
        assert app.document.text == "x# One *two*\n"
        before = status_text(app)
        assert "exporting a.html …" in before
        await until(pilot, lambda: status_text(app) != before)
        await run(app, pilot, "export-txt")
        await until(pilot, lambda: "an export is already running; “Cancel export” stops it" in said(app))
        await run(app, pilot, "cancel-export")
        await until(pilot, lambda: "export cancelled" in said(app))
        await done(app, pilot)
        child = int(Path("started").read_text())
        await until(pilot, lambda: not is_running(child))
        assert not Path("a.html").exists()
        await run(app, pilot, "cancel-export")
        assert said(app)[-1] == "no export is running"


def is_running(process: int) -> bool:
    """Return True if a process runs; one that has ended may still be waited for."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_quitting_ends_an_export_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.files.exports._QUIT_SECONDS", 0.0)
    async with editing("a.md") as (app, pilot):
        programs(app, _WAITS)
        await run(app, pilot, "export-html")
        await asked(pilot, PathQuestion)
        await pilot.press("enter")
        await until(pilot, lambda: Path("started").exists() and bool(Path("started").read_text()))
    assert not is_running(int(Path("started").read_text()))


async def test_an_existing_file_is_only_overwritten_after_confirmation() -> None:
    Path("a.txt").write_text("precious")
    async with editing("a.md") as (app, pilot):
        for key, left in (("k", "precious"), ("o", "One two\n")):
            await run(app, pilot, "export-txt")
            await asked(pilot, PathQuestion)
            await pilot.press("enter")
            await asked(pilot, Question)
            await pilot.press(key)
            await pilot.pause()
            await done(app, pilot)
            assert Path("a.txt").read_text() == left


@pytest.mark.parametrize("name", ["a.md", "./a.md", "b.md"])
async def test_no_open_draft_is_ever_overwritten(name: str) -> None:
    async with editing("a.md", "b.md") as (app, pilot):
        await run(app, pilot, "export-txt")
        await asked(pilot, PathQuestion)
        await pilot.press("ctrl+u", *name, "enter")
        await done(app, pilot)
        assert said(app)[-1] == f"{name.removeprefix('./')} is a draft that is open; choose another name"
    assert (Path("a.md").read_text(), Path("b.md").read_text()) == ("# One *two*\n", "other\n")


async def test_a_draft_without_a_file_goes_to_the_documents(tmp_path: Path) -> None:
    async with editing() as (app, pilot):
        await pilot.press(*"words")
        await run(app, pilot, "export-txt")
        await asked(pilot, PathQuestion)
        await pilot.press("ctrl+u", *f"{tmp_path}/words.txt", "enter")
        await until(pilot, lambda: f"exported {tmp_path}/words.txt" in said(app))
    assert (tmp_path / "words.txt").read_text() == "words\n"


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "import sys; print('logprose: odd\\nlogprose: no room', file=sys.stderr); sys.exit(2)",
            "no room",
        ),
        ("import os; os.abort()", "the export failed"),
    ],
)
async def test_errors_are_one_line(script: str, message: str) -> None:
    async with editing("a.md") as (app, pilot):
        programs(app, script)
        await run(app, pilot, "export-html")
        await asked(pilot, PathQuestion)
        await pilot.press("enter")
        await until(pilot, lambda: message in said(app))
        assert app.status.history[-1].is_error
        await done(app, pilot)


async def test_a_command_that_cannot_be_started_is_reported() -> None:
    async with editing("a.md") as (app, pilot):
        app.feature(ExportsFeature).command = lambda *options: ("/no/such/program",)
        await run(app, pilot, "export-html")
        await asked(pilot, PathQuestion)
        await pilot.press("enter")
        await until(pilot, lambda: "the export cannot be started (no such file or directory)" in said(app))


def says(app: LogproseApp, message: str) -> bool:
    """Return True if the newest message begins like this."""
    return bool(said(app)) and said(app)[-1].startswith(message)


async def test_without_the_programs_it_says_how_to_install_them_before_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(document_tools, "find_spec", lambda name: None)
    async with editing("a.md") as (app, pilot):
        for name, message in (("export-docx", "docx needs pandoc"), ("export-pdf", "pdf needs"), ("print", "printing")):
            await run(app, pilot, name)
            await until(pilot, partial(says, app, message))
            await done(app, pilot)


async def test_printing_asks_first_and_confirms_when_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lp = tmp_path / "bin" / "lp"
    lp.parent.mkdir()
    lp.write_text(f"#!/bin/sh\n/bin/cat > {tmp_path}/printed\n")
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", str(lp.parent))
    async with editing("a.md") as (app, pilot):
        await run(app, pilot, "print")
        await asked(pilot, Question)
        await pilot.press("c")
        await done(app, pilot)
        assert not (tmp_path / "printed").exists()
        await run(app, pilot, "print")
        await asked(pilot, Question)
        await pilot.press("p")
        await until(pilot, lambda: "a.md was sent to the printer" in said(app))
    assert (tmp_path / "printed").stat().st_size
