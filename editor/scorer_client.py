"""The editor's end of the worker: starts it, restarts it when it dies, keeps its copy of the text true, and brings its
results, wherever the text has gone on meanwhile, to where they belong now."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from editor.document import Document
from editor.document.document import DocumentChange
from editor.document.transaction import Transaction
from scoring import protocol

_DOCUMENT = 1
_DEATHS_ALLOWED = 4
_DEATHS_SECONDS = 60.0
_SILENCE_SECONDS = 10.0
"""A worker that owes an answer is asked for a sign of life after this long, and killed after as long again."""
_STOP_SECONDS = 0.5
_SURROGATES = re.compile("[\ud800-\udfff]")
_ENVIRONMENT = {
    # Threads that spin while they wait would take the editor's processor (measured: 5 to 10 times slower).
    "OMP_WAIT_POLICY": "passive",
    "GOMP_SPINCOUNT": "0",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


class ScorerListener(Protocol):
    """What the client tells, on the event loop; all positions are those of the document as it is at the call."""

    def model_changed(self, state: protocol.ModelState) -> None:
        """The model was fetched a little further, is ready, or failed."""

    def scored(self, start: int, end: int, flags: Sequence[protocol.Flag], settled: int, total: int) -> None:
        """`flags` replace all in [start, end); `settled` of `total` tokens are done."""

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        """The answer to the last `ask_alternatives`, unless the text there was changed meanwhile."""

    def request_failed(self, failure: protocol.Failure) -> None:
        """There is no answer to a request."""

    def worker_died(self, message: str) -> None:
        """The worker is gone; it is restarted unless `message` says otherwise."""


def worker_command(options: Sequence[str]) -> tuple[str, ...]:
    """The command of the real worker, with command-line options of `scoring.worker`."""
    # -P: not from the directory the writer happens to be in. A torch.py beside a draft is not our torch.
    return (sys.executable, "-P", "-m", "scoring.worker", *options)


class ScorerClient:
    """Keeps one document scored.

    Args:
        document: the text; the client listens to it from now on.
        listener: hears of the results.
        command: what to run as the worker, see `worker_command`.
        log: the file that takes what the worker prints.
    """

    def __init__(self, document: Document, listener: ScorerListener, command: Sequence[str], log: Path) -> None:
        self._document = document
        self._listener = listener
        self._command = tuple(command)
        self._log = log
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._ready = False
        self._unseen: deque[tuple[int, Transaction]] = deque()
        self._heard = 0  # the newest revision that the worker has spoken of
        self._focus: tuple[int, int, int] | None = None
        self._request = 0
        self._waits_for_answer = False
        self._silent = True  # since the watch looked last
        self._unsubscribe: Callable[[], None] | None = document.subscribe(self._changed)

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return self._process.pid if self._process is not None else None

    # -- to the worker -------------------------------------------------------------------------------------------------

    def focus(self, start: int, end: int, caret: int) -> None:
        """Say what the writer looks at."""
        if (start, end, caret) != self._focus:
            self._focus = (start, end, caret)
            self._send_focus()

    def ask_alternatives(self, start: int, end: int, count: int) -> int | None:
        """Ask for the words that could stand in place of [start, end); the number of the request, None: no worker."""
        if not self._ready:
            return None
        self._request += 1
        ask = protocol.AskAlternatives(self._request, _DOCUMENT, self._document.revision, start, end, count)
        self._send(ask)
        self._waits_for_answer = True
        return self._request

    def _changed(self, change: DocumentChange) -> None:
        if not self._ready:
            return
        self._unseen.append((change.revision, change.transaction))
        changes = tuple(protocol.Change(c.start, c.end, _wire(c.text)) for c in change.transaction.changes)
        self._send(protocol.Edit(_DOCUMENT, change.revision, changes))

    def _send_focus(self) -> None:
        if self._ready and self._focus is not None:
            self._send(protocol.Focus(_DOCUMENT, self._document.revision, *self._focus))

    def _send(self, message: protocol.ToWorker) -> None:
        if self._process is None or self._process.stdin is None:
            return
        with contextlib.suppress(ConnectionError):  # a worker that has just died is noticed where it is read from
            self._process.stdin.write(protocol.frame(message))

    # -- the process ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Keep a worker running from now on, in place of the one that runs, if any; call it on the event loop."""
        self._task = asyncio.create_task(self._run(self._task))

    async def stop(self) -> None:
        """End the worker and listen to the document no longer. May be called again."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self._task is not None:
            await _cancelled(self._task)

    async def _run(self, previous: asyncio.Task[None] | None) -> None:
        """Run one worker after the other, until cancelled or until they have died too often."""
        if previous is not None:
            await _cancelled(previous)
        deaths: deque[float] = deque(maxlen=_DEATHS_ALLOWED)
        while True:
            reason = await self._run_once()
            deaths.append(time.monotonic())
            if len(deaths) == _DEATHS_ALLOWED and deaths[-1] - deaths[0] < _DEATHS_SECONDS:
                self._listener.worker_died(f"the scorer {reason} too often and stays off; see {self._log}")
                return
            self._listener.worker_died(f"the scorer {reason}; starting it again")
            await asyncio.sleep(0.1 * len(deaths))

    async def _run_once(self) -> str:
        """Start a worker and listen to it until it is gone; says how it went."""
        try:
            self._process = process = await self._start_process()
        except OSError as error:
            return f"could not be started ({error.strerror or error})"
        assert process.stdout is not None
        watch = asyncio.create_task(self._watch(process))
        try:
            await self._listen(process.stdout)
            return "hung" if watch.done() else "died"
        except (protocol.ProtocolError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return "sent something unreadable"
        finally:
            self._process = None
            self._ready = self._waits_for_answer = False
            await _cancelled(watch)
            await _end(process)

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Kill a worker that owes an answer and does not even say that it is there."""
        asked = False
        while True:
            self._silent = True
            await asyncio.sleep(_SILENCE_SECONDS)
            if not self._silent or not (self._unseen or self._waits_for_answer):
                asked = False
            elif not asked:
                self._send(protocol.Ping(_DOCUMENT))
                asked = True
            else:
                _kill(process)
                return

    async def _start_process(self) -> asyncio.subprocess.Process:
        """Raises OSError."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            return await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                env=os.environ | _ENVIRONMENT,
            )

    # -- from the worker -----------------------------------------------------------------------------------------------

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        """Handle messages until the stream ends."""
        while True:
            try:
                header = await stream.readexactly(protocol.HEADER_BYTES)
                body = await stream.readexactly(protocol.body_length(header))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            self._silent = False
            self._handle(protocol.from_worker_decoder.decode(body))

    def _handle(self, message: protocol.FromWorker) -> None:
        if isinstance(message, protocol.ModelState):
            self._listener.model_changed(message)
            if message.stage == "ready":
                self._ready = True
                self._heard = self._document.revision
                self._unseen.clear()
                self._send(protocol.Open(_DOCUMENT, self._document.revision, _wire(self._document.text)))
                self._send_focus()
        elif isinstance(message, protocol.Failure):
            if message.request in (0, self._request):
                self._waits_for_answer = False
                self._listener.request_failed(message)
        elif message.document == _DOCUMENT and self._heard <= message.revision <= self._document.revision:
            self._heard = message.revision
            while self._unseen and self._unseen[0][0] <= message.revision:
                self._unseen.popleft()
            if isinstance(message, protocol.Scores):
                self._scored(message)
            elif isinstance(message, protocol.Alternatives):
                self._alternatives(message)

    def _scored(self, scores: protocol.Scores) -> None:
        start, end = self._mapped(scores.start, scores.end)
        flags = []
        for flag in scores.flags:
            place = self._untouched(flag.start, flag.end)
            if place is not None:
                flags.append(msgspec.structs.replace(flag, start=place[0], end=place[1]))
        self._listener.scored(start, end, flags, scores.settled, scores.total)

    def _alternatives(self, found: protocol.Alternatives) -> None:
        if found.request != self._request:
            return
        self._waits_for_answer = False
        place = self._untouched(found.start, found.end)
        if place is not None:
            self._listener.alternatives_found(msgspec.structs.replace(found, start=place[0], end=place[1]))

    def _mapped(self, start: int, end: int) -> tuple[int, int]:
        """A range of the worker's revision in the text as it is now."""
        for _, transaction in self._unseen:
            start, end = transaction.map_position(start, 1), transaction.map_position(end, -1)
        return start, max(start, end)

    def _untouched(self, start: int, end: int) -> tuple[int, int] | None:
        """The same for a word; None where it was changed since, or cannot be a word of this text."""
        for _, transaction in self._unseen:
            if transaction.touches(start, end):
                return None
            start, end = transaction.map_position(start, 1), transaction.map_position(end, -1)
        return (start, end) if 0 <= start < end <= len(self._document) else None


def _wire(text: str) -> str:
    """`text` as it can be sent: invalid bytes, lone surrogates here, as U+FFFD, one for one."""
    return _SURROGATES.sub("\ufffd", text)


async def _cancelled(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has ended, with whatever it had to tidy up."""
    task.cancel()
    await asyncio.wait([task])


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a worker: it leaves when its input ends, or is killed, with all that it has started."""
    left = asyncio.create_task(_left(process))
    try:
        await asyncio.wait([left], timeout=_STOP_SECONDS)
    finally:
        _kill(process)
    await left


def _kill(process: asyncio.subprocess.Process) -> None:
    """Kill a worker that is still there, with all that it has started."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


async def _left(process: asyncio.subprocess.Process) -> None:
    """Close the process's input and wait until it has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    # asyncio takes a process for ended only when all that it has written was read.
    with contextlib.suppress(ConnectionError):
        while await process.stdout.read(1 << 16):
            pass
    await process.wait()
