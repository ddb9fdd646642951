"""Ghost text: text shown at the caret without being part of the draft.

It is drawn over the text, so no word of the draft moves. At the end of a line, the ghost continues from the caret and
breaks into rows as the text would; it covers the rows below for as long as it is shown. Before other text, it is in the
row below, starting under the caret.
"""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from editor.document import Document
from editor.document.units import rest_of_line
from editor.text.printable import printable
from editor.view.canvas.viewport import Viewport
from editor.view.layout.document_layout import DocumentLayout
from editor.view.layout.wrap import wrap
from editor.view.theme.theme import Theme


class _Row(NamedTuple):
    """A row of the ghost on the screen.

    Attributes:
        x: the cell at which it begins.
        text: the drawn text, printable.
        end: where it ends in the ghost's text, in code points.
        covers: whether it covers the rest of the row, so that no word of the draft looks like part of it.
    """

    x: int
    text: str
    end: int
    covers: bool


class GhostText:
    """The ghost of one draft, or none.

    Attributes:
        text: the ghost text; empty: none.
    """

    def __init__(self, document: Document, viewport: Viewport, layout: DocumentLayout) -> None:
        self._document = document
        self._viewport = viewport
        self._layout = layout
        self._position = 0
        self._laid_out: tuple[object, dict[int, _Row]] = (None, {})
        self._drawn: list[tuple[float, int]] = []  # times when more of it was drawn, and up to where; ascending
        self.text = ""

    def stand(self, position: int, text: str) -> None:
        """Show the ghost at a position of the document, in code points; an empty text: nowhere."""
        taken = len(self.text) - len(text)
        if text and taken > 0 and self.text.endswith(text):  # the rest was visible along with its beginning
            self._drawn = [(moment, end - taken) for moment, end in self._drawn]
        elif not self.text or not text.startswith(self.text):
            self._drawn = []
        self._position, self.text = position, text
        self._laid_out = (None, {})

    @property
    def shown(self) -> int:
        """The number of code points of the text that fit on the screen."""
        return max((row.end for row in self._rows().values()), default=0)

    def seen(self, moment: float) -> int:
        """Return how many code points of the text were on the screen at a moment, in seconds of `monotonic`."""
        return min(self.shown, max((end for drawn, end in self._drawn if drawn <= moment), default=0))

    @property
    def lines(self) -> set[int]:
        """The lines of the screen that have a part of it."""
        return set(self._rows())

    def draw(self, strip: Strip, line: int, theme: Theme) -> Strip:
        """Return a line of the screen with the ghost over it."""
        row = self._rows().get(line) if self.text else None
        if row is None:
            return strip
        if not self._drawn or row.end > self._drawn[-1][1]:
            self._drawn.append((monotonic(), row.end))
        left, style = self._viewport.text_left, theme.style("ghost")
        if row.covers:
            blank = theme.style("text")
            start, end = left, min(left + self._layout.width, strip.cell_length)
            drawn = [Segment(" " * (row.x - left), blank), Segment(row.text, style), Segment(" " * end, blank)]
        else:
            start, end = row.x, min(row.x + cell_len(row.text), strip.cell_length)
            caret = list(strip.crop(start, start + 1))
            drawn = [Segment(row.text, style)]
            if caret and row.text and cell_len(row.text[0]) == 1:  # the caret stays visible, on the ghost's first cell
                drawn = [Segment(row.text[0], style + (caret[0].style or style)), Segment(row.text[1:], style)]
        over = Strip(drawn).crop(0, end - start)
        return Strip([*strip.crop(0, start), *over, *strip.crop(end)], strip.cell_length)

    def _rows(self) -> dict[int, _Row]:
        """Return the rows by their lines of the screen."""
        viewport = self._viewport
        key = self._document.revision, viewport.top, viewport.times_settled, self._layout.width, viewport.page_rows
        if self._laid_out[0] != key:
            rows = self._lay_out() if self.text else {}
            self._laid_out = key, {line: row for line, row in rows.items() if 0 <= line < viewport.page_rows}
        return self._laid_out[1]

    def _lay_out(self) -> dict[int, _Row]:
        viewport, document = self._viewport, self._document
        x, line = viewport.cell_of(self._position)
        if rest_of_line(document, self._position).strip():
            return self._below(x, line)
        left, form = viewport.text_left, self._layout.block(document.block_index(self._position)).form
        rows: dict[int, _Row] = {}
        reached, taken = 0, x - left
        for number, paragraph in enumerate(self.text.split("\n")):
            hang = 0 if number else form.hang
            filler = "" if number else "x" * taken  # stands for the text before the caret
            starts = wrap(filler + paragraph, self._layout.width, hang)
            ends = [*starts[1:], len(filler + paragraph)]
            for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
                first, last = max(start - len(filler), 0), end - len(filler)
                if last > first or row or number:
                    at = x if not rows else left + (hang if row else 0)
                    covers = bool(rows)
                    rows[line] = _Row(at, printable(paragraph[first : max(first, last)]), reached + last, covers)
                line += 1
            reached += len(paragraph) + 1
        return rows

    def _below(self, x: int, line: int) -> dict[int, _Row]:
        """Return the rows of a ghost that is below the line with the caret."""
        left, width = self._viewport.text_left, self._layout.width
        one_line = printable(self.text.replace("\n", " "))
        room = max(width // 2, left + width - x)
        x = min(x, left + width - min(room, max(1, cell_len(one_line))))
        starts = wrap(self.text.replace("\n", " "), left + width - x, 0)
        ends = [*starts[1:], len(self.text)]
        return {
            line + 1 + row: _Row(x, printable(self.text[start:end].replace("\n", " ")), end, True)
            for row, (start, end) in enumerate(zip(starts, ends, strict=True))
        }
