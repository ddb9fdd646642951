"""The mouse: selecting by click and drag, by words (double click) and lines (triple click), several with Alt; dragging
a selection elsewhere; the menu."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.timer import Timer

from editor.document import units
from editor.document.annotations import Layer, Span
from editor.document.markdown.link_places import link_at
from editor.document.selections import Selection, Selections
from editor.view.canvas.draft_view import DraftView
from editor.view.canvas.layer_marks import LayerMarks
from editor.view.canvas.messages import LinkClicked, MenuWanted, Pressed
from editor.view.widgets.notice import Notice

_CHAIN_SECONDS = 0.5  # between the clicks of a double click
_SCROLL_EVERY = 0.05  # seconds, while the pointer is held beyond an edge
_LEFT_BUTTON, _RIGHT_BUTTON = 1, 3


class MouseGestures:
    """Turns presses, moves and releases of the left button into selections of a canvas, and drops of dragged text.

    Args:
        drop: moves a selection to a position, or copies it there.
    """

    def __init__(self, canvas: DraftView, drop: Callable[[Selection, int, bool], None]) -> None:
        self._canvas = canvas
        self._drop = drop
        self._dragged: Selection | None = None  # the selection that the button was pressed in
        self._drop_at: int | None = None  # once it has been moved
        self._drop_mark = Layer(canvas.document)
        canvas.add_marks(LayerMarks(canvas, self._drop_mark))
        self._clicks = 0
        self._last_press = (-1, -1, 0.0)  # x, y, seconds
        self._pressed = 0  # the position there, before hidden markup appeared
        self._origin: tuple[int, int] | None = None  # the selection made by the press, while the button is down
        self._others: tuple[Selection, ...] = ()  # the selections kept in addition to the new one
        self._pointer = (0, 0)
        self._scrolling: Timer | None = None

    def press(self, event: events.MouseDown) -> None:
        """Set the caret; a second click here selects the word, a third the line.

        Shift extends the main selection. Alt (many terminals keep Shift for themselves, some Alt) adds one more caret,
        or removes the one there. Ctrl on a link follows it. In a selection, nothing happens before the
        button is released: it may be dragged. The right button opens the menu.
        """
        self._canvas.notify_app(Pressed(self._canvas))
        if event.button == _RIGHT_BUTTON:
            self._ask_for_menu(event)
        if event.button != _LEFT_BUTTON:
            return
        event.stop()
        canvas = self._canvas
        is_plain = not (event.shift or event.meta or self._is_chained(event))
        self._dragged = self._selection_at(canvas.viewport.position_at(event.x, event.y)) if is_plain else None
        if self._dragged is not None:
            self._clicks = 1
            self._last_press = (event.x, event.y, event.time)
            self._pressed = canvas.viewport.position_at(event.x, event.y)
            canvas.capture_mouse()
            return
        if event.ctrl and self._is_on_link(event):
            return
        is_chained = self._is_chained(event)
        self._clicks = self._clicks % 3 + 1 if is_chained else 1
        self._last_press = (event.x, event.y, event.time)
        canvas.capture_mouse()
        self._others = canvas.selections.ranges if event.meta and not event.shift else ()
        again = min(self._pressed, len(canvas.document))
        position = again if is_chained else canvas.viewport.position_at(event.x, event.y)
        self._pressed = position
        if event.shift:
            anchor = canvas.selection.anchor
            self._origin = (anchor, anchor)
            self._select(anchor, position)
        elif self._clicks == 1 and self._removes_caret(position):
            self._origin = None
        else:
            self._origin = self._unit_at(position)
            self._select(*self._origin)

    def _is_chained(self, event: events.MouseDown) -> bool:
        """Return True if a press continues a double or triple click."""
        x, y, time = self._last_press
        return (event.x, event.y) == (x, y) and event.time - time <= _CHAIN_SECONDS and not event.shift

    def _selection_at(self, position: int) -> Selection | None:
        found = self._canvas.selections.between(position, position)
        return next((one for one in found if not one.is_empty and one.start <= position < one.end), None)

    def _ask_for_menu(self, event: events.MouseDown) -> None:
        """Put the caret at the pointer, unless that is in a selection, and open the menu."""
        event.stop()
        canvas = self._canvas
        position = canvas.viewport.position_at(event.x, event.y)
        if self._selection_at(position) is None:
            canvas.set_selections(Selections.single(position, position), scroll=False)
        canvas.notify_app(MenuWanted(canvas, event.screen_offset))

    def _is_on_link(self, event: events.MouseEvent) -> bool:
        """Return True if a press is on a link, and notify the app of it; the caret stays where it is."""
        canvas = self._canvas
        position = canvas.viewport.position_at(event.x, event.y)
        if link_at(canvas.document, canvas.markdown, position, past_end=False) is None:
            return False
        canvas.notify_app(LinkClicked(canvas, position))
        return True

    def _removes_caret(self, position: int) -> bool:
        """Remove the caret at a position. Returns False if there is none, or no other."""
        left = tuple(other for other in self._others if other != Selection(position, position))
        if not left or len(left) == len(self._others):
            return False
        self._canvas.set_selections(Selections.of(left, left[-1]), scroll=False)
        return True

    def move(self, event: events.MouseMove) -> None:
        """Extend the selection while the button is held; scroll while the pointer is beyond the upper or lower edge."""
        if self._origin is None and self._dragged is None:
            return
        event.stop()
        self._pointer = (event.x, event.y)
        self._go_on()
        if 0 <= event.y < self._canvas.viewport.page_rows:
            self._stop_scrolling()
        elif self._scrolling is None:
            self._scrolling = self._canvas.set_interval(_SCROLL_EVERY, self.scroll_on)

    def release(self, event: events.MouseUp) -> None:
        """End the gesture: drop the dragged text; a mere click in a selection sets the caret, or follows a link."""
        dragged, place = self._dragged, self._drop_at
        self._origin = self._dragged = self._drop_at = None
        self._canvas.release_mouse()
        self._stop_scrolling()
        self._mark_drop(None)
        if dragged is not None and place is not None:
            self._drop(dragged, place, event.ctrl)
        elif dragged is not None and not (event.ctrl and self._is_on_link(event)):
            self._canvas.set_selections(Selections.single(self._pressed, self._pressed), scroll=False)

    def _mark_drop(self, position: int | None) -> None:
        """Draw where the dragged text would go."""
        document, spans = self._canvas.document, list[Span]()
        if position is not None:
            end = units.grapheme_right(document, position)
            index = document.block_index(position)
            end = min(end, document.block_start(index) + len(document.blocks[index].text))
            spans += [Span(position, end, "caret.other", 1.0)] if position < end else []
        self._canvas.redraw.blocks(self._drop_mark.replace(0, len(document), spans))

    def scroll_on(self) -> None:
        """Scroll towards the pointer, faster the further away it is, and extend the selection."""
        line, page = self._pointer[1], self._canvas.viewport.page_rows
        self._canvas.scroll_rows(line if line < 0 else line - page + 1)
        self._go_on()

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def _go_on(self) -> None:
        """The pointer, or the text below it, has moved: extend the selection, or drag it."""
        if self._dragged is None:
            self._extend()
        elif self._pointer != self._last_press[:2] or self._drop_at is not None:
            x, line = self._pointer
            line = min(max(0, line), self._canvas.viewport.page_rows - 1)
            if self._drop_at is None:
                self._canvas.notify_app(Notice("release to move the text here; with Ctrl, to copy it"))
            self._drop_at = self._canvas.viewport.position_at(x, line)
            self._mark_drop(self._drop_at)

    def _extend(self) -> None:
        assert self._origin is not None
        x, line = self._pointer
        is_where_pressed = self._pointer == self._last_press[:2] and self._scrolling is None
        line = min(max(0, line), self._canvas.viewport.page_rows - 1)
        start, end = self._unit_at(self._pressed if is_where_pressed else self._canvas.viewport.position_at(x, line))
        origin_start, origin_end = self._origin
        if start < origin_start:
            self._select(origin_end, start)
        else:
            self._select(origin_start, max(end, origin_end))

    def _select(self, anchor: int, head: int) -> None:
        """Select, keeping the others. The screen doesn't scroll: a click is always on it."""
        made = Selection(anchor, head)
        self._canvas.set_selections(Selections.of([*self._others, made], made), scroll=False)

    def _unit_at(self, position: int) -> tuple[int, int]:
        """Return the selection of one, two or three clicks at a position: none, the word, the line with its line
        end."""
        document = self._canvas.document
        if self._clicks == 3:
            return self._canvas.folding.line_at(position)
        word = units.word_at(document, position) if self._clicks == 2 else None
        return (position, position) if word is None else word
