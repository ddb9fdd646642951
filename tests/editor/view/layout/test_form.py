"""Rows of text some of which is hidden, folded or shown as something else."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from wcwidth import iter_graphemes

from editor.text.graphemes import extends_grapheme
from editor.view.canvas.row_rendering import draw_row
from editor.view.layout.block_layout import BlockLayout
from editor.view.layout.form import Form, Piece, folded, unfolded
from editor.view.layout.wrap import rewrap, wrap
from tests.editor.view.strategies import texts

widths = st.integers(16, 30)
hangs = st.integers(0, 8)


@st.composite
def pieces_of(draw: st.DrawFn, text: str, shown: st.SearchStrategy[str]) -> tuple[Piece, ...]:
    """Disjoint pieces of whole graphemes of a text; some touch."""
    stops = accumulate(map(len, iter_graphemes(text)), initial=0)
    whole = [stop for stop in stops if not extends_grapheme(text[stop : stop + 1])]
    edges = sorted(draw(st.sets(st.sampled_from(whole), max_size=10)))
    return tuple(
        Piece(start, end, draw(shown)) for start, end in pairwise(edges) if draw(st.booleans())
    )  # fmt: skip


@st.composite
def forms_of(draw: st.DrawFn, text: str) -> Form:
    """A form whose pieces include its folds, as in the preview, and take no more room than the text."""
    folds = draw(pieces_of(text, st.sampled_from(["…", ""])))
    others = draw(pieces_of(text, st.just("")))
    apart = [one for one in others if all(one.end <= fold.start or one.start >= fold.end for fold in folds)]
    hang = draw(hangs)
    prefix = draw(st.sampled_from(["", " " * hang, "▌" * (hang // 2)]))
    return Form(tuple(sorted([*folds, *apart])), folds, hang, prefix, draw(st.sampled_from(["", "  ⋯ 3 lines"])))


@st.composite
def laid_out(draw: st.DrawFn) -> BlockLayout:
    text = draw(texts())
    return BlockLayout.of(text, draw(widths), draw(forms_of(text)))


@given(texts(), st.data())
def test_offsets_round_trip_through_the_folded_text(text: str, data: st.DataObject) -> None:
    folds = data.draw(pieces_of(text, st.sampled_from(["…", "ab"])))
    seen = folded(text, folds)
    offsets = unfolded(range(len(seen) + 1), folds)
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
    for offset, place in enumerate(seen):
        is_shown = not any(fold.start <= offsets[offset] < fold.end for fold in folds)
        if is_shown and not any(fold.end == offsets[offset] for fold in folds):
            assert text[offsets[offset]] == place


@given(laid_out())
def test_rows_tile_the_text(layout: BlockLayout) -> None:
    assert layout.starts == sorted(layout.starts)
    assert layout.starts[0] == 0
    assert "".join(layout.row_text(row) for row in range(layout.height)) == layout.text


@given(laid_out())
def test_hidden_text_does_not_move_words_to_another_row(layout: BlockLayout) -> None:
    plain = BlockLayout.of(layout.text, layout.width, layout.form._replace(pieces=()))
    assert layout.starts == plain.starts
    assert layout.edited(layout.text, plain.form).starts == plain.starts


@given(laid_out())
def test_cells_and_offsets_are_inverses_for_visible_text(layout: BlockLayout) -> None:
    for row in range(layout.height):
        start, end = layout.row_span(row)
        cells = layout.row_cells(row)
        if cells is None:
            stops = [(offset, layout.x_in_row(row, offset)) for offset in range(start, end)]
        else:
            stops = [
                (offset, layout.indent(row) + cells.xs[number])
                for number, offset in enumerate(cells.offsets[:-1])
                if cells.xs[number + 1] > cells.xs[number]
            ]
        for offset, x in stops:
            assert layout.cell_of(offset) == (row, x)
            if offset <= layout.last_stop(row):
                found = layout.offset_at(row, x)
                assert layout.x_in_row(row, found) == x
                assert layout.row_of(found) == row


@given(laid_out())
def test_every_cell_leads_to_its_row(layout: BlockLayout) -> None:
    for row in range(layout.height):
        for x in range(-1, layout.width + 2):
            assert layout.row_of(layout.offset_at(row, x)) == row


@given(laid_out(), st.integers(0, 5), st.data())
def test_a_drawn_row_is_as_wide_as_its_segments_and_within_the_width(
    layout: BlockLayout, left: int, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, layout.height - 1))
    width = left + layout.width + 1
    strip = draw_row(layout, row, [], base=Style(), after=Style(reverse=True), left=left, width=width)
    assert strip.cell_length == sum(segment.cell_length for segment in strip) == width


@given(texts(max_size=60), texts(max_size=6), widths, hangs, st.data())
def test_wrapping_hanging_rows_after_an_edit_equals_wrapping_from_scratch(
    text: str, insertion: str, width: int, hang: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    edited = text[:start] + insertion + text[end:]
    assert rewrap(text, wrap(text, width, hang), edited, width, hang) == wrap(edited, width, hang)


@settings(max_examples=60)
@given(texts(), texts(max_size=6), widths, st.data())
def test_a_long_block_after_an_edit_is_laid_out_as_from_scratch(
    text: str, insertion: str, width: int, data: st.DataObject
) -> None:
    filler = "some words of prose that go on, " * 40
    text = filler + text + filler[: data.draw(st.integers(0, 1000))]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    edited = text[:start] + insertion + text[end:]
    form = data.draw(forms_of(text))
    others = form if data.draw(st.booleans()) else data.draw(forms_of(edited))
    others = others._replace(
        pieces=tuple(piece for piece in others.pieces if piece.end <= len(edited)),
        folds=tuple(piece for piece in others.folds if piece.end <= len(edited)),
        hang=form.hang,
    )
    found = BlockLayout.of(text, width, form).edited(edited, others)
    assert found.starts == BlockLayout.of(edited, width, others).starts
    assert (found.text, found.form) == (edited, others)


@pytest.mark.parametrize(
    ("form", "cells"),
    [
        (Form((Piece(0, 2), Piece(6, 8))), [0, 0, 0, 1, 2, 3, 4, 4, 4, 5, 6]),
        (Form((Piece(0, 2, "•"),)), [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (Form((Piece(8, 10, " │ "),)), [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 11]),
    ],
)
def test_a_caret_in_hidden_text_is_shown_where_that_begins(form: Form, cells: list[int]) -> None:
    layout = BlockLayout.of("**bold** y", 20, form)
    assert [layout.cell_of(offset)[1] for offset in range(11)] == cells
