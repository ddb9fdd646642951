"""The layout of one block: its rows, and the way between offsets in its text and cells on the screen.

Offsets are code points in the block's text, `row` counts from 0, `x` is a cell within the row. Layouts are immutable.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from wcwidth import iter_graphemes

from editor.view.sanitise import is_plain, show_grapheme
from editor.view.wrap import rewrap, tab_width, wrap

MIN_WIDTH = 8
"""Narrowest row, in cells: as wide as the widest form of a single grapheme."""

_REWRAP_LENGTH = 1000  # code points; shorter blocks are wrapped anew faster than compared


@dataclass(frozen=True, slots=True)
class RowCells:
    """The graphemes of a row that holds more than plain one-cell characters."""

    offsets: list[int]
    """Where each grapheme begins, and last the row's end, in code points of the block."""
    xs: list[int]
    """The cell of each offset. Spaces that hang over the row's edge all lie on the edge."""
    shown: list[str]
    """What is drawn for each grapheme, sanitised; "" for a hanging space."""


class BlockLayout:
    """The rows of one block's text at one width."""

    __slots__ = ("_cells", "starts", "text", "width")

    def __init__(self, text: str, width: int, starts: list[int]) -> None:
        self.text = text
        self.width = width
        self.starts = starts
        self._cells: dict[int, RowCells | None] = {}

    @classmethod
    def of(cls, text: str, width: int) -> BlockLayout:
        """Lay out `text` in rows of at most `width` cells (at least `MIN_WIDTH`; ValueError otherwise)."""
        if width < MIN_WIDTH:
            raise ValueError(f"a row needs at least {MIN_WIDTH} cells, not {width}")
        return cls(text, width, wrap(text, width))

    def edited(self, text: str) -> BlockLayout:
        """Lay out the same block after an edit. Fast in long blocks: only rows near the edit are wrapped anew."""
        if len(text) < _REWRAP_LENGTH:
            return BlockLayout(text, self.width, wrap(text, self.width))
        return BlockLayout(text, self.width, rewrap(self.text, self.starts, text, self.width))

    @property
    def height(self) -> int:
        """The number of rows, at least 1."""
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        """Give the row that shows a caret at `offset`; where a row was wrapped, that is the start of the next."""
        return bisect_right(self.starts, offset) - 1

    def row_span(self, row: int) -> tuple[int, int]:
        """Give the offsets [start, end) of the text on a row."""
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        return self.starts[row], end

    def row_text(self, row: int) -> str:
        """Give the text on a row."""
        start, end = self.row_span(row)
        return self.text[start:end]

    def last_stop(self, row: int) -> int:
        """Give the last caret place on `row`: the text's end, or before the last grapheme of a wrapped row."""
        start, end = self.row_span(row)
        if row + 1 == len(self.starts):
            return end
        cells = self.row_cells(row)
        return max(start, end - 1) if cells is None else cells.offsets[-2]

    def cell_of(self, offset: int) -> tuple[int, int]:
        """Give (row, x) of a caret at `offset`; inside a grapheme, of that grapheme's start."""
        row = self.row_of(offset)
        return row, self.x_in_row(row, offset)

    def x_in_row(self, row: int, offset: int) -> int:
        """Give the cell at which `offset`, which may be the row's end too, lies on `row`."""
        cells = self.row_cells(row)
        if cells is None:
            return min(offset - self.starts[row], self.width)
        return cells.xs[bisect_right(cells.offsets, offset) - 1]

    def offset_at(self, row: int, x: int) -> int:
        """Give the offset of the grapheme boundary nearest to cell `x` of `row` (the right one of two as near)."""
        last = self.last_stop(row)
        cells = self.row_cells(row)
        if cells is None:
            return min(self.starts[row] + max(0, x), last)
        index = max(0, bisect_right(cells.xs, x) - 1)
        if index + 1 < len(cells.xs) and cells.xs[index + 1] - x <= x - cells.xs[index]:
            index += 1
        return min(cells.offsets[index], last)

    def row_cells(self, row: int) -> RowCells | None:
        """Give the graphemes of a row; None for a plain row, where each character is one grapheme of one cell."""
        try:
            return self._cells[row]
        except KeyError:
            start, end = self.row_span(row)
            cells = None if is_plain(self.text[start:end]) else _measure(self.text, start, end, self.width)
            self._cells[row] = cells
            return cells


def _measure(text: str, start: int, end: int, width: int) -> RowCells:
    offsets, xs, shown = [start], [0], []
    offset, x = start, 0
    for grapheme in iter_graphemes(text, start, end):
        if grapheme == " " or grapheme == "\t":
            cells = min(1 if grapheme == " " else tab_width(x), width - x)
            form = " " * cells
        else:
            form, cells = show_grapheme(grapheme)
        shown.append(form)
        offset += len(grapheme)
        x += cells
        offsets.append(offset)
        xs.append(x)
    return RowCells(offsets, xs, shown)
