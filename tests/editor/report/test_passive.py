"""Which sentences are in the passive."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.passages import passages
from editor.report.passive import passive_at


def found_in(text: str) -> str | None:
    """Return the draft's text from the first passive on, to its third word; None if there is none."""
    document = Document(text)
    [passage] = passages(document, Markdown(document))
    [sentence] = passage.sentences
    place = passive_at(sentence)
    return None if place is None else " ".join(document.text[place:].split()[:3])


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("The letter was written by hand.", "was written by"),
        ("It has *never* been carefully read.", "been carefully read."),
        ("They weren’t told.", "weren’t told."),
        ("The house is being built here.", "is being built"),
        ("Was it broken?", "Was it broken?"),
        ("She got arrested there.", "got arrested there."),
        ("It was put away.", "was put away."),
        ("The lamp was lit.", "was lit."),
        ("We were met there.", "were met there."),
        ("He was tired by the walk.", "was tired by"),
    ],
)
def test_passive(text: str, passive: str) -> None:
    assert found_in(text) == passive


@pytest.mark.parametrize(
    "text",
    [
        "She wrote the letter.",
        "He was tired.",
        "They were there, and waited.",
        "The bus has gone.",
        "He's gone home.",
        "It is red.",
        "We are writing.",
        "They have written it.",
        "I am used to it.",
        "Is the man who waited here?",
        "Words were wind.",
    ],
)
def test_active(text: str) -> None:
    assert found_in(text) is None
