"""Commands that edit the text at every caret: delete, break lines, undo."""

from __future__ import annotations

from collections.abc import Callable

from editor.commands.markup_keys import break_line, delete_markup
from editor.commands.motion import TARGETS, Target
from editor.document import units
from editor.document.caret_edits import CaretEdit
from editor.document.formatting import joining
from editor.document.selections import Selection
from editor.keys.registry import command
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.notice import Notice


def _delete_each(canvas: Canvas, deletion: Callable[[Selection], CaretEdit | None], group: str | None) -> None:
    """Delete the selections; if nothing is selected, the range that `deletion` returns for each caret."""
    if all(selection.is_empty for selection in canvas.selections):
        canvas.edit_each(deletion, group)
    else:
        canvas.edit_each(lambda selection: CaretEdit(selection.start, selection.end, ""))


def _delete(canvas: Canvas, target: Target, group: str | None = None) -> None:
    """Delete the selections, or from each caret to the position that `target` returns."""

    def deletion(caret: Selection) -> CaretEdit:
        start, end = sorted((caret.head, target(canvas, caret.head)))
        return CaretEdit(start, end, "")

    _delete_each(canvas, deletion, group)


def _is_held_apart(canvas: Canvas, index: int) -> bool:
    """Return True, after a message, if a line and the next can't become one."""
    is_held = joining.is_held_apart(canvas.document, canvas.markdown.lines, index)
    if is_held:
        canvas.post_message(Notice("a block's marker must stay on its own line"))
    return is_held


@command(
    "delete-back", "Delete previous character", keys=("backspace", "shift+backspace"), group="Delete", target=Canvas
)
def delete_back(canvas: Canvas) -> None:
    """Delete the grapheme or line ending before the caret, or both characters of an empty pair around it.

    At the start of a line, its leading markup goes too, as with Delete at the end of the line above. Right after
    smart typography changed something, restore the typed characters. Right after the markup of a list or quote, remove
    that markup.
    """
    if canvas.take_back_substitution() or delete_markup(canvas):
        return
    document, lines = canvas.document, canvas.markdown.lines

    def deletion(caret: Selection) -> CaretEdit | None:
        index = document.block_index(caret.head)
        if index and caret.head == document.block_start(index):
            if _is_held_apart(canvas, index - 1):
                return None
            above = units.block_end(document, index - 1)
            line_end = joining.delete_line_end(document, lines, Selection(above, above))
            if line_end is not None:
                return line_end
        pair = canvas.typing.empty_pair(document, caret)
        return pair or CaretEdit(units.grapheme_left(document, caret.head), caret.head, "")

    _delete_each(canvas, deletion, "delete-back")


@command("delete-forward", "Delete next character", keys=("delete",), group="Delete", target=Canvas)
def delete_forward(canvas: Canvas) -> None:
    """Delete the grapheme or line ending after the caret, and the leading markup of the next line."""
    document, lines = canvas.document, canvas.markdown.lines

    def deletion(caret: Selection) -> CaretEdit | None:
        index = document.block_index(caret.head)
        if caret.head == units.block_end(document, index) and _is_held_apart(canvas, index):
            return None
        line_end = joining.delete_line_end(document, lines, caret)
        return line_end or CaretEdit(caret.head, units.grapheme_right(document, caret.head), "")

    _delete_each(canvas, deletion, "delete-forward")


_DELETION_KEYS = {
    "word-left": ("ctrl+w", "ctrl+backspace", "alt+backspace"),
    "word-right": ("ctrl+delete", "alt+delete", "alt+d"),
    "line-start": ("ctrl+u",),
    "line-end": ("ctrl+k",),
    "sentence-left": ("alt+h",),
    "sentence-right": ("alt+k",),
}


def _register_deletion(name: str, help: str, target: Target) -> None:
    keys = _DELETION_KEYS.get(name, ())
    command(f"delete-{name}", f"Delete {help}", keys=keys, group="Delete", target=Canvas)(
        lambda canvas: _delete(canvas, target)
    )


for _name, _help, _, _target in TARGETS:
    _register_deletion(_name, _help, _target)


@command("newline", "Break line", keys=("enter", "shift+enter", "ctrl+j"), group="Edit", target=Canvas)
def newline(canvas: Canvas) -> None:
    """Replace each selection with the document's line ending; the new line keeps the indentation of the old one.

    In lists and quotes, continue their markup.
    """
    if break_line(canvas):
        return
    document = canvas.document

    def edit(selection: Selection) -> CaretEdit:
        start, _ = units.line_at(document, selection.start)
        before = document.slice(start, selection.start)
        indentation = before[: len(before) - len(before.lstrip(" \t"))]
        return CaretEdit(selection.start, selection.end, document.newline + indentation)

    canvas.edit_each(edit, "type")


@command("undo", "Undo", keys=("ctrl+z",), group="Edit", target=Canvas)
def undo(canvas: Canvas) -> None:
    """Undo the last step."""
    canvas.undo()


@command("redo", "Redo", keys=("ctrl+y", "ctrl+shift+z"), group="Edit", target=Canvas)
def redo(canvas: Canvas) -> None:
    """Redo the last undone step."""
    canvas.redo()
