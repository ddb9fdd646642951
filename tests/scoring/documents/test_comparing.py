"""Texts are compared a few at a time, for the last question only, while documents go on."""

from __future__ import annotations

import pytest

from scoring import protocol
from scoring.asking.relevance import Relevance
from scoring.model.model import Model
from scoring.protocol import (
    AskRelevance,
    Open,
    Relevances,
    Scores,
)
from tests.scoring.documents.services import (
    answers,
)

pytestmark = pytest.mark.usefixtures("no_pauses")


TEXTS = ("The storm went out to sea.", "Bread is baked at night.", "")


def test_a_question_is_answered_a_few_texts_at_a_time_without_a_document(tiny_llama: Model) -> None:
    texts = tuple(f"{text} {number}" for number in range(13) for text in TEXTS)
    found = [one for one in answers(tiny_llama, [AskRelevance(7, "Where?", texts)]) if isinstance(one, Relevances)]
    wanted = tuple(Relevance(tiny_llama).gains("Where?", texts))
    assert len(found) > 1
    assert all(one.gains == wanted[: len(one.gains)] and one.request == 7 for one in found)
    assert [one.is_final for one in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].gains == wanted


def test_the_next_question_ends_the_last_one_and_documents_go_on(tiny_llama: Model) -> None:
    asked: list[protocol.ToWorker] = [
        Open(1, 0, "A storm."),
        AskRelevance(1, "Where?", TEXTS),
        AskRelevance(2, "Who?", ()),
    ]
    found = answers(tiny_llama, asked)
    assert [one for one in found if isinstance(one, Relevances)] == [Relevances(2, ((0, 3),), (), True)]
    assert [one.is_final for one in found if isinstance(one, Scores)][-1]
