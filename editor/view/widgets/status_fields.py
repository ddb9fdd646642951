"""The contents of the status line, piece by piece, as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len

from editor.text.cells import cut
from editor.text.printable import printable

_BAR_CELLS = 10
_GOAL_CELLS = 5
_BEATS = "⠉⠘⠰⠤⠆⠃"
_CRUMB_LENGTH = 200  # code points used of a heading
_CRUMB_CELLS = 8  # minimum width of the headings in cells; below it none is shown


class Said(NamedTuple):
    """A message: its text, whether it is an error, and the time of day at which it was shown."""

    text: str
    is_error: bool = False
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """The contents of the status line.

    Attributes:
        name: of the file.
        modified, read_only: of the document.
        on_disk: what happened to the file on disk ("changed on disk"); empty: nothing.
        form: encoding and line endings of the file if unusual ("latin-1 CRLF").
        away: where the text is sent, if it leaves the machine; empty: nowhere.
        mode: the effect of the keys if they don't write, and the key that changes that; empty: they write.
        words: in the document.
        selected: how many of them are selected; None: nothing is selected.
        written, goal: words written in this session, and the goal; 0: no goal.
        breadcrumb: the headings above the caret, outermost first.
        link: where the link at the caret leads; empty: there is none.
        note: why the word at the caret is flagged; empty: it isn't.
        danger: a risk of loss, its cause, and the key that helps, for as long as it lasts; empty: none.
        waiting: what we are waiting for, and the key that cancels it; empty: nothing.
        aside: background work; empty: none.
        said: the messages visible now, the oldest first.
        model: name of the model, or its problem.
        busy: the preparation of the model in progress ("fetching"), empty when it is ready.
        done, total: progress of that, or of the document's tokens.
        beat: counts up while there is no progress, to show that work continues.
    """

    name: str = ""
    modified: bool = False
    read_only: bool = False
    on_disk: str = ""
    form: str = ""
    away: str = ""
    mode: str = ""
    words: int = 0
    selected: int | None = None
    written: int = 0
    goal: int = 0
    breadcrumb: tuple[str, ...] = ()
    link: str = ""
    note: str = ""
    danger: str = ""
    waiting: str = ""
    aside: str = ""
    said: tuple[Said, ...] = ()
    model: str = ""
    busy: str = ""
    done: int = 0
    total: int = 0
    beat: int = 0

    @property
    def message(self) -> str:
        """The newest message; empty if there is none."""
        return self.said[-1].text if self.said else ""

    @property
    def is_error(self) -> bool:
        """Whether the newest message is an error."""
        return bool(self.said) and self.said[-1].is_error


def file_fields(status: Status) -> list[tuple[str, str]]:
    """Return the texts on the left, about the draft and its file, as pairs (text, name in the theme)."""
    fields = [(f" {printable(status.name)}", "status")]
    if status.away:
        fields.append((f" {sent(status)}", "status.accent"))
    if status.modified:
        fields.append((" ●", "status.accent"))
    if status.read_only:
        fields.append((" read-only", "status"))
    if status.form:
        fields.append((f" {status.form}", "status"))
    if status.on_disk:
        fields.append((f" {status.on_disk}", "status.error"))
    if status.mode:
        fields.append((f" {status.mode}", "status.accent"))
    return fields


def count_fields(status: Status, room: int) -> list[str]:
    """Return the texts on the right that fit into some cells; the `lasting` ones are the last to be left out."""
    words = f"{status.words:,} words" if status.words != 1 else "1 word"
    if status.selected is not None:
        words = f"{status.selected:,} of {words}"
    parts = [_goal(status), words, progress(status), printable(status.model)]
    shown: list[str] = []
    for part in filter(None, dict.fromkeys((lasting(status), parts[1], parts[0], parts[3]))):
        if cell_len(part) + 3 <= room:
            shown.append(part)
            room -= cell_len(part) + 3
    return [f"  {part} " for part in parts if part and part in shown]


def sent(status: Status) -> str:
    """Return where the text goes."""
    return f"→ {printable(status.away)}"


def _goal(status: Status) -> str:
    """Return the progress toward the goal: `312/500 ▰▰▰▱▱`."""
    if not status.goal:
        return ""
    filled = min(_GOAL_CELLS, status.written * _GOAL_CELLS // status.goal)
    return f"{status.written:,}/{status.goal:,} {'▰' * filled}{'▱' * (_GOAL_CELLS - filled)}"


def place(status: Status, room: int) -> str:
    """Return where the caret is, in some cells: the target of its link, or else the headings above it."""
    if not status.link:
        return _breadcrumb(status.breadcrumb, room)
    link = f"→ {printable(status.link)}"
    return cut(link, room) if room >= min(_CRUMB_CELLS, cell_len(link)) else ""


def _breadcrumb(crumbs: tuple[str, ...], room: int) -> str:
    """Join the headings; if space is short, drop the outermost ones first, then cut the last."""
    if not crumbs or room < _CRUMB_CELLS:
        return ""
    shown = [printable(crumb[:_CRUMB_LENGTH]) for crumb in crumbs]
    for first in range(len(shown)):
        text = " › ".join([*(["…"] if first else []), *shown[first:]])
        if cell_len(text) <= room:
            return text
    return cut(text, room)


def lasting(status: Status) -> str:
    """Return the text that messages must not replace: the progress or, without any, the state of the model."""
    return progress(status) or printable(status.model)


def progress(status: Status) -> str:
    """Return the model's startup progress, or how much of the draft it has checked."""
    share = status.done / status.total if status.total else 0.0
    if status.busy:
        filled = int(share * _BAR_CELLS)
        bar = f" {'━' * filled}{'╌' * (_BAR_CELLS - filled)} {share:.0%}" if status.total else " …"
        return f"{status.busy}{bar}{_beat(status)}"
    if not status.total:
        return ""
    return "checked" if status.done >= status.total else f"checking {min(share, 0.99):.0%}{_beat(status)}"


def is_working(status: Status) -> bool:
    """Return True while the model is being prepared, the draft checked, or background work done."""
    return bool(status.busy or status.aside) or status.done < status.total


def aside(status: Status) -> str:
    """Return the background work, with a sign that it continues."""
    return f"{status.aside}{_beat(status)}" if status.aside else ""


def _beat(status: Status) -> str:
    return f" {_BEATS[status.beat % len(_BEATS)]}" if status.beat else ""
