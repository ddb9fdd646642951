"""The editor's end of the worker: starts it, restarts it when it dies, keeps its copies of the open documents true, and
brings its results, wherever a text has gone on meanwhile, to where they belong now."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
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
_Placed = TypeVar("_Placed", protocol.Flag, protocol.WordScore)
_SURROGATES = re.compile("[\ud800-\udfff]")


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
        self._request = 0  # the last one for alternatives
        self._effect_request = 0  # the last one for an effect
        self._waits_for_answer = False
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
        self._request = self._requests
        ask = protocol.AskAlternatives(self._request, self._number, self._document.revision, start, end, count)
        self._client._send(ask)
        self._waits_for_answer = True
        return self._request

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
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
            self._client._detach(self._number)

    def _changed(self, change: DocumentChange) -> None:
        self.is_final = False
        if not self._client._ready:
            return
        self._unseen.append((change.revision, change.transaction))
        changes = tuple(protocol.Change(c.start, c.end, _wire(c.text)) for c in change.transaction.changes)
        self._client._send(protocol.Edit(self._number, change.revision, changes))

    def _open(self) -> None:
        """Tell a worker that knows nothing of the document all of it."""
        self._heard = self._document.revision
        self._unseen.clear()
        self.is_final = False
        self._waits_for_answer = False
        self._client._send(protocol.Open(self._number, self._document.revision, _wire(self._document.text)))
        self._send_focus()

    def _send_focus(self) -> None:
        if self._client._ready and self._focus is not None:
            self._client._send(protocol.Focus(self._number, self._document.revision, *self._focus))

    # -- from the worker -----------------------------------------------------------------------------------------------

    @property
    def _awaits(self) -> bool:
        """Whether the worker owes a word about this document."""
        return bool(self._unseen) or self._waits_for_answer

    def _hear(
        self,
        message: protocol.Scores | protocol.Alternatives | protocol.Effect | protocol.Pong | protocol.Failure,
    ) -> None:
        if isinstance(message, protocol.Failure):
            if message.request == self._request:
                self._waits_for_answer = False
                self._listener.request_failed(message)
        elif self._heard <= message.revision <= self._document.revision:
            self._heard = message.revision
            while self._unseen and self._unseen[0][0] <= message.revision:
                self._unseen.popleft()
            if isinstance(message, protocol.Scores):
                self._scored(message)
            elif isinstance(message, protocol.Alternatives):
                self._alternatives(message)
            elif isinstance(message, protocol.Effect):
                self._effect(message)

    def _scored(self, scores: protocol.Scores) -> None:
        self.is_final = scores.is_final and not self._unseen
        start, end = self._mapped(scores.start, scores.end)
        flags, words = self._all_untouched(scores.flags), self._all_untouched(scores.words)
        self._listener.scored(start, end, flags, words, scores.settled, scores.total)

    def _alternatives(self, found: protocol.Alternatives) -> None:
        if found.request != self._request:
            return
        self._waits_for_answer = False
        place = self._untouched(found.start, found.end)
        if place is not None:
            moved = place[0] - found.start
            suggestions = tuple(
                msgspec.structs.replace(edit, start=edit.start + moved, end=edit.end + moved)
                for edit in found.suggestions
            )
            self._listener.alternatives_found(
                msgspec.structs.replace(found, start=place[0], end=place[1], suggestions=suggestions)
            )

    def _effect(self, effect: protocol.Effect) -> None:
        if effect.request == self._effect_request and effect.revision == self._document.revision:
            self._listener.effect_found(effect)

    def _mapped(self, start: int, end: int) -> tuple[int, int]:
        """A range of the worker's revision in the text as it is now."""
        for _, transaction in self._unseen:
            start, end = transaction.map_position(start, 1), transaction.map_position(end, -1)
        return start, max(start, end)

    def _all_untouched(self, items: Sequence[_Placed]) -> list[_Placed]:
        """Those of the flags or words whose text was not changed since, where it is now."""
        places = [self._untouched(item.start, item.end) for item in items]
        return [
            item if (item.start, item.end) == place else msgspec.structs.replace(item, start=place[0], end=place[1])
            for item, place in zip(items, places, strict=True)
            if place is not None
        ]

    def _untouched(self, start: int, end: int) -> tuple[int, int] | None:
        """The same for a word; None where it was changed since, or cannot be a word of this text."""
        for _, transaction in self._unseen:
            if transaction.touches(start, end):
                return None
            start, end = transaction.map_position(start, 1), transaction.map_position(end, -1)
        return (start, end) if 0 <= start < end <= len(self._document) else None


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
        self._silent = True  # since the watch looked last

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

    def _detach(self, number: int) -> None:
        del self._documents[number]
        if self._ready:
            self._send(protocol.Close(number))

    def _bring_to_front(self, document: ScoredDocument) -> bool:
        """Note that the writer looks at `document`; whether it was another one before."""
        if next(reversed(self._documents.values())) is document:
            return False
        self._documents[document._number] = self._documents.pop(document._number)
        return True

    def _send(self, message: protocol.ToWorker) -> None:
        if self._process is None or self._process.stdin is None:
            return
        with contextlib.suppress(ConnectionError):  # a worker that has just died is noticed where it is read from
            self._process.stdin.write(protocol.frame(message))

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
            reason = await self._run_once()
            deaths.append(time.monotonic())
            if len(deaths) == _DEATHS_ALLOWED and deaths[-1] - deaths[0] < _DEATHS_SECONDS:
                self._tell_all(f"the scorer {reason} too often and stays off; see {self._log}")
                return
            self._tell_all(f"the scorer {reason}; starting it again")
            await asyncio.sleep(0.1 * len(deaths))

    async def _run_once(self) -> str:
        """Start a worker and listen to it until it is gone; says how it went."""
        try:
            self._process = process = await start_worker(self._command, self._log)
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
            self._ready = False
            self._state = None
            await _cancelled(watch)
            await end_worker(process)

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Kill a worker that owes an answer and does not even say that it is there."""
        asked = False
        while True:
            self._silent = True
            await asyncio.sleep(_SILENCE_SECONDS)
            awaited = [number for number, document in self._documents.items() if document._awaits]
            if not (self._ready and self._silent and awaited):
                asked = False
            elif not asked:
                for number in awaited:
                    self._send(protocol.Ping(number))
                asked = True
            else:
                kill_worker(process)
                return

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
        if not isinstance(message, protocol.ModelState):
            document = self._documents.get(message.document)
            if document is not None:
                document._hear(message)
            return
        self._tell_all(message)
        if message.stage == "ready":
            self._ready = True
            for document in self._documents.values():
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
