"""How warm a word is: its surprisal as one of the seven steps that themes have colours for."""

from __future__ import annotations

from bisect import bisect_right

HEAT_FROM = (1.0, 2.0, 3.5, 5.0, 7.0, 9.0, 12.0)
"""Nats of surprisal from which on a word has the colour of step 1, 2 … 7."""


def heat_name(surprisal: float) -> str | None:
    """The theme's name for so many nats, `heat.1` to `heat.7`; None below the first step."""
    step = bisect_right(HEAT_FROM, surprisal)
    return f"heat.{step}" if step else None
