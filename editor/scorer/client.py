"""The editor's end of the worker: starts it, watches over it, restarts it when it dies, and carries the messages."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from editor.document import Document
from editor.scorer.process import end_worker, kill_worker, start_worker
from editor.scorer.scored_document import ScoredDocument, ScorerListener
from scoring import protocol

_DEATHS_ALLOWED = 4
_DEATHS_SECONDS = 60.0
_SILENCE_SECONDS = 10.0
"""A worker that owes an answer is asked for a sign of life after this long, and killed after as long again."""
_LOADING_CHECKS = 12
"""How often in a row, `_SILENCE_SECONDS` apart, a worker that fetches, converts or loads its model may have been
silent before it is killed: two minutes. It speaks whenever it has come further (a piece fetched, read, written), so
there is no limit to how long it takes in all; waiting for a network, its libraries give up sooner by themselves."""
_MOST_UNREAD = 16 * 1024 * 1024
"""Bytes of edits that a worker may leave unread before it is killed: a new one gets the text as it is."""


class _StuckError(Exception):
    """A worker was killed because it came no further with its model."""


class ScorerClient:
    """Keeps the attached documents scored, by one worker.

    Args:
        command: what to run as the worker, see `worker_command`.
        log: the file that takes what the worker prints.
    """

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._command = tuple(command)
        self._log = log
        self._documents: dict[int, ScoredDocument] = {}  # the one that the writer came to last is the last
        self._attached = 0  # documents so far: a number is never given again
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._ready = False
        self._state: protocol.ModelState | str | None = None  # of the model, or how the worker died
        self._states = 0  # how often the worker has said how far the model is
        self._unread = 0  # bytes sent, but for whole texts, since the worker last had read everything
        self._hangs = False  # the worker, which was killed for it

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return self._process.pid if self._process is not None else None

    def attach(self, document: Document, listener: ScorerListener) -> ScoredDocument:
        """Have a document scored from now on, or as soon as there is a worker; `listener` hears of the results, and at
        once how far the model is."""
        self._attached += 1
        attached = self._documents[self._attached] = ScoredDocument(self, self._attached, document, listener)
        if self._state is not None:
            _tell(listener, self._state)
        if self._ready:
            attached.open()
        return attached

    # -- of its documents ----------------------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker that has a model."""
        return self._ready

    def bring_to_front(self, number: int) -> bool:
        """Note that the writer looks at a document; whether it was another one before."""
        if next(reversed(self._documents)) == number:
            return False
        self._documents[number] = self._documents.pop(number)
        return True

    def detach(self, number: int) -> None:
        """Keep a document scored no longer."""
        del self._documents[number]

    def send(self, message: protocol.ToWorker) -> None:
        """Send a message, if there is a worker. Raises ProtocolError where it is too long."""
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
        with contextlib.suppress(ConnectionError):  # a worker that has just died is noticed where it is read from
            pipe.write(data)

    # -- the process ---------------------------------------------------------------------------------------------------

    def start(self, command: Sequence[str] | None = None) -> None:
        """Keep a worker running from now on, in place of the one that runs, if any; call it on the event loop.

        `command` is what is run in the place of what was run before.
        """
        if command is not None:
            self._command = tuple(command)
        self._task = asyncio.create_task(self._run(self._task))

    async def stop(self) -> None:
        """End the worker. May be called again."""
        if self._task is not None:
            await _cancelled(self._task)

    async def _run(self, previous: asyncio.Task[None] | None) -> None:
        """Run one worker after the other, until cancelled or until they have died too often."""
        if previous is not None:
            await _cancelled(previous)
        deaths: deque[float] = deque(maxlen=_DEATHS_ALLOWED)
        while True:
            try:
                reason = await self._run_once()
            except _StuckError as error:  # the next one would be stuck, too
                self._tell_all(f"the scorer {error} and stays off; choose another model, or see {self._log}")
                return
            deaths.append(asyncio.get_running_loop().time())
            if len(deaths) == _DEATHS_ALLOWED and deaths[-1] - deaths[0] < _DEATHS_SECONDS:
                self._tell_all(f"the scorer {reason} too often and stays off; see {self._log}")
                return
            self._tell_all(f"the scorer {reason}; starting it again")
            await asyncio.sleep(0.1 * len(deaths))

    async def _run_once(self) -> str:
        """Start a worker and listen to it until it is gone; says how it went. Raises _StuckError."""
        try:
            self._process = process = await start_worker(self._command, self._log)
        except OSError as error:
            return f"could not be started ({error.strerror or error})"
        assert process.stdout is not None
        self._unread, self._hangs = 0, False
        watch = asyncio.create_task(self._watch(process))
        try:
            await self._listen(process.stdout)
            if self._hangs and not self._ready:
                stage = self._state.stage if isinstance(self._state, protocol.ModelState) else "starting"
                raise _StuckError(f"came no further {stage} the model")
            return "hung" if self._hangs else "died"
        except protocol.ProtocolError:
            return "sent something unreadable"
        finally:
            self._process = None
            self._ready = False
            self._state = None
            await _cancelled(watch)
            await end_worker(process)

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Kill a worker that owes an answer and does not even say that it is there, or that stays silent before."""
        silent = 0  # checks in a row; not seconds: an editor that was stopped itself has not heard what was said
        while True:
            states = self._states
            await asyncio.sleep(_SILENCE_SECONDS)
            silent = silent + 1 if self._is_loading and self._states == states else 0
            documents = list(self._documents.values()) if self._ready else []
            if silent >= _LOADING_CHECKS or any(document.is_overdue for document in documents):
                self._hangs = True
                kill_worker(process)
                return
            for document in documents:
                document.ping()

    @property
    def _is_loading(self) -> bool:
        """Whether the worker is still to have a model, or to say that it will have none."""
        return not self._ready and not (isinstance(self._state, protocol.ModelState) and self._state.stage == "failed")

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        """Handle messages until the stream ends. Raises ProtocolError."""
        while True:
            try:
                header = await stream.readexactly(protocol.HEADER_BYTES)
                body = await stream.readexactly(protocol.body_length(header, protocol.MAX_ANSWER_BYTES))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            self._handle(protocol.decoded(body, protocol.from_worker_decoder))

    def _handle(self, message: protocol.FromWorker) -> None:
        """Take a message in. Raises ProtocolError where it says what cannot be."""
        if not isinstance(message, protocol.ModelState):
            if not self._ready or message.document > self._attached:
                raise protocol.ProtocolError(f"document {message.document} was never opened")
            document = self._documents.get(message.document)
            if document is not None:
                document.hear(message)
            return
        self._states += 1
        self._tell_all(message)
        if message.stage == "ready" and not self._ready:
            self._ready = True
            for document in list(self._documents.values()):
                document.open()

    def _tell_all(self, state: protocol.ModelState | str) -> None:
        self._state = state
        for document in list(self._documents.values()):
            _tell(document.listener, state)


def _tell(listener: ScorerListener, state: protocol.ModelState | str) -> None:
    """Tell how far the model is, or how the worker died."""
    if isinstance(state, str):
        listener.worker_died(state)
    else:
        listener.model_changed(state)


async def _cancelled(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has ended, with whatever it had to tidy up."""
    task.cancel()
    await asyncio.wait([task])
