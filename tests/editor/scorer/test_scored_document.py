"""How long we wait for a worker."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.scorer import scored_document
from editor.scorer.scored_document import ScoredDocument
from scoring import protocol
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
