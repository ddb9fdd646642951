"""How the blocks on the screen were drawn, so that only rows that look different now are redrawn."""

from __future__ import annotations

from collections.abc import Iterable

from editor.document import Document
from editor.document.document import DocumentChange
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import StyleSpan
from editor.document.selections import Selections
from editor.view.canvas.viewport import Viewport
from editor.view.layout.block_layout import BlockLayout
from editor.view.layout.document_layout import DocumentLayout
from editor.view.layout.form import Piece, Tried
from editor.view.layout.live_preview import LivePreview

_KEPT = 1000

_Signature = tuple[str, tuple[str, ...], tuple[Piece, ...], tuple[StyleSpan, ...], Tried | None]


class DrawnBlocks:
    """Tracks the look of blocks: their Markdown and their layout."""

    def __init__(self, document: Document, markdown: Markdown, layout: DocumentLayout, preview: LivePreview) -> None:
        self._document = document
        self._markdown = markdown
        self._layout = layout
        self._preview = preview
        self._drawn: dict[int, tuple[BlockLayout, tuple[StyleSpan, ...]]] = {}  # by the blocks' ids
        self._stale: tuple[int, int] | None = None  # blocks whose meaning has changed since they were drawn

    def look_of(self, index: int) -> tuple[BlockLayout, tuple[StyleSpan, ...]]:
        """Return the layout and the styles of a block that is being drawn."""
        block = self._document.blocks[index]
        look = self._layout.block(index), self._markdown.spans(index)
        if len(self._drawn) >= _KEPT:
            self._drawn.clear()
        self._drawn[block.id] = look
        return look

    def read_to(self, stop: int) -> bool:
        """Read the Markdown above block `stop`. Invalidate the layouts of blocks whose meaning has changed; the next
        `restyle` draws them. Returns False if there were none.

        `stop` must always be equally far below the top line, since all blocks beyond it count as changed when
        requested.
        """
        changed = self._markdown.changed(stop)
        if not changed:
            return False
        self._layout.invalidate(changed.start, changed.stop)
        first, last = self._stale or (changed.start, changed.stop)
        self._stale = min(first, changed.start), max(last, changed.stop)
        return True

    def restyle(self, concerned: Iterable[int], viewport: Viewport) -> tuple[list[int], int | None]:
        """Lay out again the affected blocks and those whose meaning has changed.

        Returns the lines of the screen to redraw, and the first block on it whose number of rows has changed, from
        which on everything has moved; None: nothing has.
        """
        visible = viewport.visible_blocks()
        if self.read_to(viewport.top[0] + 2 * viewport.page_rows):
            viewport.unsettle()
        stale = set(concerned)
        if self._stale is not None:
            first, stop = self._stale
            self._stale = None
            stale.update(range(max(first, visible.start), min(stop, visible.stop)))
        lines: list[int] = []
        first_moved: int | None = None
        layout = self._layout
        for index in sorted(self._preview.concerned(stale)):
            drawn = self._drawn.get(self._document.blocks[index].id)
            height = layout.block_height(index) if drawn is None else drawn[0].height
            layout.invalidate(index, index + 1)
            if index not in visible or layout.is_hidden(index):
                continue
            if layout.block(index).height != height:
                first_moved = index if first_moved is None else first_moved
            elif first_moved is None:
                lines += self._changed_lines(index, viewport)
        return lines, first_moved

    def edited_lines(self, change: DocumentChange, before: BlockLayout, viewport: Viewport) -> range:
        """Return the lines of the screen to redraw for one edit in a block that was laid out as `before`, with equal
        height.

        They go from the first row that differs to the last. Where the edit begins a row, the row above is drawn too: a
        word that ends there may have lost its mark.
        """
        [edit], [block] = change.transaction.changes, change.block_changes
        after, top = self._layout.block(block.first), self._layout.top(block.first)
        first = viewport.top_y - top  # the row of the block in the screen's first line
        lines = viewport.lines(top, after.height)
        changed = [line for line in lines if before.row_text(first + line) != after.row_text(first + line)]
        if not changed:
            return range(0)
        begins_row = edit.start - block.start <= after.starts[first + changed[0]]
        return range(max(lines.start, changed[0] - begins_row), changed[-1] + 1)

    def touched(self, before: Selections, after: Selections, visible: range) -> set[int]:
        """Return the `visible` blocks that are selected or have a caret in one of both and not in the other.

        Blocks elsewhere are laid out when they come on the screen.
        """
        found: set[int] = set()
        same = set(before.ranges) & set(after.ranges) if len(before) + len(after) > 2 else ()
        for selections in (before, after):
            for selection in selections:
                if selection in same:
                    continue
                first, last = map(self._document.block_index, selection.span)
                self._layout.invalidate(first, last + 1)
                found.update(range(max(first, visible.start), min(last + 1, visible.stop)))
        return found

    def _changed_lines(self, index: int, viewport: Viewport) -> list[int]:
        """Return the lines of the screen on which a block looks different from how it was drawn."""
        layout, spans, top = self._layout.block(index), self._markdown.spans(index), self._layout.top(index)
        drawn = self._drawn.get(self._document.blocks[index].id)
        lines = viewport.lines(top, layout.height)
        if drawn is None or drawn[0].height != layout.height:
            return list(lines)
        if drawn[0] is layout and drawn[1] == spans:
            return []
        first = viewport.top_y - top  # the row of the block in the screen's first line
        return [line for line in lines if _signature(*drawn, first + line) != _signature(layout, spans, first + line)]


def edited_blocks(change: DocumentChange, visible: range) -> set[int]:
    """Return the indices of those `visible` blocks that an edit has changed."""
    edited: set[int] = set()
    for changed in change.changed_blocks:
        edited.update(range(max(changed.start, visible.start), min(changed.stop, visible.stop)))
    return edited


def _signature(layout: BlockLayout, spans: tuple[StyleSpan, ...], row: int) -> _Signature:
    """Return everything that a row's drawing depends on, apart from the row's position in its block."""
    start, end = layout.row_span(row)
    pieces = tuple(
        [
            Piece(piece.start - start, piece.end - start, piece.shown)
            for piece in layout.form.pieces
            if piece.start < end and piece.end > start
        ]
    )
    styles = tuple(
        [
            StyleSpan(max(span.start, start) - start, min(span.end, end) - start, span.kind)
            for span in spans
            if span.start < end and span.end > start
        ]
    )
    form = layout.form
    around = form.ground, form.prefix if row else "", form.suffix
    return layout.row_text(row), around, pieces, styles, layout.tried_on(row)
