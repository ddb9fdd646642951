"""Words and their spelling."""

from __future__ import annotations

import pytest

from scoring.language.words import like


@pytest.mark.parametrize(
    ("word", "example", "written"),
    [
        ("weather", "whether", "weather"),
        ("weather", "Whether", "Weather"),
        ("weather", "WHETHER", "WEATHER"),
        ("Paris", "london", "Paris"),
        ("they", "I", "they"),
        ("the", "A", "The"),
        ("it's", "Its", "It's"),
    ],
)
def test_words_are_capitalised_like_the_one_they_replace(word: str, example: str, written: str) -> None:
    assert like(word, example) == written
