"""The editor's end of the pipe: the documents that one worker keeps scored, and the messages between them and it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from editor.document import Document
from editor.document.formats.verbatim import Verbatim
from editor.scorer.listener import ScorerListener
from editor.scorer.questions import Questions
from editor.scorer.recall import EarlierText
from editor.scorer.scored_document import ScoredDocument
from editor.scorer.supervisor import Receiver
from scoring import protocol


class Transport(Protocol):
    """A connection to a worker: a process, or a test."""

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""

    def send(self, message: protocol.ToWorker) -> None:
        """Send a message if there is a worker. Raises ProtocolError if the message is too long."""

    def start(self, receiver: Receiver, command: Sequence[str] | None = None) -> None:
        """Keep a worker running from now on, replacing the running one; `receiver` gets its messages."""

    async def stop(self) -> None:
        """End the worker. Calling this again is harmless."""


class _Death(NamedTuple):
    """How the worker died, and whether there won't be another."""

    message: str
    stays_off: bool


class ScorerClient:
    """Keeps the attached documents scored, by one worker.

    Args:
        transport: the connection to the worker.

    Attributes:
        questions: about texts that belong to no document.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.questions = Questions(self.send)
        self._documents: dict[int, ScoredDocument] = {}  # the one the writer looked at last comes last
        self._attached = 0  # documents so far; a number is never used twice
        self._is_ready = False
        self._state: protocol.ModelState | _Death | None = None  # of the model, or how the worker died

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return self._transport.pid

    def start(self, command: Sequence[str] | None = None) -> None:
        """Keep a worker running from now on, replacing the running one, if any. Call it on the event loop.

        `command` replaces the command used so far.
        """
        self._transport.start(self, command)

    async def stop(self) -> None:
        """End the worker. Calling this again is harmless."""
        await self._transport.stop()

    def attach(
        self,
        document: Document,
        listener: ScorerListener,
        conventions: protocol.Conventions | None = None,
        earlier: EarlierText | None = None,
        verbatim: Verbatim | None = None,
    ) -> ScoredDocument:
        """Have a document scored, now or as soon as there is a worker.

        Args:
            document: the document.
            listener: gets the results, and at once the state of the model.
            conventions: the document's conventions.
            earlier: a text of the document that the worker may know.
            verbatim: its non-prose stretches; None: its text shows them.
        """
        self._attached += 1
        followed = conventions or protocol.Conventions(0)
        attached = ScoredDocument(self, self._attached, document, listener, followed, earlier, verbatim)
        self._documents[self._attached] = attached
        if self._state is not None:
            _notify(listener, self._state)
        if self._is_ready:
            attached.open()
        return attached

    # -- for its documents ---------------------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker that has a model."""
        return self._is_ready

    @property
    def is_coming(self) -> bool:
        """Whether there will be one without the writer doing anything."""
        if isinstance(self._state, _Death):
            return not self._state.stays_off
        return self._state is None or self._state.stage != "failed"

    def send(self, message: protocol.ToWorker) -> None:
        """Send a message if there is a worker. Raises ProtocolError if the message is too long."""
        self._transport.send(message)

    def bring_to_front(self, number: int) -> bool:
        """Note that the writer looks at a document; return True if it was another one before."""
        if next(reversed(self._documents)) == number:
            return False
        self._documents[number] = self._documents.pop(number)
        return True

    def detach(self, number: int) -> None:
        """Stop having a document scored."""
        del self._documents[number]

    # -- from the transport --------------------------------------------------------------------------------------------

    def hear(self, message: protocol.FromWorker) -> None:
        """Process a message. Raises ProtocolError if its contents are impossible."""
        if isinstance(message, protocol.Relevances | protocol.WrittenAnswer):
            self.questions.hear(message)
            return
        if not isinstance(message, protocol.ModelState):
            if not self._is_ready or message.document > self._attached:
                raise protocol.ProtocolError(f"document {message.document} was never opened")
            document = self._documents.get(message.document)
            if document is not None:
                document.hear(message)
            return
        if message.stage == "ready":
            self.questions.ready(message)
        self._notify_all(message)
        if message.stage == "ready" and not self._is_ready:
            self._is_ready = True
            for document in list(self._documents.values()):
                document.open()
        elif message.stage == "failed":
            for document in list(self._documents.values()):
                document.disconnected("no continuation: the model cannot be loaded")

    def check_answers(self) -> bool:
        """Return True if an answer is overdue; otherwise ping the worker for documents that wait for one."""
        documents = list(self._documents.values())
        if any(document.is_overdue for document in documents):
            return True
        for document in documents:
            document.ping()
        return False

    def disconnected(self) -> None:
        """The worker is gone, and with it everything it knew."""
        self._is_ready = False
        self._state = None
        self.questions.end()
        for document in list(self._documents.values()):
            document.disconnected()

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        """The worker died, as `message` says; `stays_off`: there won't be another until the writer starts one."""
        self._notify_all(_Death(message, stays_off))

    def _notify_all(self, state: protocol.ModelState | _Death) -> None:
        self._state = state
        for document in list(self._documents.values()):
            _notify(document.listener, state)


def _notify(listener: ScorerListener, state: protocol.ModelState | _Death) -> None:
    """Pass on the state of the model, or how the worker died."""
    if isinstance(state, _Death):
        listener.worker_died(state.message, stays_off=state.stays_off)
    else:
        listener.model_changed(state)
