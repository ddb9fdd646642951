"""Definitions in the whole program."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.definitions.glosses import Entry, GlossesError
from editor.definitions.panel import DefinitionPanel
from editor.keys.registry import COMMANDS
from tests.editor.resting import until
from tests.editor.scripted_scorer import status_text
from tests.patience import PATIENCE_S

TEXT = "The leaves fell.\n\nAnother line, and more.\n"


@asynccontextmanager
async def app_at(
    word: str, text: str = TEXT, size: tuple[int, int] = (60, 20)
) -> AsyncIterator[tuple[LogproseApp, Pilot[Any]]]:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=size) as pilot:
        app.canvas.edit(0, 0, text)
        app.select(text.index(word), text.index(word))
        await pilot.pause()
        yield app, pilot


async def ask(app: LogproseApp, pilot: Pilot[Any]) -> None:
    app.run_command(COMMANDS["definitions"])
    await until(pilot, lambda: isinstance(app.screen, DefinitionPanel))
    await pilot.pause()


def shown(app: LogproseApp) -> list[str]:
    """Return the rows of the panel."""
    region = app.screen.query_one(VerticalScroll).region
    rows = [strip.text for strip in app.screen._compositor.render_strips()]
    return [rows[y][region.x : region.right].strip() for y in range(region.y, region.bottom)]


async def test_the_word_is_looked_up_in_its_base_form_and_the_draft_is_unchanged() -> None:
    async with app_at("leaves") as (app, pilot):
        await ask(app, pilot)
        assert shown(app)[:2] == ["leave · leaf", "leave"]
        await pilot.press("x", "end")
        assert "Open English WordNet 2024" in shown(app)[-1]
        await pilot.press("escape", "y")
        assert app.document.text == TEXT.replace("leaves", "yleaves")


@pytest.mark.parametrize("size", [(20, 5), (30, 8), (60, 15), (100, 40)])
@pytest.mark.parametrize("word", ["leaves", "fell", "line", "more"])
async def test_it_never_covers_the_word_at_any_size(size: tuple[int, int], word: str) -> None:
    async with app_at(word, size=size) as (app, pilot):
        await ask(app, pilot)
        region = app.screen.query_one(VerticalScroll).region
        row = app.canvas.content_region.y + app.canvas.viewport.cell_of(app.selection[1])[1]
        assert not region.y <= row < region.bottom
        assert app.screen.region.contains_region(region)


async def test_a_click_elsewhere_closes_it() -> None:
    async with app_at("leaves") as (app, pilot):
        await ask(app, pilot)
        await pilot.click(offset=(0, 0))
        assert not isinstance(app.screen, DefinitionPanel)


async def test_a_definition_is_shown_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [Entry("leaf", ("[red]not[/] markup \x1b[31m", "of a plant, " * 10))]
    monkeypatch.setattr("editor.definitions.feature.look_up", lambda _: entries)
    async with app_at("leaves") as (app, pilot):
        await ask(app, pilot)
        rows = shown(app)
        assert rows[0] == "leaf"
        assert rows[1].startswith("1  [red]not[/] markup ")
        assert not any("\x1b" in row for row in rows)
        assert rows[2].startswith("2  of a plant")
        assert rows[3].startswith("plant")


async def test_unknown_words_no_word_and_missing_dictionaries_get_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with app_at("xyzzyq", "xyzzyq\n\n") as (app, pilot):
        app.run_command(COMMANDS["definitions"])
        await until(pilot, lambda: "no definition of “xyzzyq”" in status_text(app))
        await pilot.press("ctrl+end")
        app.run_command(COMMANDS["definitions"])
        await until(pilot, lambda: "no word at the caret" in status_text(app))

        def missing(_: str) -> list[Entry]:
            raise GlossesError("no dictionary")

        monkeypatch.setattr("editor.definitions.feature.look_up", missing)
        await pilot.press("ctrl+home")
        app.run_command(COMMANDS["definitions"])
        await until(pilot, lambda: "no dictionary" in status_text(app))


@pytest.mark.usefixtures("held_threads")
async def test_typing_continues_during_a_lookup_and_a_late_result_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goes_on, done = threading.Event(), threading.Event()

    def held(_: str) -> list[Entry]:
        goes_on.wait(PATIENCE_S)
        done.set()
        return [Entry("leaf", ("part of a plant",))]

    monkeypatch.setattr("editor.definitions.feature.look_up", held)
    async with app_at("leaves") as (app, pilot):
        app.run_command(COMMANDS["definitions"])
        await pilot.press("x")
        assert "xleaves" in app.document.text
        goes_on.set()
        await until(pilot, done.is_set)
        await until(pilot, lambda: not app.workers)
        assert not isinstance(app.screen, DefinitionPanel)
