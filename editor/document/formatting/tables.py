"""Tables in GitHub's format: their parts, and writing their lines.

Widths are terminal cells.
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

_NARROWEST = 3  # minimum width of a delimiter cell
_ALIGNMENTS: dict[tuple[bool, bool], Alignment] = {
    (False, False): "none",
    (True, False): "left",
    (True, True): "centre",
    (False, True): "right",
}


@dataclass(frozen=True)
class Table:
    """A parsed table.

    Attributes:
        first: index of the header's line; the delimiter row follows.
        rows: the texts of the cells, header first, without the delimiter row. A row may have more or fewer cells than
            the
            header, which determines the number of columns.
        alignments: by column.
        prefixes: the text before the table in each line: signs of a quote, marker or indentation of a list item.
    """

    first: int
    rows: tuple[tuple[str, ...], ...]
    alignments: tuple[Alignment, ...]
    prefixes: tuple[str, ...]

    def lines(self, *, padded: bool) -> list[str]:
        """Return the lines of the table, with aligned columns if `padded`."""
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
    """Return the table that contains line `index`."""
    rule = index
    while rule > 0 and lines.of(rule).kind == "table.row":
        rule -= 1
    if lines.of(rule).kind != "table.rule":
        rule = index + 1  # `index` is the header
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
    """Return the alignment that a cell of the delimiter row specifies."""
    return _ALIGNMENTS[rule.startswith(":"), rule.endswith(":")]


def split_row(document: Document, lines: LineStates, index: int) -> tuple[str, str]:
    """Return the prefix of a table's line, and the row."""
    text, content = document.blocks[index].text, lines.of(index).content
    return text[:content], text[content:]


def cell_spans(row: str) -> list[Range]:
    """Return the spans of a row's cell texts without surrounding spaces; an empty cell's is where text would go."""
    spans = []
    for start, end in table_cells(row):
        text = row[start:end].strip(" \t")
        start += row[start:end].index(text) if text else min(1, end - start)
        spans.append((start, start + len(text)))
    return spans


def cell_index(row: str, offset: int) -> int:
    """Return the index of the cell at `offset`; before the row the first, after it the last."""
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
