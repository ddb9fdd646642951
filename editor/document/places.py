"""Line and column, the way people and tools write a place in a file."""

from __future__ import annotations

from typing import NamedTuple

from editor.document.document import Document


class Place(NamedTuple):
    """Line and column, both from 1; columns are code points."""

    line: int
    column: int = 1

    @classmethod
    def at(cls, document: Document, position: int) -> Place:
        """Return the place of a document position."""
        index = document.block_index(position)
        return cls(index + 1, position - document.block_start(index) + 1)

    def position(self, document: Document) -> int:
        """Return the document position of the place, or the nearest one."""
        index = min(max(1, self.line), len(document.blocks)) - 1
        return document.block_start(index) + min(max(1, self.column) - 1, len(document.blocks[index].text))
