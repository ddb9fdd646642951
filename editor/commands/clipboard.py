"""Cut, copy and paste: within the program, through the system's clipboard and through the terminal's (OSC 52)."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from editor.clipboard import TERMINAL_BYTES, wire_form
from editor.commands.registry import command
from editor.document.clip import Clip, copied, cut_edits, paste_edits
from editor.document.edits import edit_all
from editor.view.chooser import Choice, Chooser
from editor.view.notice import Notice

if TYPE_CHECKING:
    from editor.view.canvas import Canvas


@command("copy", "Copy the selection, or the line", keys=("ctrl+c",), group="Edit")
def copy(canvas: Canvas) -> None:
    """Copy to all clipboards; the lines of the carets where nothing is selected."""
    if not len(canvas.document):
        return
    clip = copied(canvas.document, canvas.selections)
    canvas.clipboard.put(clip)
    text = wire_form(clip.text)
    if len(text) <= TERMINAL_BYTES and len(text.encode("utf-8")) <= TERMINAL_BYTES:
        canvas.app.copy_to_clipboard(text)
        canvas.clipboard.on_terminal = text
    elif not canvas.clipboard.has_tool:
        canvas.post_message(Notice("copied for this program only: it is too long for the terminal's clipboard"))


@command("cut", "Cut the selection, or the line", keys=("ctrl+x",), group="Edit")
def cut(canvas: Canvas) -> None:
    """Copy and delete it."""
    copy(canvas)
    canvas.apply(*edit_all(canvas.selections, cut_edits(canvas.document, canvas.selections)))


@command("paste", "Paste", keys=("ctrl+v",), group="Edit")
def paste(canvas: Canvas) -> Awaitable[None] | None:
    """Insert what was copied last, here or elsewhere.

    To be awaited before the next key, where the system's clipboard has to be asked.
    """
    _take_from_lines(canvas)
    if canvas.clipboard.has_tool:
        return _paste_newest(canvas)
    if canvas.clipboard.entries:
        _paste(canvas, canvas.clipboard.entries[0])
    return None


async def _paste_newest(canvas: Canvas) -> None:
    clip = await canvas.clipboard.newest()
    if clip is not None:
        _paste(canvas, clip)


@command("paste-earlier", "Paste something copied earlier", keys=("ctrl+shift+v", "alt+v"), group="Edit")
def paste_earlier(canvas: Canvas) -> None:
    """List what was copied, and insert what is chosen."""
    _take_from_lines(canvas)
    clips = canvas.clipboard.entries
    if not clips:
        canvas.post_message(Notice("nothing has been copied yet"))
        return

    def choose(index: int) -> None:
        canvas.call_later(_paste, canvas, clips[index])  # by the canvas, before the keys that follow

    canvas.app.push_screen(Chooser(canvas.theme, "Paste what?", [_choice(clip) for clip in clips], choose))


def _choice(clip: Clip) -> Choice:
    """The first line that is not empty, and how long it all is."""
    text = clip.text
    start = len(text) - len(text.lstrip())
    return Choice(text[start:].partition("\n")[0].rstrip("\r") or "only spaces", f"{len(text):,} characters")


def _paste(canvas: Canvas, clip: Clip) -> None:
    canvas.apply(*edit_all(canvas.selections, paste_edits(canvas.document, canvas.selections, clip)))


def _take_from_lines(canvas: Canvas) -> None:
    """Put in the history what was copied in a line of text, such as that of a question: Textual keeps it."""
    text = canvas.app.clipboard
    if text != canvas.clipboard.on_terminal:
        canvas.clipboard.put(Clip((text,)))
        canvas.clipboard.on_terminal = text
