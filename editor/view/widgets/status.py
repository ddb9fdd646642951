"""The status line: file, words, scoring progress, model; and messages, which take several lines if they are long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from editor.system.textual_hooks import KeepsLines
from editor.text.printable import printable
from editor.view.theme.theme import Theme

_BAR_CELLS = 10
_GOAL_CELLS = 5
_CRUMB_LENGTH = 200  # code points used of a heading
_CRUMB_CELLS = 8  # minimum width of the headings in cells; below it none is shown


@dataclass(frozen=True, slots=True)
class Status:
    """The contents of the status line.

    Attributes:
        name: of the file.
        modified, read_only: of the document.
        on_disk: what happened to the file on disk ("changed on disk"); empty: nothing.
        form: encoding and line endings of the file if unusual ("latin-1 CRLF").
        words: in the document.
        selected: how many of them are selected; None: nothing is selected.
        written, goal: words written in this session, and the goal; 0: no goal.
        breadcrumb: the headings above the caret, outermost first.
        message: shown until the next key; empty: none.
        is_error: whether the message is an error.
        model: name of the model, or what is wrong with it.
        busy: the preparation of the model in progress ("fetching"), empty when it is ready.
        done, total: progress of that, or of the document's tokens.
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


class StatusLine(KeepsLines):
    """One line at the bottom of the screen; a long message gets more, up to a third of the screen.

    A message keeps its own line breaks and is wrapped to the width.
    """

    DEFAULT_CSS = "StatusLine { height: 1; dock: bottom; }"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.status = Status()
        self._lines: list[str] = []  # the wrapped message
        self._is_quiet = False
        self._said_at = 0.0  # seconds, of the monotonic clock

    def set_quiet(self, is_quiet: bool) -> None:
        """Show the line only while there is a message, or always."""
        self._is_quiet = is_quiet
        self.display = not is_quiet or bool(self.status.message)

    def set_theme(self, theme: Theme) -> None:
        """Switch to another theme."""
        self._theme = theme
        self.refresh()

    def show(self, **changes: object) -> None:
        """Change some fields of the status."""
        before = self.status
        if all(getattr(before, name) == value for name, value in changes.items()):
            return
        self.status = replace(before, **changes)  # type: ignore[arg-type]  # the fields' own types, by name
        if self.status.message != before.message:
            self.set_quiet(self._is_quiet)
            self._wrap_message()
        self.refresh()

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Show a message until the writer's next action."""
        self._said_at = monotonic()
        self.show(message=message, is_error=is_error)

    def went_on(self, at: float, note: str = "") -> None:
        """The writer did something at a time of the monotonic clock: a message from before gives way to a note."""
        if at >= self._said_at:
            self.show(message=note, is_error=False)

    def on_resize(self) -> None:
        """Rewrap the message for the new width."""
        self._wrap_message()

    def _wrap_message(self) -> None:
        """Wrap the message and set the height it needs."""
        width = max(1, (self.size.width or self.screen.size.width) - 2)
        text = Text("\n".join(printable(line) for line in self.status.message.split("\n")))
        self._lines = [line.plain.rstrip() for line in text.wrap(self.app.console, width)] if text else []
        most = max(1, self.screen.size.height // 3)
        if len(self._lines) > most:
            self._lines[most - 1 :] = [" ".join(self._lines[most - 1 :])]  # cut when it is drawn
        height = max(1, len(self._lines))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def render_line(self, y: int) -> Strip:
        """Draw one row: the message or the file on the left, and what fits of the rest on the right."""
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
        """Return the parts of the right-hand side that fit, dropping the least important first."""
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
    """Return the progress toward the goal: `312/500 ▰▰▰▱▱`."""
    if not status.goal:
        return ""
    filled = min(_GOAL_CELLS, status.written * _GOAL_CELLS // status.goal)
    return f"{status.written:,}/{status.goal:,} {'▰' * filled}{'▱' * (_GOAL_CELLS - filled)}"


def _breadcrumb(crumbs: tuple[str, ...], room: int) -> str:
    """Join the headings; if space is short, drop the outermost ones first, then cut the last."""
    if not crumbs or room < _CRUMB_CELLS:
        return ""
    shown = [printable(crumb[:_CRUMB_LENGTH]) for crumb in crumbs]
    for first in range(len(shown)):
        text = " › ".join([*(["…"] if first else []), *shown[first:]])
        if cell_len(text) <= room:
            return text
    return set_cell_size(text, room - 1).rstrip() + "…"


def _progress(status: Status) -> str:
    """Return the model's startup progress, or how much of the draft it has checked."""
    share = status.done / status.total if status.total else 0.0
    if status.busy:
        filled = int(share * _BAR_CELLS)
        bar = f" {'━' * filled}{'╌' * (_BAR_CELLS - filled)} {share:.0%}" if status.total else " …"
        return f"{status.busy}{bar}"
    if not status.total:
        return ""
    return "checked" if status.done >= status.total else f"checking {share:.0%}"


def _cut(parts: list[tuple[str, Style]], room: int, base: Style) -> list[Segment]:
    """Return segments of exactly `room` cells; text that doesn't fit ends in an ellipsis."""
    segments = []
    for text, style in parts:
        if cell_len(text) > room:
            text = set_cell_size(text, room - 1).rstrip() + "…" if room > 0 else ""
        segments.append(Segment(text, style))
        room -= cell_len(text)
    return [*segments, Segment(" " * max(0, room), base)]
