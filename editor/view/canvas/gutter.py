"""What is drawn beside the text: a bar to the left of each block, and a map of the whole draft to the right."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from editor.view.canvas.mark_source import GutterSource
from editor.view.layout.document_layout import DocumentLayout
from editor.view.theme.theme import Theme

_BARS = "▏▎▍▌▋▊▉"  # 1 to 7 eighths of a cell
_BAR_DISTANCE = 2  # cells from the bar to the text
_MAP_SIGNS = "▗▐"  # some, and many
_MANY = 4


class Gutter:
    """Draws bars and the map of one draft.

    Attributes:
        source: knows what to draw; None: nothing is drawn.
        is_on: whether anything is drawn, where the screen has room for it.
        counts: lines of the screen → things in the part of the draft that the line stands for.
    """

    def __init__(self) -> None:
        self.source: GutterSource | None = None
        self.is_on = True
        self.counts: dict[int, int] = {}

    def update_map(self, layout: DocumentLayout, page_rows: int) -> bool:
        """Count again what the map shows, on a screen of `page_rows`. Returns False if nothing differs."""
        found: dict[int, int] = {}
        if self.source is not None and self.is_on:
            height = max(layout.height, page_rows)
            for index, count in self.source.counts():
                if count:
                    line = min(page_rows - 1, layout.top(index) * page_rows // height)
                    found[line] = found.get(line, 0) + count
        if found == self.counts:
            return False
        self.counts = found
        return True

    def draw(self, strip: Strip, theme: Theme, line: int, index: int | None, text_left: int) -> Strip:
        """Return a line of the screen with what is beside it. `index` is that of the line's block, if any."""
        if not self.is_on or text_left < _BAR_DISTANCE:
            return strip
        width = strip.cell_length
        bar = self.source.bar(index) if self.source is not None and index is not None else None
        if bar is not None:
            strip = _with_cell(strip, text_left - _BAR_DISTANCE, _BARS[bar - 1], theme.style("gutter"))
        count = self.counts.get(line, 0)
        if count:
            style = theme.style("text") + theme.foreground("flag.surprising")
            strip = _with_cell(strip, width - 1, _MAP_SIGNS[count >= _MANY], style)
        return strip


def _with_cell(strip: Strip, x: int, sign: str, style: Style) -> Strip:
    """Return a strip with another sign in one cell."""
    return Strip.join([strip.crop(0, x), Strip([Segment(sign, style)], 1), strip.crop(x + 1)])
