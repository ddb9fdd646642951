"""The moment when the scorer has finished a document."""

from __future__ import annotations

from editor.document import Document
from scoring.protocol import Change, Edit, ModelState, Pong, Scores
from tests.editor.scorer.clients import Listener
from tests.editor.scripted_scorer import ScriptedScorer


def test_a_final_report_is_only_sent_for_the_current_text() -> None:
    document = Document("She go.")
    scorer = ScriptedScorer(document)
    scored = scorer.attach(document, Listener())

    def is_final() -> bool:
        return scored.is_final

    scorer.hear(ModelState("ready", 0, 0, "TestLM"))
    scorer.hear(Scores(1, 0, 0, 7, (), 3, 3))
    assert not is_final(), "edits are still tried"
    scorer.hear(Scores(1, 0, 0, 0, (), 3, 3, is_final=True))
    assert is_final()
    document.replace(7, 7, "!")
    assert scorer.sent[-1] == Edit(1, 1, (Change(7, 7, "!"),))
    assert not is_final()
    scorer.hear(Scores(1, 0, 0, 0, (), 3, 3, is_final=True))
    scorer.hear(Pong(1, 1))
    assert not is_final(), "that was about the earlier text"
    scorer.hear(Scores(1, 1, 0, 0, (), 4, 4, is_final=True))
    assert is_final()
    scorer.start_again()
    assert not is_final(), "another worker knows nothing yet"
