"""Following links: to headings and footnotes of the draft, to other files, and out to the browser."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from rich.cells import cell_len
from textual.worker import Worker

from editor.document.markdown import link_places
from editor.document.markdown.inline import Link
from editor.document.markdown.link_target import LinkTarget, read_target
from editor.files.feature import FilesFeature
from editor.files.openings import Opening
from editor.navigation.outline import DraftOutline, read_all
from editor.text.printable import printable
from editor.view.widgets.dialogs import Question
from editor.workspace.workbench import Workbench

_LONGEST_NOTE = 500  # code points of a target that are used for the status line
_LOOKED_AT = 8_192  # bytes of a file that are checked to see whether it is text
_OTHER_ROWS = 8  # of a question, besides the address
_OTHER_CELLS = 4
_QUESTION_CELLS = 64
_OPEN_IN_BROWSER = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


class LinkFollower:
    """Follows links of the shown draft.

    Args:
        outline: the draft's headings.
    """

    def __init__(self, bench: Workbench, outline: DraftOutline) -> None:
        self._bench = bench
        self._outline = outline

    def target_at_caret(self) -> str:
        """Return the start of the target of the link at the caret; empty if there is none."""
        canvas = self._bench.canvas
        if not canvas.selection.is_empty or not self._outline.is_read:
            return ""
        link = link_places.link_at(canvas.document, canvas.markdown, canvas.selection.head)
        if link is None or link.kind == "footnote" or not link.target:
            return ""
        return link.target[:_LONGEST_NOTE]

    async def follow(self, position: int | None = None) -> None:
        """Follow the link at a position or the caret; from the text of a footnote go to its reference."""
        canvas = self._bench.canvas
        document, markdown = canvas.document, canvas.markdown
        await read_all(markdown)
        at = canvas.selection.head if position is None else position
        link = link_places.link_at(document, markdown, at, past_end=position is None)
        if link is None:
            label = link_places.note_label(document, markdown, at)
            place = None if label is None else link_places.first_reference(document, markdown, label)
            if label is None:
                self._bench.show_message("no link at the caret")
            else:
                self._go(place, "no reference to this footnote")
        elif link.kind == "footnote":
            self._go(link_places.note_start(document, markdown, link.target), "this footnote has no text")
        else:
            await self._follow_target(link)

    def _go(self, place: int | None, otherwise: str) -> None:
        if place is None:
            self._bench.show_message(otherwise)
        else:
            self._bench.jump(place)

    async def _follow_target(self, link: Link) -> None:
        target = read_target(link.target)
        if target.kind == "heading":
            await self._go_to_heading(target.fragment)
        elif target.kind == "file":
            await self._open_file(target)
        elif target.kind == "address":
            if await self._ask_to_open(link.target, "open it outside the editor"):
                _: Worker[None] = self._bench.textual.run_worker(
                    partial(self._open_outside, target.address, printable(link.target))
                )
        else:
            what = printable(target.address[:20])
            self._bench.show_message(f"{what} links aren't opened; http, https, mailto and files are", True)

    async def _go_to_heading(self, fragment: str) -> None:
        """Go to a heading of the shown draft."""
        headings = await self._outline.headings()
        heading = link_places.heading_named(headings, fragment)
        document = self._bench.canvas.document
        if heading is not None:
            self._bench.jump(document.block_start(heading.block))
        elif fragment in ("", "top"):
            self._bench.jump(0)
        else:
            self._bench.show_message(f"no heading #{printable(fragment)} here")

    async def _open_file(self, target: LinkTarget) -> None:
        """Ask, then open a text file in a tab, at a heading if the link names one."""
        if not self._bench.has(FilesFeature):
            self._bench.show_message("no files can be opened here")
            return
        own = self._bench.canvas.document.path
        if own is None and not os.path.isabs(target.path):
            self._bench.show_message(f"save the draft first: {printable(target.path)} is relative to its folder")
            return
        name = target.path if own is None else os.path.join(own.parent, target.path)
        with suppress(OSError):  # the working directory is gone
            name = os.path.abspath(name)
        if not await self._ask_to_open(name, "open it in a tab"):
            return
        shown, path = printable(name), Path(name)
        complaint = await self._bench.prompts.wait_for(asyncio.to_thread(_complaint, path), f"looking at {shown}")
        if complaint:
            self._bench.show_message(f"{shown} {complaint}", True)
        elif await self._bench.feature(FilesFeature).open_file(Opening(path)) is not None and target.fragment:
            await self._go_to_heading(target.fragment)

    async def _ask_to_open(self, name: str, label: str) -> bool:
        """Ask with the full name on the screen. Return False for no, or if the name doesn't fit."""
        shown, size = printable(name), self._bench.textual.size
        if cell_len(shown) > (size.height - _OTHER_ROWS) * (min(size.width, _QUESTION_CELLS) - _OTHER_CELLS):
            self._bench.show_message(f"a link of {len(name):,} characters is too long to show; copy it", True)
            return False
        answers = [("open", label), ("cancel", "cancel")]
        return await self._bench.prompts.ask(Question(self._bench.theme_in_use, f"Open {shown}?", answers)) == "open"

    async def _open_outside(self, address: str, shown: str) -> None:
        """Open an address with Python's webbrowser, in a process without a terminal to draw on."""
        # Without TERM, webbrowser tries no browser that needs a terminal.
        environment = {name: value for name, value in os.environ.items() if name != "TERM"}
        nothing = asyncio.subprocess.DEVNULL
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _OPEN_IN_BROWSER, address),
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                env=environment,
                start_new_session=True,
            )
            is_open = await process.wait() == 0
        except OSError:
            is_open = False
        if not is_open:
            self._bench.show_message(f"no browser could open {shown}; copy the address", True)


def _complaint(path: Path) -> str:
    """Return why a file can't be opened; empty for a text file. May block."""
    try:
        if not path.is_file():
            return "doesn't exist, or isn't a file"
        with open(path, "rb") as file:
            return "isn't a text file" if b"\0" in file.read(_LOOKED_AT) else ""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return f"cannot be read ({reason.lower()})"
