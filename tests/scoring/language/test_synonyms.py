"""Candidates for the synonyms of a word, inflected as it is."""

from __future__ import annotations

import pytest

from scoring.language.english import english
from scoring.language.synonyms import synonyms


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("begin", {"start", "commence", "set out"}),
        ("began", {"started", "commenced", "set out"}),
        ("begun", {"started", "commenced"}),
        ("beginning", {"starting", "setting out"}),
        ("begins", {"starts", "sets out"}),
        ("house", {"building", "home"}),
        ("houses", {"buildings", "homes"}),
        ("dog's", {"hound's"}),
        ("bigger", {"larger", "more important"}),
        ("biggest", {"largest", "most important"}),
        ("quickly", {"swiftly", "rapidly"}),
        ("children", {"infants"}),
    ],
)
def test_inflections(word: str, some: set[str]) -> None:
    assert some <= set(synonyms(word, english()))


@pytest.mark.parametrize(
    ("word", "none"),
    [
        ("began", {"start", "starts", "begin", "began"}),
        ("houses", {"house", "houses", "discounts store", "stand asides"}),
        ("dog's", {"annoy's", "hounds"}),
    ],
)
def test_no_other_inflections(word: str, none: set[str]) -> None:
    assert not none & set(synonyms(word, english()))


@pytest.mark.parametrize("word", ["xyzzy", "", "the,", "begin,arise", "naïve\n", "字", "a" * 1000])
def test_a_word_that_is_not_listed(word: str) -> None:
    assert synonyms(word, english()) == {}


@pytest.mark.parametrize("word", ["happy", "walking", "leaves"])
def test_each_is_a_word_and_comes_once(word: str) -> None:
    found = synonyms(word, english())
    assert len(found) > 50
    assert all(0 < close <= 1 for close in found.values())
    assert all(english().is_word(part) for other in found for part in other.split())


def test_words_of_the_same_sense_are_closer() -> None:
    found = synonyms("happier", english())
    assert found["gladder"] > found["nicer"]
