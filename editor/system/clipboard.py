"""The clipboard: a history of texts copied here, and the system's clipboard through its own tools.

HTML from other programs is read as Markdown, if it has more than its plain text.

The terminal's access to the system's clipboard (OSC 52) is write-only and done by Textual: `App.copy_to_clipboard`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from editor.document.clip import Clip
from editor.document.formatting.links import is_url
from editor.text.line_endings import with_endings

MAX_ENTRIES = 50
MAX_BYTES = 20_000_000
"""The most memory for all entries together; the newest is kept whatever its size."""

TERMINAL_BYTES = 74_994
"""The longest text, in UTF-8, that every terminal accepts by OSC 52: 100,000 bytes in base64 with its frame."""

HTML_BYTES = 1_000_000
"""The longest HTML that is read; beyond it the plain text is used."""

_TOOL_SECONDS = 0.5
_HTML_SECONDS = 1.0


@dataclass(frozen=True)
class Tool:
    """The commands that write their input to the system's clipboard, and that print its contents.

    `read_html` prints it as HTML, and fails if there is none; (): the program can't do that.
    """

    write: tuple[str, ...]
    read: tuple[str, ...]
    read_html: tuple[str, ...] = ()


_WAYLAND = Tool(
    ("wl-copy", "--type", "text/plain"),
    ("wl-paste", "--no-newline", "--type", "text"),
    ("wl-paste", "--no-newline", "--type", "text/html"),
)
_X11 = (
    Tool(
        ("xclip", "-selection", "clipboard", "-in"),
        ("xclip", "-selection", "clipboard", "-out"),
        ("xclip", "-selection", "clipboard", "-target", "text/html", "-out"),
    ),
    Tool(("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output")),
)
_MAC = Tool(("pbcopy",), ("pbpaste",))
_TMUX = Tool(("tmux", "load-buffer", "-"), ("tmux", "save-buffer", "-"))


def find_tool(environment: Mapping[str, str], platform: str = sys.platform) -> Tool | None:
    """Return the session's tool; None if there is none: over SSH without a display the terminal has to do.

    Within tmux, its buffers are used if there is nothing else, so that text copied in one pane can be pasted in
    another.
    """
    candidates: list[Tool] = []
    if environment.get("WAYLAND_DISPLAY"):
        candidates.append(_WAYLAND)
    if environment.get("DISPLAY"):
        candidates.extend(_X11)
    if platform == "darwin" and not environment.get(
        "SSH_CONNECTION"
    ):  # over SSH it would be the wrong machine's clipboard
        candidates.append(_MAC)
    if environment.get("TMUX"):
        candidates.append(_TMUX)
    path = environment.get("PATH")
    found = (
        tool for tool in candidates if all(shutil.which(name, path=path) for name in (tool.write[0], tool.read[0]))
    )
    return next(found, None)


def wire_form(text: str) -> str:
    """Return the text for other programs: surrogates, which UTF-8 doesn't have, become `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Clipboard:
    """The history of cut and copied texts, shared by all drafts. Without a `tool` it stays in this program."""

    def __init__(self, tool: Tool | None = None) -> None:
        self._tool = tool
        self._entries: deque[Clip] = deque()
        self._write: asyncio.Task[bool] | None = None
        self.on_terminal = ""
        """The last text sent to the terminal, in wire form."""

    @property
    def entries(self) -> tuple[Clip, ...]:
        """The history, newest first."""
        return tuple(self._entries)

    @property
    def has_tool(self) -> bool:
        """Whether there is a way to the system's clipboard besides the terminal."""
        return self._tool is not None

    def put(self, clip: Clip) -> None:
        """Make `clip` the newest entry, and write it to the system's clipboard in the background."""
        self.remember(clip)
        if self._tool is not None:
            self._write = asyncio.create_task(self._write_behind(self._write, self._tool, wire_form(clip.outside)))

    def remember(self, clip: Clip) -> None:
        """Make `clip` the newest entry of the history, moving it if it is already there; drop the oldest if there are
        many."""
        if clip in self._entries:
            self._entries.remove(clip)
        self._entries.appendleft(clip)
        while len(self._entries) > 1 and (len(self._entries) > MAX_ENTRIES or self._size() > MAX_BYTES):
            self._entries.pop()

    def _size(self) -> int:
        return sum(sys.getsizeof(text) for clip in self._entries for text in (*clip.pieces, clip.rendered))

    async def newest(self, *, as_markdown: bool = True) -> Clip | None:
        """Return the clip for a paste: the newest entry, or one copied by another program since; None if there is none.

        With `as_markdown`, HTML becomes Markdown, unless its text is an address. Takes 1.5 seconds at most; the
        system's clipboard is skipped if its tool is slower, or did not accept the newest entry.
        """
        own = self._entries[0] if self._entries else None
        if self._tool is None or not await self._written():
            return own
        reading = [_run(self._tool.read, None)]
        if as_markdown and self._tool.read_html:
            reading.append(_run(self._tool.read_html, None))
        output, *html = await asyncio.gather(*reading)
        text = (output or b"").decode("utf-8", "surrogateescape")
        if own is not None and self.clip_of(text) is own:
            return own
        if any(html) and not is_url(text.strip()):
            text = await _markdown(html[0] or b"") or text
        return Clip((text,)) if text else own

    def clip_of(self, text: str) -> Clip:
        """Return a text from outside as a clip: the newest entry if it has the same text, otherwise a new clip."""
        own = self._entries[0] if self._entries else None
        is_own = own is not None and text and _with_line_feeds(text) == _with_line_feeds(wire_form(own.outside))
        return own if own is not None and is_own else Clip((text,))

    async def close(self) -> None:
        """Wait until the system's clipboard has the last entry."""
        if self._write is not None:
            await self._write

    async def _written(self) -> bool:
        """Whether the system's clipboard has received every entry."""
        return self._write is None or (self._write.done() and self._write.result())

    @staticmethod
    async def _write_behind(previous: asyncio.Task[bool] | None, tool: Tool, text: str) -> bool:
        """Write to the system's clipboard, after the previous write."""
        if previous is not None:
            await previous
        return await _run(tool.write, text.encode("utf-8")) is not None


def _with_line_feeds(text: str) -> str:
    """Return a text in the same form however it arrived: terminals paste a carriage return for every line end."""
    return with_endings(text, "\n")


async def _markdown(html: bytes) -> str | None:
    """Return HTML as Markdown; None if its plain text is as good, or it is too long or too intricate."""
    if len(html) > HTML_BYTES:
        return None
    # Firefox writes UTF-16 on X11; all others write UTF-8.
    encoding = "utf-16" if html.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    converting = asyncio.to_thread(_converted, html.decode(encoding, "replace"))
    try:
        return await asyncio.wait_for(converting, _HTML_SECONDS)
    except (TimeoutError, RecursionError):
        return None


def _converted(html: str) -> str | None:
    from editor.document.pasted_html import to_markdown  # 0.1 s that the program's start doesn't need

    return to_markdown(html)


async def _run(command: tuple[str, ...], text: bytes | None) -> bytes | None:
    """Run a command with `text` as its input. Return its output, or None if it fails or takes too long."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL if text is None else asyncio.subprocess.PIPE,
            # On X11 and Wayland a writer stays in the background, and would keep a pipe open.
            stdout=asyncio.subprocess.PIPE if text is None else asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # it outlives the terminal's window
        )
    except OSError:
        return None
    try:
        output, _ = await asyncio.wait_for(process.communicate(text), _TOOL_SECONDS)
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with its children, which would keep the pipe open
        await process.wait()
        return None
    return (output or b"") if process.returncode == 0 else None
