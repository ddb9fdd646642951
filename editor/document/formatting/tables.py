"""Tables as GitHub writes them: what they are made of, and their lines written anew.

Widths are cells of the terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wcwidth import wcswidth

from editor.document.document import Document
from editor.document.markdown.line_scan import table_cells
from editor.document.markdown.lines import LineStates

Alignment = Literal["none", "left", "centre", "right"]
Range = tuple[int, int]

_NARROWEST = 3  # what a rule of hyphens takes at least
_ALIGNMENTS: dict[tuple[bool, bool], Alignment] = {
    (False, False): "none",
    (True, False): "left",
    (True, True): "centre",
    (False, True): "right",
}


@dataclass(frozen=True)
class Table:
    """A table taken apart.

    Attributes:
        first: the index of the header's line; the rule's is the next one.
        rows: the texts of the cells, the header first, without the rule. A row may have more or less of them than the
            header, which says how many columns there are.
        alignments: of the columns.
        prefixes: what stands before the table in its lines: a quote's signs, a list item's marker or indentation.
    """

    first: int
    rows: tuple[tuple[str, ...], ...]
    alignments: tuple[Alignment, ...]
    prefixes: tuple[str, ...]

    def lines(self, *, padded: bool) -> list[str]:
        """The lines of the table; `padded`: with its columns under each other."""
        columns = len(self.alignments)
        widths = [0] * columns
        if padded:
            widths = [
                max([_NARROWEST, *(_width(row[at]) for row in self.rows if at < len(row))]) for at in range(columns)
            ]
        cells = [_rule(alignment, width) for alignment, width in zip(self.alignments, widths, strict=True)]
        rule = f"| {' | '.join(cells)} |"
        texts = []
        for row in self.rows:
            filled = [*row, *[""] * (columns - len(row))]
            cells = [_padded(*cell) for cell in zip(filled, widths, self.alignments, strict=False)]
            texts.append(f"| {' | '.join([*cells, *filled[columns:]])} |")
        return [prefix + text for prefix, text in zip(self.prefixes, [texts[0], rule, *texts[1:]], strict=True)]


def table_at(document: Document, lines: LineStates, index: int) -> Table | None:
    """The table that line `index` is in."""
    rule = index
    while rule > 0 and lines.of(rule).kind == "table.row":
        rule -= 1
    if lines.of(rule).kind != "table.rule":
        rule = index + 1  # from the header
    if not 0 < rule < len(document.blocks) or lines.of(rule).kind != "table.rule":
        return None
    prefixes, rows = [], []
    line = rule - 1
    while line <= rule or (line < len(document.blocks) and lines.of(line).kind == "table.row"):
        prefix, row = split_row(document, lines, line)
        prefixes.append(prefix)
        rows.append(tuple(row[start:end] for start, end in cell_spans(row)))
        line += 1
    alignments = tuple(map(alignment_of, rows.pop(1)))
    return Table(rule - 1, tuple(rows), alignments, tuple(prefixes))


def alignment_of(rule: str) -> Alignment:
    """What a cell of the line below the header says of its column."""
    return _ALIGNMENTS[rule.startswith(":"), rule.endswith(":")]


def split_row(document: Document, lines: LineStates, index: int) -> tuple[str, str]:
    """What stands before a table in one of its lines, and the row."""
    text, content = document.blocks[index].text, lines.of(index).content
    return text[:content], text[content:]


def cell_spans(row: str) -> list[Range]:
    """Where the texts of a row's cells are, without the spaces around them; an empty one's place is for its text."""
    spans = []
    for start, end in table_cells(row):
        text = row[start:end].strip(" \t")
        start += row[start:end].index(text) if text else min(1, end - start)
        spans.append((start, start + len(text)))
    return spans


def cell_index(row: str, offset: int) -> int:
    """Which cell `offset` is in: the first one from before it, the last one from behind it."""
    cells = table_cells(row)
    return min(sum(end < offset for _, end in cells), len(cells) - 1)


def _width(cell: str) -> int:
    return max(0, wcswidth(cell))


def _padded(cell: str, width: int, alignment: Alignment) -> str:
    room = max(0, width - _width(cell))
    left = {"right": room, "centre": room // 2}.get(alignment, 0)
    return " " * left + cell + " " * (room - left)


def _rule(alignment: Alignment, width: int) -> str:
    width = max(width, _NARROWEST)
    left, right = alignment in ("left", "centre"), alignment in ("centre", "right")
    return ":" * left + "-" * (width - left - right) + ":" * right
