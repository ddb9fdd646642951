"""Draw one row of a block: text and marks in, a strip of styled cells out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from editor.text.printable import SINGLE_CELL
from editor.view.layout.block_layout import BlockLayout, RowCells
from editor.view.layout.form import Form
from editor.view.theme.theme import Theme

_CUTTABLE = re.compile(f"[{SINGLE_CELL}─-╿▀-▟☐☑]*")
"""Characters that always take one cell, including line and block drawing."""


class Mark(NamedTuple):
    """A style on [start, end) of a block's text, in code points; it grows to whole graphemes."""

    start: int
    end: int
    style: Style


class Around(NamedTuple):
    """The styles of the parts that a form adds to the text: the background across the column, the prefix of its rows,
    the suffix of the last one, and a previewed edit."""

    ground: Style = Style()
    prefix: Style = Style()
    suffix: Style = Style()
    tried: Style = Style()


BARE = Around()


def around_of(form: Form, theme: Theme) -> Around:
    """Return the theme's styles for the parts that a form adds to the text."""
    ground = theme.overlay(form.ground) if form.ground else Style()
    return Around(ground, theme.overlay("quote.bar"), theme.overlay("dim"), theme.overlay("ghost.tried"))


def draw_row(
    layout: BlockLayout,
    row: int,
    marks: Sequence[Mark],
    *,
    base: Style,
    after: Style | None,
    left: int,
    width: int,
    around: Around = BARE,
) -> Strip:
    """Draw a row after `left` empty cells, filled up with `base` to `width` cells.

    Later marks are drawn over earlier ones. `after` is the style of the one cell after the text (a caret there, or a
    selected line end). Every segment has the width that Rich computes for it; otherwise Textual would cut strips in the
    wrong place.
    """
    segments = [Segment(" " * left, base)] if left else []
    margin, base = base, base + around.ground
    if row and layout.form.prefix:
        segments.append(Segment(layout.form.prefix, base + around.prefix))
    segments += _text(layout, row, marks, base, base + around.tried)
    used = left + layout.x_in_row(row, layout.row_span(row)[1])
    if after is not None:
        segments.append(Segment(" ", base + after))
        used += 1
    if layout.form.suffix and row + 1 == layout.height:
        stood = layout.form.suffix if after is None else layout.form.suffix[1:]  # a caret does not move it
        suffix = stood[: max(0, width - used)]
        segments.append(Segment(suffix, base + around.suffix))
        used += len(suffix)
    if layout.form.ground and used < left + layout.width:
        segments.append(Segment(" " * (left + layout.width - used), base))
        used = left + layout.width
    if used < width:
        segments.append(Segment(" " * (width - used), margin))
    return Strip(segments, max(used, width))


def _text(layout: BlockLayout, row: int, marks: Sequence[Mark], base: Style, tried: Style) -> Iterator[Segment]:
    """Yield the text of a row in pieces of one style; `tried` is the style of a previewed edit's new text."""
    start, end = layout.row_span(row)
    cells = layout.row_cells(row)
    marks = [_clipped(mark, start, end, cells) for mark in marks if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(mark.start for mark in marks), *(mark.end for mark in marks)})
    for piece_start, piece_end in pairwise(edges):
        style = base
        for mark in marks:
            if mark.start <= piece_start and piece_end <= mark.end:
                style += mark.style
        if cells is None:
            text = layout.text[piece_start : min(piece_end, start + layout.width - layout.indent(row))]
            if text:
                yield Segment(text, style)
        else:
            first, last = bisect_left(cells.offsets, piece_start), bisect_left(cells.offsets, piece_end)
            yield from _draw_graphemes(cells, first, last, style, tried)
    if cells is not None:  # an edit previewed at the very end replaces no text
        first = bisect_left(cells.offsets, end)
        yield from _draw_graphemes(cells, first, len(cells.shown), base, tried)


def _clipped(mark: Mark, start: int, end: int, cells: RowCells | None) -> Mark:
    first, last = max(mark.start, start), min(mark.end, end)
    if cells is not None:
        first = cells.offsets[bisect_right(cells.offsets, first) - 1]
        last = cells.offsets[bisect_left(cells.offsets, last)]
    return Mark(first, last, mark.style)


class _Cluster(Segment):
    """A grapheme of several code points. Rich would cut it between them; cut, it is blank, like a wide character."""

    def split_cells(self, cut: int) -> tuple[Segment, Segment]:
        """Return the parts before and after the cell `cut`."""
        width = self.cell_length
        if cut <= 0:
            return Segment("", self.style), self
        if cut >= width:
            return self, Segment("", self.style)
        return Segment(" " * cut, self.style), Segment(" " * (width - cut), self.style)


def _draw_graphemes(cells: RowCells, first: int, last: int, style: Style, tried: Style) -> Iterable[Segment]:
    """Yield the graphemes [first, last) of a row; those of a previewed edit have the style `tried`."""
    shown = [(cells.shown[index], index in cells.tried) for index in range(first, last) if cells.shown[index]]
    for (is_cluster, is_tried), run in groupby(shown, lambda one: (_is_cluster(one[0]), one[1])):
        drawn = tried if is_tried else style
        if is_cluster:
            yield from (_Cluster(text, drawn) for text, _ in run)
        else:
            yield Segment("".join(text for text, _ in run), drawn)


def _is_cluster(shown: str) -> bool:
    """Return True if a drawn grapheme must not be cut between its code points. Code forms (`‹202E›`), and the pieces
    that a form draws in place of text, may be cut."""
    return len(shown) > 1 and not shown.startswith("‹") and _CUTTABLE.fullmatch(shown) is None
