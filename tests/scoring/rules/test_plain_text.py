"""The text that a rule engine reads, and its positions in the writer's text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.plain_text import plain_text

TEXTS = st.text("aeé\u0301\u0302ſ한ᄒ\u1161\u11ab😀\u200d`_*’ \nQ.", max_size=40)


@given(TEXTS)
def test_it_is_composed_and_maps_back_to_the_original(text: str) -> None:
    passage = plain_text(text)
    assert unicodedata.is_normalized("NFC", passage.text)
    assert len(passage.origins) == len(passage.text) + 1
    assert passage.origins == sorted(passage.origins)
    for index in range(len(passage.text)):
        start, end = passage.original(index, index + 1)
        if start < end and passage.shows(start, end):
            assert passage.text[index] in unicodedata.normalize("NFC", text[start:end])


@given(st.text("aeé\u0301\u0302ſ한ᄒ\u1161\u11ab😀\u200d’ Q.", max_size=40))
def test_prose_is_unchanged(text: str) -> None:
    assert plain_text(text).text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("word", ["cafe\u0301", "👩‍👩‍👧", "Ha\u0308nde", "“so”", "1\u20e3"])
def test_a_word_after_anything_wide_is_at_its_place(word: str) -> None:
    text = f"{word} could of"
    passage = plain_text(text)
    start = passage.text.index("could")
    low, high = passage.original(start, start + len("could of"))
    assert text[low:high] == "could of"


def test_code_becomes_a_word_and_text_touching_it_is_hidden() -> None:
    text = "the `run` of {{ page.title }} it"
    passage = plain_text(text)
    assert passage.text == "the xxxxx of xxxxxxxxxxxxxxxx it"
    assert not passage.shows(0, 3)
    assert not passage.shows(4, 9)


def test_emphasis_markers_become_blanks() -> None:
    assert plain_text("it was _so_ good").text == "it was  so  good"
