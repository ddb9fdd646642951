"""The spans of a layer, drawn in the theme's styles."""

from __future__ import annotations

from editor.document.annotations import Layer
from editor.view.canvas.draft_view import DraftView
from editor.view.canvas.row_rendering import Mark
from editor.view.canvas.underline import with_underline


class LayerMarks:
    """A `MarkSource` that draws every span of a layer. A span's kind is a name in the theme."""

    def __init__(self, view: DraftView, layer: Layer) -> None:
        self._view = view
        self._layer = layer

    def marks(self, index: int, start: int, end: int) -> list[Mark]:
        """Return the marks on [start, end) of a block."""
        found = self._layer.overlapping(self._view.document.blocks[index], start, end)
        theme, curly = self._view.theme, self._view.has_curly_underlines
        return [Mark(span.start, span.end, with_underline(theme, span.kind, curly=curly)) for span in found]
