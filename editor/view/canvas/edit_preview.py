"""An edit that is shown in the draft without being made."""

from __future__ import annotations

from collections.abc import Iterable

from editor.document import Document
from editor.document.transaction import Change
from editor.view.canvas.row_rendering import Mark
from editor.view.layout.form import Tried
from editor.view.layout.live_preview import LivePreview
from editor.view.layout.shown_edit import shown_edit
from editor.view.theme.theme import Theme

_NOTHING = (0, 0)


class EditPreview:
    """Strikes through the text that an edit deletes, and has `LivePreview` show new text where it would be."""

    def __init__(self, document: Document, preview: LivePreview) -> None:
        self._document = document
        self._preview = preview
        self._struck = _NOTHING  # in positions of the document

    def show(self, edit: Change) -> set[int]:
        """Show an edit. Returns the blocks that look different now."""
        self._struck, tried = shown_edit(edit, self._document.slice(edit.start, edit.end))
        concerned = set(self.struck_blocks())
        if tried is not None:
            index = self._document.block_index(tried.start)
            start = self._document.block_start(index)
            moved = Tried(tried.start - start, tried.end - start, tried.text)
            self._preview.tried = self._document.blocks[index].id, moved
            concerned.add(index)
        return concerned

    def clear(self, visible: Iterable[int]) -> set[int]:
        """Stop showing the edit. Returns the blocks that look different now; `visible` are those on the screen."""
        concerned = set(self.struck_blocks())
        if self._preview.tried is not None:
            block_id, _ = self._preview.tried
            concerned.update(index for index in visible if self._document.blocks[index].id == block_id)
        self.forget()
        return concerned

    def forget(self) -> bool:
        """Stop showing the edit after a change of the document. Returns False if none was shown."""
        was_shown = self._preview.tried is not None or self._struck != _NOTHING
        self._preview.tried, self._struck = None, _NOTHING
        return was_shown

    def struck_blocks(self) -> range:
        """Return the indices of the blocks that have something struck through."""
        start, end = self._struck
        if start == end:
            return range(0)
        return range(self._document.block_index(start), self._document.block_index(end) + 1)

    def marks(self, theme: Theme, index: int, start: int, end: int) -> list[Mark]:
        """Return the mark on the struck-through text in [start, end) of block `index`."""
        if self._struck == _NOTHING:
            return []
        block_start = self._document.block_start(index)
        first, last = (min(max(position - block_start, start), end) for position in self._struck)
        return [Mark(first, last, theme.overlay("ghost.struck"))] if first < last else []
