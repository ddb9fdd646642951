"""What a block looks like apart from its text: hidden marks, what is shown instead, how its rows hang."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """`shown` in place of [start, end) of a block's text, which is not empty; each character is one cell."""

    start: int
    end: int
    shown: str = ""


class Tried(NamedTuple):
    """An edit that is only shown: `text`, which is not empty, in place of [start, end), which may be.

    Rows break as they would after the edit.
    """

    start: int
    end: int
    text: str


class Form(NamedTuple):
    """How a block is laid out and drawn. Pieces ascend and share no text.

    The text with its `folds` decides where a row ends, whatever else is hidden: so no word goes to another row when
    marks come and go under the caret.

    Attributes:
        pieces: what is drawn in place of some of the text.
        folds: what counts instead of some of the text where rows break; none is shown as nothing.
        hang: cells by which the rows after the first are narrower.
        prefix: what these rows begin with, at most `hang` cells.
        suffix: drawn after the text; its first cell is free for a caret.
        is_one_row: whether the block is not wrapped.
        ground: the theme's name of the ground of the text, across the column; empty: none.
        tried: an edit that is only shown; it overrides the rest of the form there.
    """

    pieces: tuple[Piece, ...] = ()
    folds: tuple[Piece, ...] = ()
    hang: int = 0
    prefix: str = ""
    suffix: str = ""
    is_one_row: bool = False
    ground: str = ""
    tried: Tried | None = None

    def breaks_as(self, other: Form) -> bool:
        """Return True if the same text has the same rows in both."""
        return self._breaks == other._breaks

    @property
    def _breaks(self) -> tuple[object, ...]:
        return self.folds, self.hang, self.is_one_row, self.tried

    @property
    def counted(self) -> tuple[Piece, ...]:
        """The folds and the edit that is only shown, which may replace nothing: all that counts where rows break."""
        if self.tried is None:
            return self.folds
        return tuple(sorted([*apart(self.folds, self.tried), Piece(*self.tried)]))


PLAIN = Form()
"""The text as it is."""


def apart(pieces: Iterable[Piece], tried: Tried) -> Iterator[Piece]:
    """Return the pieces that neither share text with an edit nor surround it."""
    return (piece for piece in pieces if piece.end <= tried.start or piece.start >= tried.end)


def folded(text: str, folds: Sequence[Piece]) -> str:
    """Return the text with the pieces in their places."""
    if not folds:
        return text
    parts, reached = [], 0
    for fold in folds:
        parts += [text[reached : fold.start], fold.shown]
        reached = fold.end
    return "".join([*parts, text[reached:]])


def unfolded(offsets: Iterable[int], folds: Sequence[Piece]) -> list[int]:
    """Return ascending offsets in the folded text as offsets in the text; one within a piece leads to its end."""
    found = []
    pieces = iter(folds)
    piece = next(pieces, None)
    hidden = 0  # code points by which the pieces so far are shorter than the text
    for offset in offsets:
        while piece is not None and offset >= piece.start - hidden + len(piece.shown):
            hidden += piece.end - piece.start - len(piece.shown)
            piece = next(pieces, None)
        is_within = piece is not None and offset > piece.start - hidden
        found.append(piece.end if piece is not None and is_within else offset + hidden)
    return found
