"""The English lexicon: words of both spellings, inflections, confused words, articles."""

from __future__ import annotations

import pytest

from scoring.language.english import english


@pytest.mark.parametrize(
    "word",
    ["colour", "color", "favourite", "favorite", "theatre", "theater", "travelled", "traveled", "math", "mom", "don't"],
)
def test_words_of_both_spellings_are_words(word: str) -> None:
    assert english().is_word(word)


@pytest.mark.parametrize("word", ["would've", "children's", "codebase", "emoji", "backend", "okay"])
def test_contractions_possessives_and_words_of_today_are_words(word: str) -> None:
    assert english().is_word(word)


@pytest.mark.parametrize("word", ["teh", "recieve", "alot", "dont", "definately", "childs"])
def test_misspellings_are_not_words(word: str) -> None:
    assert not english().is_word(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("colour", "color"), ("organised", "organized"), ("centre", "center"), ("travelled", "traveled")],
)
def test_one_spelling_is_not_a_mistake_for_the_other(one: str, other: str) -> None:
    lexicon = english()
    for word, spelled in ((one, other), (other, one)):
        assert spelled not in lexicon.neighbours(word)
        assert spelled not in lexicon.inflections(word)


@pytest.mark.parametrize(("one", "other"), [("customisation", "customization"), ("grey", "gray"), ("cosy", "cozy")])
def test_a_word_has_variants_in_other_dialects(one: str, other: str) -> None:
    assert other in english().variants(one)
    assert english().variants("table") == frozenset()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("dont", "don't"),
        ("doens't", "doesn't"),
        ("recieve", "receive"),
        ("teh", "the"),
        ("manufactuer's", "manufacturer's"),
    ],
)
def test_the_intended_word_is_among_the_neighbours(wrong: str, right: str) -> None:
    assert right in english().neighbours(wrong)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("crouced", "crouched"),
        ("itterating", "iterating"),
        ("maintenability", "maintainability"),
        ("flickd", "flicked"),
    ],
)
def test_a_long_non_word_may_mean_a_rarer_word(wrong: str, right: str) -> None:
    assert right not in english().neighbours(wrong)
    assert right in english().rarer_neighbours(wrong)


@pytest.mark.parametrize("word", ["crouched", "flik", "kubectl"])
def test_a_word_a_short_one_and_one_like_no_other_have_no_rarer_neighbours(word: str) -> None:
    assert english().rarer_neighbours(word) == {}


def test_nothing_vulgar_is_proposed() -> None:
    lexicon = english()
    assert lexicon.is_word("tits"), "it may occur in a draft"
    assert not {"tits", "tit"} & {*lexicon.neighbours("its"), *lexicon.neighbours("bits"), *lexicon.inflections("its")}


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("apple", "an"), ("pear", "a"), ("hour", "an"), ("house", "a"), ("university", "a"), ("uncle", "an"),
        ("one", "a"), ("European", "a"), ("honest", "an"), ("unimportant", "an"), ("useful", "a"), ("usher", "an"),
    ],
)  # fmt: skip
def test_the_article_goes_with_the_sound(word: str, article: str) -> None:
    assert english().agreeing("a", word) == english().agreeing("an", word) == article


def test_other_words_have_no_special_forms() -> None:
    assert english().agreeing("the", "apple") == "the"


@pytest.mark.parametrize(("word", "other"), [("its", "it's"), ("bough", "bow"), ("breath", "breathe"), ("of", "have")])
def test_words_that_sound_alike_are_confused_both_ways(word: str, other: str) -> None:
    assert other in english().confusions(word)
    assert word in english().confusions(other)
