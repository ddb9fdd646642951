"""What others may draw on a draft and beside it: the canvas asks, and knows nothing of what it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from editor.view.canvas.row_rendering import Mark


class MarkSource(Protocol):
    """Has marks to draw on the text."""

    def marks(self, index: int, start: int, end: int) -> list[Mark]:
        """Return the marks that overlap [start, end) of block `index`, in code points of its text.

        Later marks lie over earlier ones.
        """


class Sign(NamedTuple):
    """What is drawn beside a line of the draft.

    Attributes:
        glyph: one cell wide.
        style: its name in themes.
        is_above: whether it stands for something above the line, and is drawn beside its first row only.
    """

    glyph: str
    style: str
    is_above: bool = False


class SignSource(Protocol):
    """Has signs to draw beside the text."""

    def sign(self, index: int) -> Sign | None:
        """Return the sign of block `index`, if it has any. Asked for every row that is drawn."""


class GutterSource(Protocol):
    """Knows what to draw beside the text."""

    def bar(self, index: int) -> int | None:
        """Return how thick the bar beside block `index` is, from 1 to 7 eighths of a cell; None: no bar."""

    def counts(self) -> Iterable[tuple[int, int]]:
        """Return the index of each block that the map shows, and how many things are in it."""
