"""The effect of learnt texts: their words are no longer flagged and appear in continuations; the scores stay the
model's."""

from __future__ import annotations

from collections import deque

import pytest

from scoring.memory.memory import Memory
from scoring.memory.own_words import words_of
from scoring.model.model import Model
from scoring.protocol import Manner
from scoring.session import Session

LEARNT = """\
The tide warden Orrin Vask kept the ledger of the slack hour. Every slack hour the warden wrote the depth of the \
sound in the ledger, and every slack hour the gulls came down to the ropewalk.

At the slack hour Orrin Vask went down to the ropewalk with his ledger under his arm. The gulls of the ropewalk knew \
him. Nobody else came to the ropewalk at the slack hour.

Mother Thessaly read the ledger of the slack hour when Orrin Vask was asleep. She read it by the lamp of the ropewalk.
"""
TEXT = "Then Orrin Vask sat down. At the slack hour he go to the ropewalk to read the ledger of the slack hour."


@pytest.fixture(scope="module")
def memory(default_model: Model) -> Memory:
    return Memory({"own": default_model.tokenizer.encode(LEARNT)[0]}, default_model.vocabulary.size)


def flagged(session: Session) -> dict[str, float]:
    """Return the words that are wrong with a probability of at least 0.04."""
    return {session.text[flag.start : flag.end]: flag.probability for flag in session.flags(0.04)}


def test_learnt_words_are_flagged_less_and_mistakes_as_before(default_model: Model, memory: Memory) -> None:
    session = Session(default_model, TEXT)
    session.settle()
    before, scores = flagged(session), [token.log_prob for token in session.tokens]
    assert {"Vask", "slack", "go"} <= before.keys()
    session.remember(memory.for_text(""))
    after = flagged(session)
    assert not {"Vask", "slack"} & after.keys()
    assert after["go"] == pytest.approx(before["go"], abs=0.01)
    assert [token.log_prob for token in session.tokens] == scores
    gains = [(token.mixed_log_prob or 0.0) - (token.log_prob or 0.0) for token in session.tokens]
    assert sum(gains) > 5
    session.remember(memory.for_text("own"))
    assert flagged(session) == before, "a text's own earlier state doesn't count"
    session.remember(None)
    assert flagged(session) == before


def test_own_terms_count_as_correct_and_frequent_mistakes_do_not(default_model: Model) -> None:
    learnt = "We put the skelder and the gralloch in seperate sheds. The skelder is old, the gralloch is not. " * 5
    text = "In the evening we carried the skelder and the gralloch to a seperate shed."
    words = {"": words_of(learnt)}
    memory = Memory({"": default_model.tokenizer.encode(learnt)[0]}, default_model.vocabulary.size, words)
    session = Session(default_model, text)
    session.settle()
    before = flagged(session)
    session.remember(memory.for_text("draft"))
    after = flagged(session)
    assert "skelder" in before
    assert not {"skelder", "gralloch"} & after.keys()
    assert after["seperate"] == pytest.approx(before["seperate"], abs=0.05)


def test_flags_after_edits_equal_those_of_a_fresh_session(default_model: Model, memory: Memory) -> None:
    session = Session(default_model, TEXT)
    session.remember(memory.for_text(""))
    session.settle()
    for old, new in (("Vask", "Vale"), ("he go", "he went"), ("Orrin", "Mother Thessaly and Orrin")):
        start = session.text.index(old)
        session.edit(start, start + len(old), new)
        session.step()
    session.settle()
    fresh = Session(default_model, session.text)
    fresh.remember(memory.for_text(""))
    fresh.settle()
    found, expected = ({(flag.start, flag.end): flag.strength for flag in one.flags(0.0)} for one in (session, fresh))
    assert found == pytest.approx(expected, abs=0.01)


def test_a_continuation_goes_on_in_the_writers_words(default_model: Model, memory: Memory) -> None:
    text = "At the slack hour Orrin"
    session = Session(default_model, text)

    def written() -> str:
        found = deque(session.continuations(len(text), len(text), Manner(4)), maxlen=1)
        return found[0][0].text

    assert "Vask" not in written()
    session.remember(memory.for_text(""))
    assert written().startswith(" Vask")
