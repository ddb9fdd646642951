"""The part of a document that is on the screen. Knows no widget: sizes go in, rows and positions come out.

The viewport remembers its top line, a block and a row in it, not a distance from the document's beginning. Heights of
blocks that were never laid out are estimates; when they turn out different, only the scroll bar moves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from editor.document import Document
from editor.document.buffer import BlockChange
from editor.view.layout.block_layout import MIN_WIDTH
from editor.view.layout.document_layout import DocumentLayout

_MARGIN = 2  # least cells between the text and either edge; the caret after a full row needs one of them
_CONTEXT_ROWS = 3  # shown above and below the caret's new place after a command

Line = tuple[int, int]
"""A block, by its index, and a row of it."""


class _BeforeSizing(NamedTuple):
    """The part shown before the screen changed its size, once or several times.

    Attributes:
        block: index of the block in the top line.
        offset: where the top line begins in that block, in code points.
        kept: the document position to keep on the screen.
        is_shown: whether it was on the screen.
    """

    block: int
    offset: int
    kept: int
    is_shown: bool


class Viewport:
    """Which rows of a document are on the screen, and how they stay in place.

    `line` counts rows of the screen and `x` its cells, both from 0; `y` counts rows of the document; `position` is in
    code points of the document.

    Args:
        document: the text.
        layout: its rows.
        column: width of the text in cells, where the screen is wider; None: the whole width.
        read_to: called with a block index before the blocks above it are laid out; returns True if that made layouts
            invalid.

    Attributes:
        top: the top line.
        page_rows: rows on the screen.
        text_left: cells between the left edge and the text.
        overscroll: rows that one can scroll past the end.
        is_sized: whether the size of the screen is known.
        is_typewriter: whether the caret's row stays in the middle of the screen.
    """

    def __init__(
        self,
        document: Document,
        layout: DocumentLayout,
        *,
        column: int | None = None,
        read_to: Callable[[int], bool] = lambda stop: False,
    ) -> None:
        self._document = document
        self._layout = layout
        self._read_to = read_to
        self.column = column
        self.top: Line = (0, 0)
        self.page_rows = 1
        self.text_left = 0
        self.overscroll = 0
        self.is_sized = False
        self.is_typewriter = False
        self._size = (0, 0)  # of the screen: cells, rows
        self._before_sizing: _BeforeSizing | None = None  # None after any scrolling or edit
        self._settled: tuple[object, ...] = ()
        self.times_settled = 0
        """How often the rows near the screen were laid out: the same number means that nothing has moved."""

    # Positions

    @property
    def top_y(self) -> int:
        """The y of the top line."""
        index, row = self.top
        return self._layout.top(index) + row

    @property
    def width(self) -> int:
        """The cells of the screen."""
        return self._size[0]

    @property
    def height(self) -> int:
        """The rows that can be scrolled over."""
        return self._layout.height + self.overscroll

    def locate_position(self, position: int) -> tuple[int, int, int]:
        """Return (block index, row in the block, x in the text) of a caret at a position."""
        index = self._document.block_index(position)
        row, x = self._layout.block(index).cell_of(position - self._document.block_start(index))
        return index, row, x

    def cell_of(self, position: int) -> tuple[int, int]:
        """Return (x, line) of a caret at a position; either may be beyond the screen's edges."""
        index, row, x = self.locate_position(position)
        return self.text_left + x, self._layout.top(index) + row - self.top_y

    def position_at(self, x: int, line: int) -> int:
        """Return the position nearest to a cell, which may be beyond the screen's edges.

        Below the text, it is the end of the last visible line, which may be above a folded section.
        """
        y = self.top_y + line
        if y >= self._layout.height:
            index, _ = self._layout.locate(y)
            return self._document.block_start(index) + len(self._document.blocks[index].text)
        if y < 0:
            return 0
        index, row = self._layout.locate(y)
        offset = self._layout.block(index).offset_at(row, x - self.text_left)
        return self._document.block_start(index) + offset

    def visible_range(self) -> tuple[int, int]:
        """Return the positions [start, end) of the rows on the screen."""
        start_index, start_row = self.top
        end_index, end_row = self._layout.locate(self.top_y + self.page_rows - 1)
        start = self._layout.block(start_index).row_span(start_row)[0]
        end = self._layout.block(end_index).row_span(end_row)[1]
        return self._document.block_start(start_index) + start, self._document.block_start(end_index) + end

    def visible_blocks(self) -> range:
        """Return the indices of the blocks from the top line to the last line of the screen."""
        last, _ = self._layout.locate(self.top_y + self.page_rows - 1)
        return range(self.top[0], last + 1)

    def lines(self, y: int, count: int) -> range:
        """Return those of the rows [y, y + count) of the document that are on the screen, as its lines."""
        top_y = self.top_y
        return range(max(0, y - top_y), min(self.page_rows, y + count - top_y))

    def lines_between(self, start: int, end: int) -> range:
        """Return the lines of the screen that hold the positions [start, end]."""
        shown_start, shown_end = self.visible_range()
        if end < shown_start or start > shown_end:
            return range(0)
        first_index, first_row, _ = self.locate_position(max(start, shown_start))
        last_index, last_row, _ = self.locate_position(min(end, shown_end))
        first = self._layout.top(first_index) + first_row
        return self.lines(first, self._layout.top(last_index) + last_row - first + 1)

    # Scrolling

    def settle(self, top: Line | None = None) -> None:
        """Lay out the rows near the screen, and keep the top line within the document; `top` moves it."""
        index, row = self.top if top is None else top
        layout, page = self._layout, self.page_rows
        if self._read_to(index + 2 * page):
            self._settled = ()
        if top is None and self._settled == self._settled_by():
            return
        layout.measure_above(index, page)
        row = min(row, layout.block(index).height - 1)
        y = layout.top(index) + row
        layout.measure_rows(y, y + 2 * page)
        before = self.top
        self.top = layout.locate(max(0, min(y, self.height - page)))
        if top is not None and self.top != before:
            self._before_sizing = None
        self._settled = self._settled_by()
        self.times_settled += 1

    def unsettle(self) -> None:
        """Layouts near the screen have become invalid: the next `settle` recreates them."""
        self._settled = ()

    def _settled_by(self) -> tuple[object, ...]:
        """Return everything that the rows near the screen depend on, apart from invalidated layouts."""
        layout = self._layout
        return self._document.revision, self.top, self.page_rows, self.overscroll, layout.width, layout.height

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by a number of rows; negative: up."""
        self.settle(self._layout.locate(self.top_y + rows))

    def show_at(self, position: int, line: int) -> None:
        """Scroll so that a position is in a line of the screen, if the document allows it."""
        index, row, _ = self.locate_position(position)
        self._layout.measure_above(index, self.page_rows)
        self.settle(self._layout.locate(max(0, self._layout.top(index) + row - line)))

    def reveal(self, position: int, context: int | None = None) -> None:
        """Bring a position on the screen with `context` rows above and below it, scrolling no further than needed.

        A position more than a screen away is put a third of the way down; typewriter scrolling puts any in the middle.
        """
        page = self.page_rows
        if self.is_typewriter:
            self.overscroll = page // 2
            self.show_at(position, page // 2)
            return
        if context is None:
            context = min(_CONTEXT_ROWS, page // 4)
        index, row, _ = self.locate_position(position)
        self._layout.measure_above(index, page)
        y = self._layout.top(index) + row
        line = y - self.top_y
        if not -page <= line < 2 * page:
            self.settle(self._layout.locate(y - page // 3))
        elif line < context:
            self.settle(self._layout.locate(y - context))
        elif line >= page - context:
            self.settle(self._layout.locate(y - page + 1 + context))
        else:
            self.settle()

    # Sizes and edits

    def set_typewriter(self, is_on: bool) -> None:
        """Start or stop keeping the caret's row in the middle, from the next `reveal` on."""
        self.is_typewriter = is_on
        self.overscroll = self.page_rows // 2 if is_on else 0

    def resize(self, width: int, height: int, kept: int) -> None:
        """Fit a screen of `width` cells and `height` rows. The text in the top line stays there, as long as the
        position `kept` stays on the screen if it was there."""
        self._size = width, height
        before = self._before_sizing
        if before is None or before.kept != kept:
            before = self._shown_now(kept)
        room = width - 2 * _MARGIN if width >= MIN_WIDTH + 2 * _MARGIN else width - 1
        text_width = max(MIN_WIDTH, min(room, self.column) if self.column else room)
        self.text_left = max(0, (width - text_width) // 2)
        self.page_rows = max(1, height)
        if text_width != self._layout.width:
            self._layout.set_width(text_width)
        self.settle((before.block, self._layout.block(before.block).row_of(before.offset)))
        if not self.is_sized:
            self.reveal(kept)
        elif before.is_shown:
            self.reveal(kept, context=0)
        self._before_sizing = before if self.is_sized else None
        self.is_sized = True

    def set_column(self, column: int | None, kept: int) -> None:
        """Set the width of the text in cells; None: the whole screen. `kept` as in `resize`."""
        self.column = column
        if self.is_sized:
            self.resize(*self._size, kept)

    def _shown_now(self, kept: int) -> _BeforeSizing:
        index, row = self.top
        is_shown = 0 <= self.cell_of(kept)[1] < self.page_rows
        return _BeforeSizing(index, self._layout.block(index).starts[row], kept, is_shown)

    def follow(self, changes: tuple[BlockChange, ...]) -> None:
        """Follow an edit of the document: the top line stays at its text. Call `settle` afterwards."""
        self._before_sizing = None
        index, row = self.top
        for change in changes:
            if change.first + change.removed <= index:
                index += change.inserted - change.removed
            elif change.first < index:
                index, row = change.first, 0
        if all(change.removed == change.inserted for change in changes):  # so that a block is laid out only once
            self._read_to(index + 2 * self.page_rows)
        self._layout.apply(changes)
        self.top = index, min(row, self._layout.block(index).height - 1)
