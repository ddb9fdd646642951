"""The list of all flags, by real keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from editor.app import LogproseApp
from editor.flags.feature import FlagsFeature
from editor.flags.list_screen import FlagList
from editor.navigation.feature import NavigationFeature
from scoring import protocol
from scoring.protocol import Suggestion
from tests.editor.scripted_scorer import ScriptedScorer, reading_app, status_text, underlined

TEXT = "An end. She go to school.\n" + "\nfiller\n" * 40 + "\nThe last teh here.\n"
GO, TEH, AN = TEXT.index("go"), TEXT.index("teh"), 0


@asynccontextmanager
async def listed(
    text: str = TEXT, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    """Yield the app with three flags, listed."""
    async with reading_app(text, size=size) as (app, scorer, pilot):
        flags = (
            protocol.Flag(AN, AN + 2, 3.9, "surprising", "odd"),
            protocol.Flag(GO, GO + 2, 5.0, "grammar", "form", (Suggestion(GO, GO + 2, "goes", 8.0, "grammar"),)),
            protocol.Flag(TEH, TEH + 3, 12.0, "spelling", "no word", (Suggestion(TEH, TEH, "of ", 1.0, "grammar"),)),
        )
        scorer.hear(scorer.scores(0, len(text), *flags))
        await pilot.press("f16")
        assert isinstance(app.screen, FlagList)
        yield app, scorer, pilot


def rows(app: LogproseApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    found = [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]
    return [" ".join(row.split()) for row in found]


ROWS = [
    "83 99 % spelling The last teh here. → add “of”",
    "1 99 % grammar She go to school. → goes",
    "1 98 % surprising An end.",
]


async def test_flags_are_listed_strongest_first_and_the_same_key_sorts_by_place() -> None:
    async with listed() as (app, _, pilot):
        assert rows(app) == ROWS
        await pilot.press("f16")
        assert rows(app) == [ROWS[2], ROWS[1], ROWS[0]]
        await pilot.press("shift+f4")
        assert rows(app) == ROWS


async def test_on_a_narrow_screen_there_is_no_kind_and_the_word_is_still_seen() -> None:
    async with listed(size=(40, 24)) as (app, _, _pilot):
        assert rows(app) == ["83 99 % …last teh h… → add “of”", "1 99 % She go to schoo… → goes", "1 98 % An end."]


async def test_the_digits_of_a_probability_are_not_searched() -> None:
    async with listed() as (app, _, pilot):
        await pilot.press("9")
        assert rows(app) == ["no match"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("gram", [ROWS[1]]), ("goes", []), ("school", [ROWS[1]]), ("83", [ROWS[0]]), ("1", ROWS[1:])],
)
async def test_typing_narrows_by_kind_word_and_line(typed: str, expected: list[str]) -> None:
    async with listed() as (app, _, pilot):
        await pilot.press(*typed)
        assert rows(app) == (expected or ["no match"])


async def test_the_highlighted_flag_is_previewed_and_escape_restores_the_view() -> None:
    async with listed() as (app, _, pilot):

        def screen() -> str:
            return "\n".join(app.canvas.render_line(y).text for y in range(app.canvas.viewport.page_rows))

        await pilot.pause()
        assert "The last of teh here" in screen().splitlines()[3], "above the list, as a preview"
        assert app.selection == (0, 0)
        await pilot.press("down")
        assert "teh here" not in screen()
        await pilot.press("up", "escape")
        assert app.canvas.viewport.top_y == 0
        assert app.selection == (0, 0)
        assert len(app.screen_stack) == 1


async def test_enter_jumps_there_and_back_works() -> None:
    async with listed() as (app, _, pilot):
        await pilot.press("enter")
        assert app.selection == (TEH, TEH)
        assert len(app.screen_stack) == 1
        app.feature(NavigationFeature).go_back()
        assert app.selection == (0, 0)


async def test_delete_ignores_the_highlighted_one_and_stays_in_the_list() -> None:
    async with listed() as (app, _, pilot):
        await pilot.press("down", "delete")
        assert rows(app) == [ROWS[0], ROWS[2]]
        assert app.screen.query_one(OptionList).highlighted == 1
        await pilot.press("delete", "delete")
        assert len(app.screen_stack) == 1
        assert "nothing else is underlined" in status_text(app)
        assert underlined(app) == []
        assert app.selection == (0, 0)
        await app.feature(FlagsFeature).ignoring.close()


async def test_tab_makes_the_suggested_edit_and_goes_on_to_the_next() -> None:
    async with listed() as (app, _, pilot):
        await pilot.press("down")
        assert "She goes to school." in "".join(app.canvas.render_line(y).text for y in range(10)), "it is shown first"
        await pilot.press("tab")
        edited = TEXT.replace("go to", "goes to")
        assert app.document.text == edited
        assert rows(app) == [ROWS[0], ROWS[2]]
        assert app.screen.query_one(OptionList).highlighted == 1
        assert app.selection == (0, 0)
        await pilot.press("tab")
        assert app.document.text == edited, "nothing is suggested for “An”"
        assert "no correction" in status_text(app)
        await pilot.press("up", "tab")
        assert app.document.text == edited.replace("teh here", "of teh here")
        await pilot.press("escape", "ctrl+z", "ctrl+z")
        assert app.document.text == TEXT


async def test_f2_goes_there_and_lists_its_suggestions() -> None:
    async with listed() as (app, _, pilot):
        await pilot.press("down", "f2")
        assert len(app.screen_stack) == 1
        await pilot.pause()
        assert app.feature(FlagsFeature).suggestions.display
        assert app.selection == (GO, GO)
        await pilot.press("enter")
        assert app.document.text == TEXT.replace("go to", "goes to")


async def test_the_filter_stays_while_flags_disappear() -> None:
    async with listed() as (app, _, pilot):
        await pilot.press(*"gra", "tab")
        assert rows(app) == ["no match"]
        await pilot.press("backspace", "backspace", "backspace")
        assert rows(app) == [ROWS[0], ROWS[2]]


async def test_without_underlines_the_list_says_so() -> None:
    async with reading_app() as (app, _, pilot):
        await pilot.press("shift+f4")
        assert "nothing is underlined" in status_text(app)
        assert len(app.screen_stack) == 1


async def test_controls_in_the_draft_do_not_reach_the_terminal() -> None:
    text = "a \x1b[31m bad \x07 word"
    async with reading_app(text) as (app, scorer, pilot):
        scorer.flag("bad")
        await pilot.press("f16")
        assert "\x1b" not in rows(app)[0]
        assert "\x07" not in rows(app)[0]
