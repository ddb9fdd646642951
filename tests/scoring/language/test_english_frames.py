"""Words that are impossible where they are, by grammar alone."""

from __future__ import annotations

import pytest

from scoring.language.english import english


def found(sentence: str) -> dict[str, set[str]]:
    """Return the words of a sentence that must be replaced, each with the possible forms."""
    words = sentence.lower().split()
    lexicon = english()
    asked = ((word, lexicon.asked(words[:at][::-1], word, words[at + 1 :])) for at, word in enumerate(words))
    return {word: set(forms) for word, forms in asked if forms}


@pytest.mark.parametrize(
    ("sentence", "word", "right"),
    [
        ("there are two box on the shelf", "box", "boxes"),
        ("for several reason", "reason", "reasons"),
        ("one of my cousin", "cousin", "cousins"),
        ("this flowers are red", "flowers", "flower"),
        ("they spoke to each others", "others", "other"),
        ("too much cars and noise", "much", "many"),
        ("we made less mistakes than before", "less", "fewer"),
        ("so many furniture", "many", "much"),
        ("we mentioned about it", "about", ""),
        ("despite of the rain", "of", ""),
        ("it consists from three parts", "from", "of"),
        ("they avoided to answer", "to", "answering"),
        ("they have waited since two hours", "since", "for"),
        ("she was born at 1987", "at", "in"),
        ("they have lived there from 2004", "from", "since"),
        ("we meet in Friday", "in", "on"),
        ("he takes the bus everyday", "everyday", "every day"),
        ("lets go home", "lets", "let's"),
        ("alot of people", "alot", "a lot"),
        ("two childs", "childs", "children"),
        ("he payed for it", "payed", "paid"),
    ],
)
def test_an_impossible_word_is_found_with_its_replacement(sentence: str, word: str, right: str) -> None:
    assert right in found(sentence).get(word, set())


@pytest.mark.parametrize(
    "sentence",
    [
        "two book clubs met",
        "these look like new ones",
        "those present agreed",
        "one of the team was late",
        "several hundred of them",
        "this works",
        "a two hour drive and a few more",
        "this data is old",
        "less than ten",
        "less sales tax",
        "many more",
        "he depends on it",
        "he was suggested to them",
        "everyday life",
        "she lets users choose",
        "since two o'clock",
        "at 1987 metres",
        "in Friday traffic",
        "he stuffs it in",
    ],
)
def test_possible_words_are_left_alone(sentence: str) -> None:
    assert found(sentence) == {}
