"""Interfaces for drawing on a draft and next to it: the canvas asks for the marks without knowing their meaning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from editor.view.canvas.row_rendering import Mark


class MarkSource(Protocol):
    """Has marks to draw on the text."""

    def marks(self, index: int, start: int, end: int) -> list[Mark]:
        """Return the marks that overlap [start, end) of block `index`, in code points of its text.

        Later marks are drawn over earlier ones.
        """


class Sign(NamedTuple):
    """A sign drawn next to a line of the draft.

    Attributes:
        glyph: one cell wide.
        style: its name in themes.
        is_above: whether it refers to something above the line, and is drawn only next to its first row.
    """

    glyph: str
    style: str
    is_above: bool = False


class SignSource(Protocol):
    """Has signs to draw next to the text."""

    def sign(self, index: int) -> Sign | None:
        """Return the sign of block `index`, if it has any. Called for every row that is drawn."""


class GutterSource(Protocol):
    """Has bars and a map to draw next to the text."""

    def bar(self, index: int) -> int | None:
        """Return the thickness of the bar next to block `index`, from 1 to 7 eighths of a cell; None: no bar."""

    def counts(self) -> Iterable[tuple[int, int]]:
        """Return the index of each block that the map shows, and how many things are in it."""
