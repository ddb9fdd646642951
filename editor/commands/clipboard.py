"""Cut, copy and paste: within the program, through the system's clipboard and through the terminal's (OSC 52)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from editor.document.caret_edits import edit_all
from editor.document.clip import Clip, copied, copied_spans, cut_edits, paste_edits
from editor.document.formatting.containers import VERBATIM
from editor.document.markdown.excerpt import excerpt
from editor.document.selections import Selection
from editor.keys.registry import command
from editor.system.clipboard import TERMINAL_BYTES, wire_form
from editor.text.line_endings import split_lines
from editor.view.widgets.chooser import Choice, Chooser
from editor.view.widgets.notice import Notice

if TYPE_CHECKING:
    from editor.view.canvas.canvas import Canvas


@command("copy", "Copy the selection, or the line", keys=("ctrl+c",), group="Edit")
def copy(canvas: Canvas) -> Awaitable[None] | None:
    """Copy to all clipboards; the lines of the carets where nothing is selected.

    Other programs get what the setting `copy_as` says; here the Markdown is pasted. To be awaited before the next key,
    where that has to be rendered.
    """
    document = canvas.document
    if not len(document):
        return None
    clip = copied(document, canvas.selections)
    if canvas.copy_as == "markdown":
        _put(canvas, clip)
        return None
    canvas.clipboard.remember(clip)
    selections = [Selection(start, end) for start, end in copied_spans(document, canvas.selections)]
    return _put_as(canvas, clip, _rendering(canvas, selections, canvas.copy_as))


async def _put_as(canvas: Canvas, clip: Clip, rendering: Awaitable[str]) -> None:
    """Make a clip what all clipboards hold, other programs to get what it is rendered as."""
    _put(canvas, replace(clip, rendered=await rendering or None))


def _put(canvas: Canvas, clip: Clip) -> None:
    """Make a clip what all clipboards hold."""
    canvas.clipboard.put(clip)
    text = wire_form(clip.outside)
    if len(text) <= TERMINAL_BYTES and len(text.encode("utf-8")) <= TERMINAL_BYTES:
        canvas.app.copy_to_clipboard(text)
        canvas.clipboard.on_terminal = text
    elif not canvas.clipboard.has_tool:
        canvas.post_message(Notice("copied for this program only: it is too long for the terminal's clipboard"))


@command("copy-as-html", "Copy the selection, or the paragraph, as HTML", group="Edit")
async def copy_as_html(canvas: Canvas) -> None:
    """Copy the text of the HTML that the Markdown stands for."""
    await _copy_rendered(canvas, "html")


@command("copy-as-text", "Copy the selection, or the paragraph, as text without markup", group="Edit")
async def copy_as_text(canvas: Canvas) -> None:
    """Copy what is read of the Markdown."""
    await _copy_rendered(canvas, "text")


async def _copy_rendered(canvas: Canvas, form: Literal["html", "text"]) -> None:
    selections = [selection for selection in canvas.selections if not selection.is_empty] or canvas.selections
    rendered = await _rendering(canvas, selections, form)
    if rendered:
        _put(canvas, Clip((rendered,)))


def _rendering(canvas: Canvas, selections: Iterable[Selection], form: Literal["html", "text"]) -> Awaitable[str]:
    """Render what is selected now, in a thread: a long draft takes a second."""
    parts = dict.fromkeys(excerpt(canvas.document, canvas.markdown, selection) for selection in selections)
    targets = canvas.markdown.link_targets()

    def render() -> str:
        from editor.document.markdown.render import to_html, to_plain_text  # 0.1 s that the start need not take

        return (to_html if form == "html" else to_plain_text)("\n\n".join(parts), targets)

    return asyncio.to_thread(render)


@command("cut", "Cut the selection, or the line", keys=("ctrl+x",), group="Edit")
def cut(canvas: Canvas) -> Awaitable[None] | None:
    """Copy and delete it. To be awaited as a copy is."""
    copying = copy(canvas)
    canvas.apply(*edit_all(canvas.selections, cut_edits(canvas.document, canvas.selections)))
    return copying


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
    return Choice(split_lines(text[start:])[0][0] or "only spaces", f"{len(text):,} characters")


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
