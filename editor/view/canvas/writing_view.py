"""What helps with writing around the text: the caret's row kept in the middle, all dimmed but what is being written,
how surprising each paragraph is, and where in the draft words are flagged."""

from __future__ import annotations

from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer

from editor.document import Document
from editor.document.document import DocumentChange
from editor.document.selections import Selections
from editor.document.transaction import Change
from editor.document.units import paragraph_at, sentence_at
from editor.view.canvas.mark_source import GutterSource
from editor.view.canvas.markdown_view import MarkdownView
from editor.view.canvas.row_rendering import Mark
from editor.view.theme.theme import Theme

Focus = Literal["off", "sentence", "paragraph"]

_STRIP = "▏▎▍▌▋▊▉"
_STRIP_DISTANCE = 2  # cells from the strip to the text
_MAP_SIGNS = "▗▐"  # some flags, and many
_MANY_FLAGS = 4
_MAP_EVERY = 0.3  # seconds, the map is drawn anew at most


class WritingView(MarkdownView):
    """A view of the draft with aids for writing. Subclasses draw its lines.

    Attributes:
        gutter_source: knows what to draw beside the text; None: nothing.
    """

    def __init__(self, document: Document, *, column: int | None) -> None:
        super().__init__(document, column=column)
        self._typewriter = False
        self._focus: Focus = "off"
        self._focused: tuple[int, int] | None = None  # what is not dimmed, in positions of the document
        self._has_gutter = True
        self.is_bare = False
        """Whether nothing stands beside the text, for now."""
        self.gutter_source: GutterSource | None = None
        self._map: dict[int, int] = {}  # lines of the screen → flags in the part of the draft that they stand for
        self._map_timer: Timer | None = None
        self._switches_version = 0

    # The row of the caret

    @property
    def typewriter(self) -> bool:
        """Whether the caret's row stays in the middle of the screen."""
        return self._typewriter

    @typewriter.setter
    def typewriter(self, is_on: bool) -> None:
        self._typewriter = is_on
        self.overscroll = self.page_rows // 2 if is_on else 0
        if self.is_sized:
            self.scroll_to_position(self.selection.head)
            self.refresh()

    def _reveal(self, position: int, context: int) -> None:
        """As the base class; as a typewriter does, bring it into the middle of the screen."""
        if not self._typewriter:
            super()._reveal(position, context)
            return
        self.overscroll = self.page_rows // 2
        index, row, _ = self.locate_position(position)
        self.flow.measure_above(index, self.page_rows)
        self.settle(self.flow.locate(max(0, self.flow.top(index) + row - self.page_rows // 2)))

    # Focus

    @property
    def focus_on(self) -> Focus:
        """What is not dimmed: the caret's sentence, its paragraph, or all."""
        return self._focus

    @focus_on.setter
    def focus_on(self, focus: Focus) -> None:
        self._focus = focus
        self._focused = self._in_focus()
        self.refresh()

    def _in_focus(self) -> tuple[int, int] | None:
        """What is not dimmed now; None: all. Where the caret is in no text, its line."""
        if self._focus == "off":
            return None
        head = self.selection.head
        found = sentence_at(self.document, head) if self._focus == "sentence" else paragraph_at(self.document, head)
        return (head, head) if found is None else found

    def _follow_focus(self, longer: int = 0) -> None:
        """Draw anew what is dimmed now or no longer; `longer`: code points that the document has more than before."""
        if self._focus == "off":
            return
        before, self._focused = self._focused, self._in_focus()
        if before is None or self._focused is None:
            return
        if (before[0], before[1] + longer) != self._focused:
            self.refresh()

    def dimmed(self, theme: Theme, index: int, start: int, end: int) -> list[Mark]:
        """The marks on what is out of focus in [start, end) of a block."""
        if self._focused is None:
            return []
        style, block_start = theme.overlay("dimmed"), self.document.block_start(index)
        first, last = (min(max(position - block_start, start), end) for position in self._focused)
        return [Mark(*edges, style) for edges in ((start, first), (last, end)) if edges[0] < edges[1]]

    # The gutter and the map

    @property
    def has_gutter(self) -> bool:
        """Whether the strip of surprisal and the map of flags are shown, where the screen has room for them."""
        return self._has_gutter

    @has_gutter.setter
    def has_gutter(self, is_on: bool) -> None:
        self._has_gutter = is_on
        self.flags_changed()
        self.refresh()

    def flags_changed(self) -> None:
        """The map's layer has other spans: draw it anew, at once where that was not done just now."""
        if self._map_timer is None and self.is_attached:
            self._update_map()
            self._map_timer = self.set_timer(_MAP_EVERY, self._catch_up)

    def _catch_up(self) -> None:
        self._map_timer = None
        self._update_map()

    def _update_map(self) -> None:
        found: dict[int, int] = {}
        if self.gutter_source is not None and self._has_gutter:
            height, page = self.flow.height, self.page_rows
            for index, count in self.gutter_source.counts():
                if count:
                    line = min(page - 1, self.flow.top(index) * page // max(height, page))
                    found[line] = found.get(line, 0) + count
        if found != self._map:
            self._map = found
            width = self.scrollable_content_region.width
            self.refresh(Region(width - 1, 0, 1, self.page_rows))

    def with_gutter(self, strip: Strip, theme: Theme, line: int, index: int | None) -> Strip:
        """A line of the screen with what the strip and the map show beside it; `index` is that of the block in it."""
        if not self._has_gutter or self.is_bare or self.text_left < _STRIP_DISTANCE:
            return strip
        width = strip.cell_length
        bar = self.gutter_source.bar(index) if self.gutter_source is not None and index is not None else None
        if bar is not None:
            strip = _with_cell(strip, self.text_left - _STRIP_DISTANCE, _STRIP[bar - 1], theme.style("gutter"))
        flags = self._map.get(line, 0)
        if flags:
            style = theme.style("text") + theme.foreground("flag.surprising")
            strip = _with_cell(strip, width - 1, _MAP_SIGNS[flags >= _MANY_FLAGS], style)
        return strip

    # Following the text and the carets

    def set_selections(self, selections: Selections, *, scroll: bool = True, forward: bool = False) -> None:
        """As the base class; what is in focus follows the caret."""
        super().set_selections(selections, scroll=scroll, forward=forward)
        self._follow_focus()

    def show_edit(self, edit: Change | None) -> None:
        """As the base class; where it takes rows or gives some, the map's marks move."""
        super().show_edit(edit)
        if self.gutter_source is not None:
            self.flags_changed()

    def _document_changed(self, change: DocumentChange) -> None:
        super()._document_changed(change)
        self._follow_focus(change.transaction.delta)
        if self.gutter_source is not None:
            self.flags_changed()
        self._follow_switches()

    def _follow_switches(self) -> None:
        """Draw all anew where flags were switched off or on."""
        if self._switches_version != self.markdown.switches.version:
            self._switches_version = self.markdown.switches.version
            self.refresh()

    def idle_work(self) -> bool:
        """As the base class; where a line is code by now, the map shows no flags."""
        has_more = super().idle_work()
        if has_more and self.gutter_source is not None:
            self.flags_changed()
        self._follow_switches()
        return has_more


def _with_cell(strip: Strip, x: int, sign: str, style: Style) -> Strip:
    """The strip with another sign in one cell."""
    return Strip.join([strip.crop(0, x), Strip([Segment(sign, style)], 1), strip.crop(x + 1)])
