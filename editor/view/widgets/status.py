"""The status line: file, words, scoring progress, model; and messages and notes, each in its own place."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip
from textual.timer import Timer

from editor.system.textual_hooks import KeepsLines
from editor.text.cells import cut
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.message_life import Life
from editor.view.widgets.status_fields import (
    Said,
    Status,
    aside,
    count_fields,
    file_fields,
    is_working,
    lasting,
    place,
    sent,
)

STILL_S = 1.5
"""Seconds without progress before something moves to show that work continues."""
_BEAT_S = 0.3
_PROGRESS = frozenset(("busy", "done", "total", "aside"))
_MOST_REMEMBERED = 200  # messages
_MOST_ERRORS = 3  # visible at the same time
_LEAST_LINK = 30  # cells of a link's target that counts leave
_LEAST_NAME = 12  # cells of the file's name that texts next to it leave

_Piece = tuple[str, str]
"""A text and its name in the theme."""


class _Row(NamedTuple):
    """A row of the status line, and whether it is the one about the file."""

    pieces: list[_Piece]
    is_file: bool = False


class StatusLine(KeepsLines):
    """One line at the bottom of the screen. Texts that don't fit next to the file's name get their own rows above it.

    The file, the note on the caret's place, messages and progress are all visible at the same time.

    Attributes:
        history: all messages, the oldest first; about the newest 200.
    """

    DEFAULT_CSS = "StatusLine { height: 1; dock: bottom; }"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.status = Status()
        self.history: deque[Said] = deque(maxlen=_MOST_REMEMBERED)
        self._rows: list[_Row] = [_Row([], True)]
        self._is_quiet = False
        self._lives: dict[Said, Life] = {}
        self._timer: Timer | None = None
        self._beating: Timer | None = None

    def set_quiet(self, is_quiet: bool) -> None:
        """Show the line only while there is a message, and nothing but messages; or always."""
        self._is_quiet = is_quiet
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Switch to another theme."""
        self._theme = theme
        self.refresh()

    def show(self, **changes: object) -> None:
        """Change some fields of the status."""
        before = self.status
        if all(getattr(before, name) == value for name, value in changes.items()):
            return
        if not changes.keys().isdisjoint(_PROGRESS):
            changes["beat"] = 0
        self.status = replace(before, **changes)  # type: ignore[arg-type]  # the fields' own types, by name
        if "beat" in changes:
            self._go_on_beating()
        self._arrange()
        self.refresh()

    def _go_on_beating(self) -> None:
        """Let something move soon if there is no progress."""
        if self._beating is not None:
            self._beating.stop()
            self._beating = None
        if self.is_attached and is_working(self.status):
            wait = _BEAT_S if self.status.beat else STILL_S
            self._beating = self.set_timer(wait, lambda: self.show(beat=self.status.beat + 1))

    # -- messages ------------------------------------------------------------------------------------------------------

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Show a message for some seconds; an error at least until the writer continues. "" shows nothing."""
        if not message:
            return
        said = Said(message, is_error, datetime.now().strftime("%H:%M:%S"))
        if not self.history or self.history[-1][:2] != said[:2]:
            self.history.append(said)
        errors = [one for one in self.status.said if one.is_error and one.text != message]
        self._lives = {one: self._lives[one] for one in errors[-(_MOST_ERRORS - is_error) :]}
        self._lives[said] = Life(monotonic(), is_error, len(message))
        self._show_living()

    def went_on(self, at: float) -> None:
        """The writer did something at a time of the monotonic clock."""
        if not self._lives:
            return
        fresh = [life for life in self._lives.values() if life.went_on is None and at >= life.began]
        for life in fresh:
            life.went_on = at
        if fresh:
            self._show_living()

    def _show_living(self) -> None:
        """Show the messages whose time is not over, and look again when the next one's is."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        now = monotonic()
        self._lives = {said: life for said, life in self._lives.items() if life.end is None or life.end > now}
        self.show(said=tuple(self._lives))
        ends = [life.end for life in self._lives.values() if life.end is not None]
        if ends and self.is_attached:
            self._timer = self.set_timer(min(ends) - now, self._show_living)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Start timing the messages shown before."""
        self._show_living()
        self._go_on_beating()

    def on_resize(self) -> None:
        """Rearrange for the new width."""
        self._arrange()

    def _arrange(self) -> None:
        """Place all texts, and set the height of the line."""
        screen = self.screen.size if self.is_attached else None
        width = self.size.width or (screen.width if screen else 0)
        texts = _texts(self.status)
        if self._is_quiet and self.status.away:
            texts.append((sent(self.status), "status.accent"))
        self.display = not self._is_quiet or bool(texts)
        if not width or screen is None:
            return
        most = max(1, screen.height // 3)
        rows = _arranged(self.status, texts, width, most, self.app.console, is_alone=self._is_quiet)
        if self._is_quiet and len(rows) > 1:
            rows.pop()  # the one about the file
        if rows != self._rows:
            self._rows = rows
            self.refresh()
        if self.styles.height is None or self.styles.height.value != len(rows):
            self.styles.height = len(rows)

    def render_line(self, y: int) -> Strip:
        """Draw one row: a text, or the file on the left and as much of the rest as fits on the right."""
        width, theme = self.size.width, self._theme
        row = self._rows[y] if y < len(self._rows) else _Row([])
        pieces, used = row.pieces, sum(cell_len(text) for text, _ in row.pieces)
        right: list[str] = []
        if row.is_file and not self._is_quiet:
            kept = min(_LEAST_LINK, cell_len(self.status.link) + 4) if self.status.link else 0
            right = count_fields(self.status, width - 2 - used - kept)
            where = place(self.status, width - sum(map(cell_len, right)) - 2 - used)
            pieces = [*pieces, (f"  {where}", "breadcrumb")]
        base = theme.style("status")
        segments = []
        room = width - sum(map(cell_len, right))
        for text, name in pieces:
            text = cut(text, room)
            segments.append(Segment(text, base + theme.overlay(name)))
            room -= cell_len(text)
        segments.append(Segment(" " * max(0, room), base))
        return Strip([*segments, *(Segment(text, base) for text in right)], width)


def _texts(status: Status) -> list[_Piece]:
    """Return all texts other than the file and the counts: the newest message first, the note last."""
    texts = [(said.text, "status.error" if said.is_error else "status.accent") for said in reversed(status.said)]
    if status.aside:
        texts.insert(0, (aside(status), "status.accent"))
    if status.waiting:
        texts.insert(0, (status.waiting, "status.accent"))
    if status.danger:
        texts.insert(0, (status.danger, "status.error"))
    if status.note:
        texts.append((status.note, "status.note"))
    return texts


def _arranged(
    status: Status, texts: list[_Piece], width: int, most: int, console: Console, *, is_alone: bool
) -> list[_Row]:
    """Return the rows of a status line of some cells, each text wrapped to at most `most` rows, the file's row last.

    A text that leaves room for the file and the progress is next to them, unless it is to be alone.
    """
    file = file_fields(status)
    name_cells, other_cells = cell_len(file[0][0]), sum(cell_len(text) for text, _ in file[1:])
    working = lasting(status)
    room = width - other_cells - (cell_len(working) + 3 if working else 0) - min(name_cells, _LEAST_NAME) - 1
    beside: list[_Piece] = []
    above: list[_Row] = []
    for text, style in reversed(texts):
        lines = [printable(line) for line in text.split("\n")]
        if not is_alone and not above and len(lines) == 1 and cell_len(lines[0]) + 3 <= room:
            beside.insert(0, (f"  {lines[0]} ", style))
            room -= cell_len(lines[0]) + 3
        else:
            wrapped = Text("\n".join(lines)).wrap(console, max(1, width - 2))
            shown = [line.plain.rstrip() for line in wrapped]
            if len(shown) > most:
                shown[most - 1 :] = [" ".join(shown[most - 1 :])]  # cut when it is drawn
            above = [*(_Row([(f" {line}", style)]) for line in shown), *above]
    name, name_style = file[0]
    if beside:
        name = cut(name, min(name_cells, _LEAST_NAME) + room)
    return [*above, _Row([(name, name_style), *file[1:], *beside], is_file=True)]
