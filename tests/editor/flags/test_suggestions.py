"""The highlighted suggestion: its preview in the text, and its effect on the rest of the sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import Mock

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

from editor.app import LogproseApp
from editor.flags import suggestions
from editor.flags.feature import FlagsFeature
from scoring import protocol
from scoring.protocol import Suggestion
from tests.editor.resting import until
from tests.editor.scripted_scorer import DAYS, TEXT, ScriptedScorer, reading_app

REMOVE = (DAYS - 6, DAYS + 4)  # " every days"


def rows(app: LogproseApp) -> list[str]:
    """Return the text on the screen."""
    left, width = app.canvas.viewport.text_left, app.canvas.document_layout.width
    rows = range(app.canvas.document_layout.height)
    return [app.canvas.render_line(y).text[left : left + width].rstrip() for y in rows]


def styled(app: LogproseApp, attribute: str) -> str:
    """Return the text drawn in italics, as a preview, or struck through."""
    segments = [segment for y in range(app.canvas.document_layout.height) for segment in app.canvas.render_line(y)]
    return "".join(one.text for one in segments if one.style is not None and getattr(one.style, attribute))


def foot(app: LogproseApp) -> str:
    """Return the last row of the list."""
    options = app.feature(FlagsFeature).suggestions
    return " ".join(str(options.get_option_at_index(options.option_count - 1).prompt).split())


@asynccontextmanager
async def list_open(
    *edits: Suggestion, text: str = TEXT, word: str = "days", size: tuple[int, int] = (60, 12)
) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    """Yield the app with the list of a flagged word's own suggestions."""
    async with reading_app(text, size=size) as (app, scorer, pilot):
        start = text.index(word)
        flag = protocol.Flag(start, start + len(word), 9.0, "grammar", "why", edits)
        scorer.hear(scorer.scores(0, len(text), flag))
        app.select(start + 1, start + 1)
        await pilot.press("f2")
        assert app.feature(FlagsFeature).suggestions.display
        yield app, scorer, pilot


async def test_a_late_answer_about_another_word_is_not_offered_at_the_flag() -> None:
    async with list_open(*edits_of(TEXT, "days", "day")) as (app, scorer, pilot):
        await pilot.press("escape")
        start = TEXT.index("school")
        app.select(start, start)
        await pilot.press("f2")
        (ask,) = [message for message in scorer.sent if isinstance(message, protocol.AskAlternatives)]
        await pilot.press("escape")
        app.select(DAYS + 1, DAYS + 1)
        await pilot.press("f2")
        words = (protocol.Alternative("garden", 0.5),)
        place = ask.request, ask.document, ask.revision, ask.start, ask.end
        scorer.hear(protocol.Alternatives(*place, "school", 0.1, 2, words))
        await pilot.press("enter")
        assert app.document.text == TEXT.replace("days", "day")


def edits_of(text: str, word: str, *new: str) -> list[Suggestion]:
    """Return suggestions for a word in a text."""
    start = text.index(word)
    return [
        Suggestion(start, start + len(word), one, 5.0, "grammar", 0.62 / 2**number) for number, one in enumerate(new)
    ]


def asked(scorer: ScriptedScorer) -> list[protocol.AskEffect]:
    return [message for message in scorer.sent if isinstance(message, protocol.AskEffect)]


async def until_asked(scorer: ScriptedScorer, pilot: Pilot[Any], count: int) -> protocol.AskEffect:
    """Return request number `count` once it has been sent."""
    await until(pilot, lambda: len(asked(scorer)) >= count)
    return asked(scorer)[count - 1]


async def test_a_flag_comes_with_its_suggestions_and_the_worker_is_not_asked() -> None:
    async with list_open(*edits_of(TEXT, "days", "day", "morning")) as (app, scorer, pilot):
        assert not any(isinstance(message, protocol.AskAlternatives) for message in scorer.sent)
        prompts = [app.feature(FlagsFeature).suggestions.get_option_at_index(index).prompt for index in range(3)]
        assert [" ".join(str(prompt).split()) for prompt in prompts] == [
            "days grammar",
            "1 day 62 %",
            "2 morning 31 %",
        ]
        await pilot.press("2")
        assert app.document.text == "She go to school every morning."


async def test_the_highlighted_suggestion_is_previewed_in_the_text_until_the_list_closes() -> None:
    insertion = Suggestion(DAYS, DAYS, "of the ", 3.0, "grammar")
    deletion = Suggestion(*REMOVE, "", 2.0, "grammar")
    async with list_open(*edits_of(TEXT, "days", "day"), insertion, deletion) as (app, _, pilot):
        assert rows(app) == ["She go to school every day."]
        assert styled(app, "italic") == "day"
        await pilot.press("down")
        assert rows(app) == ["She go to school every of the days."]
        assert styled(app, "italic") == "of the "
        await pilot.press("down")
        assert rows(app) == [TEXT]
        assert styled(app, "strike") == "every days"
        assert app.document.text == TEXT
        await pilot.press("up", "escape")
        assert rows(app) == [TEXT]
        assert styled(app, "italic") + styled(app, "strike") == ""
        assert app.document.text == TEXT
        assert not app.canvas.undo() or app.document.text == "", "there is nothing to undo"


async def test_the_chosen_suggestion_appears_where_it_was_previewed() -> None:
    text = "It was in order to see the children that she came to the old house by the sea.\n"
    phrase = "in order to"
    async with list_open(*edits_of(text, phrase, "so as to"), text=text, word=phrase, size=(34, 12)) as (
        app,
        _,
        pilot,
    ):
        before = rows(app)
        assert styled(app, "italic") == "so as", "unchanged words have no style"
        await pilot.press("enter")
        assert rows(app) == before


@pytest.mark.parametrize("mode", ["typing on", "another edit", "the mouse"])
async def test_the_preview_disappears_with_the_list(mode: str) -> None:
    async with list_open(*edits_of(TEXT, "days", "mornings")) as (app, _, pilot):
        if mode == "typing on":
            await pilot.press("x")
            assert rows(app) == ["She go to school every dxays."]
        elif mode == "another edit":  # the file was read again, say
            app.document.replace(0, 3, "They")
            await pilot.pause()
            assert rows(app) == ["They go to school every days."]
        else:
            await pilot.click(app.canvas, offset=(app.canvas.viewport.text_left + 1, 0))
            assert rows(app) == [TEXT]
        assert styled(app, "italic") == ""


async def test_lines_below_move_as_with_the_edit_and_move_back() -> None:
    text = "She go to school every days.\nThe end.\n"
    async with list_open(*edits_of(text, "days", "single morning"), text=text, size=(34, 12)) as (app, _, pilot):
        seen = rows(app)
        assert seen[:3] == ["She go to school every single", "morning.", "The end."]
        await pilot.press("escape")
        assert rows(app)[:2] == ["She go to school every days.", "The end."]
        app.canvas.edit(text.index("days"), text.index("days") + 4, "single morning")
        assert rows(app) == seen


async def test_a_suggestion_for_text_that_is_no_longer_there_is_not_offered() -> None:
    removal = Suggestion(DAYS - 1, DAYS + 4, "", 5.0, "grammar")
    async with reading_app() as (app, scorer, pilot):
        flag = protocol.Flag(DAYS, DAYS + 4, 9.0, "grammar", "why", (removal, *edits_of(TEXT, "days", "day")))
        scorer.hear(scorer.scores(0, len(TEXT), flag))
        app.document.replace(DAYS - 1, DAYS, "(")
        app.select(DAYS, DAYS)
        await pilot.press("f2")
        assert app.feature(FlagsFeature).suggestions.option_count == 3, "the word, “day”, and the effect on the rest"
        assert "day" in str(app.feature(FlagsFeature).suggestions.get_option_at_index(1).prompt)


class HeldTimers:
    """Holds a widget's delayed timers until `ring`, so that the speed of keys doesn't matter."""

    def __init__(self, widget: Widget, delay_s: float) -> None:
        self._held: list[tuple[Mock, Callable[[], object]]] = []
        self._delay_s, self._set_timer = delay_s, widget.set_timer

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Any:
        if delay != self._delay_s:
            return self._set_timer(delay, callback)
        self._held.append((Mock(), callback))
        return self._held[-1][0]

    def ring(self) -> None:
        """Fire the timers that were not stopped."""
        held, self._held = self._held, []
        for timer, callback in held:
            if not timer.stop.called:
                callback()


async def test_the_effect_is_only_requested_for_the_highlighted_suggestion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with list_open(*edits_of(TEXT, "days", "day", "week", "month")) as (app, scorer, pilot):
        assert foot(app) == "rest of sentence …"
        first = await until_asked(scorer, pilot, 1)
        assert (first.start, first.end, first.replacement) == (DAYS, DAYS + 4, "day")
        scorer.hear(protocol.Effect(first.request, 1, first.revision, 3.14, 1))
        assert foot(app) == "rest of sentence fits better"
        timers = HeldTimers(app.canvas, suggestions._PAUSE_S)
        monkeypatch.setattr(app.canvas, "set_timer", timers.set_timer)
        await pilot.press("down", "down")
        assert foot(app) == "rest of sentence …"
        timers.ring()
        second = await until_asked(scorer, pilot, 2)
        assert second.replacement == "month", "the highlight didn't stay on “week”"
        scorer.hear(protocol.Effect(first.request, 1, first.revision, 9.9, 1))
        assert foot(app) == "rest of sentence …", "that was about another one"
        scorer.hear(protocol.Effect(second.request, 1, second.revision, 0.0, 0))
        assert foot(app) == "rest of sentence –"
        await pilot.press("home")
        assert foot(app) == "rest of sentence fits better", "it is known"
        await pilot.press("escape")
        assert len(asked(scorer)) == 2


async def test_a_missing_answer_does_no_harm() -> None:
    async with list_open(*edits_of(TEXT, "days", "day")) as (app, scorer, pilot):
        ask = await until_asked(scorer, pilot, 1)
        scorer.hear(protocol.Failure(ask.request, 1, "no such place"))
        assert app.feature(FlagsFeature).suggestions.display
        assert foot(app) == "rest of sentence …"
        await pilot.press("enter")
        scorer.hear(protocol.Effect(ask.request, 1, ask.revision, 1.0, 1))
        assert app.document.text == "She go to school every day."


async def test_a_list_opened_right_after_a_motion_stays_open() -> None:
    async with reading_app() as (app, scorer, pilot):
        flag = protocol.Flag(DAYS, DAYS + 4, 9.0, "grammar", "why", tuple(edits_of(TEXT, "days", "day")))
        scorer.hear(scorer.scores(0, len(TEXT), flag))
        for key in ("f8", "f2"):
            app.post_message(events.Key(key, None))
        await pilot.pause()
        await pilot.pause()
        assert app.feature(FlagsFeature).suggestions.display
        assert rows(app) == ["She go to school every day."]
