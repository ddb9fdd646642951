"""An editor that sends anything, in any order, to the worker's service with a tiny model.

The service must answer, send a Failure, or exit with a one-line error. Whatever it reports about a text must be true of
the very revision that it names, and no earlier report may outlive that revision.
"""

from __future__ import annotations

import contextlib
import io
import queue
import random
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec
import pytest

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.transaction import Change, Transaction
from scoring import protocol
from scoring.documents import scheduler
from scoring.documents.engine_turns import CallEnded
from scoring.documents.remembering import Remembered
from scoring.model.kv_cache import CachePool
from scoring.model.model import Model
from scoring.service import Message, RulesLoaded, Service
from scoring.session import Session
from scoring.windows.pages import WindowLengths
from scoring.worker import _read
from tests.scoring.models import PROSE
from tests.suites.faulty_worker import framed, put_strange

_SETTINGS: WindowLengths = {"max_length": 32, "stride": 16}
_TEXTS = ("", "One word.", PROSE[:90], PROSE[90:200], "é漢👍 the the sea\n\n\nAnna `code`")
_TYPED = ("", "", "a", " ", "sea", " the ", "\n\n", "👍", PROSE[:40])
_MOST_STEPS = 3_000
"""The most steps of work between two messages; no text here needs that many."""
_NEGLIGIBLE = 0.02
"""In nats: a flag this weak may or may not be there."""


class _Known:
    """An editor's knowledge of a document; at first it is wrong for every letter."""

    def __init__(self, opened: protocol.Open) -> None:
        self.document = Document(opened.text)
        self.revision = opened.revision
        self.flags = Layer(self.document)
        self.is_final = False
        junk = [Span(place, place + 1, "junk", 99.0) for place in range(len(opened.text))]
        self.flags.replace(0, len(opened.text), junk)

    def edit(self, message: protocol.Edit) -> bool:
        """Follow an edit; return False if that is impossible."""
        changes = tuple(Change(*msgspec.structs.astuple(change)) for change in message.changes)
        if message.revision != self.revision + 1 or (changes and changes[-1].end > len(self.document)):
            return False
        self.document.apply(Transaction(changes))
        self.revision, self.is_final = message.revision, False
        return True

    def hear(self, scores: protocol.Scores) -> None:
        text = self.document.text
        assert scores.revision == self.revision
        assert scores.end <= len(text)
        assert not any(text[word.start : word.end].strip() != text[word.start : word.end] for word in scores.words)
        self.is_final = scores.is_final
        spans = [Span(flag.start, flag.end, flag.kind, flag.strength) for flag in scores.flags]
        self.flags.replace(scores.start, scores.end, spans)

    def strengths(self) -> dict[tuple[int, int], float]:
        return {(span.start, span.end): span.strength for span in self.flags.in_range(0, len(self.document))}


class _Conversation(queue.SimpleQueue[Message | None]):
    """The service's inbox and its outbox, which checks every message that passes."""

    def __init__(self, model: Model, chance: random.Random, data: bytes) -> None:
        self._model = model
        self._chance = chance
        self._known: dict[int, _Known] = {}
        self._open_asks: dict[int, int] = {}  # the last unanswered request about each document
        self._pings = self._steps = 0
        self.must_end = False
        with contextlib.redirect_stderr(io.StringIO()) as said:
            _read(io.BytesIO(data), self)
        assert said.getvalue().count("\n") <= 1

    # -- the inbox -----------------------------------------------------------------------------------------------------

    def get(self, block: bool = True, timeout: float | None = None) -> Message | None:
        """Called when the service has nothing left to do."""
        if self._chance.random() < 0.1:
            self.check_all()
        return self._next()

    def get_nowait(self) -> Message | None:
        """Called when the service would go on working."""
        self._steps += 1
        assert self._steps < _MOST_STEPS, "it never becomes idle"
        if self._chance.random() < 0.7 or self.empty():
            raise queue.Empty
        return self._next()

    def _next(self) -> Message | None:
        self._steps = 0
        return super().get_nowait()

    def note(self, message: protocol.ToWorker) -> None:
        """Called when the service is about to handle a message."""
        assert not isinstance(message, protocol.AskRelevance | protocol.AskAnswer | protocol.StopAnswer), "nobody asks"
        known = self._known.get(message.document)
        if isinstance(message, protocol.Open):
            self._known[message.document] = _Known(message)
        elif isinstance(message, protocol.Edit):
            self.must_end |= known is not None and not known.edit(message)
        elif isinstance(message, protocol.Close):
            self._known.pop(message.document, None)
        elif isinstance(message, protocol.Ping):
            self._pings += 1
        elif isinstance(message, protocol.AskAlternatives):
            self._open_asks[message.document] = message.request

    # -- the outbox ----------------------------------------------------------------------------------------------------

    def write(self, data: bytes) -> int:
        length = protocol.body_length(data[: protocol.HEADER_BYTES], protocol.MAX_ANSWER_BYTES)
        assert length == len(data) - protocol.HEADER_BYTES
        message = protocol.decoded(data[protocol.HEADER_BYTES :], protocol.from_worker_decoder)
        assert not isinstance(message, protocol.ModelState | protocol.Relevances | protocol.WrittenAnswer)
        known = self._known.get(message.document)
        if isinstance(message, protocol.Failure):
            assert "\n" not in message.message
            self._answered(message.document, message.request)
            self._pings -= known is None and "not open" in message.message and not message.request
            return len(data)
        assert known is not None, "it speaks of a document that is not open"
        if isinstance(message, protocol.Scores):
            known.hear(message)
        elif isinstance(message, protocol.Alternatives):
            self._answered(message.document, message.request)
            assert message.revision == known.revision
            assert message.word == known.document.text[message.start : message.end] != ""
        else:
            assert message.revision == known.revision
            self._pings -= 1
        return len(data)

    def _answered(self, document: int, request: int) -> None:
        if self._open_asks.get(document) == request:
            del self._open_asks[document]

    def flush(self) -> None: ...

    # -- what must hold ------------------------------------------------------------------------------------------------

    def check_all(self) -> None:
        """Check a service at rest: it has answered, and everything it reported is true."""
        assert not self._open_asks, "a question was not answered"
        assert self._pings <= 0, "a ping was not answered"
        for known in self._known.values():
            assert known.is_final
            found, expected = known.strengths(), _expected(self._model, known.document.text)
            for place in found.keys() | expected.keys():
                assert found.get(place, 0.0) == pytest.approx(expected.get(place, 0.0), abs=_NEGLIGIBLE), (
                    *(known.document.text, place, found.get(place), expected.get(place)),
                )


@lru_cache(maxsize=500)
def _expected(model: Model, text: str) -> dict[tuple[int, int], float]:
    """Return the flags of a session that starts with this text."""
    session = Session(model, text, **_SETTINGS)
    session.settle()
    return {(flag.start, flag.end): flag.strength for flag in session.flags(0.0)}


class _Editor:
    """Makes up messages; an honest editor could send most of them."""

    def __init__(self, chance: random.Random, counts: Counter[str]) -> None:
        self._chance = chance
        self._counts = counts
        self._texts: dict[int, tuple[int, str]] = {}
        self._late: list[protocol.ToWorker] = []
        self._requests = 0
        self.is_over = False

    def say(self) -> bytes:
        """Return the bytes of the next message."""
        (kinds,) = self._chance.choices((_HONEST, _FAULTS, _ENDS), _SHARES)
        name = self._chance.choice(tuple(kinds))
        self._counts[name] += 1
        return kinds[name](self)

    def _number(self) -> int:
        return self._chance.choice([*self._texts] or [1])

    def _honest(self) -> protocol.ToWorker:
        chance = self._chance
        if not self._texts or chance.random() < 0.1:
            number, text = chance.randint(1, 3), chance.choice(_TEXTS)
            revision = chance.choice([0, 0, 7, self._texts.get(number, (0, ""))[0]])
            self._texts[number] = revision, text
            return protocol.Open(number, revision, text)
        number = self._number()
        revision, text = self._texts[number]
        start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        what = chance.random()
        if what < 0.6:
            changes = [protocol.Change(start, min(end, start + 9), chance.choice(_TYPED))]
            if chance.random() < 0.2:
                changes.append(protocol.Change(end, end, chance.choice(_TYPED)))
                changes.sort(key=lambda change: change.start)
            for change in reversed(changes):
                text = text[: change.start] + change.text + text[change.end :]
            self._texts[number] = revision + 1, text[:300]
            if len(text) > 300:
                changes = [protocol.Change(0, len(self._texts[number][1]), "")]
                return self._cut(number, revision)
            return protocol.Edit(number, revision + 1, tuple(changes))
        if what < 0.7:
            return protocol.Focus(number, revision, start, end)
        if what < 0.8:
            return protocol.Ping(number)
        if what < 0.95:
            self._requests += 1
            return protocol.AskAlternatives(
                self._requests, number, revision, start, min(end, start + 12), chance.randint(1, 9)
            )
        del self._texts[number]
        return protocol.Close(number)

    def _cut(self, number: int, revision: int) -> protocol.ToWorker:
        """Reopen a document that has become too long, with less text."""
        self._texts[number] = revision + 1, "cut"
        return protocol.Open(number, revision + 1, "cut")

    def _honestly(self) -> bytes:
        return protocol.frame(self._honest())

    def _delayed(self) -> bytes:
        self._late.append(self._honest())
        return b""

    def _reordered(self) -> bytes:
        self._chance.shuffle(self._late)
        late, self._late = self._late, []
        return b"".join(map(protocol.frame, late))

    def _doubled(self) -> bytes:
        return 2 * protocol.frame(self._honest())

    def _unknown(self) -> bytes:
        number = self._chance.randint(4, 9)
        change = protocol.Change(0, 0, "x")
        self._requests += 1
        messages: tuple[protocol.ToWorker, ...] = (
            *(protocol.Edit(number, 1, (change,)), protocol.Focus(number, 0, 0, 5), protocol.Close(number)),
            *(protocol.Ping(number), protocol.AskAlternatives(self._requests, number, 0, 0, 5, 3)),
        )
        return protocol.frame(self._chance.choice(messages))

    def _closed_twice(self) -> bytes:
        number = self._number()
        self._texts.pop(number, None)
        return 2 * protocol.frame(protocol.Close(number))

    def _focus_anywhere(self) -> bytes:
        start = self._chance.choice([0, 5, 10_000, 2**31 - 2])
        end = self._chance.choice([start, start + 1, 2**31 - 1])
        return protocol.frame(protocol.Focus(self._number(), self._chance.choice([0, 2**53]), start, end))

    def _question_anywhere(self) -> bytes:
        number = self._number()
        revision = self._texts.get(number, (0, ""))[0] + self._chance.choice([0, 0, 1, 40])
        start, end = self._chance.choice([(0, 0), (5, 2), (0, 2**31 - 1), (10_000, 10_001), (0, 9)])
        self._requests += 1
        return protocol.frame(protocol.AskAlternatives(self._requests, number, revision, start, end, 100))

    def _last(self, data: bytes) -> bytes:
        """Return a message that the service need not survive."""
        self.is_over = True
        return data

    def _wrong_revision(self) -> bytes:
        number = self._number()
        revision = self._texts.get(number, (0, ""))[0] + self._chance.choice([0, 2, 9])
        return self._last(protocol.frame(protocol.Edit(number, revision, (protocol.Change(0, 0, "x"),))))

    def _beyond_the_text(self) -> bytes:
        number = self._number()
        revision, text = self._texts.get(number, (0, ""))
        start = self._chance.choice([0, len(text), len(text) + 1])
        changes = (protocol.Change(0, 0, "x"), protocol.Change(start, len(text) + self._chance.choice([1, 10**6]), "x"))
        return self._last(protocol.frame(protocol.Edit(number, revision + 1, changes)))

    def _strange_values(self) -> bytes:
        content: Any = msgspec.to_builtins(self._honest())
        put_strange(content, self._chance)
        return self._last(framed(msgspec.msgpack.encode(content)))

    def _truncated(self) -> bytes:
        data = protocol.frame(self._honest())
        return self._last(data[: self._chance.randrange(1, len(data))])

    def _oversized(self) -> bytes:
        return self._last(b"\xff\xff\xff\xff" + b"x" * 50)

    def _garbage(self) -> bytes:
        data = self._chance.randbytes(self._chance.randrange(1, 200))
        return self._last(self._chance.choice([data, framed(data), framed(b"\x91" * 50_000)]))


_Kinds = dict[str, Callable[[_Editor], bytes]]

_HONEST: _Kinds = {"an honest message": _Editor._honestly}
_FAULTS: _Kinds = {
    "delayed": _Editor._delayed,
    "reordered": _Editor._reordered,
    "doubled": _Editor._doubled,
    "documents never opened": _Editor._unknown,
    "closed twice": _Editor._closed_twice,
    "focus anywhere": _Editor._focus_anywhere,
    "questions about anything": _Editor._question_anywhere,
}
_ENDS: _Kinds = {
    "wrong revisions": _Editor._wrong_revision,
    "changes beyond the text": _Editor._beyond_the_text,
    "strange values and types": _Editor._strange_values,
    "truncated": _Editor._truncated,
    "oversized": _Editor._oversized,
    "garbage": _Editor._garbage,
}
_SHARES = (0.6, 0.34, 0.06)
"""How often the editor behaves honestly, does something the service must survive, or something that may end it."""


def run_editor_faults(model: Model, seeds: range, steps: int) -> tuple[Counter[str], list[str]]:
    """Let a faulty editor talk to a service for `steps` steps with each of the seeds.

    Args:
        model: a tiny one.
        seeds: of the editor's choices.
        steps: number of messages for each seed.

    Returns:
        How often the editor did each thing; and for each seed that failed, how: the service reported something false,
        did not answer, did not come to rest, or raised an error.
    """
    counts: Counter[str] = Counter()
    failures: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scheduler, "QUIET_SECONDS", 0.0)
        patch.setattr(scheduler, "PAUSE_SECONDS", 0.0)
        patch.setattr(scheduler, "REST_SECONDS", 0.0)
        for seed in seeds:
            try:
                _talk(model, random.Random(seed), steps, counts)
            except Exception as error:
                failures.append(f"seed {seed}: {error!r}")
    return counts, failures


def _talk(model: Model, chance: random.Random, steps: int, counts: Counter[str]) -> None:
    """Run one service after another: the editor's messages may end one."""
    said = 0
    while said < steps:
        editor, data = _Editor(chance, counts), b""
        while said < steps and not editor.is_over:
            data += editor.say()
            said += 1
        _serve(model, _Conversation(model, chance, data))


class _HeardService(Service):
    """A service that reports which message it is about to handle, since it skips questions followed by a newer one."""

    heard: Callable[[protocol.ToWorker], None]

    def _handle(self, message: Message) -> None:
        assert not isinstance(message, RulesLoaded | CallEnded | Remembered)
        self.heard(message)
        super()._handle(message)


def _serve(model: Model, conversation: _Conversation) -> None:
    """Have a service handle all messages."""
    pool = CachePool(200 * model.bytes_per_token, model.bytes_per_token)
    output: Any = conversation
    served = _HeardService(model, _SETTINGS, pool, 0.0, conversation, output)
    served.heard = conversation.note
    try:
        served.run()
    except protocol.ProtocolError as error:
        reason = str(error)
    else:
        reason = ""
    assert bool(reason) == conversation.must_end, f"it ended: {reason or 'not'}"
    assert "\n" not in reason
