"""Passages similar to a paragraph: the paragraph is the question, and isn't among the answers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from editor.asking.lookup import Found
from editor.document.document import Document
from editor.document.paragraphs import paragraph_lines

LONGEST = 240
"""Code points of a paragraph that the model compares with others."""


class Paragraph(NamedTuple):
    """A paragraph of a file: its text in one line, and its lines, counted from 1."""

    path: Path
    lines: range
    text: str

    @classmethod
    def at(cls, document: Document, path: Path, index: int) -> Paragraph:
        """Return the paragraph that block `index` of a document belongs to; it has no text if the block is blank."""
        found = paragraph_lines(document.blocks, index)
        text = " ".join(" ".join([document.blocks[at].text for at in found]).split())
        return cls(path, range(found.start + 1, found.stop + 1), text)

    def others(self, found: Iterable[Found]) -> list[Found]:
        """Return the passages that don't overlap it."""
        return [one for one in found if one.path != self.path or not self._meets(one)]

    def _meets(self, found: Found) -> bool:
        first, last = found.piece.sentences[0].line, found.piece.sentences[-1].line
        return first < self.lines.stop and last >= self.lines.start
