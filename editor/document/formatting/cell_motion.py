"""Moving by characters through a table: from the end of a cell's text to the start of the next one's, and back.

Positions are code points; None where the plain motion is right.
"""

from __future__ import annotations

from editor.document.document import Document
from editor.document.formatting.table_lines import is_in_table
from editor.document.formatting.tables import cell_index, cell_spans, split_row
from editor.document.markdown.lines import LineStates


def right(document: Document, lines: LineStates, position: int) -> int | None:
    """Return where a caret goes from the end of a cell: to the next one, also in the row below."""
    found = _cell(document, lines, position)
    if found is None:
        return None
    index, origin, spans, cell = found
    if position - origin < spans[cell][0]:
        return origin + spans[cell][0]
    if position - origin < spans[cell][1]:
        return None
    if cell + 1 < len(spans):
        return origin + spans[cell + 1][0]
    below = index + 1
    if below < len(document.blocks) and lines.of(below).kind == "table.rule":
        below += 1
    if below == len(document.blocks):
        return None
    start, spans_below = _spans(document, lines, below)
    return start + spans_below[0][0] if spans_below else document.block_start(below)


def left(document: Document, lines: LineStates, position: int) -> int | None:
    """Return where a caret goes from the start of a cell: to the one before, also in the row above."""
    found = _cell(document, lines, position)
    if found is None:
        return None
    index, origin, spans, cell = found
    if position - origin > spans[cell][1]:
        return None if document.slice(origin + spans[cell][1], position).isspace() else origin + spans[cell][1]
    if position - origin > spans[cell][0]:
        return None
    if cell:
        return origin + spans[cell - 1][1]
    above = index - 1
    if above >= 0 and lines.of(above).kind == "table.rule":
        above -= 1
    if above < 0:
        return None
    start, spans_above = _spans(document, lines, above)
    if spans_above:
        return start + spans_above[-1][1]
    return document.block_start(above) + len(document.blocks[above].text)


def _cell(document: Document, lines: LineStates, position: int) -> tuple[int, int, list[tuple[int, int]], int] | None:
    """Return the line of a position, the start of the row's text, the cells in it, and the position's own."""
    index = document.block_index(position)
    origin, spans = _spans(document, lines, index)
    if not spans or "|" not in document.blocks[index].text:
        return None
    return index, origin, spans, cell_index(split_row(document, lines, index)[1], max(0, position - origin))


def _spans(document: Document, lines: LineStates, index: int) -> tuple[int, list[tuple[int, int]]]:
    if not is_in_table(document, lines, index) or lines.of(index).kind == "table.rule":
        return 0, []
    prefix, row = split_row(document, lines, index)
    return document.block_start(index) + len(prefix), cell_spans(row)
