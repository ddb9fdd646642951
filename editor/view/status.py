"""The status line: file, words, scoring progress, model; and what there is to say for a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from editor.view.sanitise import sanitise
from editor.view.theme import Theme

_BAR_CELLS = 10


@dataclass(frozen=True, slots=True)
class Status:
    """What the status line knows.

    Attributes:
        name: of the file.
        modified, read_only: of the document.
        words: in the document.
        message: what there is to say until the next key; empty: nothing.
        is_error: whether it is one.
        model: which model reads along, or what is the matter with it.
        busy: what the model is being prepared by ("fetching"), empty when it is ready.
        done, total: of that, or of the document's tokens.
    """

    name: str = ""
    modified: bool = False
    read_only: bool = False
    words: int = 0
    message: str = ""
    is_error: bool = False
    model: str = ""
    busy: str = ""
    done: int = 0
    total: int = 0


class StatusLine(Widget):
    """One line at the bottom of the screen."""

    DEFAULT_CSS = "StatusLine { height: 1; dock: bottom; }"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.status = Status()

    def show(self, **changes: object) -> None:
        """Change some of the status's fields."""
        status = replace(self.status, **changes)  # type: ignore[arg-type]  # the fields' own types, by name
        if status != self.status:
            self.status = status
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw it: the message or the file to the left, what fits of the rest to the right."""
        status, theme, width = self.status, self._theme, self.size.width
        base = theme.style("status")
        if status.message:
            style = theme.style("status") + theme.overlay("status.error" if status.is_error else "status.accent")
            left = [(f" {sanitise(status.message)}", style)]
        else:
            left = [(f" {sanitise(status.name)}", base)]
            if status.modified:
                left.append((" ●", base + theme.overlay("status.accent")))
            if status.read_only:
                left.append((" read-only", base))
        right = self._fitting(width - 2 - sum(cell_len(text) for text, _ in left))
        room = width - sum(cell_len(text) for text in right)
        segments = _cut(left, room, base)
        segments += [Segment(text, base) for text in right]
        return Strip(segments, width)

    def _fitting(self, room: int) -> list[str]:
        """The parts of the right-hand side, the most important ones first to stay."""
        status = self.status
        words = f"{status.words:,} words" if status.words != 1 else "1 word"
        parts = [words, _progress(status), sanitise(status.model)]
        shown: list[str] = []
        for part in [part for part in (parts[1], parts[0], parts[2]) if part]:
            if cell_len(part) + 3 <= room:
                shown.append(part)
                room -= cell_len(part) + 3
        return [f"  {part} " for part in parts if part and part in shown]


def _progress(status: Status) -> str:
    """How far the model is, or how far it has read."""
    share = status.done / status.total if status.total else 0.0
    if status.busy:
        filled = int(share * _BAR_CELLS)
        bar = f" {'━' * filled}{'╌' * (_BAR_CELLS - filled)} {share:.0%}" if status.total else " …"
        return f"{status.busy}{bar}"
    if not status.total:
        return ""
    return "✓ read" if status.done >= status.total else f"reading {share:.0%}"


def _cut(parts: list[tuple[str, Style]], room: int, base: Style) -> list[Segment]:
    """Segments of exactly `room` cells; what does not fit ends in an ellipsis."""
    segments = []
    for text, style in parts:
        if cell_len(text) > room:
            text = set_cell_size(text, room - 1).rstrip() + "…" if room > 0 else ""
        segments.append(Segment(text, style))
        room -= cell_len(text)
    return [*segments, Segment(" " * max(0, room), base)]
