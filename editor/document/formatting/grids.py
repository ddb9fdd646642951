"""Rows of cells in a pasted text: from a spreadsheet (TSV), a CSV file, or a Markdown table."""

from __future__ import annotations

import csv
from io import StringIO

from editor.document.document import Document
from editor.document.formatting.cells import in_cell
from editor.document.formatting.tables import table_at
from editor.document.markdown.lines import LineStates
from editor.text.line_endings import with_endings

Grid = list[list[str]]


def read_grid(text: str) -> Grid | None:
    """Return the cells of a text, escaped for a table; None if it isn't a grid.

    Tabs separate cells even in a single line. Commas and semicolons do so only in several lines, all with equally many.
    """
    text = with_endings(text, "\n").strip("\n")
    if not text.strip():
        return None
    grid = _markdown(text)
    if grid is not None:
        return grid
    if "\t" in text:
        return _escaped(_parsed(text, "\t")) if not text.startswith("\t") or "\n" not in text else None
    if "\n" in text:
        for separator in ",;":
            grid = _parsed(text, separator)
            if grid is not None and len(grid) > 1 and len(grid[0]) > 1 and len({len(row) for row in grid}) == 1:
                return _escaped(grid)
    return None


def _markdown(text: str) -> Grid | None:
    """Return the rows of a text that consists of one table."""
    if "|" not in text or "\n" not in text:
        return None
    document = Document(text)
    table = table_at(document, LineStates(document), 0)
    if table is None or len(table.rows) + 1 != len(document.blocks):
        return None
    return [list(row) for row in table.rows]


def _parsed(text: str, separator: str) -> Grid | None:
    try:
        return [row for row in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True) if row]
    except csv.Error:
        return [line.split(separator) for line in text.split("\n") if line] if separator == "\t" else None


def _escaped(grid: Grid | None) -> Grid | None:
    return None if grid is None else [[in_cell(cell.strip()) for cell in row] for row in grid]
