"""Lines that are parsed together, and the text that is parsed: a paragraph, a heading, a table's row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from editor.document.buffer import Block
from editor.document.markdown.definitions import Definition, read_definitions
from editor.document.markdown.lines import LineStates

LINE_REACH = 300
"""Lines of one paragraph that are parsed; the rest gets no inline styles."""


class Paragraph(NamedTuple):
    """Lines whose text is parsed as one, without the markup before it.

    Attributes:
        first: index of its first block.
        text: the lines' contents, joined by line feeds.
        starts: start of each line's content in `text`, and one more than the end of the last.
        offsets: start of each line's content in its block.
        level: of the heading if an underline follows, otherwise 0.
        definitions: the link reference definitions at the start of the text.
    """

    first: int
    text: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    level: int
    definitions: tuple[Definition, ...]

    @property
    def lines(self) -> range:
        """The indices of its blocks."""
        return range(self.first, self.first + len(self.offsets))

    @property
    def prose_start(self) -> int:
        """End of the definitions in `text`."""
        return self.definitions[-1].end if self.definitions else 0

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Split [start, end) of `text` by line.

        Yields the line's index in the paragraph, the part's start and end in `text`, and the distance to add to get
        offsets in the block.
        """
        line = bisect_right(self.starts, start) - 1
        while line < len(self.offsets) and self.starts[line] < end:
            from_, to = max(start, self.starts[line]), min(end, self.starts[line + 1] - 1)
            if from_ < to:
                yield line, from_, to, self.offsets[line] - self.starts[line]
            line += 1

    def place(self, position: int) -> tuple[int, int]:
        """Return the block index, and the offset in that block, of `position` in `text`."""
        line = min(bisect_right(self.starts, position), len(self.offsets)) - 1
        return self.first + line, position - self.starts[line] + self.offsets[line]


def is_table_head(lines: LineStates, count: int, index: int) -> bool:
    """Return True if block `index` of `count` is a table's header."""
    return lines.of(index).kind == "paragraph" and index + 1 < count and lines.of(index + 1).kind == "table.rule"


def paragraph_at(lines: LineStates, blocks: Sequence[Block], index: int) -> Paragraph | None:
    """Return the paragraph of block `index`; None if it isn't part of one or is too far from its start."""
    if lines.of(index).kind != "paragraph" or is_table_head(lines, len(blocks), index):
        return None
    first = index
    while lines.of(first).continues:
        first -= 1
        if index - first >= LINE_REACH:
            return None
    end = index + 1
    while end < min(len(blocks), first + LINE_REACH):
        below = lines.of(end)
        if below.kind != "paragraph" or not below.continues or is_table_head(lines, len(blocks), end):
            break
        end += 1
    contents, starts, offsets = [], [0], []
    for line in range(first, end):
        offset = lines.of(line).content
        content = blocks[line].text[offset:]
        contents.append(content)
        offsets.append(offset)
        starts.append(starts[-1] + len(content) + 1)
    text = "\n".join(contents)
    below_state = lines.of(end) if end < len(blocks) else None
    level = below_state.level if below_state is not None and below_state.kind == "underline" else 0
    definitions = read_definitions(text) if text.startswith("[") else ()
    return Paragraph(first, text, tuple(starts), tuple(offsets), level, definitions)
