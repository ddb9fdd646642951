"""Dims all of a draft except the text being written."""

from __future__ import annotations

from typing import Literal

from editor.document import Document
from editor.document.units import paragraph_at, sentence_at
from editor.view.canvas.row_rendering import Mark
from editor.view.theme.theme import Theme

Focus = Literal["off", "sentence", "paragraph"]


class FocusDimming:
    """Knows which text is in focus: the sentence or the paragraph around a caret, or everything.

    Attributes:
        kind: the unit in focus; call `follow` after changing it.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.kind: Focus = "off"
        self._range: tuple[int, int] | None = None  # in positions of the document; None: all is in focus

    def follow(self, caret: int, longer: int = 0) -> bool:
        """Find the text in focus for a caret at a document position. Returns True if other text is dimmed than before.

        `longer`: by how many code points an edit in the focused text has made the document longer.
        """
        if self.kind == "off" and self._range is None:
            return False
        before, self._range = self._range, self._around(caret)
        if before is None or self._range is None:
            return before is not self._range
        return (before[0], before[1] + longer) != self._range

    def _around(self, caret: int) -> tuple[int, int] | None:
        """Return the text in focus; if the caret isn't in text, there is none."""
        if self.kind == "off":
            return None
        found = sentence_at(self._document, caret) if self.kind == "sentence" else paragraph_at(self._document, caret)
        return (caret, caret) if found is None else found

    def marks(self, theme: Theme, index: int, start: int, end: int) -> list[Mark]:
        """Return the marks on text out of focus in [start, end) of block `index`."""
        if self._range is None:
            return []
        style, block_start = theme.overlay("dimmed"), self._document.block_start(index)
        first, last = (min(max(position - block_start, start), end) for position in self._range)
        return [Mark(*edges, style) for edges in ((start, first), (last, end)) if edges[0] < edges[1]]
