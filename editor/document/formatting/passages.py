"""Texts that can contain marks, extracted from their lines: paragraphs, headings, table cells.

The markup of quotes, lists and headings at the start of lines is left out, so that the rest reads as one text.
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
"""Code points before and after the selection that are read; paragraphs are rarely longer."""

Range = tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """The text of several lines and its origin.

    Attributes:
        source: the lines' texts joined by `\\n`.
        starts: start of each line in `source`.
        origins: start of each line in the document, in code points.
    """

    source: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def offset(self, position: int) -> int:
        """Return the offset in `source` of a document position, or the nearest one."""
        line = max(0, bisect_right(self.origins, position) - 1)
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.source)
        return min(max(self.starts[line], self.starts[line] + position - self.origins[line]), end)

    def position(self, offset: int) -> int:
        """Return the document position of an offset in `source`."""
        line = bisect_right(self.starts, offset) - 1
        return self.origins[line] + offset - self.starts[line]

    def around(self, start: int, end: int) -> Passage:
        """Return the part of a long passage within `REACH` of [start, end), in code points of the document."""
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
        """Convert changes of `source` to changes of the document; none may contain a line ending."""
        return [
            Change(self.position(change.start), self.position(change.start) + change.end - change.start, change.text)
            for change in changes
        ]

    def parse(self, references: Iterable[str] = ()) -> InlineSpan:
        """Parse the source."""
        return parse_inline(self.source, references)


def passage_at(document: Document, lines: LineStates, position: int) -> Passage | None:
    """Return the passage that contains a position or ends there; None if it has no text to mark."""
    index = document.block_index(position)
    found = _line_passages(document, lines, index)
    passage = next((passage for passage in found if position <= passage.position(len(passage.source))), None)
    return None if passage is None else passage.around(position, position)


def selected_passages(
    document: Document, lines: LineStates, selections: Iterable[Selection]
) -> list[tuple[Passage, list[Range]]]:
    """Return the passages that the selections overlap, with the selected ranges of their sources.

    A long passage is cut to the surroundings of the first selection in it.
    """
    found: dict[int, tuple[Passage, list[Range]]] = {}
    read: dict[int, list[Passage]] = {}  # by line
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
    """Return the passages of line `index`: one, or several in a table row. None begins above line `floor`."""
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
    """Return the labels of all link reference definitions of a document, without footnotes."""
    heads = (block.text.lstrip(" \t>") for block in document.blocks if "]:" in block.text)
    return [head[1 : head.index("]:")] for head in heads if head.startswith("[") and not head.startswith("[^")]
