"""Which lines and positions are in a table, and how its lines stay together. All positions are code points."""

from __future__ import annotations

from editor.document.document import Document
from editor.document.formatting.tables import cell_index, cell_spans, split_row
from editor.document.markdown.constructs import is_table_head
from editor.document.markdown.lines import LineStates


def is_in_table(document: Document, lines: LineStates, index: int) -> bool:
    """Return True if a line is the header of a table, the rule below it, or a row."""
    kind = lines.of(index).kind
    return kind in ("table.row", "table.rule") or is_table_head(lines, len(document.blocks), index)


def within_cell(document: Document, lines: LineStates, position: int) -> int:
    """Return the position in a cell's text that is nearest to one between cells; any other as it is."""
    index = document.block_index(position)
    if not is_in_table(document, lines, index):
        return position
    prefix, row = split_row(document, lines, index)
    origin = document.block_start(index) + len(prefix)
    spans = cell_spans(row)
    if not spans:
        return position
    first, last = spans[cell_index(row, position - origin)]
    return origin + min(max(position - origin, first), last)


def table_lines(document: Document, lines: LineStates, index: int) -> range:
    """Return all lines of the table that a line is in."""
    first, stop = index, index + 1
    while lines.of(first).kind in ("table.row", "table.rule"):
        first -= 1
    while stop < len(document.blocks) and lines.of(stop).kind in ("table.row", "table.rule"):
        stop += 1
    return range(first, stop)


def with_whole_tables(document: Document, lines: LineStates, selected: range) -> range:
    """Return selected lines with all lines of the tables that they begin or end in, which belong together."""
    if not selected:
        return selected
    first, last = (
        table_lines(document, lines, index) if is_in_table(document, lines, index) else range(index, index + 1)
        for index in (selected[0], selected[-1])
    )
    return range(min(first.start, selected.start), max(last.stop, selected.stop))


def may_move(document: Document, lines: LineStates, moved: range, passed: int) -> bool:
    """Return True if moving lines past another one leaves all tables whole: whole tables move, or rows below a header.

    `passed` may lie outside the document.
    """
    edges = [index for index in (*moved[:1], *moved[-1:], passed) if 0 <= index < len(document.blocks)]
    for index in edges:
        if not is_in_table(document, lines, index):
            continue
        table = table_lines(document, lines, index)
        is_whole = set(table) <= set(moved) and passed not in table
        rows = table[2:]
        if not is_whole and not (moved.start in rows and moved[-1] in rows and passed in rows):
            return False
    return True
