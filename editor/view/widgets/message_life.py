"""How long a message stays on the status line."""

from __future__ import annotations

from dataclasses import dataclass

READ_S = 2.0
"""Seconds for which every message stays, even if the writer continues meanwhile."""
READ_ERROR_S = 5.0
"""The same for an error."""
STAY_S = 6.0
"""Seconds after which a message disappears by itself. An error waits until the writer continues."""
A_CHARACTER_S = 0.05
"""Additional seconds for each character: twenty a second are easy to read."""


@dataclass(slots=True)
class Life:
    """The life of one message, in seconds of a monotonic clock.

    Attributes:
        began: when it was shown.
        is_error: whether it is an error.
        length: code points to be read.
        went_on: when the writer first did something after that; None: nothing yet.
    """

    began: float
    is_error: bool
    length: int
    went_on: float | None = None

    @property
    def end(self) -> float | None:
        """When the message disappears; None: not before the writer does something."""
        reading = self.length * A_CHARACTER_S
        if self.is_error:
            return None if self.went_on is None else max(self.went_on, self.began + READ_ERROR_S + reading)
        end = self.began + STAY_S + reading
        return end if self.went_on is None else min(end, max(self.went_on, self.began + READ_S + reading / 2))
