"""The state of every line, updated lazily as the document changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from editor.document.buffer import Block, BlockChange
from editor.document.document import Document, DocumentChange, Phase
from editor.document.markdown.line_scan import NOTHING, scan_line
from editor.document.markdown.line_state import Leaf, LineState, Open

FRONT_MATTER_REACH = 200
"""Lines from the top within which front matter must be closed; otherwise its first line is a rule."""

_FRONT_MATTER = {
    "---": re.compile(r"""["']?[\w.-]+["']?[ \t]*:(?:[ \t]|$)|\#"""),  # YAML
    "+++": re.compile(r"""["']?[\w.-]+["']?[ \t]*=|\#|\["""),  # TOML
}


Scan = Callable[[Open, str], LineState]
"""Returns the state of a line, given the blocks open above it and its text."""


class LineStates:
    """The state of each line of a document.

    An edit only marks lines to be read again. They are read when one of them, or a line below, is requested: from the
    top down to that line at most, and only until a line leaves the same things open as before. So a fence opened at the
    top of a long document costs only the lines that are looked at.

    `on_change` is called after each reading with the range [first, end) of lines whose state changed. `scan` reads a
    line in place of Markdown's own rules.
    """

    def __init__(
        self,
        document: Document,
        on_change: Callable[[int, int], None] | None = None,
        scan: Scan | None = None,
    ) -> None:
        self._document = document
        self._on_change = on_change
        self._scan_line, self._is_markdown = scan or scan_line, scan is None
        self._states: list[LineState | None] = [None] * len(document.blocks)
        # Every state is correct if the one above is, except for these lines in ascending order, which must be read
        # again.
        self._dirty: list[int] = [0]
        self._has_front_matter = False
        self._look_for_front_matter()
        document.subscribe(self._follow, Phase.MODEL)

    @property
    def scanned(self) -> int:
        """Number of lines from the top that are known to be correct."""
        return self._dirty[0] if self._dirty else len(self._states)

    def of(self, index: int) -> LineState:
        """Return the state of block `index`. Raises IndexError outside the document."""
        if self._dirty and self._dirty[0] <= index:
            self.scan(index + 1)
        state = self._states[index]
        assert state is not None
        return state

    def last_read(self, index: int) -> LineState | None:
        """Return the last known state of block `index`, possibly outdated; None if it was never read."""
        return self._states[index]

    def read_by(self, scan: Scan | None) -> None:
        """Read all lines again, by other rules; None: by Markdown's."""
        self._scan_line, self._is_markdown = scan or scan_line, scan is None
        self._states, self._dirty = [None] * len(self._document.blocks), [0]
        self._look_for_front_matter()

    def scan(self, end: int) -> None:
        """Read the lines above `end` that need it."""
        dirty = self._dirty
        while dirty and dirty[0] < end:
            first = dirty.pop(0)
            self._scan_from(first, min(end, len(self._states)))

    def _scan_from(self, first: int, end: int) -> None:
        """Read lines from `first` until nothing changes any more, or up to `end`, which then becomes dirty."""
        states, blocks, dirty = self._states, self._document.blocks, self._dirty
        index = first
        above = self._open_above(first)
        while True:
            old = states[index]
            state = self._front_matter_line() if index == 0 and self._has_front_matter else None
            if state is None:
                state = self._scan_line(above, blocks[index].text)
            states[index] = state
            index += 1
            if dirty and dirty[0] == index:
                dirty.pop(0)
            elif index == len(states) or (old is not None and old.after == state.after):
                break
            if index == len(states):
                break
            if index >= end:
                dirty.insert(0, index)
                break
            above = state.after
        if self._on_change is not None:
            self._on_change(first, index)

    def _open_above(self, index: int) -> Open:
        above = self._states[index - 1] if index else None
        return NOTHING if above is None else above.after

    def _front_matter_line(self) -> LineState:
        fence = self._document.blocks[0].text.rstrip(" \t")
        return LineState("front_matter", after=Open((), Leaf("front_matter", fence)))

    def _look_for_front_matter(self) -> None:
        has_front_matter = self._is_markdown and _has_front_matter(self._document.blocks)
        if has_front_matter != self._has_front_matter:
            self._has_front_matter = has_front_matter
            self._mark(0)

    def _mark(self, index: int) -> None:
        place = bisect_left(self._dirty, index)
        if self._dirty[place : place + 1] != [index]:
            self._dirty.insert(place, index)

    def _follow(self, event: DocumentChange) -> None:
        for change in event.block_changes:
            self._splice(change)
        if min(change.first for change in event.block_changes) <= FRONT_MATTER_REACH:
            self._look_for_front_matter()

    def _splice(self, change: BlockChange) -> None:
        removed_end, moved = change.first + change.removed, change.inserted - change.removed
        if change.removed > 1 or change.inserted > 1:
            # Keep the last line's state, to compare the blocks it leaves open. Lines without a state are always read.
            states: list[LineState | None] = [None] * change.inserted
            states[-1] = self._states[removed_end - 1]
            self._states[change.first : removed_end] = states
            dirty = self._dirty
            low, high = bisect_left(dirty, change.first), bisect_left(dirty, removed_end)
            if moved:
                dirty[low:] = [index + moved for index in dirty[high:]]
            else:
                del dirty[low:high]
        self._mark(change.first)
        self._mark(change.first + change.inserted - 1)


def _has_front_matter(blocks: Sequence[Block]) -> bool:
    fence = blocks[0].text.rstrip(" \t")
    begins = _FRONT_MATTER.get(fence)
    if begins is None or len(blocks) < 2 or not begins.match(blocks[1].text):
        return False
    closing = (fence, "..." if fence == "---" else fence)
    return any(block.text.rstrip(" \t") in closing for block in blocks[1 : FRONT_MATTER_REACH + 1])
