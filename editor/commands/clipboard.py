"""Cut, copy and paste: within the program, through the system's clipboard and through the terminal's (OSC 52)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from editor.clipboard import TERMINAL_BYTES, wire_form
from editor.commands.registry import command
from editor.document.clip import Clip, copied, cut_edits, paste_edits
from editor.document.edits import edit_all
from editor.document.formatting.containers import VERBATIM
from editor.document.markdown.excerpt import excerpt
from editor.view.chooser import Choice, Chooser
from editor.view.notice import Notice

if TYPE_CHECKING:
    from editor.view.canvas import Canvas


@command("copy", "Copy the selection, or the line", keys=("ctrl+c",), group="Edit")
def copy(canvas: Canvas) -> None:
    """Copy to all clipboards; the lines of the carets where nothing is selected."""
    if not len(canvas.document):
        return
    _put(canvas, copied(canvas.document, canvas.selections))


def _put(canvas: Canvas, clip: Clip) -> None:
    """Make a clip what all clipboards hold."""
    canvas.clipboard.put(clip)
    text = wire_form(clip.text)
    if len(text) <= TERMINAL_BYTES and len(text.encode("utf-8")) <= TERMINAL_BYTES:
        canvas.app.copy_to_clipboard(text)
        canvas.clipboard.on_terminal = text
    elif not canvas.clipboard.has_tool:
        canvas.post_message(Notice("copied for this program only: it is too long for the terminal's clipboard"))


@command("copy-as-html", "Copy the selection, or the paragraph, as HTML", group="Edit")
async def copy_as_html(canvas: Canvas) -> None:
    """Copy the text of the HTML that the Markdown stands for."""
    from editor.document.markdown.render import to_html  # 0.1 s that the start of the program need not take

    await _copy_rendered(canvas, to_html)


@command("copy-as-text", "Copy the selection, or the paragraph, as text without markup", group="Edit")
async def copy_as_text(canvas: Canvas) -> None:
    """Copy what is read of the Markdown."""
    from editor.document.markdown.render import to_plain_text

    await _copy_rendered(canvas, to_plain_text)


async def _copy_rendered(canvas: Canvas, render: Callable[[str, Mapping[str, str]], str]) -> None:
    """Copy the selections as `render` has them, in a thread: a long draft takes a second."""
    selections = [selection for selection in canvas.selections if not selection.is_empty] or canvas.selections
    parts = dict.fromkeys(excerpt(canvas.document, canvas.markdown, selection) for selection in selections)
    rendered = await asyncio.to_thread(render, "\n\n".join(parts), canvas.markdown.link_targets())
    if rendered:
        _put(canvas, Clip((rendered,)))


@command("cut", "Cut the selection, or the line", keys=("ctrl+x",), group="Edit")
def cut(canvas: Canvas) -> None:
    """Copy and delete it."""
    copy(canvas)
    canvas.apply(*edit_all(canvas.selections, cut_edits(canvas.document, canvas.selections)))


@command("paste", "Paste", keys=("ctrl+v",), group="Edit")
def paste(canvas: Canvas) -> Awaitable[None] | None:
    """Insert what was copied last, here or elsewhere; what is formatted as Markdown, in code as plain text.

    To be awaited before the next key, where the system's clipboard has to be asked.
    """
    lines, document = canvas.markdown.lines, canvas.document
    in_code = any(lines.of(document.block_index(selection.start)).kind in VERBATIM for selection in canvas.selections)
    return _paste_newest(canvas, _paste, as_markdown=not in_code)


@command("paste-plain", "Paste as plain text, just as it is", group="Edit")
def paste_plain(canvas: Canvas) -> Awaitable[None] | None:
    """Insert the plain text of what was copied last, without the markup of where it is put."""
    return _paste_newest(canvas, _insert, as_markdown=False)


def _paste_newest(
    canvas: Canvas, insert: Callable[[Canvas, Clip], None], *, as_markdown: bool
) -> Awaitable[None] | None:
    _take_from_lines(canvas)
    if canvas.clipboard.has_tool:
        return _insert_newest(canvas, as_markdown, insert)
    if canvas.clipboard.entries:
        insert(canvas, canvas.clipboard.entries[0])
    return None


async def _insert_newest(canvas: Canvas, as_markdown: bool, insert: Callable[[Canvas, Clip], None]) -> None:
    clip = await canvas.clipboard.newest(as_markdown=as_markdown)
    if clip is not None:
        insert(canvas, clip)


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
    """Insert a clip with the markup of where it is put."""
    edits = paste_edits(canvas.document, canvas.selections, clip, canvas.markdown.lines)
    canvas.apply(*edit_all(canvas.selections, edits))


def _insert(canvas: Canvas, clip: Clip) -> None:
    """Insert a clip as it is."""
    canvas.apply(*edit_all(canvas.selections, paste_edits(canvas.document, canvas.selections, clip)))


def _take_from_lines(canvas: Canvas) -> None:
    """Put in the history what was copied in a line of text, such as that of a question: Textual keeps it."""
    text = canvas.app.clipboard
    if text != canvas.clipboard.on_terminal:
        canvas.clipboard.put(Clip((text,)))
        canvas.clipboard.on_terminal = text
