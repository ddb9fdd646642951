"""The editor's end of the pipe, with real processes: starts, restarts, ends, and mirrors that stay true."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from editor.document import Document
from editor.document.transaction import Change, Transaction
from editor.scorer import process as process_module
from editor.scorer import supervisor
from editor.scorer.client import ScorerClient
from editor.scorer.listener import ScoredRange, ScorerListener
from editor.scorer.supervisor import WorkerSupervisor
from scoring import protocol
from scoring.protocol import frames
from tests.patience import PATIENCE_S, until
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"


class Listener(ScorerListener):
    """Remembers what it hears, and the worker's mirror of each document, by its number in the order of attaching."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.mirrors: dict[int, tuple[int, str]] = {}
        self.deaths: list[str] = []
        self.scores: list[tuple[int, int]] = []
        self.alternatives: list[protocol.Alternatives] = []
        self.effects: list[protocol.Effect] = []
        self.tokens: list[protocol.Tokens] = []

    @property
    def mirror(self) -> tuple[int, str] | None:
        """The worker's revision and text of the first document."""
        return self.mirrors.get(1)

    def model_changed(self, state: protocol.ModelState) -> None:
        self.stages.append(state.stage)
        if state.stage == "mirror":
            self.mirrors[state.total] = state.done, state.message
        elif state.stage == "closed":
            del self.mirrors[state.total]

    def scored(self, found: ScoredRange) -> None:
        self.scores.append((found.start, found.end))

    def effect_found(self, effect: protocol.Effect) -> None:
        self.effects.append(effect)

    def tokens_found(self, found: protocol.Tokens) -> None:
        self.tokens.append(found)

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        self.alternatives.append(found)

    def request_failed(self, failure: protocol.Failure) -> None:
        raise AssertionError(failure)

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        self.deaths.append(message)
        self.mirrors.clear()


async def stop(client: ScorerClient) -> None:
    """Stop a client, which must not take long."""
    async with asyncio.timeout(PATIENCE_S):
        await client.stop()


def is_gone(pid: int) -> bool:
    """Return True if there is no such process, not even a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


class Checks:
    """The supervisor's checks, which come when a test lets them, and not by the clock.

    How soon a process starts and answers depends on what else the machine has to do.
    """

    def __init__(self) -> None:
        self._next: list[asyncio.Future[None]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        """Stand in for `asyncio.sleep`: what lies between two checks lasts until the next one is let come."""
        if seconds != supervisor._SILENCE_SECONDS:
            return await asyncio.sleep(seconds)
        self._next.append(asyncio.get_running_loop().create_future())
        return await self._next[-1]

    async def come(self, count: int = 1) -> None:
        """Let that many checks come, each when the one before it is done."""
        for _ in range(count):
            await until(lambda: bool(self._next) and not self._next[-1].done())
            self._next[-1].set_result(None)
            await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> Checks:
    """Let no check come that a test does not let come."""
    checks = Checks()
    monkeypatch.setattr(supervisor, "asyncio", checks)
    return checks


async def answered(client: ScorerClient) -> None:
    """Wait until the worker has answered everything it was asked."""
    await until(lambda: not any(document.is_overdue for document in client._documents.values()))


@asynccontextmanager
async def running(
    directory: Path, document: Document, *behaviours: str
) -> AsyncIterator[tuple[ScorerClient, Listener]]:
    """Yield a client of one document; its worker follows the next of the `behaviours` at each start."""
    listener = Listener()
    command = (sys.executable, str(_FAKE), str(directory), *behaviours)
    client = ScorerClient(WorkerSupervisor(command, directory / "logs" / "worker.log"))
    client.attach(document, listener)
    client.start()
    try:
        yield client, listener
    finally:
        await stop(client)


def pid_of(client: ScorerClient) -> int:
    assert client.pid is not None
    return client.pid


async def test_the_worker_gets_the_text_and_then_every_edit(tmp_path: Path) -> None:
    document = Document("one\r\ntwo")
    document.replace(0, 0, "zero ")  # a revision before there is a worker
    async with running(tmp_path, document, "serve") as (_, listener):
        document.replace(0, 0, "typed while it starts ")
        await until(lambda: listener.mirror == (document.revision, document.text))
        choose = random.Random(1)
        for _ in range(300):
            places = sorted(choose.randint(0, len(document)) for _ in range(4))
            pieces = choose.choices(["", "x", "\n", "é漢👍", "two words", "\udcff"], k=2)
            document.apply(
                Transaction((Change(places[0], places[1], pieces[0]), Change(places[2], places[3], pieces[1])))
            )
            choose.choice([lambda: None, document.undo, document.redo])()
        wanted = document.text.replace("\udcff", "\ufffd")
        await until(lambda: listener.mirror == (document.revision, wanted))
        assert listener.deaths == []


async def test_alternatives_are_asked_for_and_answered(tmp_path: Path) -> None:
    document = Document("one two")
    async with running(tmp_path, Document(), "serve") as (client, other):
        listener = Listener()
        scored = client.attach(document, listener)
        assert scored.ask_alternatives(4, 7, 5) is None, "it is not ready"
        await until(lambda: 2 in listener.mirrors)
        assert scored.ask_alternatives(4, 7, 5) is not None
        document.replace(0, 3, "three")
        await until(lambda: bool(listener.alternatives))
        found = listener.alternatives[0]
        assert (found.start, found.end, found.alternatives[0].text) == (6, 9, "owt")
        assert not other.alternatives


async def test_an_effect_is_told_of_the_last_question_and_of_the_text_as_it_is(tmp_path: Path) -> None:
    document = Document("one two three")
    async with running(tmp_path, document, "serve") as (client, _):
        listener = Listener()
        scored = client.attach(document, listener)
        assert scored.ask_effect(4, 7, "to") is None, "it is not ready"
        await until(lambda: 2 in listener.mirrors)
        for new in ("a", "an"):
            assert scored.ask_effect(4, 7, new) is not None
        await until(lambda: bool(listener.effects))
        assert [(effect.gain, effect.tokens) for effect in listener.effects] == [(-1.0, 6)]
        assert scored.ask_effect(4, 7, "a") is not None
        document.replace(13, 13, "!")
        await until(lambda: listener.mirrors[2] == (1, "one two three!"))
        assert len(listener.effects) == 1, "the sentence is another one by now"


async def test_tokens_are_told_of_the_last_question_and_of_the_text_as_it_is(tmp_path: Path) -> None:
    document = Document("one two three")
    async with running(tmp_path, document, "serve") as (client, _):
        listener = Listener()
        scored = client.attach(document, listener)
        assert scored.ask_tokens(4, 7) is None, "it is not ready"
        await until(lambda: 2 in listener.mirrors)
        for end in (7, 13):
            assert scored.ask_tokens(4, end) is not None
        await until(lambda: bool(listener.tokens))
        assert [found.tokens for found in listener.tokens] == [(protocol.Token(4, 13, -2.0, 3.0, True),)]
        assert scored.ask_tokens(4, 7) is not None
        document.replace(13, 13, "!")
        await until(lambda: listener.mirrors[2] == (1, "one two three!"))
        assert len(listener.tokens) == 1, "the text is another one by now"


async def test_several_documents_are_mirrored_each_for_itself(tmp_path: Path) -> None:
    one, two, late = Document("one"), Document("two"), Document("late")
    async with running(tmp_path, one, "serve") as (client, listener):
        client.attach(two, Listener())
        await until(lambda: len(listener.mirrors) == 2)
        late.replace(0, 0, "opened ")
        client.attach(late, Listener())
        choose = random.Random(2)
        for _ in range(100):
            document = choose.choice([one, two, late])
            start, end = sorted(choose.randint(0, len(document)) for _ in range(2))
            document.replace(start, end, choose.choice(["", "x", "two words", "\n"]))
            choose.choice([lambda: None, document.undo])()
        now = {number: (document.revision, document.text) for number, document in enumerate((one, two, late), 1)}
        await until(lambda: listener.mirrors == now)
        assert listener.deaths == []


async def test_who_is_attached_later_hears_at_once_how_the_model_is(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "deaf", "die") as (client, listener):
        await until(lambda: listener.stages == ["ready"])
        later = Listener()
        client.attach(Document(), later)
        assert later.stages == ["ready"]
        os.kill(pid_of(client), signal.SIGKILL)
        await until(lambda: "stays off" in "".join(listener.deaths))
        assert later.deaths == listener.deaths
        latest = Listener()
        client.attach(Document(), latest)
        assert (latest.stages, latest.deaths) == ([], listener.deaths[-1:])


async def test_scores_reach_the_document_that_they_speak_of_until_it_is_closed(tmp_path: Path) -> None:
    document, closed = Document("one two"), Document("three")
    async with running(tmp_path, document, "serve") as (client, listener):
        other = Listener()
        scored = client.attach(closed, other)
        await until(lambda: len(listener.mirrors) == 2)
        scored.focus(1, 4)
        await until(lambda: other.scores == [(1, 4)])
        scored.close()
        scored.close()
        closed.replace(0, 0, "written on ")
        scored.focus(0, 3)
        assert scored.ask_alternatives(0, 3, 5) is None
        await until(lambda: listener.mirrors.keys() == {1})
        assert other.scores == [(1, 4)], "what was on its way is dropped"
        assert listener.scores == []
        assert "closed" not in other.stages
        document.replace(0, 0, "zero ")
        await until(lambda: listener.mirror == (1, "zero one two"))
        assert 2 not in listener.mirrors
        assert listener.deaths == []


async def test_a_new_worker_gets_all_documents_and_the_place_that_the_writer_looks_at_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, Document("one"), "serve") as (client, listener):
        documents = [Document(text) for text in ("two", "three", "closed")]
        handles = [client.attach(document, Listener()) for document in documents]
        handles[2].close()
        handles[1].focus(0, 5)
        handles[0].focus(0, 3)
        handles[1].focus(0, 5)  # the same place again, but the writer has come back to it
        handles[0].focus(1, 2)
        await until(lambda: len(listener.mirrors) == 3)
        sent: list[protocol.ToWorker] = []
        send = client.send

        def noted(message: protocol.ToWorker) -> None:
            sent.append(message)
            send(message)

        monkeypatch.setattr(client, "send", noted)
        handles[1].focus(0, 5)
        handles[1].focus(0, 5)
        assert sent == [protocol.Focus(3, 0, 0, 5)]
        sent.clear()
        os.kill(pid_of(client), signal.SIGKILL)
        await until(lambda: bool(listener.deaths))
        documents[0].replace(0, 0, "typed ")
        now = {1: (0, "one"), 2: (1, "typed two"), 3: (0, "three")}
        await until(lambda: listener.mirrors == now)
        assert [message for message in sent if isinstance(message, protocol.Focus)] == [
            protocol.Focus(2, 1, 1, 2),
            protocol.Focus(3, 0, 0, 5),
        ]


async def test_a_killed_worker_is_replaced_and_gets_the_whole_text(tmp_path: Path) -> None:
    document = Document("one")
    async with running(tmp_path, document, "serve") as (client, listener):
        for number in range(2):
            await until(lambda: listener.mirror == (document.revision, document.text))
            pid = pid_of(client)
            os.kill(pid, signal.SIGKILL)
            for _ in range(20):
                document.replace(0, 0, "typed on ")
                await asyncio.sleep(0)
            await until(lambda count=number + 1: len(listener.deaths) == count)  # type: ignore[misc]
            assert "died" in listener.deaths[-1]
            assert "starting it again" in listener.deaths[-1]
            assert is_gone(pid)
        await until(lambda: listener.mirror == (document.revision, document.text))


async def test_a_worker_that_always_dies_stays_off_and_the_file_to_look_into_is_named(tmp_path: Path) -> None:
    document = Document("one")
    async with running(tmp_path, document, "die") as (client, listener):
        await until(lambda: bool(listener.deaths) and "stays off" in listener.deaths[-1])
        assert client.pid is None
        assert str(tmp_path / "logs" / "worker.log") in listener.deaths[-1]
        assert (tmp_path / "logs" / "worker.log").read_text() == "no\n"
        document.replace(0, 0, "the writer goes on ")
        scored = client.attach(Document("one"), Listener())
        scored.focus(0, 3)
        assert scored.ask_alternatives(0, 3, 5) is None
        client.start()  # the writer asks for another try
        deaths = len(listener.deaths)
        await until(lambda: len(listener.deaths) > deaths)


@pytest.mark.parametrize("behaviour", ["garbage", "oversize", "truncate", "not-utf-8", "nested"])
async def test_a_worker_that_cannot_be_understood_is_replaced(tmp_path: Path, behaviour: str) -> None:
    document = Document("one")
    async with running(tmp_path, document, behaviour, "serve") as (_, listener):
        await until(lambda: listener.mirror == (0, "one"))
        expected = "died" if behaviour == "truncate" else "unreadable"
        assert len(listener.deaths) == 1
        assert expected in listener.deaths[0]


async def test_a_worker_that_never_reads_does_not_stop_the_writer(tmp_path: Path) -> None:
    document = Document("")
    async with running(tmp_path, document, "deaf") as (client, listener):
        await until(lambda: listener.stages == ["ready"])
        for _ in range(1000):
            document.replace(len(document), len(document), "x" * 1024)
            await asyncio.sleep(0)
        assert len(document) == 1000 * 1024
        pid = pid_of(client)
        await stop(client)
        assert is_gone(pid)
        document.replace(0, 0, "on")
        assert listener.deaths == []


async def test_a_worker_that_leaves_too_much_unread_is_replaced_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_MOST_UNREAD", 1 << 20)
    document = Document("x" * (2 << 20))  # the text itself may be larger
    async with running(tmp_path, document, "deaf", "serve") as (_, listener):
        await until(lambda: listener.stages == ["ready"])
        for _ in range(10):
            document.replace(0, len(document), "x" * 200_000)
        await until(lambda: len(listener.deaths) == 1)
        assert "hung" in listener.deaths[0]
        document.replace(0, len(document), "x")
        await until(lambda: listener.mirror == (document.revision, "x"))
        for _ in range(20):
            document.replace(0, len(document), "x" * 100_000)
            await until(lambda: listener.mirror is not None and listener.mirror[0] == document.revision)
        assert len(listener.deaths) == 1, "this one reads"


async def test_a_draft_that_is_too_long_for_a_message_is_said_to_be_and_scored_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "MAX_MESSAGE_BYTES", 1000)
    document, long, growing = Document("one"), Document("x" * 1000), Document("two")
    async with running(tmp_path, document, "serve") as (client, listener):
        failures: list[protocol.Failure] = []
        for draft in (long, growing):
            other = Listener()
            monkeypatch.setattr(other, "request_failed", failures.append)
            client.attach(draft, other)
        await until(lambda: listener.mirrors.keys() == {1, 3})
        growing.replace(0, 0, "x" * 1000)
        growing.replace(0, 0, "the writer goes on ")
        long.replace(0, 500, "")
        document.replace(0, 0, "zero ")
        await until(lambda: listener.mirrors == {1: (1, "zero one")})
        assert [(one.document, one.message) for one in failures] == [
            (2, "the draft is too long for the model"),
            (3, "the draft is too long for the model"),
        ]
        assert listener.deaths == []


@pytest.mark.parametrize("behaviour", ["serve", "deaf"])
async def test_stopping_leaves_no_process_even_if_it_does_not_heed_the_end_of_its_input(
    tmp_path: Path, behaviour: str
) -> None:
    async with running(tmp_path, Document("x" * 500_000), behaviour) as (client, listener):
        await until(lambda: bool(listener.stages))
        pid = pid_of(client)
        await stop(client)
        assert is_gone(pid)
        assert client.pid is None
        await stop(client)


async def test_stopping_is_heeded_while_the_worker_is_being_restarted(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "die") as (client, listener):
        await until(lambda: bool(listener.deaths))
        await stop(client)
        deaths = len(listener.deaths)
        await asyncio.sleep(0)
        assert client.pid is None
        assert len(listener.deaths) == deaths


async def test_starting_anew_ends_the_worker_before(tmp_path: Path) -> None:
    document = Document("one")
    async with running(tmp_path, document, "serve") as (client, listener):
        await until(lambda: listener.mirror is not None)
        pid = pid_of(client)
        listener.mirrors.clear()
        client.start()
        await until(lambda: client.pid not in (None, pid))
        assert is_gone(pid)
        await until(lambda: listener.mirror == (0, "one"))
        assert listener.deaths == []


async def test_stopping_waits_for_every_worker_before_however_soon_it_comes(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "deaf") as (client, listener):
        await until(lambda: bool(listener.stages))
        pid = pid_of(client)
        client.start()
        await asyncio.sleep(0)
        client.start()
        await stop(client)
        assert is_gone(pid)
        assert client.pid is None


async def test_being_stopped_again_meanwhile_leaves_no_process(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "deaf") as (client, listener):
        await until(lambda: bool(listener.stages))
        pid = pid_of(client)
        first = asyncio.create_task(client.stop())
        await until(lambda: client.pid is None)
        await stop(client)
        assert is_gone(pid)
        await first


async def test_a_worker_that_cannot_be_started_is_told_of(tmp_path: Path) -> None:
    listener = Listener()
    client = ScorerClient(WorkerSupervisor([str(tmp_path / "no such program")], tmp_path / "log"))
    client.attach(Document(), listener)
    client.start()
    await until(lambda: bool(listener.deaths))
    assert "could not be started (No such file or directory)" in listener.deaths[0]
    await stop(client)


async def test_a_worker_that_hangs_is_replaced(tmp_path: Path, checks: Checks) -> None:
    document = Document("one")
    async with running(tmp_path, document, "deaf", "slow") as (_, listener):
        await until(lambda: "ready" in listener.stages)
        document.replace(0, 0, "typed ")
        await checks.come()  # it is asked for a sign of life
        assert listener.deaths == []
        await checks.come()
        await until(lambda: bool(listener.deaths))
        assert "hung" in listener.deaths[0]
        await checks.come(2)
        await until(lambda: listener.mirror == (document.revision, document.text))
        assert len(listener.deaths) == 1, "the new one was given the time to load its model"


@pytest.mark.parametrize(("behaviour", "doing"), [("silent", "starting"), ("stuck", "converting")])
async def test_a_worker_that_comes_no_further_with_its_model_is_ended_and_not_tried_again(
    tmp_path: Path, checks: Checks, behaviour: str, doing: str
) -> None:
    document = Document("one")
    starts = tmp_path / "starts"
    async with running(tmp_path, document, behaviour, "serve") as (client, listener):
        await until(lambda: starts.exists() and starts.stat().st_size == 1)
        await until(lambda: behaviour == "silent" or bool(listener.stages))
        pid = pid_of(client)
        if behaviour == "stuck":
            await checks.come()  # it has said something before this one
        await checks.come(supervisor._LOADING_CHECKS - 1)
        assert listener.deaths == []
        await checks.come()
        await until(lambda: bool(listener.deaths))
        log = tmp_path / "logs" / "worker.log"
        assert listener.deaths == [
            f"the scorer got stuck {doing} the model and stays off; choose another model, or see {log}"
        ]
        assert is_gone(pid)
        assert client.pid is None
        document.replace(0, 0, "the writer goes on ")
        later = Listener()
        client.attach(Document("two"), later)
        assert later.deaths == listener.deaths, "who comes later is told, too"
        client.start()
        await until(lambda: listener.mirror == (document.revision, document.text))


async def test_a_worker_that_says_how_far_it_is_is_waited_for_and_so_is_one_without_a_model(
    tmp_path: Path, checks: Checks
) -> None:
    async with running(tmp_path, Document("one"), "patient", "no model") as (client, listener):
        for said in range(10):
            await until(lambda said=said: len(listener.stages) > said)  # type: ignore[misc]
            await checks.come(supervisor._LOADING_CHECKS - 1)
            (tmp_path / f"heard-{said}").touch()
        await until(lambda: listener.stages[-1] == "mirror")
        client.start()
        await until(lambda: listener.stages[-1] == "failed")
        await checks.come(2 * supervisor._LOADING_CHECKS)
        assert listener.deaths == []


async def test_a_worker_that_cannot_even_be_killed_does_not_keep_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "_KILL_SECONDS", 0.05)
    async with running(tmp_path, Document("one"), "deaf") as (client, listener):
        await until(lambda: "ready" in listener.stages)
        pid = pid_of(client)
        with monkeypatch.context() as patched:
            patched.setattr(process_module, "kill_worker", lambda process: None)  # it waits for a disk that is gone
            await stop(client)
        os.kill(pid, signal.SIGKILL)
        await until(lambda: is_gone(pid))


async def test_a_stopped_worker_is_replaced_and_one_that_answers_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checks: Checks
) -> None:
    document, other = Document("one"), Document("two")
    async with running(tmp_path, document, "serve") as (client, listener):
        scored = client.attach(other, Listener())
        await until(lambda: len(listener.mirrors) == 2)
        document.replace(0, 0, "owes an answer ")  # the fake one never scores, but it is there
        other.replace(0, 0, "closed before it was given ")
        pid = pid_of(client)
        pings: list[int] = []

        def counted(message: protocol.ToWorker) -> None:
            if isinstance(message, protocol.Ping):
                pings.append(message.document)
            send(message)

        send = client.send
        monkeypatch.setattr(client, "send", counted)
        await checks.come()
        await until(lambda: bool(pings))
        assert pings == [1, 2]
        await answered(client)
        scored.close()
        pings.clear()
        document.replace(0, 0, "again ")
        await checks.come()
        await until(lambda: bool(pings))
        assert pings == [1]
        await answered(client)
        assert not listener.deaths
        os.kill(pid, signal.SIGSTOP)
        document.replace(0, 0, "and again ")
        await checks.come(2)
        await until(lambda: bool(listener.deaths))
        assert "hung" in listener.deaths[0]
        assert is_gone(pid)
