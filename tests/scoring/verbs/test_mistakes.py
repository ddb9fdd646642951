"""Mistakes made for calibration: their corrections undo them, and they are of many kinds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scoring.language.english import english
from scoring.verbs.mistakes import with_mistakes
from tests.scoring.models import PROSE

_WORDS = st.sampled_from(
    ["The", "the", "dog", "goes", "their", "in", "a", "an", "NATO", "Don’t", "information", "é", "\n"]
)


@given(st.lists(_WORDS, max_size=40).map(" ".join), st.integers(0, 5))
def test_corrections_undo_every_mistake(text: str, seed: int) -> None:
    wrong, corrections = with_mistakes(text, english(), seed)
    assert all(one.end <= other.start for one, other in pairwise(corrections))
    for one in reversed(corrections):
        assert wrong[one.start : one.end] != one.replacement
        wrong = wrong[: one.start] + one.replacement + wrong[one.end :]
    assert wrong == text


def test_mistakes_are_of_many_kinds_and_always_the_same() -> None:
    text = PROSE * 10
    made = with_mistakes(text, english(), 1)
    assert made == with_mistakes(text, english(), 1)
    assert made != with_mistakes(text, english(), 2)
    wrong, corrections = made
    words = len(text.split())
    assert words / 30 < len(corrections) < words / 10
    written = [wrong[one.start : one.end] for one in corrections]
    known = [english().is_word(word.lower()) for word in written]
    assert 0.1 < sum(known) / len(known) < 0.95, "misspellings and others"
    assert "" in written, "words are left out"
    assert any(" " in word for word in written), "words are written twice"
