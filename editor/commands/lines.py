"""Commands on whole lines, and on words and characters in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from editor.commands.markup_keys import in_table, move_lines, shift_tab, tab
from editor.document import line_edits, word_edits
from editor.document.caret_edits import CaretEdit
from editor.document.formatting import joining, sorting, table_edits
from editor.document.formatting.table_lines import is_in_table
from editor.document.selections import Selection
from editor.keys.registry import command
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice


@command("indent", "Insert tab / indent lines", keys=("tab",), group="Lines", target=Canvas)
def indent(canvas: Canvas) -> None:
    """Insert tabs; if a selection spans several lines, indent every selected line.

    In a table, go to the next cell; of several carets, those in a table stay. In a list, indent the items.
    """
    if tab(canvas):
        return
    document = canvas.document
    if any(len(line_edits.selected_lines(document, selection)) > 1 for selection in canvas.selections):
        canvas.apply(*line_edits.indent(document, canvas.selections))
    else:
        canvas.edit_each(lambda selection: _tab(canvas, selection), "type")


def _tab(canvas: Canvas, selection: Selection) -> CaretEdit | None:
    """Return the edit that types a tab; None in a table, where a tab would stay in the cell."""
    document = canvas.document
    if is_in_table(document, canvas.markdown.lines, document.block_index(selection.start)):
        return None
    return CaretEdit(selection.start, selection.end, line_edits.INDENT)


@command("outdent", "Outdent", keys=("shift+tab",), group="Lines", target=Canvas)
def outdent(canvas: Canvas) -> None:
    """Remove a tab, or up to four spaces, from the start of each selected line.

    In a table, go to the previous cell. In a list, outdent the items.
    """
    if shift_tab(canvas):
        return
    canvas.apply(*line_edits.outdent(canvas.document, canvas.selections))


@command("move-lines-up", "Move lines up", keys=("alt+up",), group="Lines", target=Canvas)
def move_lines_up(canvas: Canvas) -> None:
    """Swap the selected lines with the line above; in a table, the row with the row above."""
    move_lines(canvas, -1)


@command("move-lines-down", "Move lines down", keys=("alt+down",), group="Lines", target=Canvas)
def move_lines_down(canvas: Canvas) -> None:
    """Swap the selected lines with the line below; in a table, the row with the row below."""
    move_lines(canvas, 1)


@command("duplicate", "Duplicate selection or line", keys=("ctrl+shift+d", "alt+shift+d"), group="Lines", target=Canvas)
def duplicate(canvas: Canvas) -> None:
    """Insert a second copy of the selection, or of the line; in a table, of the row."""
    if all(not selection.is_empty for selection in canvas.selections):
        canvas.write(*line_edits.duplicate(canvas.document, canvas.selections))
    elif not in_table(canvas, table_edits.duplicate_row):
        canvas.apply(*line_edits.duplicate(canvas.document, canvas.selections))


@command("delete-lines", "Delete lines", keys=("ctrl+shift+k", "alt+shift+k"), group="Lines", target=Canvas)
def delete_lines(canvas: Canvas) -> None:
    """Delete the selected lines with their line endings; in a table, the row."""
    if not in_table(canvas, table_edits.remove_row):
        canvas.apply(*line_edits.delete(canvas.document, canvas.selections))


@command("join-lines", "Join lines", keys=("alt+j",), group="Lines", target=Canvas)
def join_lines(canvas: Canvas) -> None:
    """Join the selected lines, or the line and the next: a space replaces each ending and the marks around it."""
    transaction, selections = joining.join(canvas.document, canvas.markdown.lines, canvas.selections)
    if transaction.changes:
        canvas.write(transaction, selections)
    else:
        canvas.post_message(Notice("nothing here can be joined"))


@command("sort-lines", "Sort lines A to Z", group="Lines", target=Canvas)
def sort_lines(canvas: Canvas) -> None:
    """Sort the selected lines or list items, ignoring case; in a table, the rows by the column."""
    if not in_table(canvas, table_edits.sort_rows, several=True):
        canvas.apply(*sorting.sort(canvas.document, canvas.markdown.lines, canvas.selections))


@command("sort-lines-descending", "Sort lines Z to A", group="Lines", target=Canvas)
def sort_lines_descending(canvas: Canvas) -> None:
    """Sort the selected lines or list items in reverse, ignoring case; in a table, the rows by the column."""
    if not in_table(canvas, partial(table_edits.sort_rows, descending=True), several=True):
        canvas.apply(*sorting.sort(canvas.document, canvas.markdown.lines, canvas.selections, descending=True))


@command("trim-spaces", "Trim trailing spaces", group="Lines", target=Canvas)
def trim_spaces(canvas: Canvas) -> None:
    """Remove trailing spaces from the selected lines, or from all lines."""
    canvas.apply(*line_edits.trim(canvas.document, canvas.selections))


@command("insert-line-below", "Insert line below", keys=("ctrl+enter", "alt+n"), group="Lines", target=Canvas)
def insert_line_below(canvas: Canvas) -> None:
    """Insert a line without breaking the caret's line; in a table, a row."""
    if not in_table(canvas, table_edits.add_row):
        canvas.apply(*line_edits.insert(canvas.document, canvas.selections))


@command(
    "insert-line-above", "Insert line above", keys=("ctrl+shift+enter", "alt+shift+n"), group="Lines", target=Canvas
)
def insert_line_above(canvas: Canvas) -> None:
    """Insert a line above the caret's line; in a table, a row."""
    if not in_table(canvas, partial(table_edits.add_row, above=True)):
        canvas.apply(*line_edits.insert(canvas.document, canvas.selections, above=True))


def _end_lines(canvas: Canvas, ending: str) -> None:
    canvas.apply(*line_edits.end_lines(canvas.document, canvas.selections, ending))
    canvas.document.newline = ending  # even if there is no line ending to change yet


@command("line-endings-lf", "Use LF line endings (Linux, macOS)", group="Lines", target=Canvas)
def line_endings_lf(canvas: Canvas) -> None:
    """Change every line ending to a line feed."""
    _end_lines(canvas, "\n")


@command("line-endings-crlf", "Use CRLF line endings (Windows)", group="Lines", target=Canvas)
def line_endings_crlf(canvas: Canvas) -> None:
    """Change every line ending to a carriage return and a line feed."""
    _end_lines(canvas, "\r\n")


def _recase(canvas: Canvas, change_case: Callable[[str], str]) -> None:
    recased = word_edits.recase(canvas.document, canvas.markdown, canvas.selections, change_case)
    if recased is None:
        canvas.post_message(Notice("no text here; code and addresses stay as they are"))
    else:
        canvas.write(*recased)


@command("upper-case", "Uppercase", keys=("alt+u",), group="Words", target=Canvas)
def upper_case(canvas: Canvas) -> None:
    """Change the selection, or the word, to upper case."""
    _recase(canvas, str.upper)


@command("lower-case", "Lowercase", keys=("alt+shift+u",), group="Words", target=Canvas)
def lower_case(canvas: Canvas) -> None:
    """Change the selection, or the word, to lower case."""
    _recase(canvas, str.lower)


@command("title-case", "Title Case", keys=("alt+c",), group="Words", target=Canvas)
def title_case(canvas: Canvas) -> None:
    """Capitalise the first letter of every word, without exceptions."""
    _recase(canvas, word_edits.title_case)


@command("toggle-case", "Swap upper and lower case", group="Words", target=Canvas)
def toggle_case(canvas: Canvas) -> None:
    """Change upper case to lower case and vice versa."""
    _recase(canvas, str.swapcase)


@command("transpose-characters", "Swap characters at caret", keys=("ctrl+t",), group="Words", target=Canvas)
def transpose_characters(canvas: Canvas) -> None:
    """Swap the two graphemes around the caret."""
    canvas.write(*word_edits.transpose_characters(canvas.document, canvas.markdown, canvas.selections))


@command("transpose-words", "Swap words at caret", keys=("alt+t",), group="Words", target=Canvas)
def transpose_words(canvas: Canvas) -> None:
    """Swap the two words around the caret, within a line; the text between them stays."""
    canvas.write(*word_edits.transpose_words(canvas.document, canvas.markdown, canvas.selections))
