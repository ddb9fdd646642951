"""Asking the drafts in the whole program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

import editor.asking.feature
from editor.app import LogproseApp
from editor.asking import messages
from editor.asking.library_process import Desk
from editor.asking.panel import AskPanel
from editor.keys.registry import COMMANDS
from editor.paths import settings_path
from scoring import protocol
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import ScriptedScorer, status_text

TEXT = "# Home\n\nThe storm took the boat.\n\nIt was late.\n"
NOTES = {
    "lamps.md": "# Light\n\nIt was dark. The “lamps” are lit at dusk. We slept.\n",
    "sea.md": "A lamp for the sea. The storm took a boat once before.\n",
    "code.py": "# nothing to read\n",
}


class DeskInside:
    """A librarian that runs in this process; its messages arrive as later events."""

    def __init__(
        self, index: Path, log: Path, hear: Callable[[messages.FromLibrary], None], gone: Callable[[], None]
    ) -> None:
        self._place, self._hear = index, hear
        self._desk: Desk | None = None
        self.sent: list[messages.ToLibrary] = []

    @property
    def is_running(self) -> bool:
        return self._desk is not None

    def send(self, message: messages.ToLibrary) -> None:
        self.sent.append(message)
        if self._desk is None:
            self._desk = Desk(self._place, self._say)
        self._desk.take(message)
        while self._desk.work():
            pass

    def _say(self, answer: messages.FromLibrary) -> None:
        asyncio.get_running_loop().call_soon(self._hear, answer)

    async def stop(self) -> None:
        pass


@asynccontextmanager
async def app_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int] = (80, 30)
) -> AsyncIterator[tuple[LogproseApp, Pilot[Any]]]:
    monkeypatch.setattr(editor.asking.feature, "Librarian", DeskInside)
    monkeypatch.setattr(editor.asking.feature, "_RANK_PAUSE_S", 0.01)
    monkeypatch.setattr(editor.asking.feature, "_TELL_PAUSE_S", 0.01)
    for name, text in {**NOTES, "draft.md": TEXT}.items():
        (folder / name).write_text(text)
    app = LogproseApp(folder / "draft.md", scorer=False)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def ask(app: LogproseApp, pilot: Pilot[Any], question: str = "") -> None:
    app.run_command(COMMANDS["ask"])
    await until(pilot, lambda: isinstance(app.screen, AskPanel))
    await pilot.press(*("space" if one == " " else one for one in question))
    await pilot.pause()
    await pilot.pause()


def rows(app: LogproseApp) -> list[list[str]]:
    """Return the lines of each passage in the panel."""
    options = app.screen.query_one(OptionList)
    prompts = [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]
    return [[line.strip() for line in prompt.split("\n")] for prompt in prompts]


def note(app: LogproseApp) -> str:
    return str(app.screen.query(Static).last().render())


def asked_for(scorer: ScriptedScorer, question: str) -> list[protocol.AskRelevance]:
    """Return the model's request for a question; before one is typed, the request is about the paragraph."""
    asked = (one for one in scorer.sent if isinstance(one, protocol.AskRelevance))
    return [one for one in asked if one.question == question]


async def test_passages_appear_as_the_question_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        await ask(app, pilot, "lam")
        await until(pilot, lambda: len(rows(app)) == 2)
        assert {row[0] for row in rows(app)} == {"lamps.md:3  Light", "sea.md:1"}, "an unfinished word finds both forms"
        await pilot.press(*"ps")
        await pilot.press("space", *"dusk")
        await until(pilot, lambda: rows(app)[0][0] == "lamps.md:3  Light")
        assert rows(app)[0][1] == "It was dark. The “lamps” are lit at dusk. We slept."
        await until(pilot, lambda: "no model" in note(app))
        await pilot.press("escape")
        assert app.document.text == TEXT
        assert app.selection == (0, 0)


async def test_enter_opens_the_sentence_and_the_draft_is_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        await ask(app, pilot, "lit at dusk")
        await until(pilot, lambda: len(rows(app)) > 0 and rows(app)[0][0].startswith("lamps.md"))
        await pilot.press("enter")
        await at_rest(pilot)
        await until(pilot, lambda: app.workspace.shown.name == "lamps.md")
        assert app.document.slice(app.selection[1], app.selection[1] + 9) == "The “lamp"
        assert [draft.name for draft in app.workspace.drafts] == ["draft.md", "lamps.md"]
        assert not app.workspace.unsaved


async def test_tab_quotes_it_as_a_footnote_that_one_undo_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        app.select(TEXT.index(" took"), TEXT.index(" took"))
        await ask(app, pilot, "lit at dusk")
        await until(pilot, lambda: len(rows(app)) > 0 and rows(app)[0][0].startswith("lamps.md"))
        await pilot.press("tab")
        await pilot.pause()
        note = "[^1]: “The ‘lamps’ are lit at dusk.” ([lamps.md, Light](lamps.md))"
        assert app.document.text.split("\n\n") == [
            "# Home", "The storm[^1] took the boat.", "It was late.", f"{note}\n"
        ]  # fmt: skip
        await pilot.press("x")
        assert "storm[^1]x took" in app.document.text, "typing continues where the caret was"
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.document.text == TEXT


async def test_without_a_question_passages_like_the_paragraph_and_never_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        app.select(TEXT.index("boat"), TEXT.index("boat"))
        await ask(app, pilot)
        await until(pilot, lambda: len(rows(app)) > 0)
        assert [row[0] for row in rows(app)] == ["sea.md:1"]
        assert rows(app)[0][1].endswith("The storm took a boat once before.")


async def test_the_writers_other_folders_are_searched_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder, other = tmp_path / "book", tmp_path / "notes"
    for place in (folder, other, settings_path().parent):
        place.mkdir(parents=True, exist_ok=True)
    (other / "far.md").write_text("A far walrus.\n")
    settings_path().write_text('ask_folders = "~/notes:~/gone"\n')
    async with app_in(folder, monkeypatch) as (app, pilot):
        await ask(app, pilot, "walrus")
        await until(pilot, lambda: [row[1] for row in rows(app)] == ["A far walrus."])
        assert "/gone: " in status_text(app)  # the reason is cut off if the folder's name is long


async def test_unsaved_drafts_are_searched_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        await ask(app, pilot)
        await pilot.press("escape")
        app.canvas.edit(len(TEXT), len(TEXT), "\nA walrus came.\n")
        await ask(app, pilot, "walrus")
        await until(pilot, lambda: [row[0] for row in rows(app)] == ["draft.md:7  Home"])
        await pilot.press("escape", "ctrl+z")
        await ask(app, pilot, "walrus")
        await until(pilot, lambda: rows(app) == [])
        await until(pilot, lambda: "nothing found" in note(app))
        assert (tmp_path / "draft.md").read_text() == TEXT


async def test_the_models_order_replaces_the_order_by_words_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        await ask(app, pilot, "lamp")
        await until(pilot, lambda: asked_for(scorer, "lamp") != [])
        first = rows(app)[0][0]
        asked = asked_for(scorer, "lamp")[-1]
        gains = tuple((9.0 * ("sea" in text) - 4.5 * ("dusk" in text),) for text in asked.texts)
        scorer.hear(protocol.Relevances(asked.request, ((0, 4),), gains[:1], False))
        assert "ranking: 1 read" in note(app)
        assert rows(app)[0][0] == first
        scorer.hear(protocol.Relevances(asked.request, ((0, 4),), gains, True))
        sentences = asked_for(scorer, "lamp")[-1]
        assert "A lamp for the sea." in sentences.texts
        scorer.hear(protocol.Relevances(sentences.request, ((0, 4),), tuple((1.0,) for _ in sentences.texts), True))
        assert rows(app)[0][0].startswith("sea.md:1")
        assert rows(app)[0][0].endswith("+9.0")
        assert "ranked by the model" in note(app)
        await pilot.pause()
        assert "lamp█ · matches: lamp" in str(app.screen.query_one(".why", Static).render())


@asynccontextmanager
async def lamp_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[LogproseApp, Pilot[Any], ScriptedScorer]]:
    """The panel with the two passages that have the word "lamp", and a worker."""
    async with app_in(folder, monkeypatch) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        await ask(app, pilot, "lamp")
        await until(pilot, lambda: len(rows(app)) == 2)
        yield app, pilot, scorer


def shown_answer(app: LogproseApp) -> str:
    return str(app.screen.query_one(".answer", Static).render())


def asked_answers(scorer: ScriptedScorer) -> list[protocol.AskAnswer]:
    return [one for one in scorer.sent if isinstance(one, protocol.AskAnswer)]


SEEN = protocol.AnswerSentence("They are lit at dusk.", 0, 2.0, is_supported=True, is_checked=True)
GUESSED = protocol.AnswerSentence("By a keeper.", 0, 0.1, is_supported=False, is_checked=True)


async def test_the_models_answer_appears_as_it_is_written_each_sentence_with_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lamp_asked(tmp_path, monkeypatch) as (app, pilot, scorer):
        assert "F2: answer" in note(app)
        places = [row[0] for row in rows(app)]
        await pilot.press("f2")
        (asked,) = asked_answers(scorer)
        assert asked.question == "lamp"
        assert "A lamp for the sea. The storm took a boat once before." in asked.passages
        assert [row[0] for row in rows(app)] == [f"● {place}" for place in places], "the passages it sees"
        scorer.hear(protocol.WrittenAnswer(asked.request, (), False, prompt="Be brief.\x1b\nlamp"))
        assert "reading the passages" in shown_answer(app)
        scorer.hear(protocol.WrittenAnswer(asked.request, (protocol.AnswerSentence("They are"),), False))
        assert shown_answer(app).strip() == "They are"
        scorer.hear(protocol.WrittenAnswer(asked.request, (SEEN, GUESSED), True))
        source = places[0].partition("  ")[0]
        assert shown_answer(app).strip() == f"They are lit at dusk. [{source}] By a keeper. [unsupported]"
        await pilot.press("f3")
        assert app.screen.query_one(".seen").display
        assert str(app.screen.query_one(".seen Static", Static).render()) == "Be brief.␛\nlamp"
        await pilot.press("f3")
        assert not app.screen.query_one(".seen").display
        await pilot.press("x")
        await pilot.pause()
        assert "dusk" not in shown_answer(app), "another question"
        await pilot.press("escape")
        assert app.document.text == TEXT


async def test_passages_can_be_removed_and_added_for_a_new_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lamp_asked(tmp_path, monkeypatch) as (app, pilot, scorer):
        await pilot.press("f2", "f4", "f2")
        first, second = asked_answers(scorer)
        assert second.passages == first.passages[1:]
        assert [row[0][0] for row in rows(app)] == ["○", "●"]
        await pilot.press("f4", "f2")
        assert asked_answers(scorer)[-1].passages == first.passages
        await pilot.press("f4", "down", "f4", "f2")
        assert len(asked_answers(scorer)) == 3
        assert "the model sees no passage" in shown_answer(app)
        assert isinstance(scorer.sent[-1], protocol.StopAnswer), "the last answer was cancelled"


async def test_that_the_drafts_do_not_say_is_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with lamp_asked(tmp_path, monkeypatch) as (app, pilot, scorer):
        await pilot.press("f2")
        request = asked_answers(scorer)[0].request
        scorer.hear(protocol.WrittenAnswer(request, (GUESSED,), True, is_silent=True))
        assert shown_answer(app).strip() == "The drafts do not say. By a keeper. [unsupported]"


async def test_a_small_model_says_why_there_are_only_the_writers_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM", "only sentences of the drafts: too small"))
        await ask(app, pilot, "lamp")
        await until(pilot, lambda: len(rows(app)) == 2)
        assert shown_answer(app) == "only sentences of the drafts: too small"
        assert "F2" not in note(app)
        await pilot.press("f2", "f3", "f4")
        assert asked_answers(scorer) == []
        assert len(rows(app)) == 2


async def test_a_model_that_stops_while_answering_can_be_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with lamp_asked(tmp_path, monkeypatch) as (app, pilot, scorer):
        await pilot.press("f2")
        scorer.disconnected()
        assert "the model has stopped" in shown_answer(app)
        await pilot.press("f2")
        assert "isn't ready" in shown_answer(app)


async def test_with_an_engine_the_panel_says_where_passages_go_and_words_rank_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGPROSE_ENGINE", "http://gpu:8000")
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        await ask(app, pilot, "lamp")
        await until(pilot, lambda: "an engine can't rank" in note(app))
        assert shown_answer(app) == "F2 sends the question and the passages to http://gpu:8000"
        assert asked_for(scorer, "lamp") == []
        assert asked_answers(scorer) == []
        await pilot.press("f2")
        assert len(asked_answers(scorer)) == 1


async def test_if_the_model_stops_the_order_by_words_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app_in(tmp_path, monkeypatch) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        await ask(app, pilot, "lamp")
        await until(pilot, lambda: asked_for(scorer, "lamp") != [])
        scorer.disconnected()
        await until(pilot, lambda: "the model has stopped" in note(app))
        assert len(rows(app)) == 2


@pytest.mark.parametrize("size", [(20, 6), (40, 12), (80, 24), (200, 60)])
async def test_the_panel_fits_any_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    def fits() -> bool:
        shown = [widget for widget in app.screen.query("Vertical > *") if widget.display]
        return all(app.screen.region.contains_region(widget.region) for widget in shown)

    async with app_in(tmp_path, monkeypatch, size) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        await ask(app, pilot, "the storm and lamps")
        await until(pilot, lambda: len(rows(app)) > 0)
        assert fits()
        await pilot.press("f2")
        long = protocol.AnswerSentence("They are lit. " * 30, 0, 2.0, is_supported=True, is_checked=True)
        scorer.hear(protocol.WrittenAnswer(asked_answers(scorer)[0].request, (long,), True, prompt="word " * 900))
        await pilot.pause()
        await until(pilot, fits)
        assert app.screen.query_one(".answer").region.height > 0
        assert app.screen.query_one(OptionList).region.height > 0
        await pilot.press("f3")
        await pilot.pause()
        await until(pilot, fits)
        assert app.screen.query_one(".seen").region.height > 0
