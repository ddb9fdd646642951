"""What the writer sees of the scorer's results: underlines, the status line, and the list of alternatives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document import Document
from scoring import protocol
from tests.editor.scorer import ScriptedScorer, underlined

pytestmark = pytest.mark.usefixtures("home")

TEXT = "She go to school every days."
DAYS = TEXT.index("days")


@asynccontextmanager
async def reading(text: str = TEXT) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    """The app on a draft, its scorer ready."""
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        app.canvas.edit(0, 0, text)
        app.select(0, 0)
        await pilot.pause()
        yield app, ScriptedScorer.attached(app), pilot


def status_text(app: LogproseApp) -> str:
    return app.status.render_line(0).text


def is_open(app: LogproseApp) -> bool:
    """Whether the list of alternatives is."""
    return bool(app.alternatives.display)


def listed(app: LogproseApp) -> list[str]:
    """The lines of the list, its first two columns."""
    options = [app.alternatives.get_option_at_index(index) for index in range(app.alternatives.option_count)]
    return [" ".join(str(option.prompt).split()[:2]) for option in options]


# -- underlines --------------------------------------------------------------------------------------------------------


async def test_flagged_words_are_underlined_and_explained_where_the_caret_is() -> None:
    async with reading() as (app, scorer, pilot):
        scorer.flag("go", "days")
        assert underlined(app) == ["go", "days"]
        app.select(4, 4)
        await pilot.pause()
        assert "go?" in status_text(app)
        await pilot.press("home")
        assert "go?" not in status_text(app)
        scorer.flag("go")
        assert underlined(app) == ["go"]


async def test_the_strength_of_a_flag_counts_from_the_threshold() -> None:
    async with reading() as (app, scorer, _):
        strengths = {}
        for strength in (9.0, 15.0, 21.0, 1e9, float("nan")):
            scorer.flag("go", strength=strength)
            strengths[strength] = next(iter(app.reading.flags.in_range(0, 10))).strength
        assert list(strengths.values())[:4] == [0.0, 0.5, 1.0, 1.0]


async def test_the_word_being_typed_is_not_underlined_until_the_caret_leaves_it() -> None:
    async with reading("She has ") as (app, scorer, pilot):
        app.select(8, 8)
        await pilot.press(*"xyl")
        scorer.flag("xyl")
        assert underlined(app) == []
        await pilot.press("o")
        scorer.flag("xylo")
        assert underlined(app) == []
        await pilot.press("backspace")
        scorer.flag("xyl")
        assert underlined(app) == [], "still half a word"
        await pilot.press("left")
        assert underlined(app) == [], "still in the word"
        await pilot.press("end", "space")
        assert underlined(app) == ["xyl"], "without a further word from the scorer"


@pytest.mark.parametrize("leave", ["enter", ".", "up", "home"])
async def test_leaving_the_word_by_any_way_shows_its_flag(leave: str) -> None:
    async with reading("first\n") as (app, scorer, pilot):
        await pilot.press("ctrl+end", *"xyl")
        scorer.flag("xyl")
        assert underlined(app) == []
        await pilot.press(leave)
        assert underlined(app) == ["xyl"]


async def test_fast_typing_does_not_show_the_flag_of_half_a_word() -> None:
    async with reading("") as (app, scorer, pilot):
        for character in "xylophone":
            app.canvas.edit(app.selection[1], app.selection[1], character, "type")
            scorer.flag(app.document.text)
        await pilot.pause()  # the messages about the caret of nine keys come in at once
        assert underlined(app) == []


async def test_other_words_are_underlined_while_one_is_typed() -> None:
    async with reading() as (app, scorer, pilot):
        await pilot.press("ctrl+end", "space", *"xyl")
        scorer.flag("go", "xyl")
        assert underlined(app) == ["go"]


# -- results that are late ---------------------------------------------------------------------------------------------


async def test_late_flags_come_to_where_their_words_are_now() -> None:
    async with reading() as (app, scorer, pilot):
        late = scorer.scores(0, len(TEXT), _flag("go"), _flag("school"), _flag("days"))
        app.document.replace(0, 3, "Nobody")
        app.document.replace(app.document.text.index("school"), app.document.text.index("school") + 3, "p")
        app.select(0, 0)
        await pilot.pause()
        scorer.hear(late)
        assert underlined(app) == ["go", "days"], "school has become pool"
        app.document.undo()
        assert underlined(app) == ["go", "days"]


async def test_results_of_another_document_or_of_a_text_to_come_are_dropped() -> None:
    async with reading() as (app, scorer, _):
        scorer.hear(protocol.Scores(2, app.document.revision, 0, 28, (_flag("go"),), 1, 1))
        scorer.hear(scorer.scores(0, 28, _flag("go"), revision=app.document.revision + 1))
        assert underlined(app) == []


async def test_results_older_than_what_was_heard_already_are_dropped() -> None:
    async with reading() as (app, scorer, pilot):
        old = scorer.scores(0, len(TEXT), _flag("go"))
        app.document.replace(0, 0, "Yes! ")
        app.select(0, 0)
        await pilot.pause()
        scorer.flag("days")
        scorer.hear(old)
        assert underlined(app) == ["days"]


@pytest.mark.parametrize(
    ("start", "end"), [(-5, 3), (3, 3), (5, 2), (0, 10**12), (-(10**12), -1), (28, 29), (10**12, 10**12 + 4)]
)
async def test_impossible_ranges_neither_raise_nor_paint_beyond_the_text(start: int, end: int) -> None:
    async with reading() as (app, scorer, pilot):
        impossible = protocol.Flag(start, end, 20.0, "surprising", "")
        scorer.hear(scorer.scores(start, end, impossible))
        scorer.hear(scorer.scores(0, len(TEXT), impossible, _flag("go"), _flag("go")))
        await pilot.pause()
        assert set(underlined(app)) == {"go"}
        await pilot.press("x")
        assert app.document.text == "x" + TEXT


async def test_strange_kinds_and_reasons_do_no_harm() -> None:
    async with reading() as (app, scorer, pilot):
        scorer.hear(scorer.scores(0, 28, protocol.Flag(4, 6, 20.0, "…\x1b[2J", "\x1b]0;evil\x07\n" * 50)))
        app.select(5, 5)
        await pilot.pause()
        assert status_text(app).isprintable()


_EDITS = st.tuples(
    st.integers(0, 60), st.integers(0, 12), st.sampled_from(["", "a", " ", "b c", "\n", "word", "é", "."])
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_flag_never_lands_on_another_word(data: st.DataObject) -> None:
    """The scorer sees revisions late, in order, and flags every "bad" there; what is flagged at last is "bad"."""
    document = Document("one bad two bad\nthree bad four bad")
    painted: dict[tuple[int, int], str] = {}

    class Listener:
        def scored(self, start: int, end: int, flags: Any, settled: int, total: int) -> None:
            assert 0 <= start <= end <= len(document)
            painted.clear()
            painted.update({(flag.start, flag.end): flag.reason for flag in flags})

        def __getattr__(self, name: str) -> Any:
            return lambda *arguments: None

    scorer = ScriptedScorer(document, Listener())
    scorer.hear(protocol.ModelState("ready", 0, 0, ""))
    seen = [document.text]
    heard = 0
    for _ in range(data.draw(st.integers(1, 8))):
        start, length, text = data.draw(_EDITS)
        start = min(start, len(document))
        document.replace(start, min(len(document), start + length), text)
        while len(seen) <= document.revision:
            seen.append(document.text)
        revision = data.draw(st.integers(heard, document.revision))
        heard = revision
        at_that_time = seen[revision]
        places = [i for i in range(len(at_that_time)) if at_that_time.startswith("bad", i)]
        flags = [protocol.Flag(place, place + 3, 20.0, "surprising", str(place)) for place in places]
        scorer.hear(scorer.scores(0, len(at_that_time), *flags, revision=revision))
        assert all(document.slice(*place) == "bad" for place in painted)
        if revision == document.revision:
            assert len(painted) == len(places)


def _flag(word: str) -> protocol.Flag:
    start = TEXT.index(word)
    return protocol.Flag(start, start + len(word), 20.0, "surprising", f"{word}?")


# -- the model ---------------------------------------------------------------------------------------------------------


async def test_the_status_line_says_how_far_the_model_is() -> None:
    async with reading() as (app, scorer, _):
        scorer.hear(protocol.ModelState("fetching", 250, 1000, "default"))
        assert "fetching the model" in status_text(app)
        assert "25%" in status_text(app)
        scorer.hear(protocol.ModelState("loading", 0, 0, "default"))
        assert "loading the model …" in status_text(app)
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        assert "TestLM" in status_text(app)
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 3, 4))
        assert "reading 75%" in status_text(app)
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 4, 4))
        assert "✓ read" in status_text(app)
        scorer.hear(protocol.ModelState("failed", 0, 0, "no network\x1b[2J"))
        assert "no annotations: no network" in status_text(app)
        assert app.status.status.is_error
        app.say("")
        assert "no model" in status_text(app)


async def test_a_dead_worker_is_told_of_and_what_was_known_stays() -> None:
    async with reading() as (app, scorer, pilot):
        scorer.flag("go")
        app.reading.worker_died("the scorer died; starting it again")
        assert "the scorer died" in status_text(app)
        assert underlined(app) == ["go"]
        await pilot.press("x")
        assert app.document.text == "x" + TEXT


# -- from flag to flag -------------------------------------------------------------------------------------------------


async def test_f8_goes_round_the_flags() -> None:
    async with reading() as (app, scorer, pilot):
        await pilot.press("f8")
        assert "nothing is underlined" in status_text(app)
        scorer.flag("go", "every", "days")
        heads = []
        for key in ("f8", "f8", "f8", "f8", "shift+f8", "shift+f8"):
            await pilot.press(key)
            heads.append(TEXT[app.selection[1] :].split()[0])
        assert heads == ["go", "every", "days.", "go", "days.", "every"]
        assert "every?" in status_text(app)


# -- alternatives ------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def list_open(*words: str) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Pilot[Any]]]:
    """The list of alternatives, open at "days"."""
    async with reading() as (app, scorer, pilot):
        app.select(DAYS + 2, DAYS + 2)
        await pilot.press("f2")
        assert (scorer.asked().start, scorer.asked().end) == (DAYS, DAYS + 4)
        scorer.answer(*words or ("day", "morning", "week"))
        await pilot.pause()
        assert is_open(app)
        yield app, scorer, pilot


async def test_the_list_shows_the_word_itself_then_the_most_probable() -> None:
    async with list_open("day", "\x1b[2Jmorning") as (app, _, _pilot):
        assert listed(app)[:2] == ["days 0.1", "1 day"]
        assert listed(app)[2].startswith("2 ")
        assert "\x1b" not in listed(app)[2]
        assert "no. 345" in str(app.alternatives.get_option_at_index(0).prompt)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        (["enter"], "day"),
        (["tab"], "day"),
        (["1"], "day"),
        (["3"], "week"),
        (["down", "enter"], "morning"),
        (["up", "enter"], "week"),
        (["end", "tab"], "week"),
        (["end", "home", "enter"], "day"),
        (["pagedown", "enter"], "week"),
    ],
)
async def test_choosing_replaces_the_word_in_one_undo_step(keys: list[str], word: str) -> None:
    async with list_open() as (app, scorer, pilot):
        sent = len(scorer.sent)
        await pilot.press(*keys)
        assert app.document.text == f"She go to school every {word}."
        assert app.selection == (DAYS + len(word), DAYS + len(word))
        assert not is_open(app)
        assert sum(isinstance(message, protocol.Edit) for message in scorer.sent[sent:]) == 1, "to be scored again"
        await pilot.press("!")
        assert app.document.text == f"She go to school every {word}!."
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.document.text == TEXT
        assert app.selection == (DAYS + 2, DAYS + 2)


async def test_a_click_chooses() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.click(app.alternatives, offset=(4, 2))
        assert app.document.text == "She go to school every morning."
        await pilot.press("!")
        assert app.document.text == "She go to school every morning!."


async def test_a_click_into_the_draft_closes_the_list() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.click(app.canvas, offset=(app.canvas.text_left + 1, 0))
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


async def test_typing_goes_on_through_the_open_list_without_loss() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.press(*"x1y")
        assert not is_open(app)
        assert app.document.text == "She go to school every dax1yys."


@pytest.mark.parametrize("answered", [True, False])
async def test_keys_that_come_all_at_once_keep_their_order(answered: bool) -> None:
    async with reading() as (app, scorer, pilot):
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


async def test_commands_work_through_the_open_list() -> None:
    async with list_open() as (app, _, pilot):
        await pilot.press("ctrl+a")
        assert app.selection == (0, len(TEXT))
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
    async with reading() as (app, scorer, pilot):
        await pilot.press("f2")
        scorer.answer()
        await pilot.pause()
        assert "no other word" in str(app.alternatives.get_option_at_index(1).prompt)
        await pilot.press("enter")
        assert not is_open(app)
        assert app.document.text == TEXT


async def test_an_answer_for_a_word_that_has_changed_is_dropped() -> None:
    async with reading() as (app, scorer, pilot):
        app.select(DAYS, DAYS)
        await pilot.press("f2")
        app.document.replace(DAYS, DAYS + 4, "nights")
        scorer.answer("day")
        await pilot.pause()
        assert not is_open(app)
        await pilot.press("1")
        assert app.document.text.endswith("1nights.")


async def test_the_list_follows_its_word_through_edits_elsewhere() -> None:
    async with reading() as (app, scorer, pilot):
        app.select(DAYS, DAYS)
        await pilot.press("f2")
        app.document.replace(0, 3, "Somebody")
        scorer.answer("day")
        app.alternatives.accept(1)
        await pilot.pause()
        assert app.document.text in ("Somebody go to school every day.", "Somebody go to school every days.")
        assert not is_open(app)


async def test_an_answer_or_failure_for_an_older_request_is_dropped() -> None:
    async with reading() as (app, scorer, pilot):
        await pilot.press("f2")
        first = scorer.asked().request
        await pilot.press("escape", "end", "left", "f2")
        scorer.hear(protocol.Failure(first, "too late"))
        scorer.answer("him", request=first)
        await pilot.pause()
        assert is_open(app)
        assert app.alternatives.option_count == 1, "still waiting"
        scorer.hear(protocol.Failure(scorer.asked().request, "there is no word"))
        await pilot.pause()
        assert not is_open(app)
        assert "there is no word" in status_text(app)


async def test_where_there_is_no_word_or_no_model_f2_says_so() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test() as pilot:
        await pilot.press("f2")
        assert "no word here" in status_text(app)
        await pilot.press("x", "f2")
        assert "the model is not ready" in status_text(app)
        assert not is_open(app)


async def test_the_word_is_marked_while_the_list_is_open() -> None:
    async with list_open() as (app, _, pilot):
        target = app.canvas.theme.overlay("target").bgcolor

        def marked() -> str:
            row = app.canvas.render_line(0)
            return "".join(part.text for part in row if part.style and part.style.bgcolor == target)

        assert marked() == "das", "the caret is drawn over the y"
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
        region = app.alternatives.region
        assert region.x >= 0
        assert region.y >= 0
        assert region.right <= 20
        assert region.bottom <= 5
        await pilot.press(*["down"] * 8, "enter")
        assert app.document.text.endswith("word i ")
