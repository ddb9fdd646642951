"""The report on the screen: its rows lead to their places in the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.report.draft_report import Row, Section
from editor.report.drawing import drawn
from editor.text.cells import cut
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog, DialogList
from editor.view.widgets.option_moves import move_in

_LOW = 16  # rows; on a lower screen, the list takes all of it


class ReportScreen(Dialog):
    """Lists the sections of a report. Arrows move, Enter or a click goes to a row's place, Escape closes.

    Args:
        sections: of the report.
        first: the row that is highlighted first.
        choose: called with the number of the chosen row, counted over all sections, once the draft has the focus again.
    """

    DEFAULT_CSS = """
    ReportScreen > Vertical { width: 84; }
    ReportScreen OptionList, ReportScreen OptionList:focus { margin-top: 1; max-height: 100%; }
    ReportScreen OptionList { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    ReportScreen OptionList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
    }
    ReportScreen.low > Vertical, ReportScreen.low:ansi > Vertical { padding: 0; border: none; }
    ReportScreen.low > Vertical > Static { display: none; }
    ReportScreen.low OptionList, ReportScreen.low OptionList:focus { margin: 0; }
    """

    def __init__(self, theme: Theme, sections: Sequence[Section], first: int, choose: Callable[[int], None]) -> None:
        super().__init__(theme, "Report (Enter: go to)")
        self._sections = sections
        self._first = first
        self._choose = choose
        self._width = 0
        self._title = theme.ink("popup.dim")

    def compose(self) -> ComposeResult:
        """Yield the list."""
        self._list = _Rows(self.accept)
        yield self._box(self._list)

    def on_mount(self) -> None:
        """Give the list the focus."""
        self._list.focus()

    def on_resize(self) -> None:
        """Draw the rows at the new width."""
        self.set_class(self.size.height < _LOW, "low")
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        width = self._list.scrollable_content_region.width
        if not width or width == self._width:
            return
        highlighted = self._first if self._list.highlighted is None else self.row_at(self._list.highlighted)
        self._width = width
        options: list[Option] = []
        number = 0
        for section in self._sections:
            if options:
                options.append(Option("", disabled=True))
            options.append(Option(Text(cut(section.title, width), self._title, no_wrap=True), disabled=True))
            for row in section.rows:
                options.append(Option(Text(drawn(row, width), no_wrap=True), id=str(number)))
                number += 1
        self._list.clear_options()
        self._list.add_options(options)
        self._list.highlighted = self._list.get_option_index(str(highlighted))
        self._list.show_title()

    def row_at(self, index: int) -> int:
        """Return the number of the row that is option `index`."""
        return int(self._list.get_option_at_index(index).id or 0)

    def accept(self, index: int) -> None:
        """Go to the place of the row that is option `index`, if it has one."""
        number = self.row_at(index)
        if _rows(self._sections)[number].place is not None:
            self.dismiss(None)
            self._choose(number)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the place of the clicked row."""
        event.stop()
        self.accept(event.option_index)


def _rows(sections: Sequence[Section]) -> list[Row]:
    return [row for section in sections for row in section.rows]


class _Rows(DialogList):
    """The rows; where the first one is highlighted, the title above it shows too."""

    def take_other(self, event: events.Key) -> None:
        """Move through the rows."""
        if move_in(self, event.key):
            self.show_title()

    def show_title(self) -> None:
        """Scroll the first title into view when the first row is highlighted: no key leads to it."""
        if self.highlighted == 1:
            self.call_after_refresh(self.scroll_home, animate=False)
