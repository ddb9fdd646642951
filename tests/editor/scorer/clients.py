"""Clients of real processes that stand in for the worker, and the messages they get."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from editor.document import Document
from editor.scorer import supervisor
from editor.scorer.client import ScorerClient
from editor.scorer.listener import ScoredRange, ScorerListener
from editor.scorer.supervisor import WorkerSupervisor
from scoring import protocol
from tests.patience import PATIENCE_S, until
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"


class Listener(ScorerListener):
    """Records messages, and the worker's mirror of each document, numbered in the order of attaching."""

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
    """The supervisor's checks, which run when a test allows them, not by the clock.

    How soon a process starts and answers depends on how busy the machine is.
    """

    def __init__(self) -> None:
        self._next: list[asyncio.Future[None]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        """Stand in for `asyncio.sleep`: the time between two checks lasts until the next one is allowed."""
        if seconds != supervisor._SILENCE_SECONDS:
            return await asyncio.sleep(seconds)
        self._next.append(asyncio.get_running_loop().create_future())
        return await self._next[-1]

    async def come(self, count: int = 1) -> None:
        """Run that many checks, one after another."""
        for _ in range(count):
            await until(lambda: bool(self._next) and not self._next[-1].done())
            self._next[-1].set_result(None)
            await asyncio.sleep(0)


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
