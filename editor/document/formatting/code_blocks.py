"""Put fences around lines of code, or remove them. All positions are code points."""

from __future__ import annotations

import re

from editor.document.document import Document
from editor.document.formatting.containers import Stretch, stretch_around
from editor.document.formatting.table_lines import with_whole_tables
from editor.document.line_edits import Edited, selected_lines
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

_FENCE = re.compile(r"\s*(`{3,})")


def toggle(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Put fences around the selected lines, inside their quotes; in fenced code, remove the fences."""
    opening: list[Change] = []
    closing: list[Change] = []
    reached = -1
    for selection in selections:
        selected = with_whole_tables(document, lines, selected_lines(document, selection))
        if selected[0] <= reached:
            continue
        if lines.of(selected[0]).kind in ("fence", "code"):
            selected = _fenced(document, lines, selected[0])
            opening += _without_fences(document, lines, selected)
        else:
            first, last = _fences(document, lines, selected)
            opening.append(first)
            closing.append(last)
        reached = selected[-1]
    # Apply the opening fences first, so that a caret on an empty line ends up between the two.
    opened = Transaction(tuple(opening))
    closed = Transaction(tuple(_moved(change, opened) for change in closing))
    placed = [_before(selection.map(opened), closed) for selection in selections]
    return opened.compose(closed), Selections.of(placed, placed[selections.main_index])


def _moved(change: Change, opened: Transaction) -> Change:
    start, end = opened.map_positions([change.start, change.end])
    return Change(start, end, change.text)


def _before(selection: Selection, closed: Transaction) -> Selection:
    """Return a selection that stays before the closing fence inserted at its end."""
    anchor, head = closed.map_positions([selection.anchor, selection.head], -1)
    return Selection(anchor, head)


def _fences(document: Document, lines: LineStates, selected: range) -> tuple[Change, Change]:
    """Return the changes that put a fence above the selected lines, longer than those among them, and one below."""
    markup = _markup(document, stretch_around(document, lines, selected[0], selected[-1]), selected)
    texts = [document.blocks[index].text[len(markup) :] for index in selected]
    runs = [len(run[1]) for text in texts if (run := _FENCE.match(text))]
    fence = markup + "`" * max([3, *(length + 1 for length in runs)])
    start, newline = document.block_start(selected[0]), document.newline
    end = document.block_start(selected[-1]) + len(document.blocks[selected[-1]].text)
    return Change(start, start, fence + newline), Change(end, end, newline + fence)


def _markup(document: Document, stretch: Stretch, selected: range) -> str:
    """Return the line prefix of the quotes and items that contain all selected lines."""
    first, markup = stretch.line(selected[0]), ""
    for depth, container in enumerate(first.containers[: len(first.ends)]):
        begins_here = container.first == selected[0] and container.kind != "quote"
        holds_all = all(index < stretch.stop and container in stretch.line(index).containers for index in selected)
        if begins_here or not holds_all:
            break
        markup = document.blocks[selected[0]].text[: first.ends[depth]]
    return markup


def _fenced(document: Document, lines: LineStates, index: int) -> range:
    """Return the lines of the fenced code around a line, including its fences."""
    first = index
    while first and lines.of(first).continues:
        first -= 1
    stop = first + 1
    while stop < len(document.blocks) and lines.of(stop).kind in ("fence", "code") and lines.of(stop).continues:
        stop += 1
    return range(first, stop)


def _without_fences(document: Document, lines: LineStates, fenced: range) -> list[Change]:
    start, inside = document.block_start(fenced[0]), document.block_start(fenced[0] + 1)
    changes = [Change(start, inside, "")]
    last = fenced[-1]
    if last > fenced[0] and lines.of(last).kind == "fence":
        end = document.block_start(last) + len(document.blocks[last].text)
        above = document.block_start(last - 1) + len(document.blocks[last - 1].text)
        changes.append(Change(max(inside, above), end, ""))
    return changes
