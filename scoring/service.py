"""The worker's main loop: keeps all open documents scored, the most urgent first, in chunks so small that no message
waits long."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from scoring import protocol
from scoring.documents.answering import Answers, WriteAnswer
from scoring.documents.answers import alternatives, effect, tokens
from scoring.documents.comparing import Compare, Comparing
from scoring.documents.continuing import Continuing, WriteOn
from scoring.documents.engine_turns import CallEnded, EngineTurns
from scoring.documents.inbox import is_superseded, next_message
from scoring.documents.keeper import Keeper
from scoring.documents.open_document import Keeping, OpenDocument, Review
from scoring.documents.remembering import NOTHING, Remembered
from scoring.documents.reporting import report
from scoring.documents.scheduler import Scheduler
from scoring.documents.texts import apply, tell
from scoring.engines.engine_model import AnyModel, EngineModel
from scoring.errors import EngineError, InterruptedScoringError
from scoring.model.kv_cache import CachePool
from scoring.model.model import Model
from scoring.model.processor import return_freed_memory, use_threads
from scoring.rules.engine import RuleEngine
from scoring.schedule import Job
from scoring.session import Session
from scoring.windows.document_windows import BULK_CHUNK, CHUNK
from scoring.windows.pages import WindowLengths

_REVIEWED_AT_ONCE = 1_000
"""How many code points of flags are reported at once when they are already known, or when the rules change."""


class RulesLoaded:
    """Message to the service from the loading thread: the optional rules are loaded, or can't be."""


Message = protocol.ToWorker | RulesLoaded | Remembered | CallEnded
Answered = TypeVar("Answered", bound=protocol.FromWorker)
Inbox = queue.SimpleQueue[Message | None]


class Service:
    """Answers the editor.

    Args:
        model: the model that scores.
        lengths: the window lengths of every session.
        pool: the caches of all sessions.
        threshold: the least probability that a flagged word is wrong; None: the default.
        inbox: messages from the reader thread, None at the end of the stream.
        output: where the answers go.
        threads: the number of torch threads while the writer types, and while nobody types; None: leave it unchanged.
        rules_folder: where the writer's packs of rules are; None: nowhere.
        keeper: keeps scores; None: scores aren't kept.
        remembered: the memory of the writer's own texts.
        answer_size: how many billion parameters a model needs to answer questions in its own words.
    """

    def __init__(
        self,
        model: AnyModel,
        lengths: WindowLengths,
        pool: CachePool,
        threshold: float | None,
        inbox: Inbox,
        output: BinaryIO,
        threads: tuple[int, int] | None = None,
        rules_folder: Path | None = None,
        keeper: Keeper | None = None,
        remembered: Remembered = NOTHING,
        answer_size: float = 1.0,
    ) -> None:
        self._model = model
        self._lengths = lengths
        self._pool = pool
        self._threshold = threshold
        self._inbox = inbox
        self._output = output
        self._threads = threads
        self._engine = RuleEngine(rules_folder, lambda: inbox.put(RulesLoaded()))
        self._keeper = keeper
        self._remembered = remembered
        self._documents: dict[int, OpenDocument] = {}  # most recently viewed first
        self._continuing = Continuing()
        self._comparing = Comparing(model) if isinstance(model, Model) else None
        self._answers = Answers(model, answer_size)
        self._turns: EngineTurns | None = None
        if isinstance(model, EngineModel):
            self._turns = model.engine.waiter = EngineTurns(inbox, self._pong)
        self._scheduler = Scheduler(self._continuing, self._comparing, self._answers, self._turns)

    def run(self) -> None:
        """Work until the editor closes the stream."""
        while True:
            messages = list(self._messages())
            for index, message in enumerate(messages):
                if message is None:
                    for document in self._documents.values():
                        self._keep(document)
                    return
                if not is_superseded(message, messages[index + 1 :]):
                    self._handle(message)
            if not messages:
                self._work()

    def _messages(self) -> Iterator[Message | None]:
        """Yield all messages that have arrived; if there is no job to do, wait for one."""
        came = [] if self._turns is None else self._turns.take()
        yield from came
        try:
            while came:
                yield self._inbox.get_nowait()
            turn = self._scheduler.next_turn(self._documents)
            if turn is None or turn.job.rest.is_leisure or self._scheduler.engine_rest:  # nobody waits for a verdict
                self._load_rules()
            if turn is None:
                yield next_message(self._inbox, self._rest)
            elif turn.rest > 0:
                yield self._inbox.get(timeout=turn.rest)
            while True:
                yield self._inbox.get_nowait()
        except queue.Empty:
            return

    def _rest(self) -> None:
        """Free memory that is only needed for long work."""
        for document in self._documents.values():
            document.session.rest()
        if isinstance(self._model, Model):
            self._model.rest()
        return_freed_memory()

    def _work(self) -> None:
        """Do the next job if its time has come."""
        turn = self._scheduler.next_turn(self._documents)
        if turn is None or turn.rest > 0:
            return
        if self._threads is not None:
            use_threads(self._threads[self._scheduler.has_paused])
        if isinstance(turn.job, WriteOn):
            if (answer := self._continuing.step()) is not None:
                self._send(answer)
            return
        if isinstance(turn.job, Compare):
            assert self._comparing is not None
            self._send(self._comparing.step())
            return
        if isinstance(turn.job, WriteAnswer):
            self._write_answer()
            return
        if isinstance(turn.job, Review):
            self._review(turn.document)
            return
        if isinstance(turn.job, Keeping):
            document = self._documents[turn.document]
            assert self._keeper is not None
            self._keeper.gather(document)
            if document.is_kept:
                self._report(turn.document, 0, 0)
            return
        session = self._documents[turn.document].session
        was_settled = session.settled_tokens
        if not self._run(session, turn.job, BULK_CHUNK if self._scheduler.is_idle else CHUNK):
            return
        start, end = session.scored
        if start < end or session.settled_tokens != was_settled or not session.has_work:
            self._report(turn.document, start, end)

    def _run(self, session: Session, job: Job, chunk: int) -> bool:
        """Do a session's job; return False if the engine didn't answer or the answer is no longer wanted."""
        try:
            session.run(job, chunk)
        except InterruptedScoringError:
            return False
        except EngineError as error:
            self._engine_failed(error)
            return False
        if self._turns is not None and self._turns.succeeded():
            self._send(protocol.ModelState("ready", 0, 0, self._model.title, self._answers.refusal))
        return True

    def _engine_failed(self, error: EngineError) -> None:
        """Report that the engine doesn't answer, and go on with work that needs no model."""
        assert self._turns is not None
        self._turns.failed()
        self._send(protocol.ModelState("unreachable", 0, 0, str(error)[: protocol.LONGEST_LINE]))
        for document in self._documents.values():
            document.unreviewed = 0

    def _write_answer(self) -> None:
        """Write some more of an answer, and send it."""
        if self._turns is not None:
            self._turns.answering = self._answers.ask
        try:
            answer = self._answers.step()
        except EngineError as error:
            self._engine_failed(error)
            answer = self._answers.fail(str(error)[: protocol.LONGEST_LINE])
        finally:
            if self._turns is not None:
                self._turns.answering = None
        if answer is not None:
            self._send(answer)

    def _pong(self, message: protocol.Ping) -> None:
        if (document := self._documents.get(message.document)) is not None:
            self._send(protocol.Pong(message.document, document.revision))

    def _handle(self, message: Message) -> None:
        if isinstance(message, CallEnded):
            return
        if isinstance(message, RulesLoaded):
            self._rules_loaded()
            return
        if isinstance(message, Remembered):
            self._remember(message)
            return
        if isinstance(message, protocol.AskRelevance):
            if self._comparing is not None:
                self._comparing.begin(message)
            else:
                self._send(protocol.Failure(message.request, 0, "an engine can't compare texts; ranked by words alone"))
            return
        if isinstance(message, protocol.AskAnswer):
            self._send(self._answers.begin(message))
            return
        if isinstance(message, protocol.StopAnswer):
            self._answers.stop()
            return
        document = self._documents.get(message.document)
        if isinstance(message, protocol.Open):
            self._open(message)
        elif document is None:
            request = getattr(message, "request", 0)
            self._send(protocol.Failure(request, message.document, f"document {message.document} is not open"))
        elif isinstance(message, protocol.Edit):
            self._edit(document, message)
        elif isinstance(message, protocol.Verbatim):
            self._tell(document, message)
        elif isinstance(message, protocol.Conventions):
            self._follow(document, message)
        elif isinstance(message, protocol.Focus):
            self._focus(document, message)
        elif isinstance(message, protocol.Keep):
            self._keep_from_now(document, message)
        elif isinstance(message, protocol.Ping):
            self._pong(message)
        elif isinstance(message, protocol.AskAlternatives):
            self._answer(document, message)
        elif isinstance(message, protocol.AskContinuation):
            if (failure := self._continuing.begin(document, message)) is not None:
                self._send(failure)
        elif isinstance(message, protocol.StopContinuation):
            self._continuing.stop(message.document)
        elif isinstance(message, protocol.AskEffect):
            self._send(self._answered(message, lambda: effect(document, message)))
        elif isinstance(message, protocol.AskTokens):
            self._send(tokens(document, message))
        else:
            self._continuing.stop(message.document)
            self._keep(document)
            document.session.close()
            del self._documents[message.document]

    def _open(self, message: protocol.Open) -> None:
        self._continuing.stop(message.document)
        if message.document in self._documents:
            self._documents[message.document].session.close()
        is_told = message.verbatim is not None
        session = Session(self._model, message.text, top_k=1, pool=self._pool, is_told=is_told, **self._lengths)
        self._remind(session, message.name)
        is_known = self._keeper is not None and self._keeper.take_up(session)
        apply(session, message)
        if message.verbatim is not None:
            tell(session, message.revision, 0, len(session.text), message.verbatim)
            session.review.take_turned()  # nothing has been reported yet
        document = self._documents[message.document] = OpenDocument(
            session, message.revision, message.conventions or protocol.Conventions(message.document), message.name
        )
        document.is_reported = is_known
        self._follow(document, document.conventions)
        if self._remembered.complaint:
            self._send(protocol.Failure(0, message.document, self._remembered.complaint))
        self._report(message.document, 0, 0)

    def _remind(self, session: Session, name: str) -> None:
        """Use the memory in a session, leaving out the text of this name."""
        memory = self._remembered.memory
        session.remember(None if memory is None else memory.for_text(name))

    def _remember(self, remembered: Remembered) -> None:
        """Use a new memory from now on, also in the documents already open."""
        self._remembered = remembered
        if self._keeper is not None and remembered.mark is not None:
            self._keeper.file_changed(remembered.mark)
        for number, document in self._documents.items():
            self._remind(document.session, document.name)
            document.keep_anew()
            if document.is_reported:
                document.unreviewed = 0
            if remembered.complaint:
                self._send(protocol.Failure(0, number, remembered.complaint))

    def _keep_from_now(self, document: OpenDocument, message: protocol.Keep) -> None:
        if self._keeper is not None and message.revision == document.revision:
            document.place = message.place
            document.keep_anew()

    def _edit(self, document: OpenDocument, message: protocol.Edit) -> None:
        if message.revision != document.revision + 1:
            raise protocol.ProtocolError(f"revision {message.revision} came after {document.revision}")
        self._continuing.stop(message.document)
        apply(document.session, message)
        document.revision, document.place = message.revision, ""
        document.unreviewed = None if document.unreviewed is None and not self._scheduler.engine_rest else 0
        self._scheduler.edited()
        self._report_if_done(message.document)  # for example, the text is empty now

    def _tell(self, document: OpenDocument, message: protocol.Verbatim) -> None:
        if message.revision != document.revision:
            raise protocol.ProtocolError(
                f"revision {message.revision} is not the document's, which is {document.revision}"
            )
        tell(document.session, message.revision, message.start, message.end, message.stretches)
        self._report_if_done(message.document)  # some of the text is code now

    def _follow(self, document: OpenDocument, message: protocol.Conventions) -> None:
        """Apply the rules that a document follows from now on."""
        document.conventions = message
        document.lacks_rules = message.rules and not self._engine.is_ready
        document.session.rules.use(self._engine.sources(message))
        document.keep_anew()
        if document.is_reported and not document.lacks_rules:  # no flag is sent until they are loaded
            document.unreviewed = 0

    def _keep(self, document: OpenDocument) -> None:
        if self._keeper is not None:
            self._keeper.finish(document)

    def _review(self, number: int) -> None:
        """Report the flags of the next stretch again."""
        document = self._documents[number]
        start = document.unreviewed or 0
        end = min(start + _REVIEWED_AT_ONCE, len(document.session.text))
        document.unreviewed = end if end < len(document.session.text) else None
        self._report(number, start, end)

    def _load_rules(self) -> None:
        if any(document.conventions.rules for document in self._documents.values()):
            self._engine.load()

    def _rules_loaded(self) -> None:
        for number, document in self._documents.items():
            if document.conventions.rules:
                self._follow(document, document.conventions)
                for complaint in self._engine.complaints:
                    self._send(protocol.Failure(0, number, complaint))
                if not document.is_reported and not document.session.has_work:
                    self._report(number, 0, 0)

    def _focus(self, document: OpenDocument, message: protocol.Focus) -> None:
        document.session.focus(message.start, message.end)
        for number, other in self._documents.items():
            if number != message.document:
                other.session.leave()
        self._documents = {message.document: document} | self._documents

    def _answer(self, document: OpenDocument, ask: protocol.AskAlternatives) -> None:
        answer = self._answered(ask, lambda: alternatives(document, ask))
        self._send(answer)
        start, end = document.session.scored
        if isinstance(answer, protocol.Alternatives) and start < end:  # answering tried edits there
            self._report(ask.document, start, end)

    def _answered(
        self, ask: protocol.AskAlternatives | protocol.AskEffect, answer: Callable[[], Answered]
    ) -> Answered | protocol.Failure:
        """Return the answer to a question that may need the engine; a failure if the engine doesn't answer."""
        if self._turns is None:
            return answer()
        self._turns.answering = ask
        try:
            return answer()
        except InterruptedScoringError:
            return protocol.Failure(ask.request, ask.document, "the text has changed")
        except EngineError as error:
            self._engine_failed(error)
            return protocol.Failure(ask.request, ask.document, str(error))
        finally:
            self._turns.answering = None

    def _report_if_done(self, number: int) -> None:
        """Report the results for a document if no remaining work would."""
        session = self._documents[number].session
        if not session.has_work:
            session.run(None)
            self._report(number, *session.scored)

    def _report(self, number: int, start: int, end: int) -> None:
        self._send(report(self._documents[number], number, start, end, self._threshold))

    def _send(self, message: protocol.FromWorker) -> None:
        self._output.write(protocol.frame(message))
        self._output.flush()
