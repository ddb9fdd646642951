"""The effect of an edit on the rest of its sentence equals that of scoring both texts from scratch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model.model import Model
from scoring.session import Session
from scoring.windows.pages import WindowLengths
from tests.scoring.models import PROSE

SENTENCE = "She go to school every days with her brother. Then it rained.\n"
SMALL: WindowLengths = {"max_length": 48, "stride": 24}


def rest_afresh(model: Model, text: str, start: int, end: int, count: int) -> float:
    """Return the log_prob of the last `count` tokens of [start, end), from a fresh session."""
    session = Session(model, text)
    session.settle_scores()
    first, past = session.tokenized.at(start, end)
    assert past - first >= count
    return sum(token.log_prob or 0.0 for token in session.tokens[past - count : past])


@pytest.mark.parametrize(
    ("before", "old", "new", "counted"),
    [
        ("", "go", "goes", 8),
        ("", "days", "day", 4),
        ("", " every", "", 5),
        ("", "", "often ", 9),  # before "go"
        ("", "She", "They", 9),
        (PROSE, "days", "day", 4),
        (PROSE, "brother", "elder brother", 2),
    ],
)
def test_it_equals_scoring_both_texts_from_scratch(
    default_model: Model, before: str, old: str, new: str, counted: int
) -> None:
    text = before + SENTENCE
    start = text.index(old or "go", len(before))
    end = text.index("brother.") + len("brother.")
    session = Session(default_model, text)
    session.settle_scores()
    gain, tokens = session.effect(start, start + len(old), new)
    assert tokens == counted
    edited = text[:start] + new + text[start + len(old) :]
    afresh = rest_afresh(default_model, edited, start, end + len(new) - len(old), tokens)
    assert gain == pytest.approx(afresh - rest_afresh(default_model, text, start, end, tokens), abs=1e-3)
    assert session.text == text
    assert session.settled_tokens == len(session.tokens), "asking changes nothing"


@settings(max_examples=15)
@given(st.data())
def test_it_does_not_depend_on_earlier_work(tiny_llama: Model, data: st.DataObject) -> None:
    """Asked before any score is known, after all are, and after edits that were undone."""
    start = data.draw(st.integers(0, 100))
    end = data.draw(st.integers(start, start + 12))
    new = data.draw(st.sampled_from(["", "a", " the boat", "came out"]))
    fresh, used = (Session(tiny_llama, PROSE, **SMALL) for _ in range(2))
    used.settle_scores()
    used.edit(3, 9, "sea")
    used.settle_scores()
    used.edit(3, 6, PROSE[3:9])
    used.settle_scores()
    (gain, tokens), (again, as_many) = fresh.effect(start, end, new), used.effect(start, end, new)
    assert tokens == as_many
    assert gain == pytest.approx(again, abs=1e-3)


def test_at_the_end_of_the_sentence_there_is_no_rest(tiny_llama: Model) -> None:
    session = Session(tiny_llama, "One two three", **SMALL)
    assert session.effect(8, 13, "four") == (0.0, 0)
    assert session.effect(13, 13, " four") == (0.0, 0)
    with pytest.raises(ValueError, match="is not within a text of 13 code points"):
        session.effect(8, 14, "four")


def test_in_an_endless_sentence_only_the_next_words_count(tiny_llama: Model) -> None:
    session = Session(tiny_llama, "word " * 3000, **SMALL)
    gain, tokens = session.effect(0, 4, "sword")
    assert 0 < tokens <= 96
    assert np.isfinite(gain)
