"""How long a worker may take to answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.document import Document
from editor.document.formats.verbatim import Verbatim
from editor.scorer import scored_document
from editor.scorer.questions import Questions
from editor.scorer.scored_document import ScoredDocument
from scoring import protocol
from scoring.kept.learnt import name_of
from tests.editor.document.formats.samples import read
from tests.editor.scorer.clients import Listener


class Client:
    """A transport without a worker."""

    is_ready = is_coming = True

    def __init__(self) -> None:
        self.sent: list[protocol.ToWorker] = []
        self.questions = Questions(self.send)

    def send(self, message: protocol.ToWorker) -> None:
        self.sent.append(message)

    def bring_to_front(self, number: int) -> bool:
        return False

    def detach(self, number: int) -> None:
        pass


@pytest.mark.parametrize("texts", [0, 1, 3])
def test_the_timeout_grows_with_the_text(monkeypatch: pytest.MonkeyPatch, texts: int) -> None:
    monkeypatch.setattr(scored_document, "_TEXT_PER_CHECK", 100)
    document, client = Document("x" * 100 * texts), Client()
    scored = ScoredDocument(client, 1, document, Listener(), protocol.Conventions(0))
    scored.ping()
    assert client.sent == [], "it has nothing to answer"
    document.replace(0, 0, "y")
    for _ in range(texts + 1):
        assert not scored.is_overdue
        scored.ping()
    assert scored.is_overdue
    assert [type(message) for message in client.sent] == [protocol.Edit, protocol.Ping], "it is asked once"
    scored.hear(protocol.Pong(1, document.revision))
    assert not scored.is_overdue


def test_changes_of_what_is_prose_are_sent_to_the_worker() -> None:
    document, markdown = read("COMMIT_EDITMSG", "One line\n# a remark\n\nAnother\n")
    client = Client()
    scored = ScoredDocument(
        client, 1, document, Listener(), protocol.Conventions(0), verbatim=Verbatim(document, markdown)
    )
    scored.open()
    opened = client.sent.pop(0)
    assert isinstance(opened, protocol.Open)
    assert opened.verbatim == ((9, 20),), "the comment's line"
    document.replace(0, 0, "# ")
    edit, told = client.sent
    assert isinstance(edit, protocol.Edit)
    assert isinstance(told, protocol.Verbatim)
    assert (told.revision, told.start, told.stretches) == (edit.revision, 0, ((0, 11),))
    client.sent.clear()
    document.replace(0, 0, "# --- >8 ---\n")
    assert isinstance(client.sent[-1], protocol.Verbatim)
    assert client.sent[-1].stretches == ((0, 35), (36, 44)), "everything below the scissors"


def test_for_markdown_no_prose_ranges_are_sent() -> None:
    document, client = Document("A word\n"), Client()
    scored = ScoredDocument(client, 1, document, Listener(), protocol.Conventions(0))
    scored.open()
    document.replace(0, 0, "`x` ")
    assert [type(message) for message in client.sent] == [protocol.Open, protocol.Edit]
    assert isinstance(client.sent[0], protocol.Open)
    assert client.sent[0].verbatim is None


class Hearing(Listener):
    """Records the continuations it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.continuations: list[protocol.Continuations] = []
        self.failures: list[protocol.Failure] = []

    def continuation_found(self, found: protocol.Continuations) -> None:
        self.continuations.append(found)

    def continuation_failed(self, failure: protocol.Failure) -> None:
        self.failures.append(failure)


MANNER = protocol.Manner(candidates=2)


def answer(request: int, revision: int = 0, end: int = 3, *, is_final: bool = False) -> protocol.Continuations:
    return protocol.Continuations(request, 1, revision, 3, end, (protocol.Continuation(" on", (-1.0,)),), is_final)


def asked() -> tuple[Document, Client, Hearing, ScoredDocument]:
    """Return a document at a scorer with a pending continuation request."""
    document, client, listener = Document("And so"), Client(), Hearing()
    scored = ScoredDocument(client, 1, document, listener, protocol.Conventions(0))
    assert scored.ask_continuation(3, 3, MANNER) == 1
    assert client.sent == [protocol.AskContinuation(1, 1, 0, 3, 3, MANNER)]
    return document, client, listener, scored


def test_a_continuation_is_delivered_as_it_grows() -> None:
    _, _, listener, scored = asked()
    for is_final in (False, False, True, True):
        scored.hear(answer(1, is_final=is_final))
    assert [one.is_final for one in listener.continuations] == [False, False, True]


def test_a_continuation_of_an_older_text_is_dropped() -> None:
    document, client, listener, scored = asked()
    document.replace(6, 6, "!")
    scored.hear(answer(1))
    scored.hear(protocol.Failure(1, 1, "too late"))
    assert (listener.continuations, listener.failures) == ([], [])
    assert scored.ask_continuation(3, 3, MANNER) == 2
    scored.hear(answer(1, revision=1))
    scored.hear(answer(2, revision=1))
    assert [one.request for one in listener.continuations] == [2]
    assert [type(message) for message in client.sent[1:]] == [protocol.Edit, protocol.AskContinuation]


def test_a_cancelled_continuation_is_dropped() -> None:
    _, client, listener, scored = asked()
    scored.stop_continuation()
    scored.stop_continuation()
    scored.hear(answer(1))
    assert listener.continuations == []
    assert client.sent[1:] == [protocol.StopContinuation(1)]


def test_a_failed_question_is_reported_once() -> None:
    _, _, listener, scored = asked()
    for _ in range(2):
        scored.hear(protocol.Failure(1, 1, "no such place"))
    assert [failure.message for failure in listener.failures] == ["no such place"]


def test_a_continuation_for_another_place_is_rejected() -> None:
    for wrong in (answer(2), answer(1, end=4)):
        _, _, listener, scored = asked()
        with pytest.raises(protocol.ProtocolError):
            scored.hear(wrong)
        assert listener.continuations == []


def test_a_worker_silent_while_decoding_is_pinged() -> None:
    _, client, _, scored = asked()
    scored.ping()
    assert client.sent[1:] == [protocol.Ping(1)]


def test_the_worker_gets_the_name_of_the_documents_learnt_text(tmp_path: Path) -> None:
    document, client = Document("A word\n"), Client()
    scored = ScoredDocument(client, 1, document, Listener(), protocol.Conventions(0))
    scored.open()
    document.path = tmp_path / "a.md"
    scored.open()
    names = [message.name for message in client.sent if isinstance(message, protocol.Open)]
    assert names == ["", name_of(tmp_path / "a.md")]
