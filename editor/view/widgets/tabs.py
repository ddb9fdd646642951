"""The row of open drafts at the top of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from editor.system.textual_hooks import KeepsLines
from editor.text.printable import printable
from editor.view.theme.theme import Theme

_SHORTEST = 8  # least cells of a cut name, before tabs are left out
_LEFT_BUTTON, _MIDDLE_BUTTON = 1, 2


@dataclass(frozen=True, slots=True)
class Tab:
    """One draft's tab."""

    title: str
    is_modified: bool = False


class TabListener(Protocol):
    """The writer's actions on the row, tabs counted from 0."""

    def tab_chosen(self, index: int) -> None:
        """A tab was clicked."""

    def tab_close_asked(self, index: int) -> None:
        """A tab was clicked with the middle button."""


class TabRow(KeepsLines):
    """One line of tabs, hidden while only one draft is open.

    Textual's own Tabs takes two lines and the focus, and interprets markup in titles.
    """

    DEFAULT_CSS = "TabRow { height: 1; display: none; }"

    def __init__(self, theme: Theme, listener: TabListener) -> None:
        super().__init__()
        self._listener = listener
        self.set_theme(theme)
        self._tabs: list[Tab] = []
        self._shown = 0
        self._is_quiet = False

    def set_quiet(self, is_quiet: bool) -> None:
        """Hide the row even if several drafts are open, or show it again."""
        self._is_quiet = is_quiet
        self.display = len(self._tabs) > 1 and not is_quiet

    def set_theme(self, theme: Theme) -> None:
        """Switch to another theme."""
        self._theme = theme
        self.refresh()

    def show(self, tabs: Sequence[Tab], shown: int) -> None:
        """Show these tabs; `shown` is the index of the draft on the screen."""
        if (list(tabs), shown) != (self._tabs, self._shown):
            self._tabs, self._shown = list(tabs), shown
            self.display = len(tabs) > 1 and not self._is_quiet
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the row."""
        width = self.size.width
        segments: list[Segment] = []
        room = width
        for _, text, style in self._parts():
            text = text if cell_len(text) <= room else set_cell_size(text, room)
            segments.append(Segment(text, style))
            room -= cell_len(text)
        segments.append(Segment(" " * room, self._theme.style("status")))
        return Strip(segments, width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose a tab, or ask to close it."""
        event.stop()
        x = 0
        for index, text, _ in self._parts():
            x += cell_len(text)
            if event.x < x:
                if index is not None and event.button == _LEFT_BUTTON:
                    self._listener.tab_chosen(index)
                elif index is not None and event.button == _MIDDLE_BUTTON:
                    self._listener.tab_close_asked(index)
                return

    def _parts(self) -> list[tuple[int | None, str, Style]]:
        """Return the texts of the row from the left, each with its style and the index of its tab."""
        base = self._theme.style("status")
        texts, first, last = fitting(self._tabs, self._shown, self.size.width)
        parts: list[tuple[int | None, str, Style]] = []
        if first:
            parts.append((first - 1, f"‹{first} ", base + self._theme.overlay("status.accent")))
        for index in range(first, last):
            style = self._theme.style("text") + Style(bold=True) if index == self._shown else base
            parts.append((index, texts[index], style))
        if last < len(texts):
            parts.append((last, f" {len(texts) - last}›", base + self._theme.overlay("status.accent")))
        return parts


def fitting(tabs: Sequence[Tab], shown: int, width: int) -> tuple[list[str], int, int]:
    """Return the tab texts and the range [first, last) that fits into `width` cells; it includes `shown`.

    Long names are cut first, the longest most. Then the tabs furthest from the shown one are left out.
    """
    titles = [printable(tab.title) for tab in tabs]
    longest = max((cell_len(title) for title in titles), default=0)
    texts = _texts(tabs, titles, shown, longest)
    while longest > _SHORTEST and sum(map(cell_len, texts)) > width:
        longest -= 1
        texts = _texts(tabs, titles, shown, longest)
    if sum(map(cell_len, texts)) <= width:
        return texts, 0, len(texts)
    room = width - cell_len(texts[shown]) - 2 * len(f"‹{len(tabs)} ")
    first, last = shown, shown + 1
    grows = True
    while grows:
        grows = False
        if last < len(texts) and cell_len(texts[last]) <= room:
            room -= cell_len(texts[last])
            last += 1
            grows = True
        if first and cell_len(texts[first - 1]) <= room:
            first -= 1
            room -= cell_len(texts[first])
            grows = True
    return texts, first, last


def _texts(tabs: Sequence[Tab], titles: Sequence[str], shown: int, longest: int) -> list[str]:
    """Return the text of each tab, its name cut to `longest` cells; the shown one is also marked without colour."""
    texts = []
    for index, (tab, title) in enumerate(zip(tabs, titles, strict=True)):
        if cell_len(title) > longest:
            title = set_cell_size(title, longest - 1).rstrip() + "…"
        texts.append(f"{'▌' if index == shown else ' '}{title}{' ●' if tab.is_modified else ''} ")
    return texts
