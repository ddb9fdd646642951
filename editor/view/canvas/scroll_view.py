"""A scrolling view of a document's blocks: which rows are on the screen, and how they stay where they are.

What the screen shows is remembered as its top line, a block and a row in it, not as a distance from the document's
beginning: heights of blocks that were never laid out are estimates, and when they turn out different only the scroll
bar moves.
"""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.view.layout.block_layout import MIN_WIDTH, BlockLayout
from editor.view.layout.document_layout import DocumentLayout
from editor.view.layout.form import PLAIN, Form

_MARGIN = 2  # cells at least between the text and either edge; the caret behind a full row needs one of them
_CONTEXT_ROWS = 3  # shown above and below where a command takes the caret
_IDLE_EVERY = 0.05  # seconds
_IDLE_SLICE = 0.002  # seconds of work each time
_REST = 0.5  # seconds after an edit in which nothing is done that can wait


class _BeforeSizing(NamedTuple):
    """What the screen showed before it changed its size, once or many times over."""

    block: int
    """Index of the block in the first line."""
    offset: int
    """Where the first line begins in that block."""
    kept: int | None
    """The position to keep in sight ..."""
    is_shown: bool
    """... if it was."""


class BlockScrollView(ScrollView):
    """Scrolls over the blocks of a document. Subclasses draw them."""

    DEFAULT_CSS = """
    BlockScrollView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    class ViewChanged(Message, namespace="canvas"):
        """Another part of the document is on the screen: positions [start, end)."""

        def __init__(self, canvas: BlockScrollView, start: int, end: int) -> None:
            super().__init__()
            self.canvas = canvas
            self.start = start
            self.end = end

    def __init__(self, document: Document, *, column: int | None) -> None:
        super().__init__()
        self.document = document
        self.column = column
        self.flow = DocumentLayout(document, column or 80, self.form_of, self.breaks_of)
        self.text_left = 0
        """Cells between the widget's left edge and the text."""
        self.page_rows = 1
        """Rows on the screen."""
        self.overscroll = 0
        """Rows that can be scrolled past the end."""
        self._top = (0, 0)  # the block and the row of it in the first line of the screen
        self._before_sizing: _BeforeSizing | None = None  # None after any scrolling or edit
        self.is_sized = False
        """Whether it is known how much fits on the screen."""
        self._settling = False
        self._settled: tuple[object, ...] = ()
        self._edited_at = -_REST  # seconds, of the monotonic clock
        self._visible = (0, 0)

    def on_mount(self) -> None:
        self._unsubscribe = self.document.subscribe(self._document_changed, Phase.VIEW)
        self._idle = self.set_interval(_IDLE_EVERY, self._when_idle)

    def on_unmount(self) -> None:
        self._unsubscribe()

    # What the blocks look like

    def form_of(self, index: int) -> Form:
        """What a block looks like, apart from its text."""
        return PLAIN

    def breaks_of(self, index: int) -> Form:
        """As much of that as decides how many rows it takes."""
        return self.form_of(index)

    # Where things are

    @property
    def top_y(self) -> int:
        """The y of the first line on the screen."""
        index, row = self._top
        return self.flow.top(index) + row

    def locate_position(self, position: int) -> tuple[int, int, int]:
        """Give (block index, row in the block, x) of a caret at a document position."""
        index = self.document.block_index(position)
        row, x = self.flow.block(index).cell_of(position - self.document.block_start(index))
        return index, row, x

    def cell_of(self, position: int) -> tuple[int, int]:
        """Give (x, line) of a caret at a document position, in cells of this widget (beyond its edges too)."""
        index, row, x = self.locate_position(position)
        return self.text_left + x, self.flow.top(index) + row - self.top_y

    def position_at(self, x: int, line: int) -> int:
        """Give the document position nearest to a cell of this widget; `line` may lie beyond its edges."""
        y = self.top_y + line
        if y >= self.flow.height:
            return len(self.document)
        if y < 0:
            return 0
        index, row = self.flow.locate(y)
        offset = self.flow.block(index).offset_at(row, x - self.text_left)
        return self.document.block_start(index) + offset

    @property
    def kept_position(self) -> int | None:
        """A document position that stays on the screen when the screen changes its size; None: only the first line."""
        return None

    def visible_range(self) -> tuple[int, int]:
        """The document positions [start, end) of the rows on the screen."""
        start_index, start_row = self._top
        end_index, end_row = self.flow.locate(self.top_y + self.page_rows - 1)
        start = self.flow.block(start_index).row_span(start_row)[0]
        end = self.flow.block(end_index).row_span(end_row)[1]
        return self.document.block_start(start_index) + start, self.document.block_start(end_index) + end

    def on_screen(self, index: int) -> bool:
        """Say whether any row of a block is on the screen."""
        top = self.flow.top(index) - self.top_y
        return top < self.page_rows and top + self.flow.block_height(index) > 0

    def refresh_rows(self, y: int, count: int) -> None:
        """Draw the rows [y, y + count) of the document anew, as far as they are on the screen."""
        first = max(0, y - self.top_y)
        last = min(self.page_rows, y + count - self.top_y)
        if first < last:
            self.refresh(Region(0, first, self.size.width, last - first))

    # Scrolling

    def settle(self, top: tuple[int, int] | None = None) -> None:
        """Lay out what is near the screen, and put the scroll bar where the top line is; `top` changes that line."""
        index, row = self._top if top is None else top
        flow, page = self.flow, self.page_rows
        if top is None and self._settled == self._as_settled():
            return
        flow.measure_above(index, page)
        row = min(row, flow.block(index).height - 1)
        y = flow.top(index) + row
        flow.measure_rows(y, y + 2 * page)
        y = max(0, min(y, flow.height + self.overscroll - page))
        before = self._top
        self._top = flow.locate(y)
        self._settling = True
        try:
            size = Size(self.scrollable_content_region.width, flow.height + self.overscroll)
            if size != self.virtual_size:
                self.virtual_size = size
            if self.scroll_y != y:
                self.scroll_to(y=y, animate=False, force=True, immediate=True)
        finally:
            self._settling = False
        if self._top != before:
            self.refresh()
            if top is not None:
                self._before_sizing = None
        self._tell_view()
        self._settled = self._as_settled()

    def _as_settled(self) -> tuple[object, ...]:
        """All that what is near the screen depends on, but for what `flow` was told to lay out anew."""
        return self.document.revision, self._top, self.page_rows, self.overscroll, self.flow.width, self.flow.height

    def tell(self, message: Message) -> None:
        """Post a message straight to the app: on its way up from widget to widget it would cost more than an edit."""
        if not self._is_prevented(type(message)):
            self.app.post_message(message)

    def _tell_view(self) -> None:
        visible = self.visible_range()
        if visible != self._visible:
            self._visible = visible
            self.tell(self.ViewChanged(self, *visible))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the wheel and the scroll bar."""
        # Before a taller screen says so in `on_resize`, Textual cuts what is scrolled too far for it.
        is_sizing = max(1, self.scrollable_content_region.height) != self.page_rows
        if self._settling or is_sizing:
            self.vertical_scrollbar.position = new_value
            return
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.settle(self.flow.locate(round(new_value)))

    def scroll_to_position(self, position: int) -> None:
        """Bring a document position on the screen with a few rows around it, scrolling no further than it takes.

        One that is more than a screen away from the screen comes to lie a third of the way down.
        """
        self._reveal(position, min(_CONTEXT_ROWS, self.page_rows // 4))

    def _reveal(self, position: int, context: int) -> None:
        """Scroll until at least `context` rows are on the screen above and below a document position."""
        index, row, _ = self.locate_position(position)
        page = self.page_rows
        self.flow.measure_above(index, page)
        y = self.flow.top(index) + row
        line = y - self.top_y
        if not -page <= line < 2 * page:
            self.settle(self.flow.locate(y - page // 3))
        elif line < context:
            self.settle(self.flow.locate(y - context))
        elif line >= page - context:
            self.settle(self.flow.locate(y - page + 1 + context))
        else:
            self.settle()

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by a number of rows, up where it is negative."""
        self.settle(self.flow.locate(self.top_y + rows))

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew for another size."""
        self._fit()

    def set_column(self, column: int | None) -> None:
        """Give the text another width in cells; None: the whole screen."""
        if column != self.column:
            self.column = column
            if self.is_sized:
                self._fit()

    def _fit(self) -> None:
        """Lay out for the present size, the text in the first line staying there as far as `kept_position` lets it."""
        before = self._before_sizing
        if before is None or before.kept != self.kept_position:
            before = self._shown_now()
        size = self.scrollable_content_region.size
        room = size.width - 2 * _MARGIN if size.width >= MIN_WIDTH + 2 * _MARGIN else size.width - 1
        width = max(MIN_WIDTH, min(room, self.column) if self.column else room)
        self.text_left = max(0, (size.width - width) // 2)
        self.page_rows = max(1, size.height)
        if width != self.flow.width:
            self.flow.set_width(width)
        self.settle((before.block, self.flow.block(before.block).row_of(before.offset)))
        if before.kept is not None and not self.is_sized:
            self.scroll_to_position(before.kept)
        elif before.kept is not None and before.is_shown:
            self._reveal(before.kept, context=0)
        self._before_sizing = before if self.is_sized else None
        self.is_sized = True
        self.refresh()

    def _shown_now(self) -> _BeforeSizing:
        index, row = self._top
        kept = self.kept_position
        is_shown = kept is not None and 0 <= self.cell_of(kept)[1] < self.page_rows
        return _BeforeSizing(index, self.flow.block(index).starts[row], kept, is_shown)

    def _when_idle(self) -> None:
        if monotonic() < self._edited_at + _REST:
            return
        if not self.idle_work():
            self._idle.pause()

    def idle_work(self) -> bool:
        """Do a little of what can wait: turn estimates into heights; the screen does not move. False: all is done."""
        if not self.flow.measure_some(_IDLE_SLICE):
            return False
        if self.flow.may_adopt:
            self.flow.adopt()
            self.settle()
        return True

    # Following the document

    def _document_changed(self, change: DocumentChange) -> None:
        """Refresh the rows of a changed block, and everything below it when they have become more or fewer."""
        flow = self.flow
        first = min(block_change.first for block_change in change.block_changes)
        height = flow.block_height(first)
        in_one_block = len(change.block_changes) == 1 and change.block_changes[0][1:3] == (1, 1)
        before = flow.laid_out(first) if in_one_block else None
        self._before_sizing = None
        self._edited_at = monotonic()
        index, row = self._top
        for block_change in change.block_changes:
            if block_change.first + block_change.removed <= index:
                index += block_change.inserted - block_change.removed
            elif block_change.first < index:
                index, row = block_change.first, 0
        flow.apply(change.block_changes)
        self._top = index, min(row, flow.block(index).height - 1)
        top_y = self.top_y
        self.settle()
        self._idle.resume()
        if self.top_y != top_y:
            self.refresh()
        elif before is not None and flow.block_height(first) == height:
            self._refresh_changed_rows(first, before)
        else:
            self.refresh_rows(flow.top(first), flow.height + self.page_rows)

    def _refresh_changed_rows(self, index: int, before: BlockLayout) -> None:
        """Refresh the rows on the screen between the first and the last that differ in a block, which is as high as
        `before`; and the one above them, for a word there may end where the edit was."""
        after, top = self.flow.block(index), self.flow.top(index)
        shown = range(max(0, self.top_y - top), min(after.height, self.top_y + self.page_rows - top))
        changed = [row for row in shown if before.row_text(row) != after.row_text(row)]
        if changed:
            first = max(0, changed[0] - 1)
            self.refresh_rows(top + first, changed[-1] - first + 1)
