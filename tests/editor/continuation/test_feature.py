"""Ghost text as the writer sees it: requested and accepted with keys, dismissed by anything else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events

from editor.app import LogproseApp
from editor.continuation.feature import ContinuationFeature
from editor.keys.registry import COMMANDS
from scoring import protocol
from tests.editor.resting import until
from tests.editor.scripted_scorer import ScriptedScorer, loading_app, reading_app, status_text

_TEXT = "The lamps in the street"
_GHOST = " were lit, and shone. He went on."


@asynccontextmanager
async def _asked(text: str = _TEXT, caret: int | None = None) -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Any]]:
    """Yield the app after requesting ghost text at the end of a text, or at a place in it."""
    async with reading_app(text) as (app, scorer, pilot):
        at = len(text) if caret is None else caret
        app.select(at, at)
        await pilot.press("alt+backslash")
        yield app, scorer, pilot


def _ghost(app: LogproseApp) -> str:
    return app.canvas.ghost.text


def _asks(scorer: ScriptedScorer) -> int:
    return sum(isinstance(message, protocol.AskContinuation) for message in scorer.sent)


async def test_it_grows_while_decoding_and_is_not_part_of_the_text() -> None:
    async with _asked() as (app, scorer, pilot):
        revision = app.document.revision
        scorer.write_on(" were", is_final=False)
        assert _ghost(app) == " were"
        scorer.write_on(_GHOST)
        assert _ghost(app) == _GHOST
        await pilot.pause()
        assert app.document.text == _TEXT
        assert app.document.revision == revision


@pytest.mark.parametrize(
    ("keys", "taken"),
    [
        (["tab"], _GHOST),
        (["ctrl+right"], " were"),
        (["alt+f"], " were"),
        (["ctrl+right", "ctrl+right"], " were lit,"),
        (["end"], " were lit, and shone."),
        (["right"], " were lit, and shone."),
        (["end", "end"], _GHOST),
        ([" ", "w", "e"], " we"),
        ([" ", "w", "tab"], _GHOST),
        (["ctrl+right", "tab"], _GHOST),
    ],
)
async def test_keys_accept_it_piece_by_piece(keys: list[str], taken: str) -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(_GHOST)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert app.document.text == _TEXT + taken
        assert app.selection == (len(_TEXT + taken), len(_TEXT + taken))
        assert _ghost(app) == _GHOST[len(taken) :]
        assert _asks(scorer) == 1, "nothing is asked again"


async def test_each_piece_is_an_undo_step_attributed_to_the_model() -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(_GHOST)
        await pilot.pause()
        await pilot.press("ctrl+right", "end")
        assert [span[:2] for span in app.document.authorship.spans] == [(len(_TEXT), len(_TEXT) + 21)]
        await pilot.press("ctrl+z")
        assert app.document.text == _TEXT + " were"
        assert _ghost(app) == ""
        await pilot.press("ctrl+z")
        assert app.document.text == _TEXT
        assert not app.document.authorship.spans


async def test_characters_escaped_in_a_table_are_attributed_to_the_model_too() -> None:
    text = "| one | two |\n| --- | --- |\n| six | |\n"
    async with _asked(text, text.index("six") + 3) as (app, scorer, pilot):
        scorer.write_on(" or | seven")
        await pilot.pause()
        await pilot.press("tab")
        [(start, end, _)] = app.document.authorship.spans
        assert app.document.slice(start, end).strip() == "or \\| seven"


@pytest.mark.parametrize("key", ["escape", "left", "up", "x", "backspace", "ctrl+home", "enter", "f8"])
async def test_any_other_key_dismisses_it_and_stops_decoding(key: str) -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(_GHOST[:10], is_final=False)
        await pilot.press(key)
        await pilot.pause()
        assert _ghost(app) == ""
        assert app.document.text.replace("\n", "") in (_TEXT, _TEXT + "x", _TEXT[:-1])
        assert any(isinstance(message, protocol.StopContinuation) for message in scorer.sent)


@pytest.mark.parametrize("button", [1, 3])
async def test_a_click_at_the_caret_dismisses_it(button: int) -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(_GHOST)
        await pilot.pause()
        column, row = app.canvas.viewport.cell_of(len(_TEXT))
        await pilot.mouse_down(app.canvas, (column, row), button=button)
        await pilot.pause()
        assert _ghost(app) == ""
        assert app.selection == (len(_TEXT), len(_TEXT))


async def test_after_three_seconds_a_waiting_message_appears_and_escape_cancels() -> None:
    async with _asked() as (app, scorer, pilot):
        feature = app.feature(ContinuationFeature)
        (late,) = [timer for timer in (feature._late,) if timer is not None]
        assert late._interval == 3.0
        feature._say_late()
        assert "Esc cancels" in app.status.history[-1].text
        await pilot.press("escape")
        assert feature._late is None
        assert isinstance(scorer.sent[-1], protocol.StopContinuation)


async def test_without_ghost_text_keys_have_their_usual_meaning() -> None:
    async with reading_app("- one\n- two words") as (app, _, pilot):
        app.select(8, 8)
        await pilot.press("ctrl+right")
        assert app.selection == (11, 11)
        await pilot.press("tab")
        assert app.document.text == "- one\n  - two words"


async def test_a_key_does_not_accept_text_that_was_not_shown_yet() -> None:
    async with _asked() as (app, scorer, pilot):
        await pilot.press("tab")
        scorer.write_on(_GHOST)
        await pilot.pause()
        assert _GHOST not in app.document.text
        assert _ghost(app) == ""


async def test_right_moves_the_caret_if_text_follows() -> None:
    async with _asked(caret=9) as (app, scorer, pilot):
        scorer.write_on(" again")
        await pilot.press("right")
        assert app.selection == (10, 10)
        assert app.document.text == _TEXT


async def test_several_can_be_cycled_through() -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(" were lit", " were dark", " hummed")
        shown = [_ghost(app)]
        for key in ("alt+right_square_bracket", "alt+backslash", "alt+right_square_bracket", "alt+left_square_bracket"):
            await pilot.press(key)
            shown.append(_ghost(app))
        assert shown == [" were lit", " were dark", " hummed", " were lit", " hummed"]
        await pilot.press("alt+left_square_bracket", "ctrl+right", "alt+right_square_bracket")
        assert _ghost(app) == " lit", "only the candidates that continue the accepted text remain"
        assert _asks(scorer) == 1


async def test_selections_and_multiple_carets_are_not_continued() -> None:
    async with reading_app(_TEXT) as (app, scorer, pilot):
        app.select(0, 3)
        await pilot.press("alt+backslash")
        await pilot.pause()
        assert _asks(scorer) == 0


async def test_an_empty_result_is_reported() -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on()
        await pilot.pause()
        assert _ghost(app) == ""
        assert any("nothing to add" in message.text for message in app.status.history)


def _unasked(settings_file: Path, confidence: float = -1.5) -> None:
    settings_file.write_text(f"[continuation]\nautomatic = true\npause = 100\nconfidence = {confidence}\n")


@pytest.mark.parametrize(("log_prob", "shown"), [(-1.0, _GHOST), (-3.0, "")])
async def test_unasked_it_appears_after_a_pause_if_the_model_is_sure(
    log_prob: float, shown: str, settings_file: Path
) -> None:
    _unasked(settings_file)
    async with reading_app(_TEXT) as (app, scorer, pilot):
        app.select(len(_TEXT), len(_TEXT))
        await pilot.press("s")
        await until(pilot, lambda: _asks(scorer) == 1)
        scorer.write_on(_GHOST[:4], log_prob=log_prob, is_final=False)
        assert _ghost(app) == "", "not while it grows"
        scorer.write_on(_GHOST, log_prob=log_prob)
        assert _ghost(app) == shown


async def test_by_default_nothing_appears_unasked() -> None:
    async with reading_app(_TEXT) as (app, scorer, pilot):
        app.select(len(_TEXT), len(_TEXT))
        await pilot.press("s")
        await pilot.pause()
        assert not app.feature(ContinuationFeature)._pauses, "nothing waits for a pause"
        assert _asks(scorer) == 0


async def test_switching_drafts_ends_the_pause(settings_file: Path) -> None:
    _unasked(settings_file)
    async with reading_app(_TEXT) as (app, _, pilot):
        app.select(len(_TEXT), len(_TEXT))
        await pilot.press("s")
        await until(pilot, lambda: bool(app.feature(ContinuationFeature)._pauses))
        app.feature(ContinuationFeature).draft_hidden(app.workspace.shown)
        assert not app.feature(ContinuationFeature)._pauses


async def test_the_seed_is_a_setting(settings_file: Path) -> None:
    settings_file.write_text("[continuation]\nseed = 7\n")
    async with _asked() as (_, scorer, _):
        (ask,) = [message for message in scorer.sent if isinstance(message, protocol.AskContinuation)]
        assert ask.manner.seed == 7


async def test_a_selection_is_rephrased_in_the_list() -> None:
    async with reading_app(_TEXT) as (app, scorer, pilot):
        app.select(4, 9)
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        scorer.write_on("lanterns", "lights", gain=1.25)
        await pilot.press("2")
        assert app.document.text == "The lights in the street"


@pytest.mark.parametrize(
    ("selected", "asked"),
    [
        ("- The ‹lamps› shone", "lamps"),
        ("- The‹ lamps ›shone", "lamps"),
        ("‹- The lamps›\n\nshone", "The lamps"),
        ("one‹\n\n## The lamps\n›two", "The lamps"),
        ("‹The lamps\nshone›", "The lamps\nshone"),
    ],
)
async def test_only_text_of_one_paragraph_is_rephrased(selected: str, asked: str) -> None:
    start, end = selected.index("‹"), selected.index("›") - 1
    async with reading_app(selected.replace("‹", "").replace("›", "")) as (app, scorer, pilot):
        app.select(start, end)
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        ask = next(message for message in scorer.sent if isinstance(message, protocol.AskContinuation))
        assert app.document.slice(ask.start, ask.end) == asked


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("one\n\ntwo", "to rephrase, select within one paragraph"),
        ("- one\n- two", "to rephrase, select within one paragraph"),
        ("# one\ntwo", "to rephrase, select within one paragraph"),
        ("- ", "select the text to rephrase"),
        (" \n ", "select the text to rephrase"),
    ],
)
async def test_a_range_that_cannot_be_rephrased_is_reported(text: str, says: str) -> None:
    async with reading_app(text) as (app, scorer, pilot):
        app.select(0, len(text))
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        assert says in status_text(app)
        assert _asks(scorer) == 0


async def test_closing_the_list_cancels_the_workers_decoding() -> None:
    async with reading_app(_TEXT) as (app, scorer, pilot):
        app.select(4, 9)
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        await pilot.press("escape")
        assert isinstance(scorer.sent[-1], protocol.StopContinuation)
        app.run_command(COMMANDS["rephrase"])
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        scorer.write_on("lanterns", gain=1.25)
        await pilot.press("1")
        assert app.document.text == "The lanterns in the street", "the last question counts"


@pytest.mark.parametrize(
    ("text", "typed", "rest"),
    [
        ("A lantern, a lanyard. A", " lan", "yard"),
        ("A lantern and more. A", " lant", "ern"),
        ("A\n\nlantern", " lan", "tern"),
    ],
)
async def test_a_word_is_completed_from_the_nearest_matching_word(
    text: str, typed: str, rest: str, settings_file: Path
) -> None:
    settings_file.write_text("[continuation]\ncomplete_words = true\n")
    async with reading_app(text) as (app, scorer, pilot):
        at = text.index("\n") if "\n" in text else len(text)
        app.select(at, at)
        await pilot.press(*[{" ": "space", "-": "minus"}.get(sign, sign) for sign in typed])
        await until(pilot, lambda: _ghost(app) == rest)
        await pilot.press("tab")
        assert app.document.text == text[:at] + typed + rest + text[at:]
        assert not app.document.authorship.spans, "the writer's own word"
        assert _asks(scorer) == 0


async def test_the_model_completes_a_word_that_is_not_in_the_draft(settings_file: Path) -> None:
    settings_file.write_text("[continuation]\ncomplete_words = true\n")
    async with reading_app("A") as (app, scorer, pilot):
        app.select(1, 1)
        await pilot.press("space", "l", "a", "n")
        await until(pilot, lambda: _asks(scorer) == 1)
        scorer.write_on("tern in the street", log_prob=-0.5)
        assert _ghost(app) == "tern"


async def test_in_a_rephrased_passage_the_new_words_are_attributed_to_the_model() -> None:
    async with reading_app(_TEXT) as (app, scorer, pilot):
        app.document.authorship.note(10, 12)
        app.select(4, len(_TEXT))
        app.run_command(COMMANDS["rephrase"])
        await pilot.pause()
        scorer.write_on("many lamps in the narrow street", gain=1.25)
        await pilot.press("1")
        assert app.document.text == "The many lamps in the narrow street"
        spans = app.document.authorship.spans
        assert [app.document.slice(start, end).strip() for start, end, _ in spans] == ["many", "in", "narrow"]
        await pilot.press("ctrl+z")
        assert [span[:2] for span in app.document.authorship.spans] == [(10, 12)]


async def test_a_key_accepts_only_text_that_was_on_the_screen_when_pressed() -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(_GHOST[:10], is_final=False)
        await pilot.pause()
        key = events.Key("tab", "\t")
        scorer.write_on(_GHOST)
        await pilot.pause()
        app.canvas.post_message(key)
        await pilot.pause()
        assert app.document.text == _TEXT + _GHOST[:10]


async def test_new_and_removed_candidates_do_not_change_the_shown_one() -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(" hummed", is_final=False)
        scorer.write_on(" **were** lit", " hummed again", is_final=False)
        assert _ghost(app) == " hummed again"
        scorer.write_on(" **were** lit")
        assert _ghost(app) == " hummed again"
        await pilot.press("alt+left_square_bracket")
        assert _ghost(app) == " **were** lit"


async def test_if_the_worker_ends_the_request_ends() -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(" were", is_final=False)
        scorer.start_again()
        assert _ghost(app) == ""
        await pilot.press("alt+backslash")
        assert _asks(scorer) == 2
        scorer.write_on(" were lit")
        assert _ghost(app) == " were lit"


async def test_an_explicit_request_replaces_an_unasked_one(settings_file: Path) -> None:
    _unasked(settings_file)
    async with reading_app(_TEXT) as (app, scorer, pilot):
        app.select(len(_TEXT), len(_TEXT))
        await pilot.press("s")
        await until(pilot, lambda: _asks(scorer) == 1)
        await pilot.press("alt+backslash")
        assert _asks(scorer) == 2
        scorer.write_on(" that", " which", log_prob=-9.0)
        assert _ghost(app) == " that"


@pytest.mark.parametrize("is_smart", [False, True])
async def test_quotes_are_inserted_exactly_as_shown(is_smart: bool, settings_file: Path) -> None:
    settings_file.write_text(f"smart_typography = {str(is_smart).lower()}\n")
    async with _asked("He said,") as (app, scorer, pilot):
        scorer.write_on(' "Go on (now)." He left.')
        await pilot.press("space", '"', "G")
        assert _ghost(app) == 'o on (now)." He left.'
        await pilot.press(*"o", "space", *"on", "space", *'(now)."')
        assert _ghost(app) == " He left."
        expected = "He said, “Go on (now).”" if is_smart else 'He said, "Go on (now)."'
        assert app.document.text == expected


@pytest.mark.parametrize("keys", [["ctrl+right"], ["end"], ["tab"], ["space", *"were"]])
async def test_accepting_a_piece_does_not_stop_it_growing(keys: list[str]) -> None:
    async with _asked() as (app, scorer, pilot):
        scorer.write_on(" were", is_final=False)
        await pilot.pause()
        await pilot.press(*keys)
        assert app.document.text == _TEXT + " were"
        scorer.write_on(" lit, and", is_final=False)
        assert _ghost(app) == " lit, and"
        await pilot.pause()
        await pilot.press("ctrl+right")
        assert _ghost(app) == " and"
        scorer.write_on("", is_final=False)
        assert _ghost(app) == " and", "it stays as long as the new text continues it"
        scorer.write_on(" and shone.")
        assert _ghost(app) == " and shone."
        await pilot.press("escape", "tab")
        assert app.document.text.startswith(_TEXT + " were lit,")


@asynccontextmanager
async def _asked_too_soon() -> AsyncIterator[tuple[LogproseApp, ScriptedScorer, Any]]:
    """Yield the app after requesting ghost text while the model is still loading."""
    async with loading_app(_TEXT) as (app, scorer, pilot):
        await pilot.press("alt+backslash")
        assert "for the model to load; Esc cancels" in app.status.history[-1].text
        assert not _asks(scorer)
        yield app, scorer, pilot


async def test_a_request_while_the_model_loads_is_answered_later() -> None:
    async with _asked_too_soon() as (app, scorer, _):
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        assert not _asks(scorer), "a worker that reads the text can't answer pings"
        scorer.hear(scorer.scores(0, 0))
        assert isinstance(scorer.sent[-1], protocol.AskContinuation)
        scorer.write_on(_GHOST)
        assert _ghost(app) == _GHOST


@pytest.mark.parametrize("key", ["escape", "x", "left"])
async def test_anything_that_dismisses_a_ghost_also_cancels_a_pending_one(key: str) -> None:
    async with _asked_too_soon() as (_, scorer, pilot):
        await pilot.press(key)
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        scorer.hear(scorer.scores(0, 0))
        assert not _asks(scorer)


async def test_a_model_that_cannot_be_loaded_is_not_waited_for() -> None:
    async with _asked_too_soon() as (app, scorer, pilot):
        scorer.hear(protocol.ModelState("failed", 0, 0, "no such model"))
        assert "cannot be loaded" in app.status.history[-1].text
        await pilot.press("alt+backslash")
        assert "there is no model" in app.status.history[-1].text
        await pilot.press("escape")
        scorer.hear(protocol.ModelState("ready", 0, 0, "TestLM"))
        assert not _asks(scorer)
