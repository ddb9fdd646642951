"""The worker with an engine: it answers while it waits, cancels stale requests, and resumes when the engine does."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from scoring import protocol
from scoring.documents import engine_turns, scheduler
from scoring.engines.engine_model import EngineModel, expected_engine_model, load_engine_model
from scoring.model.chat import ChatTemplate
from scoring.model.kv_cache import CachePool
from scoring.model.model import Model
from scoring.service import Inbox, Service
from scoring.windows.pages import WindowLengths
from tests.scoring.engines.stub_server import Fault, Stub, VLLMStub, serving

M = TypeVar("M", bound=protocol.FromWorker)

_TEXT = "The sea lay still."
_LENGTHS = WindowLengths(max_length=64, stride=32)


class _Worker:
    """A service in a thread, and its messages so far."""

    def __init__(self, model: EngineModel) -> None:
        self.inbox: Inbox = queue.SimpleQueue()
        self.said: queue.SimpleQueue[protocol.FromWorker] = queue.SimpleQueue()
        worker = self

        class Output(io.BytesIO):
            def write(self, data: object) -> int:
                assert isinstance(data, bytes)
                worker.said.put(protocol.decoded(data[protocol.HEADER_BYTES :], protocol.from_worker_decoder))
                return len(data)

        pool = CachePool(1, 1)
        self.service = Service(model, _LENGTHS, pool, None, self.inbox, Output())
        self.thread = threading.Thread(target=self.service.run, daemon=True)
        self.thread.start()

    def next(self, kind: type[M], holds: Callable[[M], bool] = lambda _: True) -> M:
        """Return the next message of a kind that meets a condition."""
        while True:
            message = self.said.get(timeout=60)
            if isinstance(message, kind) and holds(message):
                return message


@pytest.fixture
def worker(model: EngineModel, eager: None) -> Iterator[_Worker]:
    """A worker whose engine answers."""
    with _working(model) as made:
        yield made


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers don't wait for pauses, and not long for a failed engine."""
    for name in ("QUIET_SECONDS", "PAUSE_SECONDS", "REST_SECONDS", "ENGINE_REST_SECONDS"):
        monkeypatch.setattr(scheduler, name, 0.0)
    monkeypatch.setattr(engine_turns, "FIRST_DELAY", 0.05)


@contextmanager
def _working(model: EngineModel) -> Iterator[_Worker]:
    made = _Worker(model)
    yield made
    made.inbox.put(None)
    made.thread.join(60)
    assert not made.thread.is_alive()


def test_a_draft_is_scored_to_the_end(worker: _Worker) -> None:
    worker.inbox.put(protocol.Open(1, 0, _TEXT))
    last = worker.next(protocol.Scores, lambda scores: scores.is_final)
    assert last.settled == last.total > 0


def test_an_edit_cancels_the_pending_request(worker: _Worker, stub: Stub) -> None:
    stub.hold.clear()
    worker.inbox.put(protocol.Open(1, 0, _TEXT))
    assert stub.held.wait(60)
    worker.inbox.put(protocol.Edit(1, 1, (protocol.Change(0, 3, "A"),)))
    assert stub.hung_up.wait(60)  # the engine can stop, too
    stub.hold.set()
    last = worker.next(protocol.Scores, lambda scores: scores.is_final)
    assert last.revision == 1


def test_pings_are_answered_while_a_request_is_pending(worker: _Worker, stub: Stub) -> None:
    stub.hold.clear()
    worker.inbox.put(protocol.Open(1, 0, _TEXT))
    assert stub.held.wait(60)
    worker.inbox.put(protocol.Focus(1, 0, 0, 10))
    worker.inbox.put(protocol.Ping(1))
    assert worker.next(protocol.Pong).revision == 0
    assert not stub.hung_up.is_set()


def test_the_end_of_the_editor_ends_the_wait(worker: _Worker, stub: Stub) -> None:
    stub.hold.clear()
    worker.inbox.put(protocol.Open(1, 0, _TEXT))
    assert stub.held.wait(60)
    worker.inbox.put(None)
    worker.thread.join(60)
    assert not worker.thread.is_alive()


@pytest.mark.parametrize("fault", [Fault(hang_up=True), Fault(status=503), Fault(cut=True), Fault(body=b"{}")])
def test_a_failure_is_reported_and_the_work_resumes(worker: _Worker, stub: Stub, fault: Fault) -> None:
    stub.fault = lambda asked: fault if asked in stub.scored else None
    worker.inbox.put(protocol.Open(1, 0, _TEXT))
    state = worker.next(protocol.ModelState)
    assert state.stage == "unreachable"
    assert stub.url in state.message
    stub.fault = lambda _: None
    assert worker.next(protocol.ModelState, lambda state: state.stage == "ready").message == "tiny, uncalibrated"
    last = worker.next(protocol.Scores, lambda scores: scores.is_final)
    assert last.settled == last.total


def test_work_without_a_model_goes_on_while_the_engine_fails(worker: _Worker, stub: Stub) -> None:
    stub.fault = lambda asked: Fault(status=503) if asked in stub.scored else None
    text = "We did it due to the fact that it rained. "
    worker.inbox.put(protocol.Open(1, 0, text))
    worker.next(protocol.ModelState)
    scores = worker.next(protocol.Scores, lambda scores: bool(scores.flags))
    assert [flag.kind for flag in scores.flags] == ["wordiness"]
    worker.inbox.put(protocol.Edit(1, 1, (protocol.Change(len(text), len(text), text),)))
    scores = worker.next(protocol.Scores, lambda scores: scores.revision == 1 and len(scores.flags) == 2)
    assert {flag.kind for flag in scores.flags} == {"wordiness"}


def test_the_optional_rules_do_not_wait_for_an_engine_that_fails(worker: _Worker, stub: Stub) -> None:
    pytest.importorskip("harper", reason="no test of the rules: pip install 'logprose[rules]'")
    stub.fault = lambda asked: Fault(status=503) if asked in stub.scored else None
    text = "I could of gone there."
    worker.inbox.put(protocol.Open(1, 0, text, conventions=protocol.Conventions(1, rules=True)))
    (flag,) = worker.next(protocol.Scores, lambda scores: bool(scores.flags)).flags
    assert text[flag.start : flag.end] == "could of"


def test_an_engine_that_is_down_at_the_start_is_assumed_unchanged(
    local: Model, tiny_dir: Path, home: Path, eager: None
) -> None:
    stub = VLLMStub(local)
    stub.root = str(tiny_dir)
    with serving(stub):
        known = load_engine_model(stub.url)
    model = expected_engine_model(stub.url)
    assert model is not None
    assert (model.identity, model.numbers, model.title) == (known.identity, known.numbers, known.title)
    with _working(model) as worker:
        worker.inbox.put(protocol.Open(1, 0, "We did it due to the fact that it rained."))
        assert "can't be reached" in worker.next(protocol.ModelState).message
        found = worker.next(protocol.Scores, lambda scores: bool(scores.flags))
        assert [flag.kind for flag in found.flags] == ["wordiness"]
        with serving(stub):
            last = worker.next(protocol.Scores, lambda scores: scores.is_final)
            assert last.settled == last.total > 0


def test_nothing_is_assumed_of_a_new_engine_or_one_with_another_tokenizer(stub: Stub, tmp_path: Path) -> None:
    assert expected_engine_model(stub.url) is None
    load_engine_model(stub.url)
    assert expected_engine_model(stub.url) is not None
    assert expected_engine_model(f"{stub.url}#other") is None
    assert expected_engine_model(stub.url, str(tmp_path)) is None


def test_a_failing_engine_is_tried_less_and_less_often() -> None:
    delays = [engine_turns.delay(failures) for failures in range(1, 12)]
    assert delays[:4] == [1, 2, 4, 8]
    assert delays[-1] == engine_turns.LONGEST_DELAY


@pytest.fixture
def answering(model: EngineModel, monkeypatch: pytest.MonkeyPatch) -> EngineModel:
    """An engine with an instruction model; the instructions are short, since its context is small."""
    monkeypatch.setattr("scoring.asking.prompt._TASK", "Say.")
    template = "{% for m in messages %}{{ m.content }}{% endfor %}"
    monkeypatch.setattr(model, "chat", ChatTemplate(template, {}, model.tokenizer))
    monkeypatch.setattr("scoring.asking.answering.MOST_WRITTEN", 40)
    monkeypatch.setattr("scoring.asking.writers.MOST_WRITTEN", 40)
    return model


def test_an_engine_answers_and_the_draft_goes_on(answering: EngineModel, worker: _Worker, stub: Stub) -> None:
    worker.inbox.put(protocol.AskAnswer(1, "who?", ("The storm.", "The sea.")))
    worker.inbox.put(protocol.Open(1, 0, _TEXT))
    answer = worker.next(protocol.WrittenAnswer, lambda answer: answer.is_final)
    assert answer.refusal == ""
    assert answer.sentences
    assert all(one.is_checked and one.source in (0, 1) for one in answer.sentences)
    assert worker.next(protocol.Scores, lambda scores: scores.is_final).settled


def test_a_failing_engine_ends_the_answer_with_a_reason(answering: EngineModel, worker: _Worker, stub: Stub) -> None:
    stub.fault = lambda asked: Fault(status=503) if asked in stub.scored else None
    worker.inbox.put(protocol.AskAnswer(1, "who?", ("The storm.",)))
    answer = worker.next(protocol.WrittenAnswer, lambda answer: answer.is_final)
    assert "503" in answer.refusal
    stub.fault = lambda _: None
    worker.inbox.put(protocol.AskAnswer(2, "who?", ("The storm.",)))
    assert worker.next(protocol.WrittenAnswer, lambda answer: answer.is_final).refusal == ""


def test_questions_that_an_engine_cannot_answer_fail_in_one_line(worker: _Worker, stub: Stub) -> None:
    worker.inbox.put(protocol.Open(1, 0, _TEXT))
    worker.inbox.put(protocol.AskContinuation(1, 1, 0, 8, 8))
    assert "an engine only scores" in worker.next(protocol.Failure, lambda failure: failure.request == 1).message
    worker.inbox.put(protocol.AskAnswer(9, "who?", ("me",)))
    assert "isn't an instruction model" in worker.next(protocol.WrittenAnswer).refusal
    worker.inbox.put(protocol.AskRelevance(2, "who?", ("me",)))
    assert "ranked by words" in worker.next(protocol.Failure, lambda failure: failure.request == 2).message
    worker.next(protocol.Scores, lambda scores: scores.is_final)
    stub.fault = lambda asked: Fault(status=503) if asked in stub.scored else None
    worker.inbox.put(protocol.AskAlternatives(3, 1, 0, 4, 7, 5))
    assert "503" in worker.next(protocol.Failure, lambda failure: failure.request == 3).message
    worker.inbox.put(protocol.AskEffect(4, 1, 0, 4, 7, "water"))
    assert "503" in worker.next(protocol.Failure, lambda failure: failure.request == 4).message
    stub.fault = lambda _: None
    worker.inbox.put(protocol.AskEffect(5, 1, 0, 4, 7, "water"))
    assert worker.next(protocol.Effect).request == 5
