"""Spellings of other dialects are flagged, weakly, with the dialect's own spelling."""

from __future__ import annotations

import pytest

from scoring.language.english import english
from scoring.protocol import THRESHOLDS, Dialect
from scoring.rules.spelling import DialectSpelling


def found(dialect: Dialect, text: str, start: int = 0) -> list[tuple[str, str]]:
    """Return the words flagged in `text`, each with what is offered for it."""
    flags = DialectSpelling(dialect, english()).flags(text, start)
    return [(text[flag.start : flag.end], flag.suggestions[0].replacement) for flag in flags]


@pytest.mark.parametrize(
    ("dialect", "own", "abroad"),
    [("US", "color", "colour"), ("GB", "colour", "color"), ("CA", "organize", "organise"), ("AU", "grey", "gray")],
)
def test_another_dialects_word_is_offered_in_the_writers_spelling(dialect: Dialect, own: str, abroad: str) -> None:
    assert found(dialect, f"They like to {abroad} it, and we {own} it.") == [(abroad, own)]


def test_words_common_to_both_dialects_are_not_flagged() -> None:
    assert found("GB", "We organise and organize what we realise and realize.") == []


def test_capitals_and_apostrophes_are_kept() -> None:
    text = "Colour it. The neighbour’s COLOUR was grey."
    assert found("US", text) == [
        ("Colour", "Color"),
        ("neighbour’s", "neighbor’s"),
        ("COLOUR", "COLOR"),
        ("grey", "gray"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "She votes for the Labour Party at Sydney Harbour.",
        "Set `colour` or see /colour/centre.html there.",
        "Il est venu: la colour du coeur, quelle horreur pour vous.",
    ],
)
def test_names_code_and_other_languages_are_left_alone(text: str) -> None:
    assert found("US", text) == []


def test_only_the_passage_is_checked() -> None:
    text = "The colour is nice. The centre is nice."
    assert found("US", text, text.index("The centre")) == [("centre", "center")]


def test_it_shows_at_the_normal_level_but_not_at_the_strict_one() -> None:
    (flag,) = DialectSpelling("US", english()).flags("a fine colour", 0)
    assert THRESHOLDS["normal"] <= flag.probability < THRESHOLDS["strict"]
    assert (flag.kind, flag.reason) == ("spelling", "American spelling: color")
