"""Which words of the learnt texts are the writer's own."""

from __future__ import annotations

import pytest

from scoring.language.english import english
from scoring.memory.own_words import OFTEN, is_own, words_of


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("skelder", "the skelder " * OFTEN, True),
        ("skelder", "the skelder " * (OFTEN - 1), False),
        ("Brannick", "so Brannick " * OFTEN, True),
        ("Brannick", "so brannick " * OFTEN, False),
        ("brannick", "so Brannick " * OFTEN, False),
        ("Hask", "so Hask " * OFTEN, True),  # close to "has" and "ask", but always capitalised
        ("hask", "so hask " * OFTEN, False),
        ("seperate", "seperate rooms " * OFTEN, False),
        ("Seperate", "Seperate rooms. A seperate room. " * OFTEN, False),
        ("tommorow", "tommorow " * OFTEN, False),
        ("house", "house " * OFTEN, False),  # already a word
    ],
)
def test_names_and_terms_are_own_words_and_frequent_mistakes_are_not(word: str, text: str, expected: bool) -> None:
    assert is_own(word, words_of(text), english()) == expected


def test_words_are_counted_as_written() -> None:
    assert words_of("O’Dowd's ropewalk, the ropewalk: 12 gulls_and") == {
        "O’Dowd's": 1, "ropewalk": 2, "the": 1, "gulls": 1, "and": 1,
    }  # fmt: skip
