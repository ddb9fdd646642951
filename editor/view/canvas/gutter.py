"""Drawn next to the text: bars and signs to the left, a map of the whole draft to the right."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from editor.view.canvas.mark_source import GutterSource, SignSource
from editor.view.layout.document_layout import DocumentLayout
from editor.view.theme.theme import Theme

_BARS = "▏▎▍▌▋▊▉"  # 1 to 7 eighths of a cell
_BAR_DISTANCE = 2  # cells from the bar to the text
_MAP_SIGNS = "▗▐"  # some, and many
_MANY = 4


class Gutter:
    """Draws bars and the map of one draft.

    Attributes:
        source: knows the bars and the map; None: neither is drawn.
        signs: knows the signs; None: none are drawn.
        near_signs: knows those right next to the text, if there is room for both; None: none are drawn.
        is_on: whether the map is drawn.
        has_bars: whether the bars are drawn, if the screen has room for them.
        counts: line of the screen → number of things in the part of the draft that the line represents.
    """

    def __init__(self) -> None:
        self.source: GutterSource | None = None
        self.signs: SignSource | None = None
        self.near_signs: SignSource | None = None
        self.is_on = True
        self.has_bars = False
        self.counts: dict[int, int] = {}

    def update_map(self, layout: DocumentLayout, page_rows: int) -> bool:
        """Count the things on the map again, for a screen of `page_rows`. Returns False if nothing has changed."""
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

    def draw(self, strip: Strip, theme: Theme, line: int, place: tuple[int, int] | None, text_left: int) -> Strip:
        """Return a line of the screen with the things next to it. `place`: (block, row in it), if there is text."""
        count = self.counts.get(line, 0)
        left = self._left(theme, place, text_left) if place is not None and text_left else {}
        if not left and not count:
            return strip
        width, segments = strip.cell_length, list(strip)
        if left:  # the first segment is the margin
            margin = segments[0].style
            cells = [left.get(cell) or Segment(" ", margin) for cell in range(text_left)]
            segments[:1] = cells
        if count:
            style = theme.style("text") + theme.foreground("flag.surprising")
            [segments, _] = Segment.divide(segments, (width - 1, width))
            segments.append(Segment(_MAP_SIGNS[count >= _MANY], style))
        return Strip(segments, width)

    def _left(self, theme: Theme, place: tuple[int, int], text_left: int) -> dict[int, Segment]:
        """Return the cells drawn to the left of a row."""
        found: dict[int, Segment] = {}
        index, row = place
        if self.has_bars and self.source is not None and text_left >= _BAR_DISTANCE:
            bar = self.source.bar(index)
            if bar is not None:
                found[text_left - _BAR_DISTANCE] = Segment(_BARS[bar - 1], theme.style("gutter"))
        near = None if self.near_signs is None else self.near_signs.sign(index)
        if near is not None:
            found[text_left - 1] = Segment(near.glyph, theme.style(near.style))
        sign = None if self.signs is None else self.signs.sign(index)
        if sign is not None and not (sign.is_above and row):
            found[self._sign_cell(text_left)] = Segment(sign.glyph, theme.style(sign.style))
        return found

    def _sign_cell(self, text_left: int) -> int:
        """Return where signs are: next to the bars, outside if there is room."""
        if not self.has_bars or text_left < _BAR_DISTANCE:
            return max(0, text_left - _BAR_DISTANCE)
        return text_left - _BAR_DISTANCE - 1 if text_left > _BAR_DISTANCE else text_left - 1
