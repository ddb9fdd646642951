"""The heat map: a word's surprisal as one of seven steps, for which themes have colours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

from editor.flags.surprisal import WordSurprisal
from editor.view.canvas.row_rendering import Mark
from editor.view.theme.theme import Theme

Heat = Literal["surprisal", "entropy"]

HEAT_FROM = (1.0, 2.0, 3.5, 5.0, 7.0, 9.0, 12.0)
"""The surprisal, in nats, at which a word gets the colour of step 1, 2 … 7."""

_ENTROPY_SHARE = 0.6  # an entropy is rarely above 7 nats, so its steps begin at this share of the surprisal's


def heat_name(surprisal: float) -> str | None:
    """Return the theme's name for a surprisal in nats, `heat.1` to `heat.7`; None below the first step."""
    step = bisect_right(HEAT_FROM, surprisal)
    return f"heat.{step}" if step else None


def heat_marks(words: Iterable[WordSurprisal], theme: Theme, heat: Heat) -> Iterator[Mark]:
    """Yield the marks of words, by their surprisal or by the entropy at their place (how many words were possible)."""
    for word in words:
        name = heat_name(word.surprisal if heat == "surprisal" else word.entropy / _ENTROPY_SHARE)
        if name is not None:
            yield Mark(word.start, word.end, theme.overlay(name))
