"""Cut, copy and paste, through the terminal (OSC 52) and within the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.commands.registry import command

if TYPE_CHECKING:
    from editor.view.canvas import Canvas


def _for_terminal(text: str) -> str:
    """The text as it can be put on the system's clipboard: surrogates, which are no UTF-8, become `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


@command("copy", "Copy the selection", keys=("ctrl+c",), group="Edit")
def copy(canvas: Canvas) -> None:
    """Put the selected text on both clipboards; nothing selected, nothing done."""
    selection = canvas.selection
    if not selection.is_empty:
        canvas.clipboard = canvas.document.slice(selection.start, selection.end)
        canvas.app.copy_to_clipboard(_for_terminal(canvas.clipboard))


@command("cut", "Cut the selection", keys=("ctrl+x",), group="Edit")
def cut(canvas: Canvas) -> None:
    """Copy the selection and delete it."""
    copy(canvas)
    if not canvas.selection.is_empty:
        canvas.edit(canvas.selection.start, canvas.selection.end, "")


@command("paste", "Paste", keys=("ctrl+v",), group="Edit")
def paste(canvas: Canvas) -> None:
    """Insert what was cut or copied last, here or elsewhere in the program."""
    text = canvas.app.clipboard
    if text == _for_terminal(canvas.clipboard):
        text = canvas.clipboard  # the exact text, invalid bytes and all
    if text:
        canvas.insert_pasted(text)
