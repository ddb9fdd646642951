"""The list of a draft's snapshots, and the screen that shows, compares and restores one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from editor.snapshots.store import Snapshot
from editor.snapshots.word_diff import differing, plain
from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import Choice, Chooser
from editor.view.widgets.dialogs import Dialog
from editor.view.widgets.page import Page, scroll

_KEYS = "Enter: read, compare, restore · F2: mark, to compare two"


class SnapshotList(Chooser):
    """Lists snapshots, the newest first, with their word counts and the words added and removed since the one before.

    Args:
        found: the snapshots, the newest first.
        read: returns a snapshot's text, or None if it can't be read.
        current: the draft's text.
        restore: called with a text to restore and the time of its snapshot.
        now: seconds since 1970.
    """

    def __init__(
        self,
        theme: Theme,
        found: Sequence[Snapshot],
        read: Callable[[Snapshot], str | None],
        current: str,
        restore: Callable[[str, str], None],
        now: float,
    ) -> None:
        self._snapshots = found
        self._read = read
        self._current = current
        self._restore = restore
        self._now = now
        self._marked: Snapshot | None = None
        super().__init__(theme, f"Snapshots ({_KEYS})", self._listed(), lambda _: None)

    def _listed(self) -> list[Choice]:
        return [self._choice(snapshot) for snapshot in self._snapshots]

    def _choice(self, snapshot: Snapshot) -> Choice:
        mark = "▸ " if snapshot is self._marked else "  "
        label = f"{mark}{clock(snapshot.time, self._now)}"
        if not snapshot.is_readable:
            return Choice(label, "cannot be read")
        return Choice(label, f"{snapshot.words:,} words  {f'+{snapshot.added:,} −{snapshot.removed:,}':>12}")

    def take_key(self, key: str) -> bool:
        """Mark a snapshot; the base class handles all other keys."""
        if key != "f2":
            return super().take_key(key)
        row = self.narrow().highlighted
        if row is not None and row < len(self._shown):
            snapshot = self._snapshots[self._shown[row]]
            self._marked = None if snapshot is self._marked else snapshot
            self._choices, self._drawn = self._listed(), None
            self.narrow().highlighted = row
        return True

    def _leave_with(self, row: int) -> None:
        """Open the chosen snapshot on top of the list."""
        if row >= len(self._shown):
            return
        snapshot = self._snapshots[self._shown[row]]
        text, other, name = self._read(snapshot), self._current, "the draft now"
        if self._marked is not None and self._marked is not snapshot:
            marked = self._read(self._marked)
            other, name = marked if marked is not None else other, clock(self._marked.time, self._now)
        if text is not None:
            title = f"{clock(snapshot.time, self._now)}, compared with {name}"
            self.app.push_screen(SnapshotView(self._theme, title, text, other, lambda: self._give_back(text, snapshot)))

    def _give_back(self, text: str, snapshot: Snapshot) -> None:
        self.dismiss(None)
        self._restore(text, clock(snapshot.time, self._now))


class SnapshotView(Dialog):
    """Shows a snapshot, read-only: its differences from another text, word by word, or all of it.

    Args:
        title: names the snapshot and the text it is compared with.
        text, other: the snapshot, and the text it is compared with.
        restore: gives the draft the snapshot's text, after the view has closed.
    """

    DEFAULT_CSS = """
    SnapshotView > Vertical { width: 100%; height: 100%; padding: 0 1; }
    SnapshotView VerticalScroll { height: 1fr; margin-top: 1; }
    SnapshotView .keys { height: 1; }
    """

    def __init__(self, theme: Theme, title: str, text: str, other: str, restore: Callable[[], None]) -> None:
        super().__init__(theme, title)
        self._snapshot_text, self._other, self._restore = text, other, restore
        self._is_whole = False

    def compose(self) -> ComposeResult:
        """Yield the page and the keys below it."""
        self._page = Page(self.take_key)
        keys = Static("Enter: restore · Tab: differences or full text · Esc: back", classes="keys")
        self._scroll = VerticalScroll(self._page, can_focus=False)
        yield self._box(self._scroll, keys)

    def on_mount(self) -> None:
        """Show the differences."""
        self._page.focus()
        self._draw()

    def _draw(self) -> None:
        text, other = self._snapshot_text, self._other
        self._page.update(plain(text) if self._is_whole else differing(text, other, self._theme))

    def take_key(self, key: str) -> None:
        """Scroll, switch, restore or close."""
        if key == "escape":
            self.dismiss(None)
        elif key == "enter":
            self.dismiss(None)
            self._restore()
        elif key == "tab":
            self._is_whole = not self._is_whole
            self._draw()
        else:
            scroll(self._scroll, key)


def clock(seconds: float, now: float) -> str:
    """Return when a snapshot was taken, with the date unless that is today, and the year unless that is this year."""
    then, today = time.localtime(seconds), time.localtime(now)
    if then[:3] == today[:3]:
        return time.strftime("today %H:%M:%S", then)
    return time.strftime("%a %d %b %H:%M" if then.tm_year == today.tm_year else "%d %b %Y %H:%M", then)
