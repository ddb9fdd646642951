"""Commands that change the text: delete, break lines, indent, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.commands.motion import grapheme_left, grapheme_right, word_left, word_right
from editor.commands.registry import command
from editor.document.transaction import Change, Transaction

if TYPE_CHECKING:
    from editor.document import Document
    from editor.view.canvas import Canvas

INDENT = "\t"
_OUTDENT_SPACES = 4  # spaces that count as one indentation


def _delete(canvas: Canvas, reach: Callable[[Document, int], int], group: str | None) -> None:
    """Delete the selection, or from the caret to where `reach` says."""
    selection = canvas.selection
    if not selection.is_empty:
        canvas.edit(selection.start, selection.end, "")
        return
    start, end = sorted((selection.head, reach(canvas.document, selection.head)))
    if start < end:
        canvas.edit(start, end, "", group)


@command("delete-back", "Delete the character before the caret", keys=("backspace", "shift+backspace"), group="Edit")
def delete_back(canvas: Canvas) -> None:
    """Delete a whole grapheme, or the line end, before the caret."""
    _delete(canvas, grapheme_left, "delete-back")


@command("delete-forward", "Delete the character behind the caret", keys=("delete",), group="Edit")
def delete_forward(canvas: Canvas) -> None:
    """Delete a whole grapheme, or the line end, behind the caret."""
    _delete(canvas, grapheme_right, "delete-forward")


@command(
    "delete-word-back",
    "Delete to the start of the word",
    keys=("ctrl+w", "ctrl+backspace", "alt+backspace"),
    group="Edit",
)
def delete_word_back(canvas: Canvas) -> None:
    """Delete what Ctrl+Left would pass over."""
    _delete(canvas, word_left, None)


@command(
    "delete-word-forward", "Delete to the end of the word", keys=("ctrl+delete", "alt+delete", "alt+d"), group="Edit"
)
def delete_word_forward(canvas: Canvas) -> None:
    """Delete what Ctrl+Right would pass over."""
    _delete(canvas, word_right, None)


@command("newline", "Break the line", keys=("enter", "shift+enter", "ctrl+j"), group="Edit")
def newline(canvas: Canvas) -> None:
    """Put the document's line end in the place of the selection."""
    canvas.edit(canvas.selection.start, canvas.selection.end, canvas.document.newline, "type")


def _selected_blocks(canvas: Canvas) -> range:
    """The blocks that hold some of the selection."""
    document, selection = canvas.document, canvas.selection
    first, last = document.block_index(selection.start), document.block_index(selection.end)
    if last > first and selection.end == document.block_start(last):
        last -= 1
    return range(first, last + 1)


def _apply(canvas: Canvas, changes: list[Change]) -> None:
    if changes:
        transaction = Transaction(tuple(changes))
        canvas.apply(transaction, canvas.selection.map(transaction))


@command("indent", "Insert a tab, or indent the selected lines", keys=("tab",), group="Edit")
def indent(canvas: Canvas) -> None:
    """Insert a tab; where the selection goes over several lines, at the start of each that is not empty."""
    document, selection = canvas.document, canvas.selection
    blocks = _selected_blocks(canvas)
    if len(blocks) == 1:
        canvas.edit(selection.start, selection.end, INDENT, "type")
        return
    starts = [document.block_start(index) for index in blocks if document.blocks[index].text]
    _apply(canvas, [Change(start, start, INDENT) for start in starts])


@command("outdent", "Take back one indentation", keys=("shift+tab",), group="Edit")
def outdent(canvas: Canvas) -> None:
    """Take a tab, or up to four spaces, from the start of each selected line."""
    document = canvas.document
    changes = []
    for index in _selected_blocks(canvas):
        text, start = document.blocks[index].text, document.block_start(index)
        spaces = min(len(text) - len(text.lstrip(" ")), _OUTDENT_SPACES)
        width = 1 if text.startswith("\t") else spaces
        if width:
            changes.append(Change(start, start + width, ""))
    _apply(canvas, changes)


@command("undo", "Undo", keys=("ctrl+z",), group="Edit")
def undo(canvas: Canvas) -> None:
    """Take back the last step."""
    canvas.undo()


@command("redo", "Redo", keys=("ctrl+y", "ctrl+shift+z"), group="Edit")
def redo(canvas: Canvas) -> None:
    """Make the last undone step again."""
    canvas.redo()
