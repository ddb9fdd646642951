"""Rows: they contain all of the text, never split a grapheme or exceed the width; cells and offsets match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from wcwidth import iter_graphemes

from editor.text.printable import show_grapheme
from editor.view.canvas.row_rendering import Around, Mark, draw_row
from editor.view.layout.block_layout import MIN_WIDTH, BlockLayout
from editor.view.layout.form import Form, Piece, Tried
from editor.view.layout.wrap import _next_start, _next_start_by_grapheme, rewrap, wrap
from tests.editor.view.strategies import texts

widths = st.integers(MIN_WIDTH, 30)


def _rows(text: str, width: int) -> list[str]:
    layout = BlockLayout.of(text, width)
    return [text[slice(*layout.row_span(row))] for row in range(layout.height)]


def _boundaries(text: str) -> list[int]:
    boundaries = [0]
    for grapheme in iter_graphemes(text):
        boundaries.append(boundaries[-1] + len(grapheme))
    return boundaries


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [""]),
        ("one two three", ["one two ", "three"]),
        ("exactly10c and", ["exactly10c ", "and"]),
        ("trailing    space", ["trailing    ", "space"]),
        ("spaces at the end          ", ["spaces at ", "the end          "]),
        ("averyverylongword x", ["averyveryl", "ongword x"]),
        ("漢字仮名交じり文", ["漢字仮名交", "じり文"]),
        ("漢字仮名交。り文", ["漢字仮名", "交。り文"]),
        ("漢字仮名（り文", ["漢字仮名", "（り文"]),
        ("a\tb\tcdefgh", ["a\tb\t", "cdefgh"]),
        ("12345678 👨‍👩‍👧", ["12345678 ", "👨‍👩‍👧"]),
    ],
)
def test_wraps_at_words(text: str, rows: list[str]) -> None:
    assert _rows(text, 10) == rows


@given(texts(), widths)
def test_rows_tile_the_text_at_grapheme_boundaries(text: str, width: int) -> None:
    assert "".join(_rows(text, width)) == text
    starts = wrap(text, width)
    assert starts == sorted(set(starts))
    assert set(starts) <= set(_boundaries(text))


@given(texts(), widths)
def test_no_row_exceeds_the_width(text: str, width: int) -> None:
    for row in _rows(text, width):
        x = 0
        for grapheme in iter_graphemes(row.rstrip(" \t")):
            x += 4 - x % 4 if grapheme == "\t" else show_grapheme(grapheme)[1]
        assert x <= width


@given(texts(), widths)
def test_cells_and_offsets_are_inverses(text: str, width: int) -> None:
    layout = BlockLayout.of(text, width)
    for offset in _boundaries(text):
        row, x = layout.cell_of(offset)
        assert layout.row_span(row)[0] <= offset <= layout.row_span(row)[1]
        assert 0 <= x <= width
        if x < width:
            assert layout.offset_at(row, x) == offset
        else:  # it may be one of several spaces past the edge: a click goes after all of them
            assert layout.offset_at(row, x) == layout.last_stop(row)


@given(texts(), widths)
def test_every_cell_leads_to_a_caret_place_of_its_row(text: str, width: int) -> None:
    layout = BlockLayout.of(text, width)
    boundaries = _boundaries(text)
    for row in range(layout.height):
        assert layout.row_of(layout.last_stop(row)) == row
        for x in range(-1, width + 2):
            offset = layout.offset_at(row, x)
            assert offset in boundaries
            assert layout.row_of(offset) == row


@given(texts(max_size=60), texts(max_size=6), widths, st.data())
def test_wrapping_after_an_edit_equals_wrapping_from_scratch(
    text: str, insertion: str, width: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    edited = text[:start] + insertion + text[end:]
    assert rewrap(text, wrap(text, width), edited, width) == wrap(edited, width)


@given(st.text("ab —é", max_size=60), widths)
def test_plain_rows_are_wrapped_like_any_others(text: str, width: int) -> None:
    for start in range(len(text)):
        assert _next_start(text, start, width) == _next_start_by_grapheme(text, start, width)


plain_texts = st.text("ab -—漢\t\u202e", max_size=40)


@given(plain_texts, plain_texts.filter(bool), widths, st.integers(0, 12), st.data())
def test_a_previewed_edit_has_the_same_rows_as_the_real_edit(
    text: str, new: str, width: int, link: int, data: st.DataObject
) -> None:
    hidden = ")" * link
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    def laid_out(text: str, tried: Tried | None) -> list[str]:
        fold = (Piece(len(text), len(text) + link, "…"),) if link else ()
        layout = BlockLayout.of(text + hidden, width, Form(fold, fold, tried=tried))
        rows = [layout.row_span(row) for row in range(layout.height)]
        assert "".join((text + hidden)[slice(*row)] for row in rows) == text + hidden
        drawn = [
            draw_row(layout, row, [], base=Style(), after=None, left=0, width=width) for row in range(layout.height)
        ]
        for row, (first, past) in enumerate(rows):
            assert first <= layout.last_stop(row) <= past
            assert sum(len(shown) > 0 for shown in _cells(layout, row)) <= width
        return [strip.text for strip in drawn]

    assert laid_out(text, Tried(start, end, new)) == laid_out(text[:start] + new + text[end:], None)


def _cells(layout: BlockLayout, row: int) -> list[str]:
    cells = layout.row_cells(row)
    return [] if cells is None else cells.shown


def test_only_the_visible_part_of_an_edit_has_its_style() -> None:
    layout = BlockLayout.of("one two three", 10, Form(tried=Tried(4, 4, "and a half ")))
    style = Style(italic=True)
    rows = [
        draw_row(
            layout,
            row,
            [Mark(4, 7, Style(bold=True))],
            base=Style(),
            after=None,
            left=0,
            width=10,
            around=Around(tried=style),
        )
        for row in range(layout.height)
    ]
    assert [row.text.rstrip() for row in rows] == ["one and a", "half two", "three"]
    shown = "".join(part.text for row in rows for part in row if part.style and part.style.italic)
    assert shown == "and a half "
    assert "".join(part.text for row in rows for part in row if part.style and part.style.bold) == "two"
    assert layout.cell_of(4) == (1, 5)
    assert layout.cell_of(3) == (0, 3)


def test_a_cluster_is_never_cut_between_its_code_points() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    strip = draw_row(BlockLayout.of(f"a{family}b", 8), 0, [], base=Style(), after=None, left=0, width=8)
    assert [strip.crop(0, cut).text for cut in (1, 2, 3)] == ["a", "a ", f"a{family}"]
    assert [part.text for part in strip.divide([2, 8])] == ["a ", " b    "]


@given(texts(), widths, st.integers(0, 5), st.data())
def test_a_drawn_row_is_as_wide_as_its_segments(text: str, width: int, left: int, data: st.DataObject) -> None:
    layout = BlockLayout.of(text, width)
    row = data.draw(st.integers(0, layout.height - 1))
    ranges = st.lists(st.integers(0, len(text)), min_size=2, max_size=2).map(sorted)
    marks = [Mark(start, end, Style(bold=True)) for start, end in data.draw(st.lists(ranges, max_size=3))]
    strip = draw_row(layout, row, marks, base=Style(), after=Style(reverse=True), left=left, width=width + left + 1)
    assert strip.cell_length == width + left + 1
    assert sum(segment.cell_length for segment in strip) == strip.cell_length
    whole = strip.crop(0, left + 1).text + strip.crop(left + 1).text
    assert sum(show_grapheme(grapheme)[1] for grapheme in iter_graphemes(whole)) == strip.cell_length


def test_a_row_narrower_than_an_escaped_character_is_rejected() -> None:
    with pytest.raises(ValueError, match="at least 8 cells"):
        BlockLayout.of("text", 7)
