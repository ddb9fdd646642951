"""The list of suggestions at the caret: its rows, the keys that choose one, and those that reach the draft."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.flags.feature import FlagsFeature
from editor.flags.suggested_edit import SuggestedEdit
from editor.flags.suggestion_list import rows_of
from editor.keys.registry import COMMANDS
from scoring import protocol
from tests.editor.scripted_scorer import DAYS, TEXT, ScriptedScorer, loading_app, reading_app, status_text


def is_open(app: LogproseApp) -> bool:
    """Return True if the list is open."""
    return bool(app.feature(FlagsFeature).suggestions.display)


def lines(app: LogproseApp) -> list[str]:
    """Return the lines of the list."""
    suggestions = app.feature(FlagsFeature).suggestions
    options = [suggestions.get_option_at_index(index) for index in range(suggestions.option_count)]
    return [" ".join(str(option.prompt).split()) for option in options]


@asynccontextmanager
async def list_open(*words: str) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    """Yield the app with the list open at "days"."""
    async with reading_app() as (app, scorer, pilot):
        app.select(DAYS + 2, DAYS + 2)
        await pilot.press("f2")
        assert (scorer.asked().start, scorer.asked().end) == (DAYS, DAYS + 4)
        scorer.answer(*words or ("day", "morning", "week"))
        await pilot.pause()
        assert is_open(app)
        yield app, scorer, pilot


async def test_words_likely_after_the_text_before_are_under_a_heading_with_the_writers_own() -> None:
    async with list_open("day", "\x1b[2Jmorning") as (app, _, _pilot):
        assert lines(app)[:3] == ["days", "likely after the words before:", "1 day 50.0 %"]
        assert lines(app)[3].startswith("2 ")
        assert "\x1b" not in lines(app)[3]
        assert lines(app)[4] == "days (yours) 0.1 % no. 345"


async def test_edits_are_listed_before_them_sorted_by_one_number() -> None:
    async with reading_app() as (app, scorer, pilot):
        app.select(DAYS + 2, DAYS + 2)
        await pilot.press("f2")
        ask = scorer.asked()
        edits = tuple(
            protocol.Suggestion(DAYS, DAYS + 4, word, gain, "grammar", probability)
            for word, gain, probability in (("day", 5.5, 0.81), ("morning", -3.6, 0.12), ("night", 4.1, 0.0))
        )
        words = tuple(protocol.Alternative(word, prob) for word, prob in (("day", 0.5), ("time", 0.3), ("week", 0.01)))
        place = ask.request, 1, ask.revision, ask.start, ask.end
        scorer.hear(protocol.Alternatives(*place, "days", 0.02, 3, words, edits))
        await pilot.pause()
        assert lines(app)[:-1] == [
            "days",
            "1 day 81 %",
            "2 morning 12 %",
            "3 night",
            "likely after the words before:",
            "4 time 30.0 %",
            "days (yours) 2.0 % no. 3",
            "5 week 1.0 %",
        ]
        await pilot.press("down", "down", "down", "down", "enter")
        assert app.document.text == "She go to school every week.", "rows that can't be chosen are skipped"
        app.canvas.undo()


@pytest.mark.parametrize(
    ("gain", "tokens", "said"),
    [(3.1, 2, "fits better"), (-0.1, 2, "fits as well"), (-3.6, 2, "fits worse"), (0.0, 0, "–")],
)
async def test_the_effect_on_the_rest_of_the_sentence_is_described(gain: float, tokens: int, said: str) -> None:
    async with list_open() as (app, _, _pilot):
        app.feature(FlagsFeature).suggestions.show_rest(protocol.Effect(1, 1, 0, gain, tokens))
        assert lines(app)[-1] == f"rest of sentence {said}"


async def test_choosing_replaces_the_word() -> None:
    ways = {
        "day": (["enter"], ["tab"], ["1"], ["end", "home", "enter"]),
        "morning": (["2"], ["down", "enter"]),
        "week": (["3"], ["up", "tab"], ["end", "enter"], ["pagedown", "enter"]),
    }
    async with reading_app() as (app, scorer, pilot):
        for word, keys in [(word, keys) for word, several in ways.items() for keys in several]:
            app.select(DAYS + 2, DAYS + 2)
            await pilot.press("f2")
            scorer.answer("day", "morning", "week")
            await pilot.pause()  # a page is as long as the list, which is only laid out now
            await pilot.press(*keys)
            assert app.document.text == f"She go to school every {word}.", keys
            assert not is_open(app)
            app.canvas.undo()


async def test_a_choice_is_one_undo_step_and_is_scored_again() -> None:
    async with list_open() as (app, scorer, pilot):
        sent = len(scorer.sent)
        await pilot.press("2")
        assert sum(isinstance(message, protocol.Edit) for message in scorer.sent[sent:]) == 1
        assert app.selection == (DAYS + 7, DAYS + 7)
        await pilot.press("!")
        assert app.document.text == "She go to school every morning!."
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.document.text == TEXT
        assert app.selection == (DAYS + 2, DAYS + 2)


async def test_a_click_chooses() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.click(app.feature(FlagsFeature).suggestions, offset=(4, 3))
        assert app.document.text == "She go to school every morning."
        await pilot.press("!")
        assert app.document.text == "She go to school every morning!."


async def test_a_click_into_the_draft_closes_the_list() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.click(app.canvas, offset=(app.canvas.viewport.text_left + 1, 0))
        assert not is_open(app)
        assert app.selection == (1, 1)
        assert app.document.text == TEXT


async def test_escape_closes_and_changes_nothing() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.press("escape")
        assert not is_open(app)
        assert app.document.text == TEXT
        await pilot.press("x")
        assert app.document.text == "She go to school every daxys."


async def test_typing_with_the_list_open_loses_nothing() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.press(*"x1y")
        assert not is_open(app)
        assert app.document.text == "She go to school every dax1yys."


@pytest.mark.parametrize("answered", [True, False])
async def test_keys_typed_in_a_burst_keep_their_order(answered: bool) -> None:
    async with reading_app() as (app, scorer, pilot):
        app.select(DAYS + 2, DAYS + 2)
        await pilot.press("f2")
        if answered:
            scorer.answer("day")
        for character in "x12 y":
            app.post_message(events.Key("space" if character == " " else character, character))
        await pilot.pause()
        await pilot.pause()
        assert app.document.text == "She go to school every dax12 yys."


async def test_a_digit_beyond_the_list_is_text() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.press("7")
        assert app.document.text == "She go to school every da7ys."


async def test_commands_work_with_the_list_open() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.press("ctrl+a")
        assert app.selection == (0, len(TEXT))


async def test_quitting_works_with_the_list_open() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.press("ctrl+q")
        assert len(app.screen_stack) == 2


async def test_pasting_closes_the_list_and_pastes() -> None:
    async with list_open() as (app, _, pilot):
        app.post_message(events.Paste("PASTED"))
        app.post_message(events.Key("1", "1"))
        await pilot.pause()
        await pilot.pause()
        assert not is_open(app)
        assert app.document.text in ("She go to school every daPASTED1ys.", "She go to school every daPASTEDys.")


async def test_an_empty_list_says_so_and_closes() -> None:
    async with reading_app() as (app, scorer, pilot):
        await pilot.press("f2")
        scorer.answer()
        await pilot.pause()
        assert "no likely alternatives" in str(app.feature(FlagsFeature).suggestions.get_option_at_index(1).prompt)
        await pilot.press("enter")
        assert not is_open(app)
        assert app.document.text == TEXT


async def test_an_answer_for_a_word_that_has_changed_is_dropped() -> None:
    async with reading_app() as (app, scorer, pilot):
        app.select(DAYS, DAYS)
        await pilot.press("f2")
        app.document.replace(DAYS, DAYS + 4, "nights")
        scorer.answer("day")
        await pilot.pause()
        assert not is_open(app)
        await pilot.press("1")
        assert app.document.text.endswith("1nights.")


async def test_the_list_follows_its_word_through_edits_elsewhere() -> None:
    async with reading_app() as (app, scorer, pilot):
        app.select(DAYS, DAYS)
        await pilot.press("f2")
        app.document.replace(0, 3, "Somebody")
        scorer.answer("day")
        app.feature(FlagsFeature).suggestions.accept(1)
        await pilot.pause()
        assert app.document.text in ("Somebody go to school every day.", "Somebody go to school every days.")
        assert not is_open(app)


async def test_an_answer_or_failure_for_an_older_request_is_dropped() -> None:
    async with reading_app() as (app, scorer, pilot):
        await pilot.press("f2")
        first = scorer.asked().request
        await pilot.press("escape", "end", "left", "f2")
        scorer.hear(protocol.Failure(first, 1, "too late"))
        scorer.answer("him", request=first)
        await pilot.pause()
        assert is_open(app)
        assert app.feature(FlagsFeature).suggestions.option_count == 1, "still waiting"
        scorer.hear(protocol.Failure(scorer.asked().request, 1, "there is no word"))
        await pilot.pause()
        assert not is_open(app)
        assert "there is no word" in status_text(app)


async def test_without_a_word_or_a_model_f2_says_so() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test() as pilot:
        await pilot.press("f2")
        assert "no word at the caret" in status_text(app)
        await pilot.press("x", "f2")
        assert "the model is not ready" in status_text(app)
        assert not is_open(app)


async def test_the_word_is_marked_while_the_list_is_open() -> None:
    async with reading_app() as (app, scorer, pilot):
        target = app.canvas.theme.overlay("target").bgcolor

        def marked() -> str:
            row = app.canvas.render_line(0)
            return "".join(part.text for part in row if part.style and part.style.bgcolor == target)

        app.select(DAYS + 2, DAYS + 2)
        await pilot.press("f2")
        assert marked() == "das", "the caret is drawn over the y"
        scorer.answer()
        await pilot.pause()
        assert marked() == "das"
        await pilot.press("escape")
        assert marked() == ""


async def test_the_list_stays_on_a_tiny_screen() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(20, 5)) as pilot:
        app.canvas.edit(0, 0, "word " * 40)
        scorer = ScriptedScorer.attached(app)
        await pilot.press("left", "left", "f2")
        scorer.answer(*"abcdefghi")
        await pilot.pause()
        region = app.feature(FlagsFeature).suggestions.region
        assert region.x >= 0
        assert region.y >= 0
        assert region.right <= 20
        assert region.bottom <= 5
        await pilot.press(*["down"] * 8, "enter")
        assert app.document.text.endswith("word i ")


def test_a_suggestion_has_its_probability_unless_it_was_not_judged() -> None:
    edits = [SuggestedEdit(0, 3, "teh", "the", probability) for probability in (0.9999, 0.874, 0.004, 0.0)]
    assert [row.note for row in rows_of(edits)] == ["99 %", "87 %", "<1 %", ""]


@pytest.mark.parametrize("width", [24, 40, 80])
async def test_notes_are_aligned_and_rows_do_not_wrap(width: int) -> None:
    wordings = (
        "home",
        "back to the school every day",
        "naar 学校 every day",
        "to school, however far it was from the house",
    )
    async with reading_app() as (app, scorer, pilot):
        await pilot.resize_terminal(width, 24)
        app.select(TEXT.index("go"), len(TEXT) - 1)
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        ask = next(message for message in reversed(scorer.sent) if isinstance(message, protocol.AskContinuation))
        found = tuple(
            protocol.Continuation(text, (-1.0,), gain)
            for text, gain in zip(wordings, (171.5, 2.0, -0.5, 11.7), strict=True)
        )
        scorer.hear(protocol.Continuations(ask.request, 1, ask.revision, ask.start, ask.end, found, True))
        await pilot.pause()
        suggestions = app.feature(FlagsFeature).suggestions
        rows = [str(suggestions.get_option_at_index(index).prompt) for index in range(suggestions.option_count)]
        assert len({cell_len(row) for row in rows}) == 1
        assert suggestions.size.height == len(rows)
        assert cell_len(rows[0]) <= suggestions.size.width


@pytest.mark.parametrize("is_cancelled", [False, True])
async def test_rephrasing_while_the_model_loads_is_answered_later(is_cancelled: bool) -> None:
    async with loading_app(TEXT) as (app, scorer, pilot):
        app.select(DAYS, DAYS + 4)
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        assert "for the model to load; Esc cancels" in status_text(app)
        if is_cancelled:
            await pilot.press("escape")
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        scorer.hear(scorer.scores(0, 0))
        asks = [message for message in scorer.sent if isinstance(message, protocol.AskContinuation)]
        assert len(asks) == (0 if is_cancelled else 1)
        assert is_open(app) != is_cancelled
        if asks:
            found = (protocol.Continuation("weeks", (-1.0,), 2.0),)
            scorer.hear(protocol.Continuations(asks[0].request, 1, asks[0].revision, DAYS, DAYS + 4, found, True))
            assert "weeks" in lines(app)[1]


async def test_without_a_model_there_is_no_other_wording() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        app.canvas.edit(0, 0, TEXT)
        app.select(DAYS, DAYS + 4)
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        assert "there is no model" in status_text(app)
        assert not is_open(app)
