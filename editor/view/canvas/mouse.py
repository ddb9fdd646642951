"""Selecting with the mouse: click, drag, by words (double click) and by lines (triple click), several with Alt."""

from __future__ import annotations

from textual import events
from textual.timer import Timer

from editor.document import units
from editor.document.markdown.link_places import link_at
from editor.document.selections import Selection, Selections
from editor.view.canvas.draft_view import DraftView
from editor.view.canvas.messages import LinkClicked

_CHAIN_SECONDS = 0.5  # between the clicks of a double click
_SCROLL_EVERY = 0.05  # seconds, while the pointer is held beyond an edge
_LEFT_BUTTON = 1


class MouseGestures:
    """Turns presses, moves and releases of the left button into selections of a canvas."""

    def __init__(self, canvas: DraftView) -> None:
        self._canvas = canvas
        self._clicks = 0
        self._last_press = (-1, -1, 0.0)  # x, y, seconds
        self._pressed = 0  # the position there, before hidden markup appeared
        self._origin: tuple[int, int] | None = None  # what the press selected, while the button is down
        self._others: tuple[Selection, ...] = ()  # the selections that stay next to the new one
        self._pointer = (0, 0)
        self._scrolling: Timer | None = None

    def press(self, event: events.MouseDown) -> None:
        """Set the caret; a second click here selects the word, a third the line.

        Shift extends the main selection. Alt (many terminals keep Shift for themselves, some Alt) adds one more caret,
        or removes the one that is there. Ctrl on a link follows it.
        """
        if event.button != _LEFT_BUTTON:
            return
        event.stop()
        canvas = self._canvas
        if event.ctrl and self._is_on_link(event):
            return
        x, y, time = self._last_press
        is_chained = (event.x, event.y) == (x, y) and event.time - time <= _CHAIN_SECONDS and not event.shift
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

    def _is_on_link(self, event: events.MouseDown) -> bool:
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
        if self._origin is None:
            return
        event.stop()
        self._pointer = (event.x, event.y)
        self._extend()
        if 0 <= event.y < self._canvas.viewport.page_rows:
            self._stop_scrolling()
        elif self._scrolling is None:
            self._scrolling = self._canvas.set_interval(_SCROLL_EVERY, self.scroll_on)

    def release(self) -> None:
        """End the gesture."""
        self._origin = None
        self._canvas.release_mouse()
        self._stop_scrolling()

    def scroll_on(self) -> None:
        """Scroll towards the pointer, faster the further away it is, and extend the selection."""
        line, page = self._pointer[1], self._canvas.viewport.page_rows
        self._canvas.scroll_rows(line if line < 0 else line - page + 1)
        self._extend()

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

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
        """Select, next to the others. The screen doesn't scroll: a click is always on it."""
        made = Selection(anchor, head)
        self._canvas.set_selections(Selections.of([*self._others, made], made), scroll=False)

    def _unit_at(self, position: int) -> tuple[int, int]:
        """Return what one, two or three clicks select at a position: nothing, the word, the line with its line end."""
        document = self._canvas.document
        if self._clicks == 3:
            return units.line_at(document, position)
        word = units.word_at(document, position) if self._clicks == 2 else None
        return (position, position) if word is None else word
