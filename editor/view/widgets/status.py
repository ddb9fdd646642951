"""The status line: file, words, scoring progress, model; and what there is to say for a moment, in several lines if
it is long."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from editor.text.printable import printable
from editor.view.theme.theme import Theme

_BAR_CELLS = 10
_GOAL_CELLS = 5
_CRUMB_LENGTH = 200  # code points looked at of a heading
_CRUMB_CELLS = 8  # cells at least for the headings, or none of them is shown


@dataclass(frozen=True, slots=True)
class Status:
    """What the status line knows.

    Attributes:
        name: of the file.
        modified, read_only: of the document.
        on_disk: what became of the file meanwhile ("changed on disk"); empty: nothing.
        form: encoding and line ends of the file where they are not the usual ones ("latin-1 CRLF").
        words: in the document.
        selected: of these, in the selection; None: nothing is selected.
        written, goal: words written in this session, and how many of them are wanted; 0: no goal.
        breadcrumb: the headings that the caret stands under, the highest first.
        message: what there is to say until the next key; empty: nothing.
        is_error: whether it is one.
        model: which model reads along, or what is the matter with it.
        busy: what the model is being prepared by ("fetching"), empty when it is ready.
        done, total: of that, or of the document's tokens.
    """

    name: str = ""
    modified: bool = False
    read_only: bool = False
    on_disk: str = ""
    form: str = ""
    words: int = 0
    selected: int | None = None
    written: int = 0
    goal: int = 0
    breadcrumb: tuple[str, ...] = ()
    message: str = ""
    is_error: bool = False
    model: str = ""
    busy: str = ""
    done: int = 0
    total: int = 0


class StatusLine(Widget):
    """One line at the bottom of the screen; a message that does not fit into it gets more, up to a third of the screen.

    The lines of a message are its own and those that it is wrapped into.
    """

    DEFAULT_CSS = "StatusLine { height: 1; dock: bottom; }"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.status = Status()
        self._lines: list[str] = []  # of the message
        self._is_quiet = False

    def set_quiet(self, is_quiet: bool) -> None:
        """Be seen only while there is a message; or always."""
        self._is_quiet = is_quiet
        self.display = not is_quiet or bool(self.status.message)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.refresh()

    def show(self, **changes: object) -> None:
        """Change some of the status's fields."""
        status = replace(self.status, **changes)  # type: ignore[arg-type]  # the fields' own types, by name
        if status != self.status:
            says_else = status.message != self.status.message
            self.status = status
            if says_else:
                self.set_quiet(self._is_quiet)
                self._wrap_message()
            self.refresh()

    def on_resize(self) -> None:
        """Wrap the message for another width."""
        self._wrap_message()

    def _wrap_message(self) -> None:
        """Give the message the lines it needs."""
        width = max(1, (self.size.width or self.screen.size.width) - 2)
        text = Text("\n".join(printable(line) for line in self.status.message.split("\n")))
        self._lines = [line.plain.rstrip() for line in text.wrap(self.app.console, width)] if text else []
        most = max(1, self.screen.size.height // 3)
        if len(self._lines) > most:
            self._lines[most - 1 :] = [" ".join(self._lines[most - 1 :])]  # which is cut where it is drawn
        height = max(1, len(self._lines))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def render_line(self, y: int) -> Strip:
        """Draw it: the message or the file to the left, what fits of the rest to the right."""
        status, theme, width = self.status, self._theme, self.size.width
        base = theme.style("status")
        if self._lines:
            style = theme.style("status") + theme.overlay("status.error" if status.is_error else "status.accent")
            left = [(f" {self._lines[y]}" if y < len(self._lines) else "", style)]
        else:
            left = [(f" {printable(status.name)}", base)]
            if status.modified:
                left.append((" ●", base + theme.overlay("status.accent")))
            if status.read_only:
                left.append((" read-only", base))
            if status.form:
                left.append((f" {status.form}", base))
            if status.on_disk:
                left.append((f" {status.on_disk}", base + theme.overlay("status.error")))
        if y < len(self._lines) - 1:
            return Strip(_cut(left, width, base), width)
        right = self._fitting(width - 2 - sum(cell_len(text) for text, _ in left))
        room = width - sum(cell_len(text) for text in right)
        if not self._lines:
            crumbs = _breadcrumb(status.breadcrumb, room - 2 - sum(cell_len(text) for text, _ in left))
            left.append((f"  {crumbs}", base + theme.overlay("breadcrumb")))
        segments = _cut(left, room, base)
        segments += [Segment(text, base) for text in right]
        return Strip(segments, width)

    def _fitting(self, room: int) -> list[str]:
        """The parts of the right-hand side, the most important ones first to stay."""
        status = self.status
        parts = [_goal(status), _words(status), _progress(status), printable(status.model)]
        shown: list[str] = []
        for part in [part for part in (parts[2], parts[1], parts[0], parts[3]) if part]:
            if cell_len(part) + 3 <= room:
                shown.append(part)
                room -= cell_len(part) + 3
        return [f"  {part} " for part in parts if part and part in shown]


def _words(status: Status) -> str:
    words = f"{status.words:,} words" if status.words != 1 else "1 word"
    return words if status.selected is None else f"{status.selected:,} of {words}"


def _goal(status: Status) -> str:
    """How far the writer is: `312/500 ▰▰▰▱▱`."""
    if not status.goal:
        return ""
    filled = min(_GOAL_CELLS, status.written * _GOAL_CELLS // status.goal)
    return f"{status.written:,}/{status.goal:,} {'▰' * filled}{'▱' * (_GOAL_CELLS - filled)}"


def _breadcrumb(crumbs: tuple[str, ...], room: int) -> str:
    """The headings with signs between them; where there is no room the first ones go, then the end of the last."""
    if not crumbs or room < _CRUMB_CELLS:
        return ""
    shown = [printable(crumb[:_CRUMB_LENGTH]) for crumb in crumbs]
    for first in range(len(shown)):
        text = " › ".join([*(["…"] if first else []), *shown[first:]])
        if cell_len(text) <= room:
            return text
    return set_cell_size(text, room - 1).rstrip() + "…"


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
