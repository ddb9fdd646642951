"""How long we wait for a worker."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.document.formats.verbatim import Verbatim
from editor.scorer import scored_document
from editor.scorer.scored_document import ScoredDocument
from scoring import protocol
from tests.editor.document.formats.samples import read
from tests.editor.scorer.test_client import Listener


class Client:
    """Leads to no worker."""

    is_ready = True

    def __init__(self) -> None:
        self.sent: list[protocol.ToWorker] = []

    def send(self, message: protocol.ToWorker) -> None:
        self.sent.append(message)

    def bring_to_front(self, number: int) -> bool:
        return False

    def detach(self, number: int) -> None:
        pass


@pytest.mark.parametrize("texts", [0, 1, 3])
def test_the_longer_the_text_the_longer_the_worker_may_read_it(monkeypatch: pytest.MonkeyPatch, texts: int) -> None:
    monkeypatch.setattr(scored_document, "_TEXT_PER_CHECK", 100)
    document, client = Document("x" * 100 * texts), Client()
    scored = ScoredDocument(client, 1, document, Listener(), protocol.Conventions(0))
    scored.ping()
    assert client.sent == [], "it owes nothing"
    document.replace(0, 0, "y")
    for _ in range(texts + 1):
        assert not scored.is_overdue
        scored.ping()
    assert scored.is_overdue
    assert [type(message) for message in client.sent] == [protocol.Edit, protocol.Ping], "it is asked once"
    scored.hear(protocol.Pong(1, document.revision))
    assert not scored.is_overdue


def test_the_worker_hears_what_is_not_prose_when_that_changes() -> None:
    document, markdown = read("COMMIT_EDITMSG", "One line\n# a remark\n\nAnother\n")
    client = Client()
    scored = ScoredDocument(
        client, 1, document, Listener(), protocol.Conventions(0), verbatim=Verbatim(document, markdown)
    )
    scored.open()
    opened = client.sent.pop(0)
    assert isinstance(opened, protocol.Open)
    assert opened.verbatim == ((9, 20),), "the line of the remark"
    document.replace(0, 0, "# ")
    edit, told = client.sent
    assert isinstance(edit, protocol.Edit)
    assert isinstance(told, protocol.Verbatim)
    assert (told.revision, told.start, told.stretches) == (edit.revision, 0, ((0, 11),))
    client.sent.clear()
    document.replace(0, 0, "# --- >8 ---\n")
    assert isinstance(client.sent[-1], protocol.Verbatim)
    assert client.sent[-1].stretches == ((0, 35), (36, 44)), "everything below the scissors"


def test_of_markdown_the_worker_is_told_nothing() -> None:
    document, client = Document("A word\n"), Client()
    scored = ScoredDocument(client, 1, document, Listener(), protocol.Conventions(0))
    scored.open()
    document.replace(0, 0, "`x` ")
    assert [type(message) for message in client.sent] == [protocol.Open, protocol.Edit]
    assert isinstance(client.sent[0], protocol.Open)
    assert client.sent[0].verbatim is None
