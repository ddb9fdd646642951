"""A service, and writers who send it messages."""

from __future__ import annotations

import io
import queue
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from scoring import protocol
from scoring.documents.inbox import REST_S
from scoring.model.kv_cache import CachePool
from scoring.model.model import Model
from scoring.protocol import (
    Scores,
)
from scoring.service import Message, Service
from scoring.windows.pages import WindowLengths

LONG_SECONDS = 10_000.0


SETTINGS: WindowLengths = {"max_length": 32, "stride": 16}


class Writer(queue.SimpleQueue[Message | None]):
    """An inbox that delivers the messages of one turn whenever the service is idle, and finally the end. Before each
    turn, the writer thinks so long that the service rests."""

    def __init__(self, turns: Iterable[Iterable[Message]]) -> None:
        self._turns = iter(turns)

    def get(self, block: bool = True, timeout: float | None = None) -> Message | None:
        if timeout == REST_S and self.empty():
            raise queue.Empty
        if timeout is None and self.empty():
            for message in next(self._turns, [None]):
                self.put(message)
        return super().get(block, timeout)


class InterruptingWriter(Writer):
    """A writer who sends one more message after a number of chunks of work."""

    def __init__(self, opened: protocol.Open, chunks: int, later: protocol.ToWorker) -> None:
        super().__init__([[opened]])
        self._chunks = chunks
        self._later = later

    def get_nowait(self) -> Message | None:
        self._chunks -= 1
        if self._chunks == -1:
            return self._later
        return super().get_nowait()


class WatchedPool(CachePool):
    """A pool that remembers the most it held between two chunks of work."""

    def __init__(self, model: Model, slots: int) -> None:
        super().__init__(slots * model.bytes_per_token, model.bytes_per_token)
        self.most = 0

    def trim(self) -> None:
        super().trim()
        self.most = max(self.most, self.slots)


class HastyWriter(Writer):
    """A writer who continues as soon as the service waits for a long pause."""

    def get(self, block: bool = True, timeout: float | None = None) -> Message | None:
        return super().get(block, None if timeout is not None and timeout > LONG_SECONDS / 2 else timeout)


def answers(
    model: Model, *turns: Iterable[Message], pool: CachePool | None = None, **others: Any
) -> list[protocol.FromWorker]:
    """Return everything that the service sends while the writer takes these turns, each once everything is settled."""
    return answers_to(model, HastyWriter(turns), pool, **others)


def answers_to(model: Model, writer: Writer, pool: CachePool | None = None, **others: Any) -> list[protocol.FromWorker]:
    """Return everything that the service sends to a writer; `others`: more arguments of the service."""
    output = io.BytesIO()
    Service(model, SETTINGS, pool or WatchedPool(model, 1000), 0.0, writer, output, **others).run()
    data, found = output.getvalue(), []
    while data:
        end = protocol.HEADER_BYTES + protocol.body_length(data[: protocol.HEADER_BYTES])
        found.append(protocol.from_worker_decoder.decode(data[protocol.HEADER_BYTES : end]))
        data = data[end:]
    return found


def worked_on(found: list[protocol.FromWorker]) -> list[int]:
    """Return the documents in the order in which they were scored. The report that a document was opened, with no
    token settled, doesn't count."""
    return [number for number, _ in groupby(m.document for m in found if isinstance(m, Scores) and m.settled)]


def scores_of(document: int, found: list[protocol.FromWorker]) -> list[Scores]:
    return [message for message in found if isinstance(message, Scores) and message.document == document]
