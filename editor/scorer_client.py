"""The editor's end of the worker: starts it, restarts it when it dies, keeps its copies of the open documents true, and
brings its results, wherever a text has gone on meanwhile, to where they belong now."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from editor.document import Document
from editor.document.document import DocumentChange
from editor.document.transaction import Transaction
from editor.worker_process import end_worker, kill_worker, start_worker
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
_Placed = TypeVar("_Placed", protocol.Flag, protocol.WordScore, protocol.Suggestion)
_SURROGATES = re.compile("[\ud800-\udfff]")


class _StuckError(Exception):
    """A worker was killed because it came no further with its model."""


class ScorerListener(Protocol):
    """What is told of a document, on the event loop; all positions are those of the document as it is at the call."""

    def model_changed(self, state: protocol.ModelState) -> None:
        """The model, one for all documents, was fetched a little further, is ready, or failed."""

    def scored(
        self,
        start: int,
        end: int,
        flags: Sequence[protocol.Flag],
        words: Sequence[protocol.WordScore],
        settled: int,
        total: int,
    ) -> None:
        """`flags` and `words` replace all in [start, end); `settled` of `total` tokens are done."""

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        """The answer to the last `ask_alternatives`, unless the text there was changed meanwhile."""

    def effect_found(self, effect: protocol.Effect) -> None:
        """The answer to the last `ask_effect`, unless the text was changed meanwhile."""

    def request_failed(self, failure: protocol.Failure) -> None:
        """There is no answer to the last `ask_alternatives`."""

    def worker_died(self, message: str) -> None:
        """The worker, one for all documents, is gone; it is restarted unless `message` says otherwise."""


class ScoredDocument:
    """A document that a `ScorerClient` has scored; made by its `attach`."""

    def __init__(self, client: ScorerClient, number: int, document: Document, listener: ScorerListener) -> None:
        self._client = client
        self._number = number
        self._document = document
        self._listener = listener
        self._unseen: deque[tuple[int, Transaction]] = deque()
        self._heard = 0  # the newest revision that the worker has spoken of
        self._focus: tuple[int, int] | None = None
        self._requests = 0  # so far
        self._effect_request = 0  # the last one for an effect
        self._asked: protocol.AskAlternatives | None = None  # what the worker owes an answer to
        self._pinged: int | None = None  # the revision that the worker was asked about and has not spoken of since
        self.is_final = False
        """Whether the listener has heard all that there is to find out about the document as it is."""
        self._unsubscribe: Callable[[], None] | None = document.subscribe(self._changed)

    # -- to the worker -------------------------------------------------------------------------------------------------

    def focus(self, start: int, end: int) -> None:
        """Say that the writer looks at [start, end) of this document, which is scored before the others from now on."""
        if self._unsubscribe is not None and (self._client._bring_to_front(self) or (start, end) != self._focus):
            self._focus = (start, end)
            self._send_focus()

    def ask_alternatives(self, start: int, end: int, count: int) -> int | None:
        """Ask for the words that could stand in place of [start, end); the number of the request, None: no worker."""
        if self._unsubscribe is None or not self._client._ready:
            return None
        self._requests += 1
        place = self._number, self._document.revision, start, end
        self._asked = protocol.AskAlternatives(self._requests, *place, count)
        self._client._send(self._asked)
        return self._requests

    def ask_effect(self, start: int, end: int, replacement: str) -> int | None:
        """Ask what replacing [start, end) would do to the rest of the sentence; the number of the request, None: no
        worker."""
        if self._unsubscribe is None or not self._client._ready:
            return None
        self._requests += 1
        self._effect_request = self._requests
        revision = self._document.revision
        ask = protocol.AskEffect(self._effect_request, self._number, revision, start, end, _wire(replacement))
        self._client._send(ask)
        return self._effect_request

    def close(self) -> None:
        """Have the document scored no longer; its listener hears nothing more. May be called again."""
        self._end(is_known=self._client._ready)

    def _end(self, *, is_known: bool) -> None:
        """Leave the client; `is_known`: the worker has been told of the document."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
            del self._client._documents[self._number]
            if is_known:
                self._client._send(protocol.Close(self._number))

    def _changed(self, change: DocumentChange) -> None:
        self.is_final = False
        if not self._client._ready:
            return
        self._unseen.append((change.revision, change.transaction))
        changes = tuple(protocol.Change(c.start, c.end, _wire(c.text)) for c in change.transaction.changes)
        self._send_text(protocol.Edit(self._number, change.revision, changes))

    def _open(self) -> None:
        """Tell a worker that knows nothing of the document all of it."""
        self._heard = self._document.revision
        self._unseen.clear()
        self.is_final = False
        self._asked = self._pinged = None
        self._send_text(protocol.Open(self._number, self._document.revision, _wire(self._document.text)))
        self._send_focus()

    def _send_text(self, message: protocol.Open | protocol.Edit) -> None:
        """Send text; where it is too much for one message, the document is scored no longer."""
        try:
            self._client._send(message)
        except protocol.ProtocolError:
            self._end(is_known=isinstance(message, protocol.Edit))
            self._listener.request_failed(protocol.Failure(0, self._number, "the draft is too long for the model"))

    def _send_focus(self) -> None:
        if self._client._ready and self._unsubscribe is not None and self._focus is not None:
            self._client._send(protocol.Focus(self._number, self._document.revision, *self._focus))

    # -- from the worker -----------------------------------------------------------------------------------------------

    @property
    def _is_overdue(self) -> bool:
        """Whether the worker was asked for a sign of life and gave none."""
        return self._pinged is not None

    def _ping(self) -> None:
        """Ask for a sign of life where the worker owes a word about this document."""
        if self._unseen or self._asked is not None:
            self._pinged = self._document.revision
            self._client._send(protocol.Ping(self._number))

    def _hear(
        self,
        message: protocol.Scores | protocol.Alternatives | protocol.Effect | protocol.Pong | protocol.Failure,
    ) -> None:
        """Take a message in. Raises ProtocolError where it says what cannot be."""
        if isinstance(message, protocol.Failure):
            if self._asked is not None and message.request == self._asked.request:
                self._asked = None
                self._listener.request_failed(message)
            return
        if message.revision > self._document.revision:
            raise protocol.ProtocolError(f"revision {message.revision} is still to come")
        if message.revision < self._heard:  # overtaken
            return
        self._heard = message.revision
        while self._unseen and self._unseen[0][0] <= message.revision:
            self._unseen.popleft()
        if self._pinged is not None and message.revision >= self._pinged:
            self._pinged = None
        if isinstance(message, protocol.Scores):
            self._scored(message)
        elif isinstance(message, protocol.Alternatives):
            self._alternatives(message)
        elif isinstance(message, protocol.Effect):
            self._effect(message)

    def _scored(self, scores: protocol.Scores) -> None:
        ends = [flag.end for flag in scores.flags] + [edit.end for flag in scores.flags for edit in flag.suggestions]
        self._need_text(max(scores.end, *ends, 0))
        self.is_final = scores.is_final and not self._unseen
        start, end = self._mapped(scores.start, scores.end)
        flags, words = self._all_untouched(scores.flags), self._all_untouched(scores.words)
        if self._unseen:
            flags = [
                msgspec.structs.replace(flag, suggestions=tuple(self._all_untouched(flag.suggestions)))
                for flag in flags
            ]
        self._listener.scored(start, end, flags, words, scores.settled, scores.total)

    def _alternatives(self, found: protocol.Alternatives) -> None:
        if found.request > self._requests:
            raise protocol.ProtocolError(f"request {found.request} was never made")
        asked = self._asked
        if asked is None or found.request != asked.request:  # answered already, or asked something else since
            return
        if (found.revision, found.start, found.end) != (asked.revision, asked.start, asked.end):
            raise protocol.ProtocolError(f"request {found.request} was about something else")
        self._need_text(max(found.end, *[edit.end for edit in found.suggestions], 0))
        self._asked = None
        place = self._untouched(found.start, found.end)
        if place is not None:
            suggestions = tuple(self._all_untouched(found.suggestions))
            self._listener.alternatives_found(
                msgspec.structs.replace(found, start=place[0], end=place[1], suggestions=suggestions)
            )

    def _effect(self, effect: protocol.Effect) -> None:
        if effect.request == self._effect_request and effect.revision == self._document.revision:
            self._listener.effect_found(effect)

    def _need_text(self, end: int) -> None:
        """That the text, as it was at the revision heard last, reaches as far as `end`."""
        length = len(self._document) - sum(transaction.delta for _, transaction in self._unseen)
        if end > length:
            raise protocol.ProtocolError(f"the text has {length} code points, not {end}")

    def _mapped(self, start: int, end: int) -> tuple[int, int]:
        """A range of the worker's revision in the text as it is now."""
        for _, transaction in self._unseen:
            start, end = transaction.map_position(start, 1), transaction.map_position(end, -1)
        return start, max(start, end)

    def _all_untouched(self, items: Sequence[_Placed]) -> list[_Placed]:
        """Those of the flags, words or edits whose text was not changed since, where it is now."""
        if not self._unseen:
            return list(items)
        places = [self._untouched(item.start, item.end) for item in items]
        return [
            msgspec.structs.replace(item, start=place[0], end=place[1])
            for item, place in zip(items, places, strict=True)
            if place is not None
        ]

    def _untouched(self, start: int, end: int) -> tuple[int, int] | None:
        """The same for one range; None where its text was changed since."""
        for _, transaction in self._unseen:
            if transaction.touches(start, end):
                return None
            start, end = transaction.map_position(start, 1), transaction.map_position(end, 1)
        return start, end


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
            attached._open()
        return attached

    def _bring_to_front(self, document: ScoredDocument) -> bool:
        """Note that the writer looks at `document`; whether it was another one before."""
        if next(reversed(self._documents.values())) is document:
            return False
        self._documents[document._number] = self._documents.pop(document._number)
        return True

    def _send(self, message: protocol.ToWorker) -> None:
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
            if silent >= _LOADING_CHECKS or any(document._is_overdue for document in documents):
                self._hangs = True
                kill_worker(process)
                return
            for document in documents:
                document._ping()

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
                document._hear(message)
            return
        self._states += 1
        self._tell_all(message)
        if message.stage == "ready" and not self._ready:
            self._ready = True
            for document in list(self._documents.values()):
                document._open()

    def _tell_all(self, state: protocol.ModelState | str) -> None:
        self._state = state
        for document in list(self._documents.values()):
            _tell(document._listener, state)


def _tell(listener: ScorerListener, state: protocol.ModelState | str) -> None:
    """Tell how far the model is, or how the worker died."""
    if isinstance(state, str):
        listener.worker_died(state)
    else:
        listener.model_changed(state)


def _wire(text: str) -> str:
    """`text` as it can be sent: invalid bytes, lone surrogates here, as U+FFFD, one for one."""
    return _SURROGATES.sub("\ufffd", text)


async def _cancelled(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has ended, with whatever it had to tidy up."""
    task.cancel()
    await asyncio.wait([task])
