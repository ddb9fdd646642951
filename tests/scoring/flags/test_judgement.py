"""The judgement: probabilities that add up, and what must hold of every flag whatever the networks say."""

from __future__ import annotations

import math

import pytest

from scoring.edits.kinds import EditKind
from scoring.flags.flagging import flag_of
from scoring.flags.judgement import Verdict, judgement
from scoring.model.model import Model
from scoring.protocol import THRESHOLDS
from scoring.session import Session
from tests.scoring.models import PROSE

MISSPELT = [
    "She told her freind about the garden.",
    "I beleive that we can win.",
    "They went to the libary after school.",
    "We had a diffrent plan for the weekend.",
    "He was suprised by the letter.",
    "This is definately the right way.",
]


def settled(model: Model, text: str) -> Session:
    session = Session(model, text)
    session.settle()
    return session


def verdicts(session: Session) -> list[Verdict]:
    review = session.review
    readings = [review.read(passage) for passage in review.passages(0, len(session.text))]
    return [
        verdict
        for reading in readings
        for verdict in judgement().verdicts(reading.cases, review.findings(reading) or (), review.lexicon)
    ]


def test_a_word_is_right_or_wrong_in_one_way(default_model: Model) -> None:
    found = verdicts(settled(default_model, "He go to school every days. I has a adress, and she don't like it.\n"))
    assert len(found) == 15
    for verdict in found:
        probs = [prob for _, prob in verdict.edits]
        assert math.exp(verdict.log_right) + verdict.other + sum(probs) == pytest.approx(1)
        assert verdict.wrong == pytest.approx(verdict.other + sum(probs))
        assert probs == sorted(probs, reverse=True)
    assert max(found, key=lambda verdict: verdict.wrong).case.text in ("go", "days", "has", "adress")


@pytest.mark.parametrize("text", MISSPELT)
def test_a_misspelling_with_a_near_neighbour_is_flagged_at_every_level(default_model: Model, text: str) -> None:
    flags = settled(default_model, f"{text}\n").flags(THRESHOLDS["strict"])
    assert [flag.kind for flag in flags] == ["spelling"]


def test_a_misspelling_is_flagged_even_where_the_networks_are_in_doubt(default_model: Model) -> None:
    [verdict] = [one for one in verdicts(settled(default_model, f"{MISSPELT[0]}\n")) if one.case.text == "freind"]
    best = next(gain for gain, _ in verdict.edits if gain.edit.kind is EditKind.RESPELL)
    doubtful = Verdict(verdict.case, math.log(0.9), 0.0, ((best, 0.1),))
    assert flag_of(doubtful, verdict.case.text, 0, lambda nats: nats).probability >= THRESHOLDS["strict"]


def test_a_reason_never_names_an_edit_that_makes_the_text_less_probable(default_model: Model) -> None:
    text = "He go to school every days. The childs was happy, and I am agree with them.\n\n" + PROSE
    for flag in settled(default_model, text).flags(0.0):
        if flag.kind not in ("surprising", "wordiness"):
            assert flag.suggestions[0].gain > 0


def test_edits_are_tried_where_something_points_and_not_elsewhere(default_model: Model) -> None:
    good = settled(default_model, PROSE)
    words = len(PROSE.split())
    assert 0 < good.stats.tokens_tried < 10 * words
    tried = sum(1 for verdict in verdicts(good) if verdict.edits)
    assert tried < 0.25 * words


def test_what_the_probe_says_of_a_word_costs_nothing(default_model: Model) -> None:
    session = Session(default_model, PROSE)
    session.settle_scores()
    assert session.stats.tokens_forwarded == len(session.tokens)
    assert session.stats.tokens_tried == 0
    assert max(verdict.wrong for verdict in verdicts(session)) > 0
