"""A worker that dies, hangs or sends nonsense is replaced; a stopped one leaves no process."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from editor.document import Document
from editor.scorer import process as process_module
from editor.scorer import supervisor
from editor.scorer.client import ScorerClient
from editor.scorer.process import ProcessorUse
from editor.scorer.supervisor import WorkerSupervisor
from scoring import protocol
from tests.editor.scorer.clients import Checks, Listener, answered, is_gone, pid_of, running, stop
from tests.patience import until


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


async def test_a_worker_that_keeps_dying_stays_off_and_its_log_is_named(tmp_path: Path) -> None:
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


async def test_a_worker_that_asks_for_it_is_restarted_silently(tmp_path: Path) -> None:
    document = Document("one")
    async with running(tmp_path, document, *["again"] * 5, "serve") as (_, listener):
        await until(lambda: listener.mirror == (0, "one"))
        assert listener.deaths == []


@pytest.mark.parametrize("behaviour", ["garbage", "oversize", "truncate", "not-utf-8", "nested"])
async def test_a_worker_that_cannot_be_understood_is_replaced(tmp_path: Path, behaviour: str) -> None:
    document = Document("one")
    async with running(tmp_path, document, behaviour, "serve") as (_, listener):
        await until(lambda: listener.mirror == (0, "one"))
        expected = "died" if behaviour == "truncate" else "unreadable"
        assert len(listener.deaths) == 1
        assert expected in listener.deaths[0]


async def test_a_worker_that_never_reads_does_not_block_the_writer(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("behaviour", ["serve", "deaf"])
async def test_stopping_leaves_no_process_even_if_it_ignores_the_end_of_its_input(
    tmp_path: Path, behaviour: str
) -> None:
    async with running(tmp_path, Document("x" * 500_000), behaviour) as (client, listener):
        await until(lambda: bool(listener.stages))
        pid = pid_of(client)
        await stop(client)
        assert is_gone(pid)
        assert client.pid is None
        await stop(client)


async def test_stopping_works_while_the_worker_is_being_restarted(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "die") as (client, listener):
        await until(lambda: bool(listener.deaths))
        await stop(client)
        deaths = len(listener.deaths)
        await asyncio.sleep(0)
        assert client.pid is None
        assert len(listener.deaths) == deaths


async def test_restarting_ends_the_previous_worker(tmp_path: Path) -> None:
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


async def test_stopping_waits_for_every_earlier_worker(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "deaf") as (client, listener):
        await until(lambda: bool(listener.stages))
        pid = pid_of(client)
        client.start()
        await asyncio.sleep(0)
        client.start()
        await stop(client)
        assert is_gone(pid)
        assert client.pid is None


async def test_stopping_twice_leaves_no_process(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "deaf") as (client, listener):
        await until(lambda: bool(listener.stages))
        pid = pid_of(client)
        first = asyncio.create_task(client.stop())
        await until(lambda: client.pid is None)
        await stop(client)
        assert is_gone(pid)
        await first


async def test_a_worker_that_cannot_be_started_is_reported(tmp_path: Path) -> None:
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
        await checks.come()  # it is pinged
        assert listener.deaths == []
        await checks.come()
        await until(lambda: bool(listener.deaths))
        assert "hung" in listener.deaths[0]
        await checks.come(2)
        await until(lambda: listener.mirror == (document.revision, document.text))
        assert len(listener.deaths) == 1, "the new one got the time to load its model"


async def test_a_worker_starved_by_other_programs_is_waited_for(
    tmp_path: Path, checks: Checks, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 0.0
    monkeypatch.setattr(supervisor, "processor_use", lambda _: ProcessorUse(seconds, wants_more=True))
    document = Document("one")
    async with running(tmp_path, document, "deaf", "slow") as (_, listener):
        await until(lambda: "ready" in listener.stages)
        document.replace(0, 0, "typed ")
        for _ in range(5):
            seconds += 0.04 * supervisor._SILENCE_SECONDS
            await checks.come()
        assert listener.deaths == []
        for _ in range(2):
            seconds += 0.9 * supervisor._SILENCE_SECONDS
            await checks.come()
        await until(lambda: bool(listener.deaths))
        assert "hung" in listener.deaths[0]


@pytest.mark.parametrize(("behaviour", "doing"), [("silent", "starting"), ("stuck", "converting")])
async def test_a_worker_stuck_with_its_model_is_stopped_and_not_restarted(
    tmp_path: Path, checks: Checks, behaviour: str, doing: str
) -> None:
    document = Document("one")
    starts = tmp_path / "starts"
    async with running(tmp_path, document, behaviour, "serve") as (client, listener):
        await until(lambda: starts.exists() and starts.stat().st_size == 1)
        await until(lambda: behaviour == "silent" or bool(listener.stages))
        pid = pid_of(client)
        if behaviour == "stuck":
            await checks.come()  # it has answered before this one
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
        assert later.deaths == listener.deaths, "later listeners are told, too"
        client.start()
        await until(lambda: listener.mirror == (document.revision, document.text))


async def test_a_worker_that_reports_progress_or_has_no_model_yet_is_waited_for(tmp_path: Path, checks: Checks) -> None:
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


async def test_a_worker_that_cannot_be_killed_does_not_block_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "_KILL_SECONDS", 0.05)
    async with running(tmp_path, Document("one"), "deaf") as (client, listener):
        await until(lambda: "ready" in listener.stages)
        pid = pid_of(client)
        with monkeypatch.context() as patched:
            patched.setattr(process_module, "kill_worker", lambda process: None)  # it waits for a lost disk
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
        document.replace(0, 0, "owes an answer ")  # the fake one never scores, but responds
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
