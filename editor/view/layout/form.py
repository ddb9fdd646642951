"""How a block's display differs from its text: hidden marks, their replacements, hanging rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """`shown` replaces the non-empty [start, end) of a block's text; each character is one cell.

    No piece ends inside a grapheme (see `graphemes.extends_grapheme`): the rest would be measured with what precedes
    it, but drawn alone, which can take more room.
    """

    start: int
    end: int
    shown: str = ""


class Tried(NamedTuple):
    """A previewed edit: the non-empty `text` in place of [start, end), which may be empty.

    Rows break as they would after the edit.
    """

    start: int
    end: int
    text: str


class Form(NamedTuple):
    """How a block is laid out and drawn. Pieces ascend and share no text.

    The text with its `folds` decides where a row ends, whatever else is hidden: so no word moves to another row when
    marks appear and disappear at the caret.

    Attributes:
        pieces: drawn in place of some of the text.
        folds: replace some of the text when rows are broken; none is empty.
        hang: cells by which the rows after the first are narrower.
        prefix: the start of these rows, at most `hang` cells.
        suffix: drawn after the text; its first cell is free for a caret.
        is_one_row: whether the block is not wrapped.
        ground: the theme's name for the background of the text, across the column; empty: none.
        tried: a previewed edit; it overrides the rest of the form there.
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
        """The folds and the previewed edit, which may replace nothing: everything that affects where rows break."""
        if self.tried is None:
            return self.folds
        return tuple(sorted([*apart(self.folds, self.tried), Piece(*self.tried)]))


PLAIN = Form()
"""The text as it is."""


def apart(pieces: Iterable[Piece], tried: Tried) -> Iterator[Piece]:
    """Return the pieces that neither share text with an edit nor surround it."""
    return (piece for piece in pieces if piece.end <= tried.start or piece.start >= tried.end)


def folded(text: str, folds: Sequence[Piece]) -> str:
    """Return the text with the pieces inserted."""
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
