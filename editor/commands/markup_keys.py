"""Enter, Backspace and Tab inside Markdown lists, quotes and tables.

Each function returns False if Markdown doesn't apply, so that the plain command runs instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.document import Document
from editor.document.formatting import continuation, emphasis, nesting, table_edits
from editor.document.line_edits import Edited
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections

if TYPE_CHECKING:
    from editor.view.canvas.canvas import Canvas

Formatting = Callable[[Document, LineStates, Selections], Edited | None]


def apply_formatting(canvas: Canvas, formatting: Formatting, group: str | None = None) -> bool:
    """Apply the edit that `formatting` returns; return False if it returns None."""
    edited = formatting(canvas.document, canvas.markdown.lines, canvas.selections)
    if edited is None:
        return False
    canvas.apply(*edited, group)
    return True


def break_line(canvas: Canvas) -> bool:
    """Handle Enter in lists and quotes."""
    return apply_formatting(canvas, continuation.break_line, "type")


def delete_markup(canvas: Canvas) -> bool:
    """Handle Backspace right after the markup of lists and quotes, and between empty marks."""
    return apply_formatting(canvas, continuation.delete_markup) or apply_formatting(canvas, emphasis.delete_empty_marks)


def tab(canvas: Canvas) -> bool:
    """Handle Tab: go to the next cell of a table, or indent a list item."""
    return apply_formatting(canvas, table_edits.next_cell) or apply_formatting(canvas, nesting.nest)


def shift_tab(canvas: Canvas) -> bool:
    """Handle Shift+Tab: go to the previous cell, or outdent a list item."""
    return apply_formatting(canvas, table_edits.previous_cell) or apply_formatting(canvas, nesting.unnest)
