"""One document at the scorer: sends its edits to the worker, and maps late answers to their present positions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

import msgspec

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.document.formats.verbatim import Verbatim
from editor.document.transaction import Transaction
from editor.scorer.carried import carried, place_now, range_now
from editor.scorer.listener import ScoredRange, ScorerListener
from editor.scorer.questions import Questions
from editor.scorer.recall import EarlierText
from scoring import protocol
from scoring.kept.learnt import name_of

_TEXT_PER_CHECK = 2_000_000
"""Code points that a worker may read between two signs of life: it tokenizes a text in one go."""


class Client(Protocol):
    """The part of a `ScorerClient` that its documents need."""

    @property
    def is_ready(self) -> bool:
        """Whether there is a worker that has a model."""

    @property
    def is_coming(self) -> bool:
        """Whether there will be one without the writer doing anything."""

    @property
    def questions(self) -> Questions:
        """Asks about texts that belong to no document."""

    def send(self, message: protocol.ToWorker) -> None:
        """Send a message if there is a worker. Raises ProtocolError if the message is too long."""

    def bring_to_front(self, number: int) -> bool:
        """Note that the writer looks at a document; return True if it was another one before."""

    def detach(self, number: int) -> None:
        """Stop having a document scored."""


class ScoredDocument:
    """A document that a `ScorerClient` keeps scored; made by its `attach`.

    Args:
        client: the connection to the worker.
        number: the document's number, for client and worker.
        document: the document.
        listener: gets the results.
        conventions: the document's conventions; their document number doesn't matter.
        earlier: a text of the document that the worker may already know.
        verbatim: its non-prose stretches; None: its text shows them.
    """

    def __init__(
        self,
        client: Client,
        number: int,
        document: Document,
        listener: ScorerListener,
        conventions: protocol.Conventions,
        earlier: EarlierText | None = None,
        verbatim: Verbatim | None = None,
    ) -> None:
        self._client = client
        self._number = number
        self._document = document
        self.listener = listener
        self._unseen: deque[tuple[int, Transaction]] = deque()  # edits since the newest answer, by revision
        self._heard = 0  # the newest revision that an answer was about
        self._focus: tuple[int, int] | None = None
        self._conventions = msgspec.structs.replace(conventions, document=number)
        self._earlier = earlier if earlier is not None and earlier.revision == document.revision else None
        self._kept: tuple[int, str] | None = None  # the revision to keep, and its place
        self._requests = 0  # so far
        self._effect_request = 0  # the last one, for an effect
        self._asked: protocol.AskAlternatives | None = None  # the request that is still unanswered
        self._continued: protocol.AskContinuation | None = None  # the last one, until its last answer
        self._waits = False  # whether it wasn't sent yet: a worker that has just started is silent for a while
        self._tokens_request = 0  # the last one, for tokens
        self._pinged: int | None = None  # the revision at an unanswered ping
        self._unanswered = 0  # checks since then
        self.is_final = False
        """Whether the listener has all results for the document as it is."""
        self.verbatim = verbatim
        self._is_told = False  # whether the worker got the non-prose stretches when the document was opened
        self._sent = document.revision  # the last revision whose text the worker has
        if verbatim is not None:
            verbatim.on_change = self._tell_verbatim
        self._unsubscribe: Callable[[], None] | None = document.subscribe(self._changed, Phase.VIEW)

    # -- to the worker -------------------------------------------------------------------------------------------------

    def focus(self, start: int, end: int) -> None:
        """Tell the worker that the writer looks at [start, end), so that this document is scored before the others."""
        if self._unsubscribe is not None and (self._client.bring_to_front(self._number) or (start, end) != self._focus):
            self._focus = (start, end)
            self._send_focus()

    def follow(self, conventions: protocol.Conventions) -> None:
        """Change the document's conventions, see the class."""
        conventions = msgspec.structs.replace(conventions, document=self._number)
        if conventions != self._conventions:
            self._conventions = conventions
            self.is_final = False
            if self._client.is_ready and self._unsubscribe is not None:
                self._client.send(self._conventions)

    def keep(self, place: str, revision: int) -> None:
        """Have the results for a revision of the document kept at a place, see `scoring.kept.store`."""
        self._kept = revision, place
        if self._client.is_ready and self._unsubscribe is not None:
            self._send_kept()

    def _send_kept(self) -> None:
        if self._kept is not None and self._kept[0] == self._document.revision:
            self._client.send(protocol.Keep(self._number, *self._kept))

    @property
    def can_answer(self) -> bool:
        """Whether there is a worker to ask."""
        return self._unsubscribe is not None and self._client.is_ready

    @property
    def questions(self) -> Questions:
        """Asks the same worker about texts, of this document or not."""
        return self._client.questions

    def ask_alternatives(self, start: int, end: int, count: int, *, synonyms: bool = False) -> int | None:
        """Ask for words to replace [start, end), any that fit or only synonyms.

        Returns the number of the request; None if there is no worker.
        """
        if not self.can_answer:
            return None
        self._requests += 1
        place = self._number, self._document.revision, start, end
        self._asked = protocol.AskAlternatives(self._requests, *place, count, synonyms)
        self._client.send(self._asked)
        return self._requests

    def ask_effect(self, start: int, end: int, replacement: str) -> int | None:
        """Ask how replacing [start, end) would affect the rest of the sentence.

        Returns the number of the request; None if there is no worker.
        """
        if not self.can_answer:
            return None
        self._requests += 1
        self._effect_request = self._requests
        revision = self._document.revision
        ask = protocol.AskEffect(
            self._effect_request, self._number, revision, start, end, protocol.sendable(replacement)
        )
        self._client.send(ask)
        return self._effect_request

    def ask_continuation(
        self, start: int, end: int, manner: protocol.Manner, *, waits_for_model: bool = False
    ) -> int | None:
        """Ask for a continuation at `start`, or a replacement for [start, end), in place of the last such request; with
        `waits_for_model`, as soon as there is a worker, unless the text changes first.

        Returns the number of the request; None if there is no worker to answer it.
        """
        if not self.can_answer and not (waits_for_model and self._unsubscribe is not None and self._client.is_coming):
            return None
        self._requests += 1
        place = self._number, self._document.revision, start, end
        self._continued = protocol.AskContinuation(self._requests, *place, manner)
        self._waits = not self._client.is_ready
        if not self._waits:
            self._client.send(self._continued)
        return self._requests

    def stop_continuation(self) -> None:
        """Cancel the last `ask_continuation`: the listener gets no more of it. You may call this at any time."""
        if self._continued is not None:
            self._continued = None
            if self._client.is_ready and self._unsubscribe is not None:
                self._client.send(protocol.StopContinuation(self._number))

    def ask_tokens(self, start: int, end: int) -> int | None:
        """Ask for the scores of the tokens at [start, end).

        Returns the number of the request; None if there is no worker.
        """
        if not self.can_answer:
            return None
        self._requests += 1
        self._tokens_request = self._requests
        self._client.send(protocol.AskTokens(self._tokens_request, self._number, self._document.revision, start, end))
        return self._tokens_request

    def close(self) -> None:
        """Stop having the document scored; its listener gets nothing more. Calling this again is harmless."""
        self._end(is_known=self._client.is_ready)

    def _end(self, *, is_known: bool) -> None:
        """Leave the client; `is_known`: whether the worker knows the document."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
            self._client.detach(self._number)
            if is_known:
                self._client.send(protocol.Close(self._number))

    def _changed(self, change: DocumentChange) -> None:
        self.is_final = False
        self._continued = None  # the worker stops continuing by itself
        if not self._client.is_ready:
            if self._earlier is not None:
                edits = self._earlier.edits.compose(change.transaction)
                self._earlier = EarlierText(self._earlier.text, edits, change.revision)
            return
        self._unseen.append((change.revision, change.transaction))
        self._send_text(protocol.Edit(self._number, change.revision, _changes(change.transaction)))
        self._sent = change.revision
        self._tell_verbatim()

    def _tell_verbatim(self) -> None:
        """Send the worker the non-prose stretches that may have changed, once it has the text."""
        if self.verbatim is None or not self._is_told or self._sent != self._document.revision:
            return
        if self._client.is_ready and self._unsubscribe is not None and (found := self.verbatim.take()) is not None:
            self._client.send(protocol.Verbatim(self._number, self._sent, *found))

    def disconnected(self, why: str = "the model has stopped") -> None:
        """The worker is gone, or has no model: there won't be any answers."""
        if self._continued is not None:
            request, self._continued = self._continued.request, None
            self.listener.continuation_failed(protocol.Failure(request, self._number, why))

    def open(self) -> None:
        """Send the whole document to a worker that doesn't know it."""
        self._heard = self._document.revision
        self._unseen.clear()
        self.is_final = False
        self._asked = self._pinged = None
        self._unanswered = 0
        earlier, self._earlier = self._earlier, None  # only valid if the document hasn't been edited meanwhile
        text = self._document.text if earlier is None else earlier.text
        changes = () if earlier is None else _changes(earlier.edits)
        revision, followed = self._document.revision, self._conventions
        verbatim = None if self.verbatim is None else self.verbatim.all()
        self._is_told, self._sent = verbatim is not None, revision
        path, sent = self._document.path, protocol.sendable(text)
        name = "" if path is None else name_of(path)
        self._send_text(protocol.Open(self._number, revision, sent, changes, followed, verbatim, name))
        self._send_focus()
        if self._unsubscribe is not None:
            self._send_kept()

    def _send_text(self, message: protocol.Open | protocol.Edit) -> None:
        """Send text; if it is too long for one message, stop having the document scored."""
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
    def is_behind(self) -> bool:
        """Whether the worker owes an answer to an edit."""
        return bool(self._unseen)

    @property
    def is_overdue(self) -> bool:
        """Whether the worker has had enough time to answer a ping, and hasn't."""
        return self._unanswered > len(self._document) // _TEXT_PER_CHECK

    def ping(self) -> None:
        """Ping the worker if it owes an answer; if it was pinged already, count one more check."""
        if self._pinged is not None:
            self._unanswered += 1
        elif self._unseen or self._asked is not None or (self._continued is not None and not self._waits):
            self._pinged, self._unanswered = self._document.revision, 1
            self._client.send(protocol.Ping(self._number))

    def hear(
        self,
        message: protocol.Scores
        | protocol.Alternatives
        | protocol.Effect
        | protocol.Tokens
        | protocol.Continuations
        | protocol.Pong
        | protocol.Failure,
    ) -> None:
        """Process a message. Raises ProtocolError if its contents are impossible."""
        if isinstance(message, protocol.Failure):
            if message.request == 0:
                self.listener.complained(message.message)
            elif self._asked is not None and message.request == self._asked.request:
                self._asked = None
                self.listener.request_failed(message)
            elif self._continued is not None and message.request == self._continued.request:
                self._continued = None
                self.listener.continuation_failed(message)
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
        if self._waits and self._continued is not None:
            self._waits = False
            self._client.send(self._continued)
        if isinstance(message, protocol.Scores):
            self._scored(message)
        elif isinstance(message, protocol.Alternatives):
            self._alternatives(message)
        elif isinstance(message, protocol.Effect):
            self._effect(message)
        elif isinstance(message, protocol.Tokens):
            self._tokens(message)
        elif isinstance(message, protocol.Continuations):
            self._continuations(message)

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
        if asked is None or found.request != asked.request:  # already answered, or something else was asked since
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

    def _continuations(self, found: protocol.Continuations) -> None:
        if found.request > self._requests:
            raise protocol.ProtocolError(f"request {found.request} was never made")
        asked = self._continued
        if asked is None or found.request != asked.request:  # the text has changed, or it was cancelled
            return
        if (found.revision, found.start, found.end) != (asked.revision, asked.start, asked.end):
            raise protocol.ProtocolError(f"request {found.request} was about something else")
        if found.is_final:
            self._continued = None
        self.listener.continuation_found(found)

    def _tokens(self, found: protocol.Tokens) -> None:
        self._need_text(max([found.end, *[token.end for token in found.tokens]]))
        if found.request == self._tokens_request and found.revision == self._document.revision:
            self.listener.tokens_found(found)

    @property
    def _edits_since(self) -> list[Transaction]:
        """The edits since the revision of the newest answer."""
        return [transaction for _, transaction in self._unseen]

    def _need_text(self, end: int) -> None:
        """Raise ProtocolError unless the text had `end` code points at the revision of the newest answer."""
        length = len(self._document) - sum(transaction.delta for _, transaction in self._unseen)
        if end > length:
            raise protocol.ProtocolError(f"the text has {length} code points, not {end}")


def _changes(transaction: Transaction) -> tuple[protocol.Change, ...]:
    return tuple(protocol.Change(one.start, one.end, protocol.sendable(one.text)) for one in transaction.changes)
