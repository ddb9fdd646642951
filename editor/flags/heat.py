"""How warm a word is: its surprisal as one of the seven steps that themes have colours for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

from editor.flags.surprisal import WordSurprisal
from editor.view.canvas.row_rendering import Mark
from editor.view.theme.theme import Theme

Heat = Literal["surprisal", "entropy"]

HEAT_FROM = (1.0, 2.0, 3.5, 5.0, 7.0, 9.0, 12.0)
"""Nats of surprisal from which on a word has the colour of step 1, 2 … 7."""

_ENTROPY_SHARE = 0.6  # an entropy is seldom above 7 nats; this share of a step's surprisal has the step's colour


def heat_name(surprisal: float) -> str | None:
    """The theme's name for so many nats, `heat.1` to `heat.7`; None below the first step."""
    step = bisect_right(HEAT_FROM, surprisal)
    return f"heat.{step}" if step else None


def heat_marks(words: Iterable[WordSurprisal], theme: Theme, heat: Heat) -> Iterator[Mark]:
    """The marks of words by their surprisal, or by the entropy at their place: how much was open there."""
    for word in words:
        name = heat_name(word.surprisal if heat == "surprisal" else word.entropy / _ENTROPY_SHARE)
        if name is not None:
            yield Mark(word.start, word.end, theme.overlay(name))
