"""Tables on the screen: the cells of a column are aligned, regardless of the spaces in the file.

A column is as wide as its widest cell with its marks shown, so that it doesn't move when they appear and disappear. A
table that doesn't fit the width of the text is wrapped like plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from wcwidth import iter_graphemes

from editor.document import Document
from editor.document.formatting.tables import Alignment, alignment_of, cell_spans
from editor.document.markdown.constructs import is_table_head
from editor.document.markdown.line_scan import ROW_REACH, table_cells
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import StyleSpan
from editor.text.printable import is_plain, show_grapheme
from editor.view.layout.form import Form, Piece

REACH = 200
"""Rows above and below a row that decide how wide its columns are."""

Ranges = tuple[tuple[int, int], ...]


class _Row(NamedTuple):
    """The cells of a row: their places in the block's text, without the spaces around them, and their widths."""

    cells: tuple[tuple[int, int], ...]
    widths: tuple[int, ...]
    begins_with_pipe: bool


class _Columns(NamedTuple):
    """The columns of a table: widths in cells, and whether a line is to the left of the first."""

    widths: tuple[int, ...]
    alignments: tuple[Alignment, ...]
    has_left_line: bool
    fits: bool


class TableForms:
    """Decides the forms of the lines of tables.

    Args:
        document, markdown: the draft.
        width: returns the width of the text, in cells.
        folds: returns the pieces of a text that take no room (addresses), given the text and its spans.
    """

    def __init__(
        self,
        document: Document,
        markdown: Markdown,
        width: Callable[[], int],
        folds: Callable[[str, tuple[StyleSpan, ...]], Sequence[Piece]],
    ) -> None:
        self._document = document
        self._markdown = markdown
        self._width = width
        self._folds = folds
        self._rows: dict[int, tuple[int, tuple[StyleSpan, ...], _Row]] = {}  # by block id, with its inputs
        self._columns: tuple[tuple[int, int, int], range, _Columns] | None = None  # of the last table, as it was then

    def is_in_table(self, index: int) -> bool:
        """Return True if a block is the head of a table, the rule below it, or a row."""
        lines = self._markdown.lines
        kind = lines.of(index).kind
        if kind == "paragraph":
            return is_table_head(lines, len(self._document.blocks), index)
        return kind in ("table.row", "table.rule")

    def extent(self, index: int) -> range:
        """Return the lines of the table that a block is in, within `REACH`."""
        lines, count = self._markdown.lines, len(self._document.blocks)
        first = index
        while first > max(0, index - REACH) and lines.of(first).kind != "paragraph":
            first -= 1
        stop = index + 1
        while stop < min(count, index + REACH) and lines.of(stop).kind in ("table.row", "table.rule"):
            stop += 1
        return range(first, stop)

    def form(self, index: int, pieces: Sequence[Piece], selected: Ranges) -> Form | None:
        """Return the form of a line of a table, given the pieces of its marks and its selected parts.

        None if the table doesn't fit.
        """
        columns = self._columns_at(index)
        text, state = self._document.blocks[index].text, self._markdown.lines.of(index)
        start = state.content
        if not columns.fits or len(text) - start > ROW_REACH:
            return None
        if state.kind == "table.rule":
            if any(last >= start for _, last in selected):
                return Form(tuple(pieces), is_one_row=True)
            line = "┼".join("─" * (width + 2) for width in columns.widths)
            line = f"├{line}┤" if columns.has_left_line else f"{line[1:]}┤"
            return Form((*pieces, Piece(start, len(text), line)), is_one_row=True)
        return Form(tuple(sorted([*pieces, *self._between(index, columns, pieces, selected)])), is_one_row=True)

    def _between(self, index: int, columns: _Columns, pieces: Sequence[Piece], selected: Ranges) -> list[Piece]:
        """Return the pieces drawn between the cells of a row, to align them with those above."""
        text, start = self._document.blocks[index].text, self._markdown.lines.of(index).content
        cells = _with_carets(text, start, self._row(index).cells, selected)
        gaps: list[tuple[str, str]] = []  # before and after each cell
        for number, (first, last) in enumerate(cells):
            if number >= len(columns.widths):
                gaps.append(("", ""))
                continue
            room = max(0, columns.widths[number] - _shown_width(text, first, last, pieces))
            left = {"right": room, "centre": room // 2}.get(columns.alignments[number], 0)
            gaps.append((" " * left, " " * (room - left)))
        between = []
        if cells and cells[0][0] > start:
            # Otherwise the pipe isn't drawn where other rows lack it, but a caret on it must be visible.
            is_at_pipe = any(start <= place < cells[0][0] for ends in selected for place in ends)
            line = "│ " if columns.has_left_line or is_at_pipe else ""
            between.append(Piece(start, cells[0][0], line + gaps[0][0]))
        for (number, cell), (_, following) in pairwise(enumerate(cells)):
            between.append(Piece(cell[1], following[0], f"{gaps[number][1]} │ {gaps[number + 1][0]}"))
        if cells and cells[-1][1] < len(text):
            missing = "".join(" " * (width + 2) + "│" for width in columns.widths[len(cells) :])
            between.append(Piece(cells[-1][1], len(text), f"{gaps[-1][1]} │{missing}"))
        return between

    def _row(self, index: int) -> _Row:
        block = self._document.blocks[index]
        # Only rows with an address need to be parsed, and most have none.
        may_fold = "](" in block.text or "][" in block.text
        spans = self._markdown.spans(index) if may_fold else ()
        known = self._rows.get(block.id)
        if known is not None and known[:2] == (block.revision, spans):
            return known[2]
        start = self._markdown.lines.of(index).content
        text = block.text
        cells = tuple((first + start, last + start) for first, last in cell_spans(text[start : start + ROW_REACH]))
        folds = self._folds(text, spans)
        widths = tuple(_shown_width(text, first, last, folds) for first, last in cells)
        row = _Row(cells, widths, text.startswith("|", start))
        if len(self._rows) > 4 * REACH:
            self._rows.clear()
        self._rows[block.id] = block.revision, spans, row
        return row

    def _columns_at(self, index: int) -> _Columns:
        key = self._document.revision, self._markdown.version, self._width()
        if self._columns is not None and self._columns[0] == key and index in self._columns[1]:
            return self._columns[2]  # one answer for all rows on the screen, even for a longer table
        extent = self.extent(index)
        lines = self._markdown.lines
        rule = next((line for line in extent if lines.of(line).kind == "table.rule"), None)
        rows = [self._row(line) for line in extent if line != rule]
        if rule is None:  # beyond the reach
            nothing: Alignment = "none"
            alignments = tuple([nothing] * max((len(row.cells) for row in rows), default=0))
        else:
            text = self._document.blocks[rule].text[lines.of(rule).content :]
            alignments = tuple(alignment_of(text[first:last]) for first, last in cell_spans(text))
        widths = tuple(
            max([1, *(row.widths[number] for row in rows if number < len(row.widths))])
            for number in range(len(alignments))
        )
        has_left_line = all(row.begins_with_pipe for row in rows)
        room = self._width() - lines.of(index).content
        columns = _Columns(widths, alignments, has_left_line, sum(widths) + 3 * len(widths) + 1 <= room)
        self._columns = key, extent, columns
        return columns


def _with_carets(text: str, start: int, cells: Sequence[tuple[int, int]], selected: Ranges) -> list[tuple[int, int]]:
    """Return the cells, each with the spaces around it if a caret is in them: its moves there must be visible."""
    whole = [(first + start, last + start) for first, last in table_cells(text[start : start + ROW_REACH])]
    grown = []
    for (first, last), (whole_first, whole_last) in zip(cells, whole, strict=True):
        for ends in selected:
            for caret in ends:
                if whole_first <= caret < first:
                    first = caret
                elif last < caret <= whole_last:
                    last = caret
        grown.append((first, last))
    return grown


def _shown_width(text: str, start: int, end: int, pieces: Sequence[Piece]) -> int:
    """Return the number of cells that [start, end) takes with the pieces in their places."""
    width, reached = 0, start
    for piece in pieces:
        if piece.start >= start and piece.end <= end:
            width += _width(text[reached : piece.start]) + len(piece.shown)
            reached = piece.end
    return width + _width(text[reached:end])


def _width(text: str) -> int:
    return len(text) if is_plain(text) else sum(show_grapheme(grapheme)[1] for grapheme in iter_graphemes(text))
