"""Table edits: move between cells; add, remove and fill rows and columns; align columns; insert a table.

A table whose columns are aligned in the file stays aligned. Each function handles the main selection only and returns
one transaction and the selection after it, or None if there is no table or nothing to do. All positions are code
points.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from wcwidth import wcswidth

from editor.document.document import Document
from editor.document.formatting.column_order import sort_key
from editor.document.formatting.grids import read_grid
from editor.document.formatting.tables import Alignment, Table, cell_index, cell_spans, split_row, table_at
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction

Edited = tuple[Transaction, Selections]

_NEW_COLUMNS = 3
_WIDEST = 160  # cells; wider tables are aligned on demand only
_NO_SIGN = re.compile(r"[^>\s]")  # characters that aren't part of a quote's prefix


@dataclass(frozen=True)
class _Cell:
    """A cell of a table; row 0 is the header, which includes the delimiter row."""

    table: Table
    row: int
    column: int


def next_cell(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Select the text of the next cell; after the last cell, add a row."""
    cell = _cell(document, lines, selections)
    if cell is None:
        return None
    rows, columns = len(cell.table.rows), len(cell.table.alignments)
    row, column = (cell.row, cell.column + 1) if cell.column + 1 < columns else (cell.row + 1, 0)
    if row == rows:
        return _rewritten(document, cell.table, _with_row(cell.table, row, column))
    return _selected(document, _Cell(cell.table, row, column))


def cell_below(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Select the text of the cell below; below the last row, add one. In an empty last row, leave the table instead.

    None at the end of a last row that is being written sign by sign.
    """
    cell = _cell(document, lines, selections)
    if cell is None or _is_after_last_row(document, lines, cell, selections.main.head):
        return None
    table, row = cell.table, cell.row + 1
    if row < len(table.rows):
        return _selected(document, _Cell(table, row, cell.column))
    if cell.row and not any(table.rows[cell.row]):
        return _left(document, table)
    return _rewritten(document, table, _with_row(table, row, cell.column))


def _is_after_last_row(document: Document, lines: LineStates, cell: _Cell, caret: int) -> bool:
    """Return True if a caret is after the closing pipe of a table's last line, or in a line without pipes there."""
    last = cell.table.first + len(cell.table.rows)
    text = document.blocks[last].text
    if caret != document.block_start(last) + len(text):
        return False
    row = split_row(document, lines, last)[1]
    return cell_spans(row)[-1][1] < len(row.rstrip()) or "|" not in row


def _left(document: Document, table: Table) -> Edited:
    """Remove an empty last row, and put the caret below the table."""
    last = table.first + len(table.rows)
    start, prefix = document.block_start(last), _NO_SIGN.sub(" ", table.prefixes[-1])
    end = start + len(document.blocks[last].text)
    caret = start + len(prefix.rstrip()) + len(document.newline) + len(prefix)
    is_followed = last + 1 < len(document.blocks) and document.blocks[last + 1].text.strip(" \t>")
    after = document.newline if is_followed else ""
    blank = prefix.rstrip() + document.newline + prefix + after
    return Transaction((Change(start, end, blank),)), Selections.single(caret, caret)


def previous_cell(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Select the text of the previous cell; the first one stays selected."""
    cell = _cell(document, lines, selections)
    if cell is None:
        return None
    last = len(cell.table.alignments) - 1
    row, column = (cell.row, cell.column - 1) if cell.column else (cell.row - 1, last)
    return _selected(document, cell if row < 0 else _Cell(cell.table, row, column))


def add_row(document: Document, lines: LineStates, selections: Selections, *, above: bool = False) -> Edited | None:
    """Insert an empty row below or above the caret's row, but never above the header."""

    def added(cell: _Cell) -> _Cell:
        return _with_row(cell.table, max(1, cell.row) if above else cell.row + 1, cell.column)

    return _edited(document, lines, selections, added)


def duplicate_row(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Insert a copy of the caret's row below it; a copy of the header becomes the first row."""

    def copied(cell: _Cell) -> _Cell:
        made = _with_row(cell.table, cell.row + 1, cell.column)
        rows = list(made.table.rows)
        rows[cell.row + 1] = rows[cell.row]
        return replace(made, table=replace(made.table, rows=tuple(rows)))

    return _edited(document, lines, selections, copied)


def remove_row(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Delete the caret's row. After the header the next row becomes the header; the last row stays."""

    def removed(cell: _Cell) -> _Cell | None:
        table = cell.table
        if len(table.rows) == 1:
            return None
        rows = table.rows[: cell.row] + table.rows[cell.row + 1 :]
        left = replace(table, rows=rows, prefixes=table.prefixes[:-1])
        return _Cell(left, min(cell.row, len(rows) - 1), cell.column)

    return _edited(document, lines, selections, removed)


def add_column(document: Document, lines: LineStates, selections: Selections, *, left: bool = False) -> Edited | None:
    """Insert an empty column to the right or left of the caret's column."""

    def added(cell: _Cell) -> _Cell:
        at, table = cell.column + (not left), cell.table
        rows = tuple((*row[:at], "", *row[at:]) for row in _filled(table))
        alignments: tuple[Alignment, ...] = (*table.alignments[:at], "none", *table.alignments[at:])
        return _Cell(replace(table, rows=rows, alignments=alignments), cell.row, at)

    return _edited(document, lines, selections, added)


def remove_column(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Delete the caret's column; the last one stays."""

    def removed(cell: _Cell) -> _Cell | None:
        at, table = cell.column, cell.table
        if len(table.alignments) == 1:
            return None
        rows = tuple(row[:at] + row[at + 1 :] for row in table.rows)
        alignments = table.alignments[:at] + table.alignments[at + 1 :]
        return _Cell(replace(table, rows=rows, alignments=alignments), cell.row, min(at, len(alignments) - 1))

    return _edited(document, lines, selections, removed)


def move_row(document: Document, lines: LineStates, selections: Selections, direction: Literal[-1, 1]) -> Edited | None:
    """Move the caret's row up (-1) or down (1). The header stays where it is, and no row goes above it."""

    def moved(cell: _Cell) -> _Cell | None:
        table, to = cell.table, cell.row + direction
        if not (cell.row >= 1 and 1 <= to < len(table.rows)):
            return None
        rows = list(table.rows)
        rows[cell.row], rows[to] = rows[to], rows[cell.row]
        return _Cell(replace(table, rows=tuple(rows)), to, cell.column)

    return _edited(document, lines, selections, moved)


def move_column(
    document: Document, lines: LineStates, selections: Selections, direction: Literal[-1, 1]
) -> Edited | None:
    """Move the caret's column to the left (-1) or right (1), with its alignment."""

    def moved(cell: _Cell) -> _Cell | None:
        at, to, table = cell.column, cell.column + direction, cell.table
        if not 0 <= to < len(table.alignments):
            return None
        order = list(range(len(table.alignments)))
        order[at], order[to] = order[to], order[at]
        rows = tuple((*(row[column] for column in order), *row[len(order) :]) for row in _filled(table))
        alignments = tuple(table.alignments[column] for column in order)
        return _Cell(replace(table, rows=rows, alignments=alignments), cell.row, to)

    return _edited(document, lines, selections, moved)


def sort_rows(
    document: Document, lines: LineStates, selections: Selections, *, descending: bool = False
) -> Edited | None:
    """Sort the rows below the header by the caret's column: numbers as numbers, then words; empty cells come last."""

    def sorted_by(cell: _Cell) -> _Cell:
        table, filled = cell.table, _filled(cell.table)
        keys = {row: sort_key(filled[row][cell.column]) for row in range(1, len(filled))}
        written = [row for row in keys if keys[row] is not None]
        written.sort(key=lambda row: keys[row] or (0, 0.0, ""), reverse=descending)
        order = [0, *written, *(row for row in keys if keys[row] is None)]
        rows = tuple(table.rows[row] for row in order)
        return _Cell(replace(table, rows=rows), order.index(cell.row), cell.column)

    return _edited(document, lines, selections, sorted_by)


def fill(document: Document, lines: LineStates, selections: Selections, text: str) -> Edited | None:
    """Write the rows of cells in `text` into the table, from the caret's cell on; the table grows as needed.

    None if there are none, if the caret isn't in a table, or if there are several.
    """
    cell = _cell(document, lines, selections) if len(selections) == 1 else None
    grid = None if cell is None else read_grid(text)
    if cell is None or grid is None:
        return None
    table, height, width = cell.table, len(grid), max(map(len, grid))
    columns = max(len(table.alignments), cell.column + width)
    alignments: list[Alignment] = [*table.alignments, *["none"] * (columns - len(table.alignments))]  # type: ignore[list-item]
    rows = [[*row, *[""] * (columns - len(row))] for row in table.rows]
    rows += [[""] * columns for _ in range(cell.row + height - len(rows))]
    for number, values in enumerate(grid, cell.row):
        rows[number][cell.column : cell.column + len(values)] = values
    added = len(rows) - len(table.rows)
    prefixes = (*table.prefixes, *[_NO_SIGN.sub(" ", table.prefixes[-1])] * added)
    grown = replace(table, rows=tuple(map(tuple, rows)), alignments=tuple(alignments), prefixes=prefixes)
    transaction, selected = _rewritten(
        document, table, _Cell(grown, cell.row + height - 1, cell.column + len(grid[-1]) - 1)
    )
    end = selected.main.end
    return transaction, Selections.single(end, end)


def align_column(document: Document, lines: LineStates, selections: Selections, alignment: Alignment) -> Edited | None:
    """Align the caret's column; if it already is, remove the alignment."""

    def aligned(cell: _Cell) -> _Cell:
        alignments = list(cell.table.alignments)
        alignments[cell.column] = "none" if alignments[cell.column] == alignment else alignment
        return replace(cell, table=replace(cell.table, alignments=tuple(alignments)))

    return _edited(document, lines, selections, aligned)


def realign(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Align the columns of the table in the file."""
    cell = _cell(document, lines, selections)
    return None if cell is None else _rewritten(document, cell.table, cell, padded=True)


def aligned(document: Document, lines: LineStates, index: int) -> Transaction | None:
    """Return the edit that aligns the columns of the table that line `index` is in.

    None if they are, or if a line would be wider than `_WIDEST`.
    """
    table = table_at(document, lines, index)
    if table is None:
        return None
    if max(map(wcswidth, table.lines(padded=True))) > _WIDEST:
        return None
    return _rewritten(document, table, _Cell(table, 0, 0), padded=True)[0]


def insert(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Insert a table below the caret's line, or in its place if it is blank; the caret goes into it."""
    index = document.block_index(selections.main.head)
    prefix, text = split_row(document, lines, index)
    prefix = _NO_SIGN.sub(" ", prefix)
    unaligned: list[Alignment] = ["none"] * _NEW_COLUMNS
    table = Table(index, (("",) * _NEW_COLUMNS,) * 2, tuple(unaligned), (prefix,) * 3)
    newline, end = document.newline, document.block_start(index) + len(prefix) + len(text)
    blank = newline + prefix.rstrip()
    is_followed = index + 1 < len(document.blocks) and lines.of(index + 1).kind != "blank"
    before, after = blank + newline if text.strip() else "", blank if is_followed else ""
    start = end if before else document.block_start(index)
    caret = start + len(before) + len(prefix) + len("| ")
    written = before + newline.join(table.lines(padded=True)) + after
    return Transaction((Change(start, end, written),)), Selections.single(caret, caret)


def _cell(document: Document, lines: LineStates, selections: Selections) -> _Cell | None:
    """Return the cell that contains the main caret."""
    caret = selections.main.head
    index = document.block_index(caret)
    table = table_at(document, lines, index)
    if table is None:
        return None
    prefix, row = split_row(document, lines, index)
    column = cell_index(row, caret - document.block_start(index) - len(prefix))
    line = index - table.first
    return _Cell(table, max(0, line - 1), min(column, len(table.alignments) - 1))


def _filled(table: Table) -> list[tuple[str, ...]]:
    """Return the rows, filled up to the number of columns in the header."""
    columns = len(table.alignments)
    return [row + ("",) * (columns - len(row)) for row in table.rows]


def _with_row(table: Table, row: int, column: int) -> _Cell:
    """Return a cell of a new row."""
    rows = (*table.rows[:row], ("",) * len(table.alignments), *table.rows[row:])
    return _Cell(replace(table, rows=rows, prefixes=(*table.prefixes, table.prefixes[-1])), row, column)


def _selected(document: Document, cell: _Cell) -> Edited:
    """Select the text of a cell, adding it if its row is too short."""
    table = cell.table
    if cell.column >= len(table.rows[cell.row]):
        return _rewritten(document, table, replace(cell, table=replace(table, rows=tuple(_filled(table)))))
    line = _line(cell)
    return Transaction(()), _cell_selection(document.blocks[line].text, document.block_start(line), cell)


def _line(cell: _Cell) -> int:
    return cell.table.first + cell.row + (cell.row > 0)


def _cell_selection(line: str, line_start: int, cell: _Cell) -> Selections:
    """Return the selection of a cell's text in its line, which may not be in the document yet."""
    prefix = cell.table.prefixes[_line(cell) - cell.table.first]
    start, end = cell_spans(line[len(prefix) :])[cell.column]
    origin = line_start + len(prefix)
    return Selections.single(origin + start, origin + end)


def _edited(
    document: Document, lines: LineStates, selections: Selections, edit: Callable[[_Cell], _Cell | None]
) -> Edited | None:
    cell = _cell(document, lines, selections)
    after = None if cell is None else edit(cell)
    return None if cell is None or after is None else _rewritten(document, cell.table, after)


def _rewritten(document: Document, table: Table, cell: _Cell, *, padded: bool | None = None) -> Edited:
    """Replace `table` by the table of `cell`. `padded` as in `Table.lines`; None keeps the current form."""
    old = [document.blocks[table.first + line].text for line in range(len(table.rows) + 1)]
    new = cell.table.lines(padded=old == table.lines(padded=True) if padded is None else padded)
    above = below = 0
    shorter = min(len(old), len(new))
    while above < shorter and old[above] == new[above]:
        above += 1
    while below < shorter - above and old[-1 - below] == new[-1 - below]:
        below += 1
    removed, added = old[above : len(old) - below], new[above : len(new) - below]
    transaction = Transaction(tuple(_line_changes(document, table.first + above, len(removed), added)))
    line = _line(cell)
    if line - table.first < len(new) - below:
        kept = min(line - table.first, above)
        start = document.block_start(table.first + kept)
        if table.first + kept == len(document.blocks):  # a line added at the end of the document
            start += len(document.newline)
        start += sum(len(text) + len(document.newline) for text in new[kept : line - table.first])
    else:
        start = document.block_start(line + len(old) - len(new)) + transaction.delta
    return transaction, _cell_selection(new[line - table.first], start, cell)


def _line_changes(document: Document, first: int, removed: int, added: list[str]) -> list[Change]:
    """Replace `removed` lines from index `first` on by the `added` ones; the line ending after them stays."""
    if not removed and not added:
        return []
    start = document.block_start(first)
    if not removed:  # after the line above, which may be the last one
        place = document.block_start(first - 1) + len(document.blocks[first - 1].text)
        return [Change(place, place, "".join(document.newline + text for text in added))]
    end = document.block_start(first + removed - 1) + len(document.blocks[first + removed - 1].text)
    if not added:
        above = document.block_start(first - 1) + len(document.blocks[first - 1].text)
        return [Change(above, end, "")]
    return [Change(start, end, document.newline.join(added))]
