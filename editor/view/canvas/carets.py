"""Carets and selections: their allowed positions, and how a row shows them."""

from __future__ import annotations

from rich.style import Style

from editor.document import Document
from editor.document.selections import Selection, Selections
from editor.text.graphemes import is_grapheme_boundary, next_grapheme, previous_grapheme
from editor.view.canvas.row_rendering import Mark
from editor.view.canvas.viewport import Viewport
from editor.view.layout.block_layout import BlockLayout
from editor.view.theme.theme import Theme

MANY = 64
"""Selections; when so many change at once, the whole screen is drawn again."""


def snapped(document: Document, position: int, *, forward: bool = False) -> int:
    """Clamp a position and move it to a grapheme boundary of its block, never into a line end."""
    position = min(max(0, position), len(document))
    index = document.block_index(position)
    start, text = document.block_start(index), document.blocks[index].text
    offset = position - start
    if offset > len(text):  # between the \r and the \n of a line end
        return start + (document.blocks[index].length if forward else len(text))
    if is_grapheme_boundary(text, offset):
        return position
    return start + (next_grapheme(text, offset) if forward else previous_grapheme(text, offset))


def all_snapped(document: Document, selections: Selections, *, forward: bool = False) -> Selections:
    """Move both ends of all selections to grapheme boundaries."""
    found = []
    for one in selections:
        head = snapped(document, one.head, forward=forward)
        anchor = head if one.is_empty else snapped(document, one.anchor, forward=forward)
        found.append(one if (anchor, head) == (one.anchor, one.head) else Selection(anchor, head))
    if len(found) == 1 and found[0] is selections.main:
        return selections
    return Selections.of(found, found[selections.main_index])


def selection_marks(
    layout: BlockLayout, row: int, block_start: int, selections: Selections, theme: Theme
) -> tuple[list[Mark], Style | None]:
    """Return the marks of selections on a row, and the style of the cell after its text, if it is selected.

    `block_start` is the document position at which the row's block begins.
    """
    start, end = layout.row_span(row)
    marks: list[Mark] = []
    after: Style | None = None
    for selection in selections.between(block_start + start, block_start + end):
        first, last = selection.start - block_start, selection.end - block_start
        if first < last and first < end and last > start:
            marks.append(Mark(max(first, start), min(last, end), theme.overlay("selection")))
        if row + 1 == layout.height and first <= end < last:
            after = theme.overlay("selection")
    return marks, after


def caret_marks(
    layout: BlockLayout, row: int, block_start: int, selections: Selections, theme: Theme
) -> tuple[list[Mark], Style | None]:
    """Return the marks of carets on a row, and the style of the cell after its text, if one is there."""
    start, end = layout.row_span(row)
    marks: list[Mark] = []
    after: Style | None = None
    for selection in selections.between(block_start + start, block_start + end):
        caret = selection.head - block_start
        if not start <= caret <= end or layout.row_of(caret) != row:
            continue
        style = theme.overlay("caret" if selection == selections.main else "caret.other")
        if layout.x_in_row(row, caret) >= layout.x_in_row(row, end):  # at the end, or among hanging spaces
            after = style
        else:
            marks.append(Mark(caret, _shown_end(layout, row, caret), style))
    return marks, after


def _shown_end(layout: BlockLayout, row: int, caret: int) -> int:
    """Return the end of the grapheme after a caret or, if it is hidden, of the next one that is drawn."""
    end, x = next_grapheme(layout.text, caret), layout.x_in_row(row, caret)
    while layout.x_in_row(row, end) == x and end < layout.row_span(row)[1]:
        end = next_grapheme(layout.text, end)
    return end


def changed_lines(viewport: Viewport, before: Selections, after: Selections) -> list[range] | None:
    """Return the lines of the screen on which a caret or a selection differs; None: draw all, there are so many."""
    if len(before) == len(after) == 1 and before.main.anchor == after.main.anchor:
        heads = before.main.head, after.main.head
        return [viewport.lines_between(min(heads), max(heads))]
    shown = viewport.visible_range()
    changed = set(before.between(*shown)) ^ set(after.between(*shown))
    if len(changed) > MANY:
        return None
    lines = [viewport.lines_between(selection.start, selection.end) for selection in changed]
    if before.main != after.main:  # the terminal's cursor and a theme may tell the main caret from the others
        lines += [viewport.lines_between(head, head) for head in (before.main.head, after.main.head)]
    return lines
