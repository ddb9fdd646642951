"""Texts that marks may stand in, cut out of their lines: paragraphs, headings, cells of tables.

The markup of quotes, lists and headings that lines begin with is left out, so that what remains reads as one text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from editor.document.document import Document
from editor.document.formatting.inline import InlineSpan, parse_inline
from editor.document.markdown.line_scan import table_cells
from editor.document.markdown.line_state import LineKind
from editor.document.markdown.lines import LineStates
from editor.document.paragraphs import PARAGRAPH_REACH
from editor.document.selections import Selection
from editor.document.transaction import Change

REACH = 5_000
"""Code points before and behind what is selected that are read; a paragraph is rarely longer."""

Range = tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """The text of several lines and where it comes from.

    Attributes:
        source: the lines' texts with one `\\n` between them.
        starts: where each line begins in `source`.
        origins: where each begins in the document, in code points.
    """

    source: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def offset(self, position: int) -> int:
        """The offset in `source` of a position of the document, or the nearest there is."""
        line = max(0, bisect_right(self.origins, position) - 1)
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.source)
        return min(max(self.starts[line], self.starts[line] + position - self.origins[line]), end)

    def position(self, offset: int) -> int:
        """The position in the document of an offset in `source`."""
        line = bisect_right(self.starts, offset) - 1
        return self.origins[line] + offset - self.starts[line]

    def around(self, start: int, end: int) -> Passage:
        """As much of a long passage as `REACH` on either side of [start, end), in code points of the document."""
        first, last = max(0, self.offset(start) - REACH), min(len(self.source), self.offset(end) + REACH)
        if last - first == len(self.source):
            return self
        first = self.source.find(" ", first, self.offset(start)) + 1 or first
        lines = range(bisect_right(self.starts, first) - 1, bisect_right(self.starts, last))
        starts = tuple(max(first, self.starts[line]) for line in lines)
        return Passage(
            self.source[first:last], tuple(one - first for one in starts), tuple(self.position(one) for one in starts)
        )

    def changes(self, changes: Iterable[Change]) -> list[Change]:
        """Changes of `source` as changes of the document; none of them holds a line end."""
        return [
            Change(self.position(change.start), self.position(change.start) + change.end - change.start, change.text)
            for change in changes
        ]

    def parse(self, references: Iterable[str] = ()) -> InlineSpan:
        """What the source is made of."""
        return parse_inline(self.source, references)


def passage_at(document: Document, lines: LineStates, position: int) -> Passage | None:
    """The passage that a position is in, or at the edge of; None where there is no text that could be marked."""
    index = document.block_index(position)
    found = _line_passages(document, lines, index)
    passage = next((passage for passage in found if position <= passage.position(len(passage.source))), None)
    return None if passage is None else passage.around(position, position)


def selected_passages(
    document: Document, lines: LineStates, selections: Iterable[Selection]
) -> list[tuple[Passage, list[Range]]]:
    """The passages that hold something of the selections, and which ranges of their sources are selected.

    Of a long one only what is around the first selection in it.
    """
    found: dict[int, tuple[Passage, list[Range]]] = {}
    read: dict[int, list[Passage]] = {}  # of each line
    floor = 0
    for selection in selections:
        for index in range(document.block_index(selection.start), document.block_index(selection.end) + 1):
            if index not in read:
                here = [
                    passage.around(max(selection.start, passage.origins[0]), selection.end)
                    for passage in _line_passages(document, lines, index, floor)
                ]
                last = document.block_index(here[-1].origins[-1]) if here else index
                read.update(dict.fromkeys(range(index, last + 1), here))
                floor = last + 1
            for passage in read[index]:
                start, end = passage.offset(selection.start), passage.offset(selection.end)
                ranges = found.setdefault(passage.origins[0], (passage, []))[1]
                if end > start and (start, end) not in ranges[-1:]:
                    ranges.append((start, end))
    return [(passage, ranges) for passage, ranges in found.values() if ranges]


def _line_passages(document: Document, lines: LineStates, index: int, floor: int = 0) -> list[Passage]:
    """The passages that line `index` has a part of: one, but for a table's row. None begins above line `floor`."""
    state, text = lines.of(index), document.blocks[index].text
    if state.kind not in ("paragraph", "heading", "table.row") or not text[state.content :].strip():
        return []
    if state.kind == "table.row" or _has_kind(document, lines, index + 1, "table.rule"):
        start = document.block_start(index) + state.content
        row = text[state.content :]
        return [Passage(row[first:end], (0,), (start + first,)) for first, end in table_cells(row)]
    first, last = index, index + 1
    while first > max(floor, index - PARAGRAPH_REACH) and lines.of(first).continues:
        first -= 1
    while last < index + PARAGRAPH_REACH and _has_kind(document, lines, last, "paragraph") and lines.of(last).continues:
        last += 1
    if _has_kind(document, lines, last, "table.rule"):
        last -= 1
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for line in range(first, last):
        parts.append(document.blocks[line].text[lines.of(line).content :])
        starts.append(length)
        length += len(parts[-1]) + 1
    origins = tuple(document.block_start(line) + lines.of(line).content for line in range(first, last))
    return [Passage("\n".join(parts), tuple(starts), origins)]


def _has_kind(document: Document, lines: LineStates, index: int, kind: LineKind) -> bool:
    return index < len(document.blocks) and lines.of(index).kind == kind


def link_labels(document: Document) -> list[str]:
    """The labels of all link reference definitions of a document, a footnote's not among them."""
    heads = (block.text.lstrip(" \t>") for block in document.blocks if "]:" in block.text)
    return [head[1 : head.index("]:")] for head in heads if head.startswith("[") and not head.startswith("[^")]
