"""Counts of a text, and how long it takes to read."""

from __future__ import annotations

import pytest

from editor.counts.statistics import Statistics, accepted_words, reading_time, share, statistics
from editor.document.authorship import MODEL, Authored


@pytest.mark.parametrize(
    ("text", "words", "characters", "without_spaces", "sentences", "paragraphs", "headings"),
    [
        ("", 0, 0, 0, 0, 0, 0),
        ("One two. Three?\n\nFour\nfive.\n", 5, 24, 22, 3, 2, 0),
        ("é e\u0301 👨‍👩‍👧\r\n", 2, 5, 3, 1, 1, 0),
        ("# One\n\nTwo\nthree\n===\n\n- Four.\n- Five. Six.\n\n> Seven.\n", 7, 43, 38, 4, 3, 2),
        ("```\nno. no.\n```\n\n| a | b |\n| - | - |\n| c | d |\n", 6, 40, 27, 0, 0, 0),
        ("漢字。", 2, 3, 3, 1, 1, 0),
    ],
)
def test_which_text_is_counted(
    text: str, words: int, characters: int, without_spaces: int, sentences: int, paragraphs: int, headings: int
) -> None:
    assert statistics(text) == Statistics(words, characters, without_spaces, sentences, paragraphs, headings)


@pytest.mark.parametrize(
    ("words", "time"),
    [(0, "0 min"), (50, "< 1 min"), (200, "1 min"), (1_000, "4 min"), (30_000, "2 h 10 min")],
)
def test_reading_times(words: int, time: str) -> None:
    assert reading_time(words, 230) == time


def test_a_word_is_accepted_if_most_of_it_was() -> None:
    text = "one two three four"
    spans = (Authored(0, 5, MODEL), Authored(8, 11, MODEL), Authored(14, 18, "@Jane"))
    assert accepted_words(text, spans, [(0, len(text))]) == 2
    assert accepted_words(text, spans, [(0, 3), (14, 18)]) == 1
    assert [share(*one) for one in ((0, 10), (1, 1000), (1, 3), (5, 5), (0, 0))] == ["0%", "< 1%", "33%", "100%", "0%"]
