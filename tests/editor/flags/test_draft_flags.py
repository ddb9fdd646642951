"""The scorer's results on the screen: underlines and the status line."""

from __future__ import annotations

import math
import re
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document import Document
from editor.flags.feature import FlagsFeature
from editor.scorer.listener import ScoredRange, ScorerListener
from scoring import protocol
from scoring.protocol import WordScore
from tests.editor.resting import until
from tests.editor.scripted_scorer import DAYS, TEXT, ScriptedScorer, reading_app, status_rows, status_text, underlined

# -- underlines --------------------------------------------------------------------------------------------------------


async def test_flagged_words_are_underlined_and_explained_where_the_caret_is() -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("go", "days")
        assert underlined(app) == ["go", "days"]
        app.select(4, 4)
        await pilot.pause()
        assert "go?" in status_text(app)
        await pilot.press("home")
        assert "go?" not in status_text(app)
        scorer.flag("go")
        assert underlined(app) == ["go"]


async def test_an_underline_is_stronger_the_likelier_the_word_is_wrong() -> None:
    async with reading_app() as (app, scorer, _):
        app.settings.keep("scoring.threshold", 0.5)
        app.canvas.set_underlines("curly")
        colours = []
        for probability in (0.52, 0.75, 0.98, 1 - 1e-9):
            scorer.flag("go", strength=-math.log1p(-probability))
            segments = app.canvas.render_line(0)
            colours.append(next(one.style for one in segments if one.style and one.style.underline))
        assert len(set(colours)) == 3
        assert colours[2] == colours[3]
        scorer.flag("go", strength=float("nan"))
        assert underlined(app) == []


async def test_the_status_line_names_the_kind_the_reason_and_the_probability() -> None:
    async with reading_app(size=(90, 12)) as (app, scorer, pilot):
        edit = protocol.Suggestion(4, 6, "goes", 5.0, "grammar", 0.8)
        scorer.hear(scorer.scores(0, len(TEXT), protocol.Flag(4, 6, 4.0, "grammar", "“goes” fits better", (edit,))))
        app.select(5, 5)
        await pilot.pause()
        assert "Grammar: “goes” fits better · 98 % likely a mistake" in status_text(app)


async def test_the_heat_map_shows_the_numbers_of_every_word() -> None:
    async with reading_app(size=(90, 12)) as (app, scorer, pilot):
        words = (WordScore(4, 6, 7.25, 2.5), WordScore(DAYS, DAYS + 4, 3.0, 1.0))
        scorer.hear(scorer.scores(0, len(TEXT), msgspec.structs.replace(_flag("go"), strength=4.0), words=words))
        await pilot.press("shift+f7")
        for place, said in (
            (6, "surprisal 7.2 nats · entropy 2.5 nats · flag 4.0 nats"),
            (DAYS, "surprisal 3.0 nats · entropy 1.0 nats"),
        ):
            app.select(place, place)
            await pilot.pause()
            assert said in status_rows(app)
            assert status_rows(app).count("nats") == said.count("nats")
        app.select(0, 0)
        await pilot.pause()
        assert "nats" not in status_rows(app)


async def test_the_word_being_typed_is_not_underlined_until_the_caret_leaves_it() -> None:
    async with reading_app("She has ") as (app, scorer, pilot):
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
        assert underlined(app) == ["xyl"], "without another message from the scorer"


@pytest.mark.parametrize("leave", ["enter", ".", "up", "home"])
async def test_leaving_the_word_in_any_way_shows_its_flag(leave: str) -> None:
    async with reading_app("first\n") as (app, scorer, pilot):
        await pilot.press("ctrl+end", *"xyl")
        scorer.flag("xyl")
        assert underlined(app) == []
        await pilot.press(leave)
        assert underlined(app) == ["xyl"]


async def test_fast_typing_does_not_show_the_flag_of_half_a_word() -> None:
    async with reading_app("") as (app, scorer, pilot):
        for character in "an old xyloph":
            app.canvas.edit(app.selection[1], app.selection[1], character, "type")
        scorer.flag("xyloph")
        await pilot.pause()  # the messages about the earlier caret only arrive now
        assert underlined(app) == []


async def test_other_words_are_underlined_while_one_is_typed() -> None:
    async with reading_app() as (app, scorer, pilot):
        await pilot.press("ctrl+end", "space", *"xyl")
        scorer.flag("go", "xyl")
        assert underlined(app) == ["go"]


# -- results that are late ---------------------------------------------------------------------------------------------


async def test_late_flags_follow_their_words() -> None:
    async with reading_app() as (app, scorer, pilot):
        late = scorer.scores(0, len(TEXT), _flag("go"), _flag("school"), _flag("days"))
        app.document.replace(0, 3, "Nobody")
        app.document.replace(app.document.text.index("school"), app.document.text.index("school") + 3, "p")
        app.select(0, 0)
        await pilot.pause()
        scorer.hear(late)
        assert underlined(app) == ["go", "days"], "school has become pool"
        app.document.undo()
        assert underlined(app) == ["go", "days"]


async def test_results_for_another_document_or_a_future_text_are_rejected() -> None:
    async with reading_app() as (app, scorer, _):
        for message in (
            protocol.Scores(2, app.document.revision, 0, 28, (_flag("go"),), 1, 1),
            scorer.scores(0, 28, _flag("go"), revision=app.document.revision + 1),
        ):
            with pytest.raises(protocol.ProtocolError):
                scorer.hear(message)
        assert underlined(app) == []


async def test_results_older_than_the_latest_are_dropped() -> None:
    async with reading_app() as (app, scorer, pilot):
        old = scorer.scores(0, len(TEXT), _flag("go"))
        app.document.replace(0, 0, "Yes, yes! ")
        app.select(0, 0)
        await pilot.pause()
        scorer.flag("days")
        scorer.hear(old)
        assert underlined(app) == ["days"]


@pytest.mark.parametrize(("start", "end"), [(0, 29), (28, 29), (500, 600)])
async def test_ranges_past_the_end_of_the_text_are_rejected(start: int, end: int) -> None:
    async with reading_app() as (app, scorer, pilot):
        beyond = protocol.Suggestion(start, end, "x", 9.0, "spelling")
        for flag in (
            protocol.Flag(start, end, 20.0, "surprising", ""),
            msgspec.structs.replace(_flag("go"), suggestions=(beyond,)),
        ):
            with pytest.raises(protocol.ProtocolError, match="28 code points"):
                scorer.hear(scorer.scores(0, len(TEXT), flag))
        with pytest.raises(protocol.ProtocolError, match="28 code points"):
            scorer.hear(scorer.scores(start, end))
        scorer.flag("go")
        assert underlined(app) == ["go"]
        await pilot.press("x")
        assert app.document.text == "x" + TEXT


async def test_strange_kinds_and_reasons_do_no_harm() -> None:
    async with reading_app() as (app, scorer, pilot):
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
    """The scorer sees revisions late, in order, and flags each "bad" in them; only "bad" ends up flagged."""
    document = Document("one bad two bad\nthree bad four bad")
    painted: dict[tuple[int, int], str] = {}

    class Listener(ScorerListener):
        def scored(self, found: ScoredRange) -> None:
            assert 0 <= found.start <= found.end <= len(document)
            painted.clear()
            painted.update({(flag.start, flag.end): flag.reason for flag in found.flags})

    scorer = ScriptedScorer(document)
    scorer.attach(document, Listener())
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


async def test_the_status_line_shows_the_models_progress() -> None:
    async with reading_app() as (app, scorer, _):
        scorer.hear(protocol.ModelState("fetching", 250, 1000, "default"))
        assert "fetching the model" in status_text(app)
        assert "25%" in status_text(app)
        scorer.hear(protocol.ModelState("loading", 0, 0, "default"))
        assert "loading the model …" in status_text(app)
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        assert "TestLM" in status_text(app)
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 3, 4))
        assert "checking 75%" in status_text(app)
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 4, 4))
        assert "checked" in status_text(app)
        scorer.hear(protocol.ModelState("failed", 0, 0, "no network\x1b[2J"))
        assert "no annotations: no network" in status_text(app)
        assert app.status.status.is_error
        assert "no model" in status_text(app), "next to the message"


async def test_an_engine_that_does_not_answer_shows_no_progress() -> None:
    async with reading_app() as (app, scorer, _):
        scorer.hear(protocol.ModelState("unreachable", 0, 0, "gpu:443 is gone"))
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 0, 4))
        assert "no answer" in status_text(app)
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 3, 4))
        assert "checking 75%" in status_text(app)


async def test_a_dead_worker_is_reported_and_its_flags_stay() -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.flag("go")
        app.feature(FlagsFeature).shown.worker_died("the scorer died; starting it again")
        assert "the scorer died" in status_text(app)
        assert underlined(app) == ["go"]
        await pilot.press("x")
        assert app.document.text == "x" + TEXT


async def test_a_worker_that_stays_off_names_the_command_that_starts_it() -> None:
    async with reading_app() as (app, _, _):
        app.feature(FlagsFeature).shown.worker_died("the scorer died too often and stays off", stays_off=True)
        assert app.status.status.model == "no model: “Restart model”"


async def test_text_that_the_worker_has_not_seen_does_not_count_as_checked() -> None:
    async with reading_app() as (app, scorer, pilot):
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 4, 4))
        assert "checked" in status_text(app)
        await pilot.press("x")  # and the worker says nothing
        await until(pilot, lambda: "checked" not in status_text(app))
        assert "checking 75%" in status_text(app)
        scorer.hear(protocol.Scores(1, app.document.revision, 0, 0, (), 4, 4))
        assert "checked" in status_text(app)


# -- surprisal ---------------------------------------------------------------------------------------------------------


async def test_the_surprisal_of_words_is_kept_and_follows_edits() -> None:
    async with reading_app() as (app, scorer, _):
        late = scorer.scores(0, len(TEXT), words=(WordScore(0, 3, 2.0, 1.0), WordScore(4, 6, 8.0, 1.0)))
        app.document.replace(0, 0, "Yes: ")
        scorer.hear(late)
        assert list(app.feature(FlagsFeature).shown.surprisal.words_in(0)) == [(9, 11, 8.0, 1.0)], (
            "the edit was next to the other"
        )
        app.document.replace(9, 10, "w")
        assert app.feature(FlagsFeature).shown.surprisal.mean(app.document.blocks[0]) is None


# -- from flag to flag -------------------------------------------------------------------------------------------------


async def test_f8_cycles_through_the_flags() -> None:
    async with reading_app() as (app, scorer, pilot):
        await pilot.press("f8")
        assert "nothing is underlined" in status_text(app)
        scorer.flag("go", "every", "days")
        heads = []
        for key in ("f8", "f8", "f8", "f8", "shift+f8", "shift+f8"):
            await pilot.press(key)
            heads.append(TEXT[app.selection[1] :].split()[0])
        assert heads == ["go", "every", "days.", "go", "days.", "every"]
        assert "every?" in status_rows(app)


# -- what is no prose --------------------------------------------------------------------------------------------------

MIXED = """\
---
matter: one
---
two `code` [three](address) http://bare.org $maths$ <b class="html">four</b> &amp;
five

```
fenced
```

<div>
block
</div>

six
"""
PROSE = ["two", "three", "four", "five", "six"]
OTHER = ["matter", "code", "address", "bare", "maths", "html", "amp", "fenced", "block"]


async def heads(app: LogproseApp, pilot: Pilot[Any], key: str, count: int) -> list[str]:
    """Return the words that repeated presses of a key go to."""
    found = []
    for _ in range(count):
        await pilot.press(key)
        found.append(re.split(r"\W", app.document.text[app.selection[1] :])[0])
    return found


async def test_non_prose_is_neither_underlined_nor_visited_nor_measured() -> None:
    async with reading_app(MIXED, size=(100, 30)) as (app, scorer, pilot):
        words = tuple(
            WordScore(MIXED.index(word), MIXED.index(word) + len(word), 2.0 if word in PROSE else 20.0, 1.0)
            for word in sorted(PROSE + OTHER, key=MIXED.index)
        )
        scorer.flag(*PROSE, *OTHER)
        assert sorted(underlined(app)) == sorted(PROSE)
        assert await heads(app, pilot, "f8", 6) == ["two", "three", "four", "five", "six", "two"]
        assert await heads(app, pilot, "shift+f8", 3) == ["six", "five", "four"]
        app.select(MIXED.index("fenced"), MIXED.index("fenced"))
        await pilot.pause()
        assert "fenced?" not in status_text(app)
        scorer.hear(scorer.scores(0, len(MIXED), words=words))
        assert app.feature(FlagsFeature).shown.surprisal.mean(app.document.blocks[3]) == 2.0
        app.canvas.has_strip = True
        drawn = "".join(app.canvas.render_line(y).text for y in range(16))
        assert re.findall("[▏▎▍▌▋▊▉]", drawn) == ["▏"] * 3


async def test_text_that_becomes_code_is_not_underlined_until_it_is_prose_again() -> None:
    text = "one\n\n\n\ntwo\n\nthree four\n"
    async with reading_app(text) as (app, scorer, pilot):
        scorer.flag("one", "two", "four")
        await until(pilot, lambda: len(app.canvas.side.counts) == 3)
        app.select(5, 5)
        await pilot.press(*"```")
        assert underlined(app) == ["one"]
        assert await heads(app, pilot, "f8", 2) == ["one", "one"]
        assert await heads(app, pilot, "shift+f8", 2) == ["one", "one"]
        await until(pilot, lambda: len(app.canvas.side.counts) == 1)
        scorer.flag("one", "two", "four")
        app.canvas.undo()
        await pilot.pause()
        assert underlined(app) == ["one", "two", "four"]
        await until(pilot, lambda: len(app.canvas.side.counts) == 3)


async def test_a_word_put_in_backticks_is_no_longer_underlined() -> None:
    async with reading_app("one two three") as (app, scorer, pilot):
        scorer.flag("one", "two", "three")
        app.canvas.edit(4, 4, "`")
        app.canvas.edit(8, 8, "`")
        await pilot.pause()
        assert underlined(app) == ["one", "three"]
        app.canvas.edit(8, 9, "")
        await pilot.pause()
        assert underlined(app) == ["one", "two", "three"]
