"""Reads documents other than Markdown for `Markdown`: the kind of each line, and the meaning of its stretches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.document.buffer import BlockChange
from editor.document.markdown.line_state import LineState, Open
from editor.document.markdown.spans import StyleSpan

LONGEST_ROW = 20_000
"""Code points of a line that are read; the rest is treated as code, since no prose is that long. The time of some
grammars grows with the square of a line's length."""

_NOTHING = Open()
_BLANK = LineState("blank", after=_NOTHING)
_PLAIN = LineState("paragraph", after=_NOTHING)


class Reader:
    """Reads every line as plain text; subclasses refine this.

    Attributes:
        on_change: called with the blocks [first, end) whose spans may have changed, though their lines read the same.
    """

    def __init__(self) -> None:
        self.on_change: Callable[[int, int], None] = lambda first, end: None

    @property
    def is_current(self) -> bool:
        """Whether the spans hold for the text as it is."""
        return True

    def scan(self, above: Open, text: str) -> LineState:
        """Return the state of a line below `above`, like `line_scan.scan_line`."""
        return _PLAIN if text.strip() else _BLANK

    def spans(self, index: int, state: LineState, text: str) -> Sequence[StyleSpan]:
        """Return the spans of block `index`, in any order. They overlap only where a style lies within another."""
        return ()

    def rest_of(self, text: str) -> Sequence[StyleSpan]:
        """Return the span of the part of a line that is too far to the right to be read; usually none."""
        return [StyleSpan(LONGEST_ROW, len(text), "code.block")] if len(text) > LONGEST_ROW else ()

    def follow(self, change: BlockChange) -> None:
        """Follow a change of the document's blocks."""

    def update(self) -> None:
        """Read the changes, unless that takes long."""

    def advance(self) -> bool:
        """Continue reading for some milliseconds. Returns True if there is more to do."""
        return False

    def settle(self) -> None:
        """Read the changes, however long it takes."""
