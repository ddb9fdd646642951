"""The headings of the shown draft: those above the caret, the list of all, and going to one."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.worker import Worker

from editor.document.markdown.link_places import heading_beside
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Heading, Outline
from editor.navigation.outline_list import OutlineList
from editor.view.canvas.canvas import Canvas
from editor.workspace.workbench import Workbench

_READ_AT_ONCE = 2_000  # lines, before the breadcrumb is shown
_ABOVE_PREVIEW = 2  # rows shown above a heading


async def read_all(source: Markdown | Outline) -> None:
    """Read a draft to its end, slice by slice."""
    while source.advance():
        await asyncio.sleep(0)


class DraftOutline:
    """The headings of the shown draft."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._shown_crumb: tuple[Canvas, int, int] | None = None  # canvas, revision and block of the shown breadcrumb
        self._reading: Worker[None] | None = None

    @property
    def _canvas(self) -> Canvas:
        return self._bench.canvas

    @property
    def outline(self) -> Outline:
        """The headings of the shown draft, as far as it has been read."""
        return self._canvas.outline

    # -- the breadcrumb ------------------------------------------------------------------------------------------------

    @property
    def is_read(self) -> bool:
        """Whether the lines down to the caret are read, or nearly so."""
        document, lines = self._canvas.document, self._canvas.markdown.lines
        return document.block_index(self._canvas.selection.head) - lines.scanned < _READ_AT_ONCE

    def show_breadcrumb(self) -> None:
        """Show the headings above the caret; if much has to be read first, later."""
        canvas = self._canvas
        index = canvas.document.block_index(canvas.selection.head)
        place = canvas, canvas.document.revision, index
        if place == self._shown_crumb:
            return
        if self.is_read:
            self._shown_crumb = place
            self._bench.status.show(breadcrumb=tuple([heading.text for heading in self.outline.breadcrumbs(index)]))
        elif self._reading is None or self._reading.is_finished:
            self._reading = canvas.run_worker(partial(self._read_and_tell, canvas))

    async def _read_and_tell(self, canvas: Canvas) -> None:
        await read_all(canvas.markdown)
        self._reading = None
        self.show_breadcrumb()

    # -- going to headings ---------------------------------------------------------------------------------------------

    async def headings(self) -> list[Heading]:
        """Return all headings of the draft."""
        await read_all(self.outline)
        return self.outline.headings()

    async def go_to_next(self) -> None:
        """Move the caret to the next heading."""
        await self._go_to_neighbour(1, "no heading below")

    async def go_to_previous(self) -> None:
        """Move the caret to the heading above: inside a section, its own."""
        await self._go_to_neighbour(-1, "no heading above")

    async def _go_to_neighbour(self, step: int, otherwise: str) -> None:
        headings = await self.headings()
        document = self._canvas.document
        heading = heading_beside(headings, document.block_index(self._canvas.selection.head), step)
        if heading is None:
            self._bench.show_message(otherwise)
        else:
            self._bench.jump(document.block_start(heading.block))

    async def list_headings(self) -> None:
        """List the headings: the highlighted one is previewed, the chosen one gets the caret."""
        headings = await self.headings()
        if not headings:
            self._bench.show_message("no headings: start a line with # to make one")
            return
        canvas = self._canvas
        crumbs = self.outline.breadcrumbs(canvas.document.block_index(canvas.selection.head))
        current = headings.index(crumbs[-1]) if crumbs else 0
        top = canvas.viewport.top

        def choose(index: int) -> None:
            self._bench.jump(canvas.document.block_start(headings[index].block))

        preview, leave = lambda index: self._preview(headings[index]), lambda: canvas.settle(top)
        self._bench.textual.push_screen(
            OutlineList(self._bench.theme_in_use, headings, current, preview, leave, choose)
        )

    def _preview(self, heading: Heading) -> None:
        """Scroll a heading to the top of the screen; the caret doesn't move."""
        self._canvas.scroll_to_line(self._canvas.document.block_start(heading.block), _ABOVE_PREVIEW)
