"""Commands on whole lines, and on words and characters where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.commands.markup_keys import shift_tab, tab
from editor.document import line_edits, word_edits
from editor.document.caret_edits import CaretEdit
from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.view.canvas.canvas import Canvas


@command("indent", "Insert a tab, or indent the selected lines", keys=("tab",), group="Lines")
def indent(canvas: Canvas) -> None:
    """Insert tabs; where a selection goes over several lines, indent all lines that are selected.

    In a table go to the next cell, in a list put the items further in.
    """
    if tab(canvas):
        return
    document = canvas.document
    if any(len(line_edits.selected_lines(document, selection)) > 1 for selection in canvas.selections):
        canvas.apply(*line_edits.indent(document, canvas.selections))
    else:
        canvas.edit_each(lambda selection: CaretEdit(selection.start, selection.end, line_edits.INDENT), "type")


@command("outdent", "Take back one indentation", keys=("shift+tab",), group="Lines")
def outdent(canvas: Canvas) -> None:
    """Take a tab, or up to four spaces, from the start of each selected line.

    In a table go to the cell before, in a list put the items further out.
    """
    if shift_tab(canvas):
        return
    canvas.apply(*line_edits.outdent(canvas.document, canvas.selections))


@command("move-lines-up", "Move the selected lines up", keys=("alt+up",), group="Lines")
def move_lines_up(canvas: Canvas) -> None:
    """Let the selected lines and the line above change places."""
    canvas.apply(*line_edits.move(canvas.document, canvas.selections, -1))


@command("move-lines-down", "Move the selected lines down", keys=("alt+down",), group="Lines")
def move_lines_down(canvas: Canvas) -> None:
    """Let the selected lines and the line below change places."""
    canvas.apply(*line_edits.move(canvas.document, canvas.selections, 1))


@command("duplicate", "Duplicate the selection, or the line", keys=("ctrl+shift+d", "alt+shift+d"), group="Lines")
def duplicate(canvas: Canvas) -> None:
    """Put the selection, or the line, in the text once more."""
    canvas.apply(*line_edits.duplicate(canvas.document, canvas.selections))


@command("delete-lines", "Delete the selected lines", keys=("ctrl+shift+k", "alt+shift+k"), group="Lines")
def delete_lines(canvas: Canvas) -> None:
    """Delete whole lines, with their line ends."""
    canvas.apply(*line_edits.delete(canvas.document, canvas.selections))


@command("join-lines", "Join the line with the next, or the selected lines", keys=("alt+j",), group="Lines")
def join_lines(canvas: Canvas) -> None:
    """Put one space in the place of line ends and the spaces around them."""
    canvas.apply(*line_edits.join(canvas.document, canvas.selections))


@command("sort-lines", "Sort the selected lines from A to Z", group="Lines")
def sort_lines(canvas: Canvas) -> None:
    """Sort without regard to case."""
    canvas.apply(*line_edits.sort(canvas.document, canvas.selections))


@command("sort-lines-descending", "Sort the selected lines from Z to A", group="Lines")
def sort_lines_descending(canvas: Canvas) -> None:
    """Sort the other way round."""
    canvas.apply(*line_edits.sort(canvas.document, canvas.selections, descending=True))


@command("trim-spaces", "Delete spaces at the ends of lines", group="Lines")
def trim_spaces(canvas: Canvas) -> None:
    """Trim the selected lines, or all."""
    canvas.apply(*line_edits.trim(canvas.document, canvas.selections))


@command("insert-line-below", "Begin a new line below", keys=("ctrl+enter", "alt+n"), group="Lines")
def insert_line_below(canvas: Canvas) -> None:
    """Insert a line without breaking the one that the caret is in."""
    canvas.apply(*line_edits.insert(canvas.document, canvas.selections))


@command("insert-line-above", "Begin a new line above", keys=("ctrl+shift+enter", "alt+shift+n"), group="Lines")
def insert_line_above(canvas: Canvas) -> None:
    """Insert a line above the one that the caret is in."""
    canvas.apply(*line_edits.insert(canvas.document, canvas.selections, above=True))


def _end_lines(canvas: Canvas, ending: str) -> None:
    canvas.apply(*line_edits.end_lines(canvas.document, canvas.selections, ending))
    canvas.document.newline = ending  # also where there is no line to be ended yet


@command("line-endings-lf", "End all lines as Linux and macOS do (LF)", group="Lines")
def line_endings_lf(canvas: Canvas) -> None:
    """Change the line endings to line feeds."""
    _end_lines(canvas, "\n")


@command("line-endings-crlf", "End all lines as Windows does (CRLF)", group="Lines")
def line_endings_crlf(canvas: Canvas) -> None:
    """Change the line endings to a carriage return and a line feed each."""
    _end_lines(canvas, "\r\n")


def _recase(canvas: Canvas, change_case: Callable[[str], str]) -> None:
    canvas.apply(*word_edits.recase(canvas.document, canvas.selections, change_case))


@command("upper-case", "Put the selection, or the word, in CAPITALS", keys=("alt+u",), group="Words")
def upper_case(canvas: Canvas) -> None:
    """Upper case."""
    _recase(canvas, str.upper)


@command("lower-case", "Put the selection, or the word, in small letters", keys=("alt+shift+u",), group="Words")
def lower_case(canvas: Canvas) -> None:
    """Lower case."""
    _recase(canvas, str.lower)


@command("title-case", "Begin Each Word With a Capital", keys=("alt+c",), group="Words")
def title_case(canvas: Canvas) -> None:
    """Title case, every word alike."""
    _recase(canvas, word_edits.title_case)


@command("toggle-case", "Swap capitals and small letters", group="Words")
def toggle_case(canvas: Canvas) -> None:
    """What was upper case becomes lower case and the other way round."""
    _recase(canvas, str.swapcase)


@command("transpose-characters", "Swap the characters around the caret", keys=("ctrl+t",), group="Words")
def transpose_characters(canvas: Canvas) -> None:
    """Let two graphemes change places."""
    canvas.apply(*word_edits.transpose_characters(canvas.document, canvas.selections))


@command("transpose-words", "Swap the words around the caret", keys=("alt+t",), group="Words")
def transpose_words(canvas: Canvas) -> None:
    """Let two words of a line change places; what is between them stays."""
    canvas.apply(*word_edits.transpose_words(canvas.document, canvas.selections))
