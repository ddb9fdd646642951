"""One document that is being scored: what the worker is told of it, and where in a text that has gone on meanwhile its
answers belong."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

import msgspec

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.document.transaction import Transaction
from editor.scorer.carried import carried, place_now, range_now
from editor.scorer.listener import ScoredRange, ScorerListener
from scoring import protocol

_TEXT_PER_CHECK = 2_000_000
"""Code points that a worker may take until another sign of life is due to read anew: it tokenizes them in one go."""


class Client(Protocol):
    """What leads to the worker: the part of a `ScorerClient` that its documents need."""

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker that has a model."""

    def send(self, message: protocol.ToWorker) -> None:
        """Send a message, if there is a worker. Raises ProtocolError where it is too long."""

    def bring_to_front(self, number: int) -> bool:
        """Note that the writer looks at a document; whether it was another one before."""

    def detach(self, number: int) -> None:
        """Keep a document scored no longer."""


class ScoredDocument:
    """A document that a `ScorerClient` has scored; made by its `attach`.

    Args:
        client: leads to the worker.
        number: of the document, for client and worker.
        document: the document.
        listener: hears of the results.
    """

    def __init__(self, client: Client, number: int, document: Document, listener: ScorerListener) -> None:
        self._client = client
        self._number = number
        self._document = document
        self.listener = listener
        self._unseen: deque[tuple[int, Transaction]] = deque()
        self._heard = 0  # the newest revision that the worker has spoken of
        self._focus: tuple[int, int] | None = None
        self._requests = 0  # so far
        self._effect_request = 0  # the last one for an effect
        self._asked: protocol.AskAlternatives | None = None  # what the worker owes an answer to
        self._pinged: int | None = None  # the revision that the worker was asked about and has not spoken of since
        self._unanswered = 0  # checks since then
        self.is_final = False
        """Whether the listener has heard all that there is to find out about the document as it is."""
        self._unsubscribe: Callable[[], None] | None = document.subscribe(self._changed, Phase.VIEW)

    # -- to the worker -------------------------------------------------------------------------------------------------

    def focus(self, start: int, end: int) -> None:
        """Say that the writer looks at [start, end) of this document, which is scored before the others from now on."""
        if self._unsubscribe is not None and (self._client.bring_to_front(self._number) or (start, end) != self._focus):
            self._focus = (start, end)
            self._send_focus()

    def ask_alternatives(self, start: int, end: int, count: int) -> int | None:
        """Ask for the words that could stand in place of [start, end); the number of the request, None: no worker."""
        if self._unsubscribe is None or not self._client.is_ready:
            return None
        self._requests += 1
        place = self._number, self._document.revision, start, end
        self._asked = protocol.AskAlternatives(self._requests, *place, count)
        self._client.send(self._asked)
        return self._requests

    def ask_effect(self, start: int, end: int, replacement: str) -> int | None:
        """Ask what replacing [start, end) would do to the rest of the sentence; the number of the request, None: no
        worker."""
        if self._unsubscribe is None or not self._client.is_ready:
            return None
        self._requests += 1
        self._effect_request = self._requests
        revision = self._document.revision
        ask = protocol.AskEffect(
            self._effect_request, self._number, revision, start, end, protocol.sendable(replacement)
        )
        self._client.send(ask)
        return self._effect_request

    def close(self) -> None:
        """Have the document scored no longer; its listener hears nothing more. May be called again."""
        self._end(is_known=self._client.is_ready)

    def _end(self, *, is_known: bool) -> None:
        """Leave the client; `is_known`: the worker has been told of the document."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
            self._client.detach(self._number)
            if is_known:
                self._client.send(protocol.Close(self._number))

    def _changed(self, change: DocumentChange) -> None:
        self.is_final = False
        if not self._client.is_ready:
            return
        self._unseen.append((change.revision, change.transaction))
        changes = tuple(protocol.Change(c.start, c.end, protocol.sendable(c.text)) for c in change.transaction.changes)
        self._send_text(protocol.Edit(self._number, change.revision, changes))

    def open(self) -> None:
        """Tell a worker that knows nothing of the document all of it."""
        self._heard = self._document.revision
        self._unseen.clear()
        self.is_final = False
        self._asked = self._pinged = None
        self._unanswered = 0
        self._send_text(protocol.Open(self._number, self._document.revision, protocol.sendable(self._document.text)))
        self._send_focus()

    def _send_text(self, message: protocol.Open | protocol.Edit) -> None:
        """Send text; where it is too much for one message, the document is scored no longer."""
        try:
            self._client.send(message)
        except protocol.ProtocolError:
            self._end(is_known=isinstance(message, protocol.Edit))
            self.listener.request_failed(protocol.Failure(0, self._number, "the draft is too long for the model"))

    def _send_focus(self) -> None:
        if self._client.is_ready and self._unsubscribe is not None and self._focus is not None:
            self._client.send(protocol.Focus(self._number, self._document.revision, *self._focus))

    # -- from the worker -----------------------------------------------------------------------------------------------

    @property
    def is_overdue(self) -> bool:
        """Whether the worker was asked for a sign of life, and has had the time to give one."""
        return self._unanswered > len(self._document) // _TEXT_PER_CHECK

    def ping(self) -> None:
        """Ask for a sign of life where the worker owes a word about this document; or note that there is none yet."""
        if self._pinged is not None:
            self._unanswered += 1
        elif self._unseen or self._asked is not None:
            self._pinged, self._unanswered = self._document.revision, 1
            self._client.send(protocol.Ping(self._number))

    def hear(
        self,
        message: protocol.Scores | protocol.Alternatives | protocol.Effect | protocol.Pong | protocol.Failure,
    ) -> None:
        """Take a message in. Raises ProtocolError where it says what cannot be."""
        if isinstance(message, protocol.Failure):
            if self._asked is not None and message.request == self._asked.request:
                self._asked = None
                self.listener.request_failed(message)
            return
        if message.revision > self._document.revision:
            raise protocol.ProtocolError(f"revision {message.revision} is still to come")
        if message.revision < self._heard:  # overtaken
            return
        self._heard = message.revision
        while self._unseen and self._unseen[0][0] <= message.revision:
            self._unseen.popleft()
        if self._pinged is not None and message.revision >= self._pinged:
            self._pinged, self._unanswered = None, 0
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
        edits = self._edits_since
        start, end = range_now(scores.start, scores.end, edits)
        flags, words = carried(scores.flags, edits), carried(scores.words, edits)
        self.listener.scored(ScoredRange(start, end, flags, words, scores.settled, scores.total))

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
        place = place_now(found.start, found.end, self._edits_since)
        if place is not None:
            suggestions = tuple(carried(found.suggestions, self._edits_since))
            self.listener.alternatives_found(
                msgspec.structs.replace(found, start=place[0], end=place[1], suggestions=suggestions)
            )

    def _effect(self, effect: protocol.Effect) -> None:
        if effect.request == self._effect_request and effect.revision == self._document.revision:
            self.listener.effect_found(effect)

    @property
    def _edits_since(self) -> list[Transaction]:
        """The edits made since the revision that the worker has spoken of."""
        return [transaction for _, transaction in self._unseen]

    def _need_text(self, end: int) -> None:
        """That the text, as it was at the revision heard last, reaches as far as `end`."""
        length = len(self._document) - sum(transaction.delta for _, transaction in self._unseen)
        if end > length:
            raise protocol.ProtocolError(f"the text has {length} code points, not {end}")
