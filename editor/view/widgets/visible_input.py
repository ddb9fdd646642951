"""An input line that shows control characters as symbols; its value, a path for example, keeps them."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text
from textual.events import Paste
from textual.strip import Strip
from textual.widgets import Input
from wcwidth import iter_graphemes

from editor.text.printable import is_plain, show_grapheme

_LINE_END = re.compile("[\r\n]")


class VisibleInput(Input):
    """Draws its value as `printable` shows it; the value itself is unchanged.

    Positions in the base class are code points of the value. Those inside a grapheme cluster are drawn at its start.
    """

    @staticmethod
    def pasted_line(event: Paste) -> str:
        """Return the part of a paste that fits into one line: its first line."""
        return _LINE_END.split(event.text, maxsplit=1)[0]

    def _drawn(self) -> tuple[str, list[int]]:
        """Return the drawn text, and the offset in it of each position of the value, including its end."""
        value = self.value
        if is_plain(value):
            return value, list(range(len(value) + 1))
        drawn, starts = "", list[int]()
        for grapheme in iter_graphemes(value):
            starts += [len(drawn)] * len(grapheme)
            drawn += show_grapheme(grapheme)[0]
        return drawn, [*starts, len(drawn)]

    @property
    def _value(self) -> Text:
        return Text(self._drawn()[0], no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        drawn, starts = self._drawn()
        return cell_len(drawn[: starts[position]])

    def _cell_offset_to_index(self, offset: int) -> int:
        offset += int(self.scroll_x)
        drawn, starts = self._drawn()
        ends = (cell_len(drawn[: starts[index + 1]]) for index in range(len(self.value)))
        return next((index for index, end in enumerate(ends) if end > offset), len(self.value))

    def render_line(self, y: int) -> Strip:
        """Draw the line like the base class, but at the positions of the drawn text instead of the value's."""
        if y or not self.value:
            return super().render_line(y)
        _, starts = self._drawn()
        line = self._value
        if self.has_focus:
            first, last = sorted(self.selection)
            line.stylize_before(self.get_component_rich_style("input--selection"), starts[first], starts[last])
            if self._cursor_visible:
                line.pad_right(1)
                at = starts[self.cursor_position]
                after = next((start for start in starts if start > at), at + 1)
                line.stylize(self.get_component_rich_style("input--cursor"), at, after)
        width = self.scrollable_content_region.width + 1
        options = self.app.console_options.update_width(self.content_width)
        strip = Strip(self.app.console.render(line, options)).crop(self.scroll_offset.x, self.scroll_offset.x + width)
        return strip.extend_cell_length(width).apply_style(self.rich_style)
