"""Late answers find their words in the current text, or are dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.transaction import ABUTMENT, OVERLAP, Change, Reach, Transaction
from editor.scorer.carried import carried, place_now, range_now
from scoring.protocol import Flag, Suggestion, WordScore
from tests.editor.document.texts import apply_naively, texts, transactions


@given(st.data(), texts, st.sampled_from([OVERLAP, ABUTMENT]))
def test_carried_over_flags_are_about_unchanged_text(data: st.DataObject, text: str, by: Reach) -> None:
    first = data.draw(transactions(len(text)))
    between = apply_naively(text, first)
    second = data.draw(transactions(len(between)))
    after = apply_naively(between, second)
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    place = place_now(start, end, [first, second], by)
    if place is not None:
        assert after[slice(*place)] == text[start:end]
    low, high = range_now(start, end, [first, second])
    assert 0 <= low <= high <= len(after)
    words = carried([WordScore(start, end, 2.0, 1.0)], [first, second], by)
    assert [(word.start, word.end) for word in words] == ([] if place is None else [place])


@pytest.mark.parametrize(
    ("change", "by", "kept"),
    [
        (Change(2, 4, ""), ABUTMENT, False),
        (Change(2, 4, ""), OVERLAP, True),
        (Change(6, 6, "s"), ABUTMENT, False),
        (Change(6, 6, "s"), OVERLAP, True),
        (Change(5, 5, "s"), OVERLAP, False),
        (Change(7, 9, ""), ABUTMENT, True),
    ],
)
def test_whether_a_word_is_kept_when_the_edit_is_next_to_it(change: Change, by: Reach, kept: bool) -> None:
    assert bool(carried([WordScore(4, 6, 2.0, 1.0)], [Transaction((change,))], by)) == kept


def test_a_flag_keeps_the_suggestions_that_are_still_about_the_same_text() -> None:
    flag = Flag(4, 6, 9.0, "grammar", "", (Suggestion(4, 6, "goes", 9.0, "grammar"), Suggestion(4, 12, "", 2.0, "x")))
    (moved,) = carried([flag], [Transaction((Change(0, 0, "Well, "), Change(10, 11, "x")))])
    assert (moved.start, moved.end) == (10, 12)
    assert [(edit.start, edit.end) for edit in moved.suggestions] == [(10, 12)]
