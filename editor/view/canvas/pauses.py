"""Work that waits for a pause: in short turns while nobody types, or rarely enough not to be noticed."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget

_EVERY = 0.05  # seconds from one turn of idle work to the next
_REST = 0.5  # seconds after an edit in which work that can wait isn't done


class IdleWork:
    """Calls `work` in turns until it returns False, and again after each edit once the writer pauses.

    Create it when the widget is mounted.
    """

    def __init__(self, widget: Widget, work: Callable[[], bool]) -> None:
        self._widget = widget
        self._work = work
        self._edited_at = 0.0  # seconds, of the monotonic clock
        self._is_resting = False
        self._turns = widget.set_interval(_EVERY, self._take_turn)

    def edited(self) -> None:
        """Wait until no edit has come for a while."""
        self._edited_at = monotonic()
        if not self._is_resting:
            self._is_resting = True
            self._turns.pause()
            self._widget.set_timer(_REST, self._rested)

    def _rested(self) -> None:
        left = self._edited_at + _REST - monotonic()
        if left > 0:
            self._widget.set_timer(left, self._rested)
        else:
            self._is_resting = False
            self._turns.resume()

    def _take_turn(self) -> None:
        if not self._work():
            self._turns.pause()


class Throttle:
    """Calls `work` at once or, if it was called less than `seconds` ago, when these are over."""

    def __init__(self, widget: Widget, seconds: float, work: Callable[[], None]) -> None:
        self._widget = widget
        self._seconds = seconds
        self._work = work
        self._timer: Timer | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the work was done recently, and will be done again."""
        return self._timer is not None

    def call(self) -> None:
        """Have the work done."""
        if self._timer is None and self._widget.is_attached:
            self._work()
            self._timer = self._widget.set_timer(self._seconds, self._catch_up)

    def _catch_up(self) -> None:
        self._timer = None
        self._work()
