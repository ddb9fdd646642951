"""Quotes: add them around whole lines, nest them, remove them.

Each function returns one transaction and the selections after it. All positions are code points.
"""

from __future__ import annotations

from editor.document.document import Document
from editor.document.formatting.containers import Stretch, shared_containers, stretch_around
from editor.document.formatting.table_lines import with_whole_tables
from editor.document.line_edits import Edited, selected_lines
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction


def toggle_quote(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Quote the selected lines; if all lines with text are in a quote, remove its sign."""
    indices = _indices(document, lines, selections)
    solid = [index for index in indices if lines.of(index).kind != "blank"]
    if solid and all(lines.of(index).quote_depth for index in solid):
        return unquote(document, lines, selections)
    return quote(document, lines, selections)


def quote(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Quote the selected lines, one level deeper if they are already in a quote."""
    changes: dict[int, Change] = {}
    for selection in selections:
        selected = with_whole_tables(document, lines, selected_lines(document, selection))
        stretch = stretch_around(document, lines, selected[0], selected[-1])
        depth = len(shared_containers(stretch, selected))
        for index in selected:
            text = document.blocks[index].text
            offset = stretch.line(index).start_of(depth) if index < stretch.stop and _has(stretch, index, depth) else 0
            place = document.block_start(index) + offset
            is_only = len(selected) == 1
            changes[index] = Change(place, place, "> " if is_only or text[offset:].strip() else ">")
    transaction = Transaction(tuple(changes[index] for index in sorted(changes)))
    return transaction, selections.map(transaction)


def unquote(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Remove one sign from each selected line that is in a quote."""
    changes = []
    for index in _indices(document, lines, selections):
        signs = [marker for marker in lines.of(index).markers if marker.kind == "quote"]
        if signs:
            start, text = document.block_start(index), document.blocks[index].text
            end = signs[-1].end + text.startswith(" ", signs[-1].end)
            changes.append(Change(start + signs[-1].start, start + end, ""))
    transaction = Transaction(tuple(changes))
    return transaction, selections.map(transaction)


def _indices(document: Document, lines: LineStates, selections: Selections) -> list[int]:
    selected = [with_whole_tables(document, lines, selected_lines(document, one)) for one in selections]
    return sorted({index for indices in selected for index in indices})


def _has(stretch: Stretch, index: int, depth: int) -> bool:
    return depth <= len(stretch.line(index).ends)
