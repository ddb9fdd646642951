"""A worker that keeps its results: a reopened document has them at once, without running the model."""

from __future__ import annotations

import io
import queue
from pathlib import Path
from typing import Any

import pytest

from scoring import protocol, service
from scoring.documents.keeper import Keeper
from scoring.kept.store import KeptScores, mark_of
from scoring.model.kv_cache import CachePool, WindowCache
from scoring.model.model import Model, load_model
from scoring.model.tokens import Ids
from scoring.model.trunk import Pass
from scoring.protocol import Change, Close, Conventions, Edit, Keep, Open, Scores
from scoring.rules import engine, spelling
from scoring.service import Service
from scoring.session import Session
from scoring.windows.pages import WindowLengths
from tests.scoring.models import PROSE
from tests.scoring.reports import assert_flags, merged

SETTINGS: WindowLengths = {"max_length": 32, "stride": 16}
TEXT = PROSE
HERE = "aa"
ANY = Conventions(0)

pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture(scope="module")
def model(tiny_llama_dir: Path) -> Model:
    return load_model(str(tiny_llama_dir), dtype="float32")


@pytest.fixture
def forwarded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of tokens in every forward pass, for scores and for edits."""
    passes: list[int] = []
    to_run, to_branch = WindowCache.to_run, WindowCache.to_branch

    def counted_run(cache: WindowCache, start: int, end: int) -> Pass:
        passes.append(end - start)
        return to_run(cache, start, end)

    def counted_branch(cache: WindowCache, ids: Ids, *others: Any) -> Pass:
        passes.append(len(ids))
        return to_branch(cache, ids, *others)

    monkeypatch.setattr(WindowCache, "to_run", counted_run)
    monkeypatch.setattr(WindowCache, "to_branch", counted_branch)
    return passes


class Editor(queue.SimpleQueue[service.Message | None]):
    """An inbox that delivers the next message whenever the service is idle, and finally the end."""

    def __init__(self, *messages: service.Message) -> None:
        self._left: list[service.Message] = list(messages)

    def get(self, block: bool = True, timeout: float | None = None) -> service.Message | None:
        return self._left.pop(0) if self._left else None


class HastyEditor(Editor):
    """An editor that sends everything at once and leaves."""

    def __init__(self, *messages: service.Message) -> None:
        super().__init__(*messages)
        self._is_gone = False

    def get_nowait(self) -> service.Message | None:
        if self._is_gone:
            raise queue.Empty
        self._is_gone = not self._left
        return self.get()


def keeper(directory: Path, setup: str = "s", *files: Path) -> Keeper:
    return Keeper(KeptScores(directory, setup), tuple(map(mark_of, files)), 0.0)


def answers(model: Model, inbox: Editor, keeper: Keeper | None) -> list[Scores]:
    output = io.BytesIO()
    pool = CachePool(1000 * model.bytes_per_token, model.bytes_per_token)
    Service(model, SETTINGS, pool, 0.0, inbox, output, keeper=keeper).run()
    data, found = output.getvalue(), []
    while data:
        end = protocol.HEADER_BYTES + protocol.body_length(data[: protocol.HEADER_BYTES])
        message = protocol.from_worker_decoder.decode(data[protocol.HEADER_BYTES : end])
        assert isinstance(message, Scores)
        found.append(message)
        data = data[end:]
    return found


def spelled(found: list[Scores], text: str) -> set[str]:
    """Return the words that a dialect finds misspelled."""
    return {text[f.start : f.end] for scores in found for f in scores.flags if " spelling: " in f.reason}


def test_a_reopened_document_needs_no_forward_pass(model: Model, tmp_path: Path, forwarded: list[int]) -> None:
    first = answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(tmp_path))
    assert sum(forwarded) > 0
    forwarded.clear()
    again = answers(model, Editor(Open(7, 3, TEXT)), keeper(tmp_path))
    assert forwarded == []
    assert merged(again) == merged(first)
    assert_flags(merged(again), model, TEXT)
    assert {word for scores in again for word in scores.words} >= {word for scores in first for word in scores.words}
    assert [scores.is_final for scores in again] == [False] * (len(again) - 1) + [True]
    assert (again[-1].settled, {scores.revision for scores in again}) == (again[-1].total, {3})


def test_the_real_model_has_nothing_to_do_for_a_text_it_knows(
    default_model: Model, tmp_path: Path, forwarded: list[int]
) -> None:
    text = "She go to school every days. The weather was fine."
    first = answers(default_model, Editor(Open(1, 0, text), Keep(1, 0, HERE)), keeper(tmp_path))
    scored = sum(forwarded)
    forwarded.clear()
    again = answers(default_model, Editor(Open(1, 0, text), Keep(1, 0, HERE)), keeper(tmp_path))
    assert forwarded == []
    assert merged(again) == merged(first)
    assert (4, 6) in merged(again), "“go”"
    answers(default_model, Editor(Open(1, 0, text, (Change(45, 49, "cold"),))), keeper(tmp_path))
    assert 0 < sum(forwarded) < scored / 2, "only the sentence that changed"


def test_in_a_changed_document_only_the_changes_are_scored(model: Model, tmp_path: Path, forwarded: list[int]) -> None:
    answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(tmp_path))
    whole = sum(forwarded)
    forwarded.clear()
    first, last = TEXT.rindex("took"), TEXT.rindex("island")
    changes = (Change(first, first + 4, "take"), Change(last, last, "big "))
    again = answers(model, Editor(Open(1, 5, TEXT, changes)), keeper(tmp_path))
    assert 0 < sum(forwarded) < whole / 2
    assert_flags(merged(again), model, f"{TEXT[:first]}take{TEXT[first + 4 : last]}big {TEXT[last:]}")
    assert {scores.revision for scores in again} == {5}


def test_under_other_conventions_the_scores_are_kept_and_the_flags_recomputed(
    model: Model, tmp_path: Path, forwarded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "RULE_STRENGTH", 1e5)  # this model finds all words very wrong
    text = "We like the colour of the sea. We like the color of the sky."
    us, gb = Conventions(1, "US"), Conventions(1, "GB")
    first = answers(model, Editor(Open(1, 0, text, (), us), Keep(1, 0, HERE)), keeper(tmp_path))
    forwarded.clear()
    again = answers(model, Editor(Open(1, 0, text, (), gb), Keep(1, 0, HERE)), keeper(tmp_path))
    back = answers(model, Editor(Open(1, 0, text, (), us), Keep(1, 0, HERE)), keeper(tmp_path))
    assert forwarded == []
    assert [spelled(found, text) for found in (first, again, back)] == [{"colour"}, {"color"}, {"colour"}]
    kept = KeptScores(tmp_path, "s").find(text, gb, HERE)
    assert kept is not None
    assert kept[0].conventions == Conventions(0, "US"), "the last ones"


def test_no_flag_is_sent_until_the_rules_are_loaded(
    model: Model, tmp_path: Path, forwarded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(tmp_path))
    forwarded.clear()
    monkeypatch.setattr(engine.RuleEngine, "load", lambda _: None)
    waiting = Open(1, 0, TEXT, (), Conventions(1, "US", True))
    found = answers(model, Editor(waiting), keeper(tmp_path))
    assert [(scores.start, scores.end, scores.is_final) for scores in found] == [(0, 0, False)]

    def loaded(rules: engine.RuleEngine) -> None:
        rules.is_ready = True

    monkeypatch.setattr(engine.RuleEngine, "load", loaded)
    monkeypatch.setattr(engine.RuleEngine, "sources", lambda *_: [])
    found = answers(model, Editor(waiting, service.RulesLoaded()), keeper(tmp_path))
    assert found[-1].is_final
    assert forwarded == []
    assert_flags(merged(found), model, TEXT)


@pytest.mark.parametrize("again", ["other setup", "other model", "other text", "nobody keeps"])
def test_results_kept_for_another_setup_are_not_restored(model: Model, tmp_path: Path, again: str) -> None:
    weights = tmp_path / "weights"
    weights.write_bytes(b"1")
    directory = tmp_path / "scores"
    answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(directory, "s", weights))
    if again == "other model":
        weights.write_bytes(b"2")
    text = TEXT + " Now." if again == "other text" else TEXT
    setup = "t" if again == "other setup" else "s"
    found = answers(
        model, Editor(Open(1, 0, text)), None if again == "nobody keeps" else keeper(directory, setup, weights)
    )
    assert found[0].settled == 0
    assert_flags(merged(found), model, text)


def test_nothing_is_kept_unasked_or_for_a_text_that_has_changed(model: Model, tmp_path: Path) -> None:
    answers(model, Editor(Open(1, 0, TEXT), Close(1)), keeper(tmp_path))
    answers(model, Editor(Open(1, 0, TEXT), Edit(1, 1, (Change(0, 3, "One"),)), Keep(1, 0, HERE)), keeper(tmp_path))
    answers(model, HastyEditor(Open(1, 0, TEXT), Keep(1, 0, HERE), Edit(1, 1, (Change(0, 3, "A"),))), keeper(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", ["closed", "left"])
def test_partial_results_are_kept_when_the_document_is_closed(model: Model, tmp_path: Path, end: str) -> None:
    messages: list[protocol.ToWorker] = [Open(1, 0, TEXT), Keep(1, 0, HERE)]
    answers(model, HastyEditor(*messages, *([Close(1)] if end == "closed" else [])), keeper(tmp_path))
    found = KeptScores(tmp_path, "s").find(TEXT, ANY)
    assert found is not None
    assert not found[0].is_final
    again = answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(tmp_path))
    assert_flags(merged(again), model, TEXT)
    found = KeptScores(tmp_path, "s").find(TEXT, ANY)
    assert found is not None
    assert found[0].is_final


def test_the_kept_flags_are_the_last_ones_reported(model: Model, tmp_path: Path) -> None:
    told = answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(tmp_path))
    found = KeptScores(tmp_path, "s").find(TEXT, ANY)
    assert found is not None
    kept = found[0]
    assert kept.is_final
    assert {(flag.start, flag.end): flag.strength for flag in kept.flags} == merged(told)
    session = Session(model, TEXT, **SETTINGS)
    session.settle_scores()
    expected = {(word.start, word.end): word.surprisal for word in session.word_scores()}
    assert {(word.start, word.end): word.surprisal for word in kept.words} == pytest.approx(expected, abs=1e-3)


def test_kept_results_are_not_written_again(model: Model, tmp_path: Path) -> None:
    answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(tmp_path))
    (path,) = tmp_path.iterdir()
    inode = path.stat().st_ino
    answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, HERE)), keeper(tmp_path))
    assert path.stat().st_ino == inode
    answers(model, Editor(Open(1, 0, TEXT), Keep(1, 0, "bb")), keeper(tmp_path))
    assert len(list(tmp_path.iterdir())) == 2, "a copy of the draft has its own place"
