"""The worker as a real process over pipes: its answers, their order, and its end."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from scoring import protocol
from scoring.model.model import Model
from scoring.protocol import Alternatives, Failure, ModelState, Scores
from scoring.session import Session
from tests.patience import PATIENCE_S
from tests.project import ROOT
from tests.scoring.models import PROSE
from tests.scoring.reports import assert_flags, merged

Message = TypeVar("Message", bound=protocol.FromWorker)

WORKER = (
    "-c",
    """
import os, runpy, torch
torch.set_num_threads(1)
torch.set_num_threads = lambda count: None
os.nice = lambda increment: 0
runpy.run_module("scoring.worker", run_name="__main__")
""",
)
"""The worker on one thread with normal priority: on a busy machine a low-priority process gets almost no CPU time, and
two threads wait for each other at every matrix product."""

SMALL = ["--dtype", "float32", "--max-length", "32", "--stride", "16", "--threshold", "0"]


@pytest.fixture(scope="module", autouse=True)
def few_suspects() -> None:
    """The worker, another process, searches all words; sessions that it is compared with do too."""


class Process:
    """A running worker and its messages so far."""

    def __init__(self, *command: str) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, "-P", *command], stdin=pipe, stdout=pipe, stderr=pipe, env=environment, cwd=ROOT
        )
        self.messages: queue.SimpleQueue[protocol.FromWorker | None] = queue.SimpleQueue()
        self.errors: list[bytes] = []
        self._threads = [threading.Thread(target=self._read), threading.Thread(target=self._read_errors)]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        try:
            while header := self.process.stdout.read(protocol.HEADER_BYTES):
                body = self.process.stdout.read(protocol.body_length(header))
                self.messages.put(protocol.from_worker_decoder.decode(body))
        finally:
            self.messages.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self.errors.append(self.process.stderr.read())

    def send(self, *messages: protocol.ToWorker) -> None:
        """Write all `messages` at once."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(map(protocol.frame, messages)))
        self.process.stdin.flush()

    def next(self) -> protocol.FromWorker:
        message = self.messages.get(timeout=PATIENCE_S)
        assert message is not None, "the worker ended"
        return message

    def until(self, kind: type[Message], wanted: Callable[[Message], bool] = lambda _: True) -> Message:
        """Return the next message of a kind for which `wanted` holds, and drop those before it."""
        while True:
            message = self.next()
            if isinstance(message, kind) and wanted(message):
                return message

    def settled(self, document: int, revision: int) -> list[Scores]:
        """Return all scores up to the final ones for `revision`."""
        found: list[Scores] = []
        while not found or found[-1].revision != revision or not found[-1].is_final:
            found.append(self.until(Scores, lambda scores: scores.document == document))
        return found

    def ticks(self) -> int:
        """Return the processor time used so far, in clock ticks."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def close(self) -> int:
        """Close its standard input, as an editor does when it ends; return the exit status."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdin.close()
        status = self.process.wait(timeout=PATIENCE_S)
        for thread in self._threads:
            thread.join(timeout=PATIENCE_S)
        self.process.stdout.close()
        self.process.stderr.close()
        return status


@contextmanager
def running(*command: str) -> Iterator[Process]:
    worker = Process(*command)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.process.kill()
        worker.close()


@pytest.fixture(scope="module")
def worker(tiny_llama_dir: Path) -> Iterator[Process]:
    """One worker with the tiny model for all tests that leave it running; each uses its own document number."""
    with running(*WORKER, "--model", str(tiny_llama_dir), *SMALL) as process:
        assert process.until(ModelState).stage == "loading"
        process.until(ModelState, lambda state: state.stage == "ready")
        yield process


def test_an_opened_document_is_scored(worker: Process, tiny_llama: Model) -> None:
    worker.send(protocol.Open(1, 7, PROSE))
    scores = worker.settled(1, 7)
    assert {message.revision for message in scores} == {7}
    assert scores[-1].total == len(Session(tiny_llama, PROSE, max_length=32, stride=16).tokens)
    assert_flags(merged(scores), tiny_llama, PROSE)


def test_an_edit_of_several_changes_is_one_transaction(worker: Process, tiny_llama: Model) -> None:
    text = PROSE[:200]
    worker.send(protocol.Open(2, 0, text))
    worker.settled(2, 0)
    changes = (protocol.Change(0, 3, "That"), protocol.Change(10, 10, "x"), protocol.Change(20, 40, ""))
    edited = "That" + text[3:10] + "x" + text[10:20] + text[40:]
    worker.send(protocol.Edit(2, 1, changes), protocol.Edit(2, 2, (protocol.Change(0, len(edited), PROSE),)))
    assert_flags(merged(worker.settled(2, 2)), tiny_llama, PROSE)


def test_a_newer_edit_is_handled_while_a_long_text_is_scored(worker: Process, tiny_llama: Model) -> None:
    worker.send(protocol.Open(3, 0, PROSE * 40))
    worker.until(Scores, lambda scores: scores.document == 3 and scores.settled > 0)
    worker.send(protocol.Edit(3, 1, (protocol.Change(0, len(PROSE) * 40, PROSE),)))
    scores = worker.settled(3, 1)
    behind = [message for message in scores if message.revision == 0]
    assert all(message.settled < message.total for message in behind)
    assert_flags(merged([message for message in scores if message.revision == 1]), tiny_llama, PROSE)


def test_text_replaced_by_the_same_is_reported_again(worker: Process, tiny_llama: Model) -> None:
    worker.send(protocol.Open(10, 0, PROSE))
    worker.settled(10, 0)
    worker.send(protocol.Edit(10, 1, (protocol.Change(0, len(PROSE), PROSE),)))
    assert_flags(merged(worker.settled(10, 1)), tiny_llama, PROSE)


def test_the_remaining_word_of_a_double_is_reported_again(worker: Process, tiny_llama: Model) -> None:
    worker.send(protocol.Open(11, 0, "Down by by the sea the the wind took her words."))
    known = merged(worker.settled(11, 0))
    worker.send(protocol.Edit(11, 1, (protocol.Change(19, 23, ""),)))  # the first "the " of the two
    before = {span: strength for span, strength in known.items() if span[1] < 19}
    moved = {(start - 4, end - 4): strength for (start, end), strength in known.items() if start >= 23}
    assert_flags(
        before | moved | merged(worker.settled(11, 1)), tiny_llama, "Down by by the sea the wind took her words."
    )


def test_a_question_is_answered_while_a_long_text_is_scored(worker: Process, tiny_llama: Model) -> None:
    text = PROSE * 40
    start = text.index("harbour")
    worker.send(protocol.Open(4, 0, text))
    worker.until(Scores, lambda scores: scores.document == 4 and scores.settled > 0)
    worker.send(protocol.AskAlternatives(99, 4, 0, start, start + 7, 5))
    before: list[protocol.FromWorker] = []
    while not isinstance(answer := worker.next(), Alternatives):
        before.append(answer)
    assert all(scores.settled < scores.total for scores in before if isinstance(scores, Scores))
    assert (answer.request, answer.document, answer.revision) == (99, 4, 0)
    assert (answer.start, answer.end, answer.word) == (start, start + 7, "harbour")
    expected = Session(tiny_llama, text, max_length=32, stride=16).alternatives(start, start + 7, 5)
    assert answer.prob == pytest.approx(expected.prob, rel=1e-3)
    assert answer.rank == expected.rank
    assert {word.text: word.prob for word in answer.alternatives} == pytest.approx(dict(expected.words), rel=1e-3)
    worker.send(protocol.Close(4))


def test_the_focus_comes_first(worker: Process) -> None:
    text = PROSE * 40
    start = 20 * len(PROSE)
    worker.send(protocol.Open(5, 0, text), protocol.Focus(5, 0, start, start + 300))
    scores = worker.until(Scores, lambda scores: scores.document == 5 and scores.settled > 0)
    assert start - 100 <= scores.start < start + 300
    worker.send(protocol.Close(5))


def test_only_the_newest_of_several_questions_is_answered(worker: Process) -> None:
    worker.send(protocol.Open(6, 0, PROSE))
    worker.settled(6, 0)
    worker.send(*(protocol.AskAlternatives(request, 6, 0, 4, 11, 3) for request in (1, 2, 3)))
    assert worker.until(Alternatives, lambda answer: answer.request == 3).word == "harbour"


def test_a_question_about_no_word_gets_a_failure(worker: Process) -> None:
    worker.send(protocol.Open(7, 0, "Some text."))
    worker.settled(7, 0)
    worker.send(protocol.AskAlternatives(12, 7, 0, 500, 510, 3))
    failure = worker.until(Failure)
    assert failure.request == 12
    assert "[500, 510)" in failure.message


def test_an_empty_document_is_settled_at_once(worker: Process) -> None:
    worker.send(protocol.Open(8, 0, ""))
    assert worker.settled(8, 0) == [Scores(8, 0, 0, 0, (), 0, 0, is_final=True)]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")
def test_it_becomes_idle_and_uses_no_cpu(worker: Process) -> None:
    worker.send(protocol.Open(9, 0, PROSE))
    worker.settled(9, 0)

    def works() -> bool:
        before = worker.ticks()
        with pytest.raises(queue.Empty):
            worker.messages.get(timeout=1.0)
        return worker.ticks() - before > os.sysconf("SC_CLK_TCK") // 20

    given_up = time.monotonic() + PATIENCE_S
    while works():  # work left after the last report: reading words, returning memory
        assert time.monotonic() < given_up, "never idle"


NOISY = """
import os, sys
from scoring import worker
from scoring.model import model
load = model.load_model
def noisily(*arguments):
    print("a library prints", flush=True)
    os.write(1, b"so does its C part")
    os.system("echo and a process that it starts; cat")
    return load(*arguments)
model.load_model = noisily
sys.exit(worker.main())
"""


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="only Linux chooses a process to kill")
def test_when_memory_runs_out_it_is_killed_before_the_editor(worker: Process) -> None:
    assert Path(f"/proc/{worker.process.pid}/oom_score_adj").read_text() == "1000\n"
    assert int(Path("/proc/self/oom_score_adj").read_text()) < 1000


def test_output_of_libraries_does_not_reach_the_pipe_and_the_end_of_input_ends_it(tiny_llama_dir: Path) -> None:
    with running("-c", NOISY, "--model", str(tiny_llama_dir), *SMALL) as process:
        process.send(protocol.Open(1, 0, PROSE * 200))
        assert process.until(ModelState).stage == "loading"
        process.until(ModelState, lambda state: state.stage == "ready")
        process.until(Scores, lambda scores: scores.settled > 0)
        assert process.close() == 0
        errors = b"".join(process.errors)
    for line in (b"a library prints", b"so does its C part", b"and a process that it starts"):
        assert line in errors


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(["--model", "/no/such/model"], "/no/such/model"), (["--max-length", "32", "--stride", "64"], "stride 64")],
)
def test_an_unusable_model_is_reported_and_the_worker_stays(
    tiny_llama_dir: Path, arguments: list[str], complaint: str
) -> None:
    with running(*WORKER, "--model", str(tiny_llama_dir), *arguments) as process:
        state = process.until(ModelState, lambda state: state.stage == "failed")
        assert complaint in state.message
        assert "\n" not in state.message
        process.send(protocol.Open(1, 0, "text"))
        assert process.process.poll() is None
        assert process.close() == 1
        assert b"Traceback" not in b"".join(process.errors)


def test_an_edit_that_skips_a_revision_ends_it_with_a_one_line_error(tiny_llama_dir: Path) -> None:
    with running(*WORKER, "--model", str(tiny_llama_dir), *SMALL) as process:
        process.send(protocol.Open(1, 0, "abc"), protocol.Edit(1, 5, ()))
        while process.messages.get(timeout=PATIENCE_S) is not None:
            pass
        assert process.close() == 1
        assert b"".join(process.errors) == b"worker: revision 5 came after 0\n"


def test_the_real_model_flags_a_draft(default_model_dir: Path) -> None:
    text = "She go to school every days."
    with running(*WORKER, "--model", str(default_model_dir), "--dtype", "float32") as process:
        process.send(protocol.Open(1, 0, text))
        flagged = [text[start:end] for start, end in merged(process.settled(1, 0))]
        assert "days" in flagged
        process.send(protocol.AskAlternatives(1, 1, 0, text.index("days"), text.index("days") + 4, 9))
        answer = process.until(Alternatives)
        assert answer.alternatives[0].text == "day"
        process.send(protocol.Edit(1, 1, (protocol.Change(text.index("days"), text.index("days") + 4, "day"),)))
        fixed = text.replace("days", "day")
        assert "day" not in [fixed[start:end] for start, end in merged(process.settled(1, 1))]
        process.send(protocol.Open(2, 0, text), protocol.Focus(2, 0, 0, len(text)))
        assert [text[start:end] for start, end in merged(process.settled(2, 0))] == flagged, "as in the first one"
        assert process.close() == 0
