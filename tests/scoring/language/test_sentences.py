"""The sentence around a place, found by punctuation alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.language.sentences import sentence_around

TEXT = "First one. Second “one!” Third, is 3.5 one?\nFourth…  Fifth"


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (0, "First one. "),
        (10, "First one. "),
        (11, "Second “one!” "),
        (30, "Third, is 3.5 one?\n"),
        (36, "Third, is 3.5 one?\n"),
        (44, "Fourth… "),
        (58, " Fifth"),
    ],
)
def test_the_sentence_around_a_place(place: int, sentence: str) -> None:
    start, end = sentence_around(TEXT, place, place)
    assert TEXT[start:end] == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith met Mrs. Jones at noon.",
        "J. R. Smith wrote it.",
        "See No. 5 and pp. 12 to 15, cf. p. 3 there.",
        "It was in vol. 2 of that.",
    ],
)
def test_no_sentence_ends_within_a_name_or_a_reference(text: str) -> None:
    assert sentence_around(text, 0, 0) == (0, len(text))
    assert sentence_around(text, len(text) - 1, len(text)) == (0, len(text))


@pytest.mark.parametrize("text", ["It was I. Then he left.", "He said no. Then he left.", "No. He left."])
def test_a_short_word_may_end_a_sentence(text: str) -> None:
    assert sentence_around(text, 0, 0) == (0, text.index(". ") + 2)


def test_an_edit_over_several_sentences_takes_all_of_them() -> None:
    start, end = sentence_around(TEXT, 5, 30)
    assert TEXT[start:end] == "First one. Second “one!” Third, is 3.5 one?\n"


@given(text=st.text("ab. \n!", max_size=60), data=st.data())
def test_a_sentence_holds_the_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = sentence_around(text, start, end)
    assert 0 <= low <= start <= end <= high <= len(text)


def test_an_endless_sentence_is_cut_short() -> None:
    start, end = sentence_around("word " * 10_000, 20_000, 20_001)
    assert end - start < 2_000
