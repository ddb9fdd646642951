"""Caret positions, by Unicode's own tests."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from editor.document import Document, units
from editor.text.graphemes import is_grapheme_boundary, next_grapheme, previous_grapheme
from tests.editor.document.texts import texts
from tests.editor.text.unicode_cases import RULED, WatchedText, backward, forward, unicode_cases


def check_graphemes(text: str, boundaries: list[int]) -> None:
    """From every offset, motion in both directions reaches exactly the boundaries."""
    assert forward(partial(next_grapheme, text), len(text)) == boundaries
    assert backward(partial(previous_grapheme, text), len(text)) == boundaries
    for offset in range(len(text) + 1):
        assert is_grapheme_boundary(text, offset) == (offset in boundaries)
        assert next_grapheme(text, offset) == min((b for b in boundaries if b > offset), default=len(text))
        assert previous_grapheme(text, offset) == max((b for b in boundaries if b < offset), default=0)


def test_graphemes_are_those_of_unicode() -> None:
    for text, boundaries in unicode_cases("GraphemeBreakTest-18.0.txt"):
        check_graphemes(text, boundaries)


def test_the_caret_stops_at_the_boundaries_of_unicode_and_at_nothing_else() -> None:
    for text, boundaries in unicode_cases("GraphemeBreakTest-18.0.txt"):
        document = Document(text)
        assert forward(partial(units.grapheme_right, document), len(text)) == boundaries, ascii(text)
        assert backward(partial(units.grapheme_left, document), len(text)) == boundaries, ascii(text)


@given(st.one_of(RULED, texts))
def test_graphemes_are_the_same_from_anywhere_in_a_text(text: str) -> None:
    boundaries = [0]
    for grapheme in iter_graphemes(text):
        boundaries.append(boundaries[-1] + len(grapheme))
    check_graphemes(text, boundaries)


@pytest.mark.parametrize("unit", ["word ", "漢", "é", "e\u0301", "👨‍👩‍👧", "🇩🇪 ", "क्ष"])
def test_in_a_line_of_a_million_code_points_only_the_neighbourhood_is_read(unit: str) -> None:
    text = WatchedText(unit * (1_000_000 // len(unit)))
    text.seen = []
    offset = 500_000 // len(unit) * len(unit)
    for step in (next_grapheme, previous_grapheme, is_grapheme_boundary):
        step(text, offset)
    assert text.seen
    assert offset - 50 < min(text.seen)
    assert max(text.seen) < offset + 50
