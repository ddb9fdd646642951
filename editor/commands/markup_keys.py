"""Enter, Backspace, Tab and commands on lines, inside Markdown lists, quotes, tables and new links.

Each function returns False if Markdown doesn't apply, so that the plain command runs instead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from editor.document import Document, line_edits
from editor.document.formatting import continuation, emphasis, links, nesting, table_edits
from editor.document.formatting.table_lines import is_in_table, may_move, table_lines
from editor.document.line_edits import Edited, selected_lines
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from editor.view.widgets.notice import Notice

if TYPE_CHECKING:
    from editor.view.canvas.canvas import Canvas

Formatting = Callable[[Document, LineStates, Selections], Edited | None]


def apply_formatting(canvas: Canvas, formatting: Formatting, group: str | None = None) -> bool:
    """Apply the edit that `formatting` returns; return False if it returns None, or the draft isn't Markdown."""
    if not canvas.markdown.is_markdown:
        return False
    edited = formatting(canvas.document, canvas.markdown.lines, canvas.selections)
    if edited is None:
        return False
    canvas.apply(*edited, group)
    return True


def write_formatting(canvas: Canvas, formatting: Formatting) -> bool:
    """Apply the edit of text within lines that `formatting` returns, fitted into tables; return False if it is None, or
    the draft isn't Markdown."""
    if not canvas.markdown.is_markdown:
        canvas.post_message(Notice("this draft isn't Markdown"))
        return False
    edited = formatting(canvas.document, canvas.markdown.lines, canvas.selections)
    if edited is None:
        return False
    canvas.write(*edited)
    return True


def move_lines(canvas: Canvas, direction: Literal[-1, 1]) -> None:
    """Move the selected lines up (-1) or down (1); in a table, rows, which stay below its header and in it."""
    document, lines = canvas.document, canvas.markdown.lines
    if in_table(canvas, partial(table_edits.move_row, direction=direction)):
        return
    for selection in canvas.selections:
        moved = selected_lines(document, selection)
        if not may_move(document, lines, moved, moved.start - 1 if direction < 0 else moved.stop):
            return
    canvas.apply(*line_edits.move(document, canvas.selections, direction))


def in_table(canvas: Canvas, edit: Formatting, *, several: bool = False) -> bool:
    """Apply an edit of rows if the selection is in one table's row, or with `several` in one table.

    Return False elsewhere. Nothing happens where the table doesn't allow the edit.
    """
    document, lines, selections = canvas.document, canvas.markdown.lines, canvas.selections
    first, last = document.block_index(selections.main.start), document.block_index(selections.main.end)
    if len(selections) > 1 or not is_in_table(document, lines, first):
        return False
    if first != last and not (several and last in table_lines(document, lines, first)):
        return False
    apply_formatting(canvas, edit)
    return True


def break_line(canvas: Canvas) -> bool:
    """Handle Enter in tables, lists and quotes."""
    if len(canvas.selections) == 1 and apply_formatting(canvas, table_edits.cell_below):
        return True
    return apply_formatting(canvas, continuation.break_line, "type")


def delete_markup(canvas: Canvas) -> bool:
    """Handle Backspace right after the markup of lists and quotes, and between empty marks."""
    return apply_formatting(canvas, continuation.delete_markup) or apply_formatting(canvas, emphasis.delete_empty_marks)


def tab(canvas: Canvas) -> bool:
    """Handle Tab: go from a new link's text to its address, to the next cell of a table, or indent a list item."""
    if len(canvas.selections) == 1 and apply_formatting(canvas, links.next_part):
        return True
    return apply_formatting(canvas, table_edits.next_cell) or apply_formatting(canvas, nesting.nest)


def shift_tab(canvas: Canvas) -> bool:
    """Handle Shift+Tab: go to the previous cell, or outdent a list item."""
    return apply_formatting(canvas, table_edits.previous_cell) or apply_formatting(canvas, nesting.unnest)
