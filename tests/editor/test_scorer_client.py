"""The editor's end of the pipe, with real processes: starting, restarting, ending, and a mirror that stays true."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from editor import scorer_client
from editor.document import Document
from editor.document.transaction import Change, Transaction
from editor.scorer_client import ScorerClient
from scoring import protocol

_PATIENCE = 30.0  # seconds; only a failing test waits that long
_FAKE = Path(__file__).with_name("fake_worker.py")


class Listener:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.mirror: tuple[int, str] | None = None
        self.deaths: list[str] = []
        self.alternatives: list[protocol.Alternatives] = []

    def model_changed(self, state: protocol.ModelState) -> None:
        self.stages.append(state.stage)
        if state.stage == "mirror":
            self.mirror = state.done, state.message

    def scored(self, start: int, end: int, flags: Sequence[protocol.Flag], settled: int, total: int) -> None:
        raise AssertionError("the fake worker scores nothing")

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        self.alternatives.append(found)

    def request_failed(self, failure: protocol.Failure) -> None:
        raise AssertionError(failure)

    def worker_died(self, message: str) -> None:
        self.deaths.append(message)
        self.mirror = None


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(_PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


async def stop(client: ScorerClient) -> None:
    """Stop a client, which never takes long."""
    async with asyncio.timeout(_PATIENCE):
        await client.stop()


def is_gone(pid: int) -> bool:
    """Whether there is no such process, not even a dead one that nobody has asked after."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@asynccontextmanager
async def running(
    directory: Path, document: Document, *behaviours: str
) -> AsyncIterator[tuple[ScorerClient, Listener]]:
    """A client whose worker behaves, start by start, as `behaviours` say."""
    listener = Listener()
    command = (sys.executable, str(_FAKE), str(directory), *behaviours)
    client = ScorerClient(document, listener, command, directory / "logs" / "worker.log")
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
    async with running(tmp_path, document, "serve") as (client, listener):
        assert client.ask_alternatives(4, 7, 5) is None, "it is not ready"
        await until(lambda: listener.mirror is not None)
        assert client.ask_alternatives(4, 7, 5) is not None
        document.replace(0, 3, "three")
        await until(lambda: bool(listener.alternatives))
        found = listener.alternatives[0]
        assert (found.start, found.end, found.alternatives[0].text) == (6, 9, "owt")


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
        client.focus(0, 3, 0)
        assert client.ask_alternatives(0, 3, 5) is None
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
        client.start()
        await until(lambda: client.pid not in (None, pid))
        assert is_gone(pid)
        listener.mirror = None
        await until(lambda: listener.mirror == (0, "one"))
        assert listener.deaths == []


async def test_a_worker_that_cannot_be_started_is_told_of(tmp_path: Path) -> None:
    listener = Listener()
    client = ScorerClient(Document(), listener, [str(tmp_path / "no such program")], tmp_path / "log")
    client.start()
    await until(lambda: bool(listener.deaths))
    assert "could not be started (No such file or directory)" in listener.deaths[0]
    await stop(client)


async def test_a_worker_that_hangs_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorer_client, "_SILENCE_SECONDS", 0.05)
    document = Document("one")
    async with running(tmp_path, document, "deaf", "serve") as (_, listener):
        await until(lambda: "ready" in listener.stages)
        document.replace(0, 0, "typed ")
        await until(lambda: bool(listener.deaths))
        assert "hung" in listener.deaths[0]
        await until(lambda: listener.mirror == (document.revision, document.text))


async def test_a_stopped_worker_is_replaced_and_one_that_answers_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scorer_client, "_SILENCE_SECONDS", 0.5)
    document = Document("one")
    async with running(tmp_path, document, "serve") as (client, listener):
        await until(lambda: listener.mirror is not None)
        document.replace(0, 0, "owes an answer ")  # the fake one never scores, but it is there
        pid = pid_of(client)
        pings = 0

        def counted(message: protocol.ToWorker) -> None:
            nonlocal pings
            pings += isinstance(message, protocol.Ping)
            send(message)

        send = client._send
        monkeypatch.setattr(client, "_send", counted)
        await until(lambda: pings >= 2)
        assert not listener.deaths
        os.kill(pid, signal.SIGSTOP)
        await until(lambda: bool(listener.deaths))
        assert "hung" in listener.deaths[0]
        assert is_gone(pid)
