"""Cut, copy and paste: within the program, and through the clipboards of the system and the terminal (OSC 52)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Literal

from editor.document.caret_edits import edit_all
from editor.document.clip import Clip, copied, copied_spans, cut_edits, paste_edits
from editor.document.critic_edits import as_meant
from editor.document.formatting.containers import VERBATIM
from editor.document.markdown.excerpt import excerpt
from editor.document.selections import Selection
from editor.keys.registry import command
from editor.system.clipboard import TERMINAL_BYTES, wire_form
from editor.text.line_endings import split_lines
from editor.view.canvas.canvas import Canvas
from editor.view.widgets.chooser import Choice, Chooser
from editor.view.widgets.notice import Notice


@command("copy", "Copy selection or line", keys=("ctrl+c",), group="Edit", target=Canvas)
def copy(canvas: Canvas) -> Awaitable[None] | None:
    """Copy the selection to all clipboards, or the carets' lines if nothing is selected.

    Other programs get the form set by `copy_as`; here the Markdown is pasted. Await the result before the next key if
    the text has to be rendered.
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
    """Put a clip on all clipboards; other programs get its rendered form."""
    _put(canvas, replace(clip, rendered=await rendering or None))


def _put(canvas: Canvas, clip: Clip) -> None:
    """Put a clip on all clipboards."""
    canvas.clipboard.put(clip)
    text = wire_form(clip.outside)
    if len(text) <= TERMINAL_BYTES and len(text.encode("utf-8")) <= TERMINAL_BYTES:
        canvas.app.copy_to_clipboard(text)
        canvas.clipboard.on_terminal = text
    elif not canvas.clipboard.has_tool:
        canvas.post_message(Notice("copied here only: too long for the terminal's clipboard"))


@command("copy-as-html", "Copy as HTML", group="Edit", target=Canvas)
async def copy_as_html(canvas: Canvas) -> None:
    """Copy the HTML source that the selected Markdown, or the paragraph, renders to."""
    await _copy_rendered(canvas, "html")


@command("copy-as-text", "Copy as plain text", group="Edit", target=Canvas)
async def copy_as_text(canvas: Canvas) -> None:
    """Copy the selection, or the paragraph, without its markup."""
    await _copy_rendered(canvas, "text")


async def _copy_rendered(canvas: Canvas, form: Literal["html", "text"]) -> None:
    selections = [selection for selection in canvas.selections if not selection.is_empty] or canvas.selections
    rendered = await _rendering(canvas, selections, form)
    if rendered:
        _put(canvas, Clip((rendered,)))


def _rendering(canvas: Canvas, selections: Iterable[Selection], form: Literal["html", "text"]) -> Awaitable[str]:
    """Render the current selection in a thread: a long draft takes a second."""
    parts = dict.fromkeys(excerpt(canvas.document, canvas.markdown, selection) for selection in selections)
    targets = canvas.markdown.link_targets()

    def render() -> str:
        from editor.document.markdown.render import to_html, to_plain_text  # saves 0.1 s at startup

        return (to_html if form == "html" else to_plain_text)(as_meant("\n\n".join(parts)), targets)

    return asyncio.to_thread(render)


@command("cut", "Cut selection or line", keys=("ctrl+x",), group="Edit", target=Canvas)
def cut(canvas: Canvas) -> Awaitable[None] | None:
    """Copy, then delete. Await the result as for a copy."""
    copying = copy(canvas)
    canvas.write(*edit_all(canvas.selections, cut_edits(canvas.document, canvas.selections)))
    return copying


@command("paste", "Paste", keys=("ctrl+v",), group="Edit", target=Canvas)
def paste(canvas: Canvas) -> Awaitable[None] | None:
    """Insert the newest clip, from here or elsewhere: formatted text as Markdown, or as plain text in code and
    in drafts of another kind.

    Await the result before the next key if the system's clipboard has to be queried.
    """
    lines, document = canvas.markdown.lines, canvas.document
    in_code = any(lines.of(document.block_index(selection.start)).kind in VERBATIM for selection in canvas.selections)
    return _paste_newest(canvas, _paste, as_markdown=canvas.markdown.is_markdown and not in_code)


@command("paste-plain", "Paste as plain text", group="Edit", target=Canvas)
def paste_plain(canvas: Canvas) -> Awaitable[None] | None:
    """Insert the newest clip as plain text, without adapting it to the markup around the caret."""
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


@command("paste-earlier", "Paste from history", keys=("ctrl+shift+v", "alt+v"), group="Edit", target=Canvas)
def paste_earlier(canvas: Canvas) -> None:
    """List earlier clips and insert the chosen one."""
    _take_from_lines(canvas)
    clips = canvas.clipboard.entries
    if not clips:
        canvas.post_message(Notice("nothing has been copied yet"))
        return

    def choose(index: int) -> None:
        canvas.call_later(_paste, canvas, clips[index])  # on the canvas's queue, before the keys that follow

    canvas.app.push_screen(Chooser(canvas.theme, "Paste from history", [_choice(clip) for clip in clips], choose))


def _choice(clip: Clip) -> Choice:
    """Return a row with the first non-empty line and the total length."""
    text = clip.text
    start = len(text) - len(text.lstrip())
    return Choice(split_lines(text[start:])[0][0] or "only spaces", f"{len(text):,} characters")


def _paste(canvas: Canvas, clip: Clip) -> None:
    """Insert a clip, adapted to the markup around the carets."""
    canvas.paste(clip)


def _insert(canvas: Canvas, clip: Clip) -> None:
    """Insert a clip unchanged."""
    canvas.write(*edit_all(canvas.selections, paste_edits(canvas.document, canvas.selections, clip)))


def _take_from_lines(canvas: Canvas) -> None:
    """Add text copied in an input line, such as a dialog's, to the history: Textual keeps it."""
    text = canvas.app.clipboard
    if text != canvas.clipboard.on_terminal:
        canvas.clipboard.put(Clip((text,)))
        canvas.clipboard.on_terminal = text
