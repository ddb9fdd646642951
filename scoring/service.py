"""What the worker does: keeps documents scored, what is wanted most first, and never makes a newer message wait for
more than a chunk of work."""

from __future__ import annotations

import math
import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scoring import protocol
from scoring.language.words import whole_words
from scoring.model.kv_cache import CachePool
from scoring.model.model import Model
from scoring.model.processor import use_threads
from scoring.session import Session

QUIET_SECONDS = 0.15
"""How long the writer's hands must rest before work goes on: a half-typed word is not worth a forward pass."""

PAUSE_SECONDS = 0.3
"""How long they must rest before edits are tried in the sentences that were written last."""

REST_SECONDS = 2.0
"""How long they must rest before more than what the writer looks at is scored again."""


@dataclass(slots=True)
class OpenDocument:
    """A document's session and the revision that its text has."""

    session: Session
    revision: int


class Service:
    """Answers the editor.

    Args:
        model: what to score with.
        settings: of each Session: max_length, stride, top_k.
        pool: the caches of all sessions.
        threshold: nats from which on a word is flagged; None: the default.
        inbox: messages as the reader thread gets them, None at the end of the stream.
        output: where the answers go.
        threads: of torch while the writer types, and while the hands rest; None: as they are.
    """

    def __init__(
        self,
        model: Model,
        settings: dict[str, int],
        pool: CachePool,
        threshold: float | None,
        inbox: queue.SimpleQueue[protocol.ToWorker | None],
        output: BinaryIO,
        threads: tuple[int, int] | None = None,
    ) -> None:
        self._model = model
        self._settings = settings
        self._pool = pool
        self._threshold = threshold
        self._inbox = inbox
        self._output = output
        self._threads = threads
        self._documents: dict[int, OpenDocument] = {}  # the one that the writer looked at last comes first
        self._edited_at = -REST_SECONDS
        self._typed: int | None = None  # the document that was edited by the last messages

    def run(self) -> None:
        """Work until the editor closes the stream."""
        while True:
            messages = list(self._messages())
            for index, message in enumerate(messages):
                if message is None:
                    return
                if not _is_superseded(message, messages[index + 1 :]):
                    self._handle(message)
            if not messages:
                self._work()
            elif self._typed in self._documents and self._inbox.empty():
                # The next key is some time off: a small chunk is done before it.
                self._documents[self._typed].session.try_ahead()
                self._typed = None

    def _messages(self) -> Iterator[protocol.ToWorker | None]:
        """All that has come in; waits where there is nothing to do yet."""
        try:
            wait = self._wait()
            if wait is None:
                yield self._inbox.get()
            elif wait > 0:
                yield self._inbox.get(timeout=wait)
            while True:
                yield self._inbox.get_nowait()
        except queue.Empty:
            return

    def _wait(self) -> float | None:
        """Seconds until there is something to do; None: nothing before the next message."""
        sessions = [document.session for document in self._documents.values()]
        if not any(session.has_work for session in sessions):
            return None
        waits = any(_waits_for_pause(session) for session in sessions)
        if not waits and any(session.has_urgent_work for session in sessions):
            rest = QUIET_SECONDS
        elif any(session.has_edited_to_try or session.has_written_to_try for session in sessions):
            rest = PAUSE_SECONDS
        else:
            rest = REST_SECONDS
        return self._edited_at + rest - time.monotonic()

    def _handle(self, message: protocol.ToWorker) -> None:
        document = self._documents.get(message.document)
        if isinstance(message, protocol.Open):
            if document is not None:
                document.session.close()
            session = Session.sharing(self._pool, self._model, message.text, **self._settings)
            self._documents[message.document] = OpenDocument(session, message.revision)
            self._report(message.document, 0, 0)
            return
        if document is None:
            request = message.request if isinstance(message, protocol.AskAlternatives) else 0
            self._send(protocol.Failure(request, message.document, f"document {message.document} is not open"))
        elif isinstance(message, protocol.Edit):
            if message.revision != document.revision + 1:
                raise protocol.ProtocolError(f"revision {message.revision} came behind {document.revision}")
            try:
                for change in reversed(message.changes):
                    document.session.edit(change.start, change.end, change.text)
            except ValueError as error:
                raise protocol.ProtocolError(f"revision {message.revision}: {error}") from error
            document.revision = message.revision
            self._edited_at = time.monotonic()
            self._typed = message.document
            if not document.session.has_work:  # the text is empty now, say
                self._report(message.document, 0, 0)
        elif isinstance(message, protocol.Focus):
            document.session.focus(message.start, message.end)
            for number, other in self._documents.items():
                if number != message.document:
                    other.session.leave()
            self._documents = {message.document: document} | self._documents
        elif isinstance(message, protocol.Ping):
            self._send(protocol.Pong(message.document, document.revision))
        elif isinstance(message, protocol.AskAlternatives):
            self._answer(document, message)
        elif isinstance(message, protocol.AskEffect):
            self._send(_effect(document, message))
        else:
            document.session.close()
            del self._documents[message.document]

    def _answer(self, document: OpenDocument, ask: protocol.AskAlternatives) -> None:
        answer = self._alternatives(document, ask)
        self._send(answer)
        start, end = document.session.scored
        if isinstance(answer, protocol.Alternatives) and start < end:  # edits were tried there for the answer
            self._report(ask.document, start, end)

    def _alternatives(
        self, document: OpenDocument, ask: protocol.AskAlternatives
    ) -> protocol.Alternatives | protocol.Failure:
        try:
            if ask.revision != document.revision:
                raise ValueError(f"revision {ask.revision} is not here, which is {document.revision}")
            found = document.session.alternatives(ask.start, ask.end, ask.count)
            if not math.isfinite(found.prob):
                raise ValueError(f"the model has no probability for the word at [{ask.start}, {ask.end})")
        except ValueError as error:
            return protocol.Failure(ask.request, ask.document, str(error))
        return protocol.Alternatives(
            ask.request,
            ask.document,
            ask.revision,
            ask.start,
            ask.end,
            document.session.text[ask.start : ask.end],
            min(found.prob, 1.0),
            found.rank,
            tuple(protocol.Alternative(word, min(prob, 1.0)) for word, prob in found.words if prob > 0),
            tuple(document.session.suggest(ask.start, ask.end, ask.count)),
        )

    def _work(self) -> None:
        """One chunk for the first document that has something to do."""
        rested = time.monotonic() - self._edited_at
        if self._threads is not None:
            use_threads(self._threads[rested >= PAUSE_SECONDS])
        for number, document in self._documents.items():
            session = document.session
            was_settled = session.settled_tokens
            waits = _waits_for_pause(session)
            if waits and rested < PAUSE_SECONDS:
                return
            if (
                (waits and session.try_edited())
                or session.step(soon=True)
                or (rested >= PAUSE_SECONDS and session.try_written())
                or (rested >= REST_SECONDS and session.step())
            ):
                start, end = session.scored
                if start < end or session.settled_tokens != was_settled or not session.has_work:
                    self._report(number, start, end)
                return

    def _report(self, number: int, start: int, end: int) -> None:
        document = self._documents[number]
        session = document.session
        start, end = whole_words(session.text, start, end)
        wordings = session.wordings(start, end)  # none may be cut
        if wordings:
            start, end = min(start, wordings[0].start), max(end, wordings[-1].end)
        words = tuple(session.word_scores(start, end)) if end > start else ()
        flags = tuple(session.flags(self._threshold, start, end)) if end > start else ()
        settled, total = session.settled_tokens, len(session.tokens)
        is_final = not session.has_work
        self._send(protocol.Scores(number, document.revision, start, end, flags, settled, total, words, is_final))

    def _send(self, message: protocol.FromWorker) -> None:
        self._output.write(protocol.frame(message))
        self._output.flush()


def _effect(document: OpenDocument, ask: protocol.AskEffect) -> protocol.Effect | protocol.Failure:
    try:
        gain, tokens = document.session.effect(ask.start, ask.end, ask.replacement)
    except ValueError as error:
        return protocol.Failure(ask.request, ask.document, str(error))
    return protocol.Effect(ask.request, ask.document, ask.revision, gain, tokens)


def _waits_for_pause(session: Session) -> bool:
    """Whether the sentence that is being written has its scores, and what comes next is to try edits in it."""
    return session.edited_is_scored and session.has_edited_to_try


def _is_superseded(message: protocol.ToWorker, later: list[protocol.ToWorker | None]) -> bool:
    """Whether a newer question of the same sort about the same document has come in already."""
    return isinstance(message, protocol.AskAlternatives | protocol.AskEffect) and any(
        type(other) is type(message) and other.document == message.document for other in later
    )
