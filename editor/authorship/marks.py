"""How accepted text looks in a draft: a sign in the margin of its lines, and the text itself marked on request."""

from __future__ import annotations

from editor.document.authorship import Spans
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.mark_source import Sign
from editor.view.canvas.row_rendering import Mark

_SIGN = Sign("·", "gutter.accepted")  # unlike those of git's changes, which are lines


class AcceptedSigns:
    """Has a sign for every line of a draft that holds accepted text."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._drawn: dict[int, bool] = {}  # blocks' ids → whether all of their rows are drawn with the sign

    def sign(self, index: int) -> Sign | None:
        """Return the sign of a block."""
        has_sign = self._has_sign(index)
        self._drawn.setdefault(self._canvas.document.blocks[index].id, has_sign)
        return _SIGN if has_sign else None

    def follow_edit(self) -> None:
        """Draw the blocks again that have a sign now and had none, or the other way round.

        Otherwise only those of their rows would be drawn again that an edit has changed.
        """
        canvas, blocks = self._canvas, self._canvas.document.blocks
        known, self._drawn = self._drawn, {}
        if not canvas.document.authorship and not any(known.values()):
            return
        for index in canvas.viewport.visible_blocks():
            block, has_sign = blocks[index].id, self._has_sign(index)
            if known.get(block, has_sign) != has_sign:
                canvas.redraw.blocks([index])
            self._drawn[block] = has_sign

    def _has_sign(self, index: int) -> bool:
        return bool(_accepted(self._canvas, index, 0, len(self._canvas.document.blocks[index].text)))


class AcceptedMarks:
    """Marks the accepted text of a draft while it is on.

    Attributes:
        is_on: whether it does.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.is_on = False

    def marks(self, index: int, start: int, end: int) -> list[Mark]:
        """Return the marks on [start, end) of a block."""
        if not self.is_on:
            return []
        style, block_start = self._canvas.theme.overlay("accepted"), self._canvas.document.block_start(index)
        spans = _accepted(self._canvas, index, start, end)
        return [Mark(span.start - block_start, span.end - block_start, style) for span in spans]


def _accepted(canvas: Canvas, index: int, start: int, end: int) -> Spans:
    """Return the parts of [start, end) of a block that no person wrote, in positions of the document."""
    authorship = canvas.document.authorship
    if not authorship:
        return ()
    block_start = canvas.document.block_start(index)
    found = authorship.between(block_start + start, block_start + end)
    return tuple(span for span in found if not span.is_a_person)
