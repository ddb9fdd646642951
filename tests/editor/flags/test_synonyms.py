"""The list of synonyms in the whole program, by real keys."""

from __future__ import annotations

from editor.app import LogproseApp
from editor.flags.feature import FlagsFeature
from scoring import protocol
from scoring.protocol import Suggestion
from tests.editor.resting import until
from tests.editor.scripted_scorer import ScriptedScorer, reading_app, status_text

TEXT = "He began to read an enormous letter."


def answer(scorer: ScriptedScorer, *edits: tuple[int, int, str, float], word: str) -> None:
    """Answer the last request."""
    ask = scorer.asked()
    assert ask.synonyms
    found = tuple(
        Suggestion(start, end, new, -float(number), "word_choice", share)
        for number, (start, end, new, share) in enumerate(edits)
    )
    scorer.hear(protocol.Alternatives(ask.request, 1, ask.revision, ask.start, ask.end, word, 0.1, 3, (), found))


def listed(app: LogproseApp) -> list[str]:
    options = app.feature(FlagsFeature).suggestions
    prompts = [options.get_option_at_index(index).prompt for index in range(options.option_count)]
    return [" ".join(str(prompt).split()) for prompt in prompts]


async def test_one_key_accepts_one_and_one_step_undoes_it() -> None:
    async with reading_app(TEXT) as (app, scorer, pilot):
        app.select(4, 4)
        await pilot.press("shift+f2")
        answer(scorer, (3, 8, "started", 0.9), (3, 8, "set out", 0.004), word="began")
        assert listed(app)[:3] == ["began synonyms", "1 started 90 %", "2 set out <1 %"]
        await pilot.press("2")
        assert app.document.text == "He set out to read an enormous letter."
        await pilot.press("ctrl+z")
        assert app.document.text == TEXT


async def test_the_article_before_is_adapted() -> None:
    async with reading_app(TEXT) as (app, scorer, pilot):
        start = TEXT.index("enormous")
        app.select(start, start)
        await pilot.press("shift+f2")
        answer(scorer, (start - 3, start + 8, "a large", 0.9), word="enormous")
        await pilot.press("enter")
        assert app.document.text == "He began to read a large letter."
        await pilot.press("ctrl+z")
        assert app.document.text == TEXT


async def test_a_flagged_word_has_synonyms_too_and_typing_closes_the_list() -> None:
    async with reading_app(TEXT) as (app, scorer, pilot):
        scorer.flag("began")
        app.select(4, 4)
        await pilot.press("shift+f2")
        answer(scorer, (3, 8, "started", 0.9), word="began")
        assert listed(app)[1] == "1 started 90 %"
        await pilot.press("x")
        assert not app.feature(FlagsFeature).suggestions.display
        assert "bxegan" in app.document.text


async def test_a_word_without_synonyms() -> None:
    async with reading_app(TEXT) as (app, scorer, pilot):
        app.select(4, 4)
        await pilot.press("shift+f2")
        answer(scorer, word="began")
        await until(pilot, lambda: "no synonyms known for began" in status_text(app))
        assert not app.feature(FlagsFeature).suggestions.display


async def test_without_a_word_or_a_model_it_says_so() -> None:
    async with reading_app("One.\n\n") as (app, _, pilot):
        await pilot.press("ctrl+end", "shift+f2")
        await until(pilot, lambda: "no word at the caret" in status_text(app))
    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press(*"word", "shift+f2")
        await until(pilot, lambda: "no synonyms: the model is not ready" in status_text(app))
