"""The layout of one block: its rows, and the mapping between offsets in its text and cells on the screen.

Offsets are code points in the block's text, `row` counts from 0, `x` is a cell within the row. Layouts are immutable.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from wcwidth import iter_graphemes

from editor.text.printable import is_plain, show_grapheme
from editor.view.layout.form import PLAIN, Form, Piece, Tried, apart, folded, unfolded
from editor.view.layout.wrap import rewrap, tab_width, wrap

MIN_WIDTH = 8
"""The narrowest row, in cells: as wide as the widest form of a single grapheme."""

_REWRAP_LENGTH = 1000  # code points; wrapping shorter blocks again is faster than comparing


@dataclass(slots=True)
class RowCells:
    """The graphemes of a row with more than plain one-cell characters; a piece of its form counts as one."""

    offsets: list[int]
    """Where each grapheme begins, and last the row's end, in code points of the block."""
    xs: list[int]
    """The cell of each offset, counted from the row's indentation. Spaces beyond the row's edge all have the edge's
    cell."""
    shown: list[str]
    """The printable text drawn for each grapheme; "" for a hanging space and for hidden text."""
    tried: range = range(0)
    """Those of a previewed edit. All but the first represent no text."""


class BlockLayout:
    """The rows of one block's text at one width."""

    __slots__ = ("_broken", "_cells", "form", "starts", "text", "width")

    def __init__(self, text: str, width: int, form: Form, broken: tuple[str, list[int]]) -> None:
        """`broken` is the text that was wrapped, and where its rows begin."""
        self.text = text
        self.width = width
        self.form = form
        self._broken = broken
        # The first row begins with the text, even if a fold hides its start.
        self.starts = [0, *unfolded(broken[1], form.counted)[1:]] if form.counted else broken[1]
        self._cells: dict[int, RowCells | None] = {}

    @classmethod
    def of(cls, text: str, width: int, form: Form = PLAIN) -> BlockLayout:
        """Lay out `text` in rows of at most `width` cells (at least `MIN_WIDTH`; ValueError otherwise)."""
        if width < MIN_WIDTH:
            raise ValueError(f"a row needs at least {MIN_WIDTH} cells, not {width}")
        seen = folded(text, form.counted)
        return cls(text, width, form, (seen, [0] if form.is_one_row else wrap(seen, width, form.hang)))

    def edited(self, text: str, form: Form = PLAIN) -> BlockLayout:
        """Lay out the same block after an edit. Fast in long blocks: only rows near the edit are wrapped again."""
        if text == self.text and form.breaks_as(self.form):
            return BlockLayout(text, self.width, form, self._broken)
        if len(text) < _REWRAP_LENGTH or (form.hang, form.is_one_row) != (self.form.hang, self.form.is_one_row):
            return BlockLayout.of(text, self.width, form)
        seen = folded(text, form.counted)
        return BlockLayout(text, self.width, form, (seen, rewrap(*self._broken, seen, self.width, form.hang)))

    @property
    def height(self) -> int:
        """The number of rows, at least 1."""
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        """Return the row that shows a caret at `offset`; at the end of a wrapped row, that is the next row."""
        return bisect_right(self.starts, offset) - 1

    def row_span(self, row: int) -> tuple[int, int]:
        """Return the offsets [start, end) of the text on a row."""
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        return self.starts[row], end

    def row_text(self, row: int) -> str:
        """Return the text on a row."""
        start, end = self.row_span(row)
        return self.text[start:end]

    def indent(self, row: int) -> int:
        """Return the number of cells before the text of a row."""
        return len(self.form.prefix) if row else 0

    def last_stop(self, row: int) -> int:
        """Return the last caret place on `row`: the text's end, or before the last grapheme of a wrapped row."""
        start, end = self.row_span(row)
        if row + 1 == len(self.starts):
            return end
        cells = self.row_cells(row)
        if cells is None:
            return max(start, end - 1)
        return cells.offsets[max(0, bisect_left(cells.offsets, end) - 1)]

    def cell_of(self, offset: int) -> tuple[int, int]:
        """Return (row, x) of a caret at `offset`; inside a grapheme, of that grapheme's start."""
        row = self.row_of(offset)
        return row, self.x_in_row(row, offset)

    def x_in_row(self, row: int, offset: int) -> int:
        """Return the cell of `offset`, which may be the row's end, on `row`."""
        cells, indent = self.row_cells(row), self.indent(row)
        if cells is None:
            return indent + min(offset - self.starts[row], self.width - indent)
        return indent + cells.xs[bisect_right(cells.offsets, offset) - 1]

    def offset_at(self, row: int, x: int) -> int:
        """Return the offset of the grapheme boundary nearest to cell `x` of `row`; of two equally near, the right
        one."""
        last = self.last_stop(row)
        cells = self.row_cells(row)
        indent = self.indent(row)
        x -= indent
        if cells is None:  # all spaces that hang over the edge have its cell
            return last if x >= self.width - indent else min(self.starts[row] + max(0, x), last)
        index = max(0, bisect_right(cells.xs, x) - 1)
        if index + 1 < len(cells.xs) and cells.xs[index + 1] - x <= x - cells.xs[index]:
            index += 1
        return min(cells.offsets[index], last)

    def row_cells(self, row: int) -> RowCells | None:
        """Return the graphemes of a row; None for a plain row, where each character is one grapheme of one cell."""
        try:
            return self._cells[row]
        except KeyError:
            start, end = self.row_span(row)
            pieces, tried = self._pieces(start, end), self.tried_on(row)
            width = self.width - self.indent(row)
            if tried is None and not pieces and is_plain(self.text[start:end]):
                cells = None
            else:
                cells = _measure(self.text, start, end, width, pieces, tried)
            self._cells[row] = cells
            return cells

    def tried_on(self, row: int) -> Tried | None:
        """Return the part of the previewed edit on a row, with the text it replaces; None if there is none."""
        tried = self.form.tried
        if tried is None:
            return None
        text, starts = self._broken
        begin = tried.start + sum(
            len(fold.shown) - (fold.end - fold.start) for fold in self.form.counted if fold < tried
        )
        row_start, row_end = starts[row], starts[row + 1] if row + 1 < len(starts) else len(text)
        first, last = max(row_start - begin, 0), min(row_end - begin, len(tried.text))
        if first >= last:
            return None
        start = tried.start if first == 0 else tried.end
        return Tried(start, tried.end, tried.text[first:last])

    def _pieces(self, start: int, end: int) -> Sequence[Piece]:
        """Return the pieces of the form that share text with [start, end)."""
        pieces = self.form.pieces
        if not pieces:
            return ()
        first = bisect_right(pieces, start, key=lambda piece: piece.end)
        return pieces[first : bisect_left(pieces, end, key=lambda piece: piece.start)]


def _measure(
    text: str, start: int, end: int, width: int, pieces: Sequence[Piece], tried: Tried | None = None
) -> RowCells:
    cells = RowCells([start], [0], [])
    if tried is not None:
        pieces = list(apart(pieces, tried))
        _add_shown(cells, text, tried.start, width, [piece for piece in pieces if piece.end <= tried.start])
        _add_tried(cells, tried, width)
        pieces = [piece for piece in pieces if piece.start >= tried.end]
    _add_shown(cells, text, end, width, pieces)
    return cells


def _add_shown(cells: RowCells, text: str, end: int, width: int, pieces: Sequence[Piece]) -> None:
    """Add the text up to `end`, with the pieces in place of the text they hide."""
    start = reached = cells.offsets[-1]
    for piece in pieces:
        _add_text(cells, text, reached, piece.start, width)
        first, reached = max(piece.start, reached), min(piece.end, end)
        shown = piece.shown if piece.start >= start else ""  # otherwise it was drawn in the row above
        _add(cells, reached - first, shown, len(shown))
    _add_text(cells, text, reached, end, width)


def _add_tried(cells: RowCells, tried: Tried, width: int) -> None:
    """Add an edit; its first grapheme represents all the text it replaces."""
    first = len(cells.shown)
    _add_text(cells, tried.text, 0, len(tried.text), width)
    cells.offsets[first + 1 :] = [tried.end] * (len(cells.shown) - first)
    cells.tried = range(first, len(cells.shown))


def _add_text(cells: RowCells, text: str, start: int, end: int, width: int) -> None:
    for grapheme in iter_graphemes(text, start, end) if start < end else ():
        if grapheme == " " or grapheme == "\t":
            x = cells.xs[-1]
            count = max(0, min(1 if grapheme == " " else tab_width(x), width - x))
            _add(cells, 1, " " * count, count)
        else:
            _add(cells, len(grapheme), *show_grapheme(grapheme))


def _add(cells: RowCells, length: int, shown: str, width: int) -> None:
    cells.shown.append(shown)
    cells.offsets.append(cells.offsets[-1] + length)
    cells.xs.append(cells.xs[-1] + width)
