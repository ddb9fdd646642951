"""Keeps one worker process running: starts it, carries the messages, kills it when it hangs, restarts it when it dies.

This is the `Transport` of a `ScorerClient` outside tests.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from editor.scorer.process import ProcessorUse, end_worker, kill_worker, processor_use, start_worker
from scoring import protocol

_DEATHS_ALLOWED = 4
_DEATHS_SECONDS = 60.0
_SILENCE_SECONDS = 10.0
"""A worker that owes an answer is pinged after this long, and killed after the same time again."""
_FAIR_SHARE = 0.5
"""A worker that was ready to run but got less than this share of a processor since the last check is not to blame for
its silence: it runs at a lower priority, and other programs may keep the machine busy for minutes."""
_LOADING_CHECKS = 12
"""How many checks in a row, `_SILENCE_SECONDS` apart, a worker that downloads, converts or loads its model may stay
silent before it is killed: two minutes. It reports each piece it has fetched, read or written, so the whole may take as
long as it needs; libraries that wait for a network give up sooner by themselves."""
_MOST_UNREAD = 16 * 1024 * 1024
"""Bytes of edits that a worker may leave unread before it is killed. Its replacement gets the current text."""


class Receiver(Protocol):
    """The part of the client that its transport needs."""

    def hear(self, message: protocol.FromWorker) -> None:
        """Process a message. Raises ProtocolError if its contents are impossible."""

    def check_answers(self) -> bool:
        """Return True if an answer is overdue; otherwise ping the worker for documents that wait for one."""

    def disconnected(self) -> None:
        """The worker is gone, and with it everything it knew."""

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        """The worker died, as `message` says; `stays_off`: there won't be another until the writer starts one."""


class _StuckError(Exception):
    """A worker was killed because it made no progress with its model."""


class WorkerSupervisor:
    """Runs one worker after another.

    Args:
        command: the worker's command, see `worker_command`.
        log: the file for the worker's output.
    """

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._command = tuple(command)
        self._log = log
        self._tasks: list[asyncio.Task[None]] = []  # each runs workers; all but the last one are ending
        self._process: asyncio.subprocess.Process | None = None
        self._is_ready = False  # the worker has a model
        self._stage = "starting"  # of the model, as the worker reported it last
        self._reports = 0  # of the model's stage, so far
        self._unread = 0  # bytes sent, except whole texts, since the worker last had read everything
        self._hangs = False  # the worker that was killed for it
        self._asks_again = False  # the worker that has just ended wants to be restarted

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return self._process.pid if self._process is not None else None

    def send(self, message: protocol.ToWorker) -> None:
        """Send a message if there is a worker. Raises ProtocolError if the message is too long."""
        if self._process is None or self._process.stdin is None:
            return
        data, pipe = protocol.frame(message), self._process.stdin
        if pipe.transport.get_write_buffer_size() == 0:
            self._unread = 0
        self._unread += 0 if isinstance(message, protocol.Open) else len(data)
        if self._unread > _MOST_UNREAD:
            self._hangs = True
            kill_worker(self._process)
            return
        with contextlib.suppress(ConnectionError):  # `_listen` notices a worker that has just died
            pipe.write(data)

    def start(self, receiver: Receiver, command: Sequence[str] | None = None) -> None:
        """Keep a worker running from now on, replacing the running one, if any. Call it on the event loop.

        `command` replaces the command used so far.
        """
        if command is not None:
            self._command = tuple(command)
        ending = self._end()
        self._tasks = [*ending, asyncio.create_task(self._run(receiver, ending))]

    async def stop(self) -> None:
        """End the worker. Calling this again is harmless."""
        ending = self._end()
        if ending:
            await asyncio.wait(ending)

    def _end(self) -> list[asyncio.Task[None]]:
        """Cancel the running tasks, once: a second time would keep them from ending their workers. Returns those still
        ending."""
        ending = [task for task in self._tasks if not task.done()]
        for task in ending:
            if not task.cancelling():
                task.cancel()
        return ending

    async def _run(self, receiver: Receiver, ending: list[asyncio.Task[None]]) -> None:
        """Run one worker after another until cancelled, or until too many have died; first wait for those before."""
        if ending:
            await asyncio.wait(ending)
        deaths: deque[float] = deque(maxlen=_DEATHS_ALLOWED)
        while True:
            try:
                reason = await self._run_once(receiver)
            except _StuckError as error:  # the next one would get stuck, too
                receiver.worker_died(
                    f"the scorer {error} and stays off; choose another model, or see {self._log}", stays_off=True
                )
                return
            if self._asks_again:
                continue
            deaths.append(asyncio.get_running_loop().time())
            if len(deaths) == _DEATHS_ALLOWED and deaths[-1] - deaths[0] < _DEATHS_SECONDS:
                receiver.worker_died(
                    f"the scorer {reason} too often and stays off; “Restart model” starts it; see {self._log}",
                    stays_off=True,
                )
                return
            receiver.worker_died(f"the scorer {reason}; starting it again")
            await asyncio.sleep(0.1 * len(deaths))

    async def _run_once(self, receiver: Receiver) -> str:
        """Start a worker and listen until it is gone; returns how it ended. Raises _StuckError."""
        self._asks_again = False
        try:
            self._process = process = await start_worker(self._command, self._log)
        except OSError as error:
            return f"could not be started ({error.strerror or error})"
        assert process.stdout is not None
        self._unread, self._hangs, self._is_ready, self._stage = 0, False, False, "starting"
        watch = asyncio.create_task(self._watch(receiver, process))
        try:
            await self._listen(receiver, process.stdout)
            if self._hangs and not self._is_ready:
                raise _StuckError(f"got stuck {self._stage} the model")
            return "hung" if self._hangs else "died"
        except protocol.ProtocolError:
            return "sent something unreadable"
        finally:
            self._process = None
            receiver.disconnected()
            await _cancelled(watch)
            await end_worker(process)
            self._asks_again = process.returncode == protocol.START_AGAIN

    async def _watch(self, receiver: Receiver, process: asyncio.subprocess.Process) -> None:
        """Kill a worker that owes an answer and doesn't respond, or that is silent while it loads its model."""
        silent = 0  # checks in a row, not seconds: an editor that was itself suspended has received nothing meanwhile
        used = processor_use(process)
        while True:
            reports = self._reports
            await asyncio.sleep(_SILENCE_SECONDS)
            before, used = used, processor_use(process)
            if _is_starved(before, used):
                continue
            is_loading = not self._is_ready and self._stage != "failed"
            silent = silent + 1 if is_loading and self._reports == reports else 0
            if silent >= _LOADING_CHECKS or (self._is_ready and receiver.check_answers()):
                self._hangs = True
                kill_worker(process)
                return

    async def _listen(self, receiver: Receiver, stream: asyncio.StreamReader) -> None:
        """Pass messages on until the stream ends. Raises ProtocolError."""
        while True:
            try:
                header = await stream.readexactly(protocol.HEADER_BYTES)
                body = await stream.readexactly(protocol.body_length(header, protocol.MAX_ANSWER_BYTES))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            message = protocol.decoded(body, protocol.from_worker_decoder)
            if isinstance(message, protocol.ModelState):
                self._reports += 1
                self._stage = message.stage
                self._is_ready |= message.stage == "ready"
            receiver.hear(message)


def _is_starved(before: ProcessorUse | None, now: ProcessorUse | None) -> bool:
    """Return True if a worker is ready to run, and other programs have hardly let it since the last check."""
    if before is None or now is None:
        return False
    return now.wants_more and now.seconds - before.seconds < _FAIR_SHARE * _SILENCE_SECONDS


async def _cancelled(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has tidied up and ended."""
    task.cancel()
    await asyncio.wait([task])
