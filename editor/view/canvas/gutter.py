"""What is drawn beside the text: a bar to the left of each block, and a map of the whole draft to the right."""

from __future__ import annotations

from rich.segment import Segment
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
        is_on: whether the map is drawn.
        has_bars: whether the bars are, where the screen has room for them.
        counts: lines of the screen → things in the part of the draft that the line stands for.
    """

    def __init__(self) -> None:
        self.source: GutterSource | None = None
        self.is_on = True
        self.has_bars = False
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
        if not self.is_on and not self.has_bars:
            return strip
        width, bar = strip.cell_length, None
        if self.has_bars and self.source is not None and index is not None and text_left >= _BAR_DISTANCE:
            bar = self.source.bar(index)
        count = self.counts.get(line, 0)
        if bar is None and not count:
            return strip
        segments = list(strip)
        if bar is not None:  # the first segment is the margin
            margin = segments[0].style
            sign = Segment(_BARS[bar - 1], theme.style("gutter"))
            segments[:1] = [sign, Segment(" " * (_BAR_DISTANCE - 1), margin)]
            if text_left > _BAR_DISTANCE:
                segments.insert(0, Segment(" " * (text_left - _BAR_DISTANCE), margin))
        if count:
            style = theme.style("text") + theme.foreground("flag.surprising")
            [segments, _] = Segment.divide(segments, (width - 1, width))
            segments.append(Segment(_MAP_SIGNS[count >= _MANY], style))
        return Strip(segments, width)
