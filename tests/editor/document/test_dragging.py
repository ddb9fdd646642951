"""A selection is moved or copied as one edit."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.dragging import dropped
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selection, Selections


def drop(
    text: str, start: int, end: int, position: int, *, is_copy: bool = False
) -> tuple[Document, Selections] | None:
    document = Document(text)
    made = dropped(document, Markdown(document).lines, Selection(start, end), position, is_copy=is_copy)
    if made is None:
        return None
    document.apply(made[0])
    return document, made[1]


PLACES = st.integers(0, 30)


@given(st.text("ab c.", min_size=1, max_size=30), PLACES, PLACES, PLACES, st.booleans())
def test_plain_text_moves_to_where_it_was_dropped(
    text: str, start: int, end: int, position: int, is_copy: bool
) -> None:
    start, end = sorted((start % len(text), end % len(text) + 1))
    position %= len(text) + 1
    assume(start < end)
    made = drop(text, start, end, position, is_copy=is_copy)
    piece = text[start:end]
    if made is None:
        assert start <= position <= end
        return
    document, selections = made
    if is_copy:
        expected = text[:position] + piece + text[position:]
    elif position >= end:
        expected = text[:start] + text[end:position] + piece + text[position:]
    else:
        expected = text[:position] + piece + text[position:start] + text[end:]
    assert document.text == expected
    assert document.slice(*selections.main.span) == piece
    document.undo()
    assert document.text == text
    assert not document.can_undo


@pytest.mark.parametrize(
    ("text", "piece", "before", "expected"),
    [
        ("one\r\ntwo\r\nthree", "two\r\n", "three", None),
        ("- a\n- b\n\nx\ny\n", "x\ny", "b", "- a\n- x\n  yb\n\n\n"),
        ("> a\n\nx\ny\n", "x\ny", "a", "> x\n> ya\n\n\n"),
        ("漢字 👍🏽 x", "👍🏽 ", "漢", "👍🏽 漢字 x"),
    ],
)
def test_dropped_text_is_adapted_like_a_paste(text: str, piece: str, before: str, expected: str | None) -> None:
    start = text.index(piece)
    made = drop(text, start, start + len(piece), text.index(before))
    assert (None if made is None else made[0].text) == expected
