"""A reopened draft shows its flags in the first frame, before there is a worker."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from editor.app import LogproseApp
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.flags.feature import FlagsFeature
from editor.paths import dictionary_path, kept_scores_directory
from editor.scorer.conventions import conventions
from editor.scorer.process import kept_scores
from editor.settings.layers import FOLDER_FILE
from editor.settings.settings import Scoring
from scoring.kept.store import Kept, place_of
from scoring.protocol import Flag, Keep, ModelState, Open, Suggestion, WordScore
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import DAYS, TEXT, ScriptedScorer
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"
GO = TEXT.index("go")
FLAGS = (
    Flag(GO, GO + 2, 7.0, "grammar", "“goes” fits better", (Suggestion(GO, GO + 2, "goes", 4.0, "grammar"),)),
    Flag(DAYS, DAYS + 4, 1.0, "grammar", "“day” fits better", (Suggestion(DAYS, DAYS + 4, "day", 3.0, "grammar"),)),
)
WORDS = (WordScore(0, 3, 2.0, 3.0), WordScore(DAYS, DAYS + 4, 9.0, 3.0))


@pytest.fixture(autouse=True)
def silent_worker(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start a worker that never sends anything instead of the real one."""
    running = tmp_path / "workers"
    running.mkdir()

    def command(options: Sequence[str]) -> tuple[str, ...]:
        return (sys.executable, "-X", " ".join(options), str(_FAKE), str(running), "silent")

    monkeypatch.setattr("editor.scorer.process.worker_command", command)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    keep(path)
    return path


def keep(path: Path, scoring: Scoring | None = None, words: tuple[str, ...] = ()) -> None:
    """Keep the results that a worker would have for a draft."""
    kept = Kept(path.read_text(), conventions(scoring or Scoring(), words), True, 0.9, FLAGS, WORDS, ())
    kept_scores(scoring or Scoring()).put(place_of(path), kept, b"")


def shown(app: LogproseApp) -> list[str]:
    return [app.document.slice(span.start, span.end) for span in app.feature(FlagsFeature).shown.all_flags()]


async def first_frame(app: LogproseApp) -> tuple[list[str], str]:
    """Return the flags that the first frame has, and what it underlines."""
    found: list[tuple[list[str], str]] = []
    draw = app.canvas.render_line

    def watched(y: int) -> object:
        strip = draw(y)
        if not found and app.canvas.size:
            words = "".join(one.text for one in strip if one.style is not None and one.style.underline)
            found.append((shown(app), words))
        return strip

    app.canvas.render_line = watched  # type: ignore[method-assign,assignment]  # a spy
    async with app.run_test(size=(60, 12)) as pilot:
        await until(pilot, lambda: bool(found))
    return found[0]


async def test_the_first_frame_has_the_flags_of_the_last_session(draft: Path) -> None:
    assert await first_frame(LogproseApp(draft)) == (["go", "days"], "godays")


async def test_suggestions_and_surprisal_are_there_too(draft: Path) -> None:
    app = LogproseApp(draft)
    async with app.run_test(size=(60, 12)) as pilot:
        app.select(GO, GO)
        assert app.feature(FlagsFeature).shown.note_at(GO) == "Grammar: “goes” fits better · 99 % likely a mistake"
        assert [word.surprisal for word in app.feature(FlagsFeature).shown.surprisal.words_in(0)] == [2.0, 9.0]
        await pilot.press("f8")
        assert app.selection == (DAYS, DAYS)


async def test_text_changed_outside_has_lost_its_flags_and_the_rest_has_moved(draft: Path) -> None:
    draft.write_text("Well: " + TEXT.replace("days", "week"))
    app = LogproseApp(draft)
    assert shown(app) == ["go"]
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        await pilot.pause()
        opened = next(message for message in scorer.sent if isinstance(message, Open))
        assert opened.text == TEXT, "the worker knows this text"
        text = opened.text
        for change in reversed(opened.changes):
            text = text[: change.start] + change.text + text[change.end :]
        assert text == app.document.text


async def test_text_typed_before_the_model_is_ready_reaches_it(draft: Path) -> None:
    app = LogproseApp(draft)
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer(app.document)
        app.feature(FlagsFeature).attach(scorer)
        await pilot.press("O", "h", " ")
        scorer.hear(ModelState("ready", 0, 0, "TestLM"))
        opened = next(message for message in scorer.sent if isinstance(message, Open))
        assert (opened.text, [(one.start, one.end, one.text) for one in opened.changes]) == (TEXT, [(0, 0, "Oh ")])
        assert shown(app) == ["go", "days"]


async def test_a_draft_opened_later_has_its_flags_at_once(draft: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("Another draft.")
    app = LogproseApp(other)
    async with app.run_test(size=(60, 12)) as pilot:
        app.prompts.begin(lambda: app.feature(FilesFeature).open_file(Opening(draft)))
        await until(pilot, lambda: app.document.text == TEXT)
        await at_rest(pilot)
        assert shown(app) == ["go", "days"]


@pytest.mark.parametrize("why", ["other model", "other window", "other dialect", "no scorer", "not scored", "damaged"])
async def test_invalid_flags_are_not_shown(draft: Path, settings_file: Path, why: str) -> None:
    if why == "damaged":
        (path,) = kept_scores_directory().iterdir()
        path.write_bytes(path.read_bytes()[:-1])
    lines = {
        "other model": 'model = "other/model"',
        "other window": "stride = 512",
        "other dialect": 'dialect = "IN"',
        "not scored": "enabled = false",
    }
    settings_file.write_text(f"[scoring]\n{lines.get(why, '')}\n")
    app = LogproseApp(draft, scorer=why != "no scorer")
    assert shown(app) == []


@pytest.mark.parametrize("dialect", ["IN", "any"])
async def test_kept_flags_depend_on_the_drafts_conventions_not_on_its_folder(draft: Path, dialect: str) -> None:
    keep(draft, Scoring(dialect="IN"))
    (draft.parent / FOLDER_FILE).write_text(f'[scoring]\ndialect = "{dialect}"\n')
    app = LogproseApp(draft)
    assert shown(app) == (["go", "days"] if dialect == "IN" else [])
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        await pilot.pause()
        opened = next(message for message in scorer.sent if isinstance(message, Open))
        assert opened.conventions is not None
        assert opened.conventions.dialect == dialect


async def test_with_rules_too_the_dictionary_hides_no_more_than_its_words(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.scorer.conventions.has_rules", lambda: True)
    keep(draft, words=("zorp",))
    dictionary_path().parent.mkdir(parents=True, exist_ok=True)
    dictionary_path().write_text("zorp\ndays\n")
    assert shown(LogproseApp(draft)) == ["go"]


async def test_another_sensitivity_applies_its_threshold_to_the_same_flags(draft: Path, settings_file: Path) -> None:
    settings_file.write_text('[scoring]\nsensitivity = "strict"\n')
    app = LogproseApp(draft)
    assert shown(app) == ["go"], "1 nat is too little for the other"
    async with app.run_test(size=(60, 12)) as pilot:
        app.settings.keep("scoring.sensitivity", "eager")
        await pilot.pause()
        assert shown(app) == ["go", "days"]


async def test_an_ignored_word_does_not_flash(draft: Path) -> None:
    dictionary_path().parent.mkdir(parents=True, exist_ok=True)
    dictionary_path().write_text("go\n")
    assert await first_frame(LogproseApp(draft)) == (["days"], "days")


async def test_a_file_is_kept_when_it_is_opened_and_when_it_is_saved(draft: Path) -> None:
    app = LogproseApp(draft)
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        assert [one for one in scorer.sent if isinstance(one, Keep)] == [Keep(1, 0, place_of(draft))]
        await pilot.press("x")
        assert len([one for one in scorer.sent if isinstance(one, Keep)]) == 1
        await pilot.press("ctrl+s")
        saved = Keep(1, app.document.revision, place_of(draft))
        await until(pilot, lambda: saved in scorer.sent)


async def test_a_draft_without_a_file_is_not_kept() -> None:
    app = LogproseApp()
    async with app.run_test(size=(60, 12)) as pilot:
        scorer = ScriptedScorer.attached(app)
        await pilot.press("x")
        assert not [one for one in scorer.sent if isinstance(one, Keep)]


async def test_the_writer_can_forget_everything(draft: Path) -> None:
    app = LogproseApp(draft)
    async with app.run_test(size=(60, 12)) as pilot:
        app.feature(FlagsFeature).forget_kept()
        await until(pilot, lambda: not list(kept_scores_directory().iterdir()))
        await pilot.pause()
        assert "forgot the scores of 1 text" in app.status.status.message
    assert shown(LogproseApp(draft)) == []
