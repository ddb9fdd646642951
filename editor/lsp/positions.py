"""Positions as the protocol writes them: a line, and a column in code units that client and server agree on.

A line of the protocol ends at a line feed, a carriage return or both, and nothing else, so it is a block of the
document. A column past the end of its line means that end, a line past the last one the end of the text. A column
within a character means the character's start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lsprotocol.types import Position, Range

from editor.document import Document

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_PREFERRED: tuple[Encoding, ...] = ("utf-32", "utf-8", "utf-16")  # the first is the document's own unit
_CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}  # Python's name, and the bytes of a code unit


def preferred(offered: Sequence[str] | None) -> Encoding:
    """Return the best of the encodings that a client offers; a client that offers none counts in UTF-16."""
    return next((encoding for encoding in _PREFERRED if encoding in (offered or ())), "utf-16")


class Positions:
    """Converts between positions of the protocol and code points of a document.

    Columns of the same line are counted on from the last one, so that converting a line's flags in order costs its
    length once.
    """

    def __init__(self, document: Document, encoding: Encoding) -> None:
        self._document = document
        self._encoding = encoding
        self._counted = -1, -1, 0, 0  # of the last column: id and revision of its block, code points, code units

    def offset(self, line: int, column: int) -> int:
        """Return the code point at a line and column, both counted from 0; negative ones count as 0."""
        blocks = self._document.blocks
        if line >= len(blocks):
            return len(self._document)
        line, column = max(line, 0), max(column, 0)
        return self._document.block_start(line) + self._code_points(blocks[line].text, column)

    def to_offset(self, position: Position) -> int:
        """Return the code point at a position."""
        return self.offset(position.line, position.character)

    def to_position(self, offset: int) -> Position:
        """Return the position of a code point of the document; one within a line's ending counts as the line's end."""
        line = self._document.block_index(offset)
        block = self._document.blocks[line]
        column = min(offset - self._document.block_start(line), len(block.text))
        if self._encoding == "utf-32" or block.text.isascii():
            return Position(line, column)
        *known, reached, units = self._counted
        if known != [block.id, block.revision] or reached > column:
            reached = units = 0
        units += self._units(block.text[reached:column])
        self._counted = block.id, block.revision, column, units
        return Position(line, units)

    def to_range(self, start: int, end: int) -> Range:
        """Return the range of [start, end)."""
        return Range(self.to_position(start), self.to_position(end))

    def _code_points(self, text: str, units: int) -> int:
        """Return how many code points of a line come before a column in code units."""
        if self._encoding == "utf-32" or text.isascii():
            return min(units, len(text))
        # The longest start of the text that fits, by halving: no part of the text is encoded more than twice.
        low, high = 0, min(units, len(text))
        while low < high:
            middle = (low + high + 1) // 2
            part = self._units(text[low:middle])
            if part <= units:
                low, units = middle, units - part
            else:
                high = middle - 1
        return low

    def _units(self, text: str) -> int:
        codec, width = _CODECS[self._encoding]
        return len(text.encode(codec, "surrogatepass")) // width
