"""Tracks where the writer is working in a text."""

from __future__ import annotations

from scoring.language.sentences import sentence_around

_MOST_WRITTEN = 2000


class Writer:
    """Where the writer is typing and looking, in code points of the current text.

    Attributes:
        focus: the range on the screen.
        edited: the sentence of the last edit.
        caret: where the last edit ended; None before the first.
        written: the text of the latest edits, each adjacent to the one before; at most 2,000 code points on either side
            of the caret.
    """

    def __init__(self) -> None:
        self.focus = (0, 0)
        self.edited = (0, 0)
        self.caret: int | None = None
        self.written = (0, 0)

    def edit(self, text: str, start: int, end: int, length: int) -> None:
        """Follow an edit: `length` code points replaced [start, end), and the text is now `text`."""
        self.caret = caret = start + length
        self.edited = sentence_around(text, start, caret)
        low, high = self.focus
        self.focus = (_mapped(low, start, end, length), _mapped(high, start, end, length))
        low, high = self.written
        if low <= end and start <= high:
            low, high = min(low, start), max(_mapped(high, start, end, length), caret)
        else:
            low, high = start, caret
        self.written = max(low, caret - _MOST_WRITTEN), min(high, caret + _MOST_WRITTEN)


def _mapped(position: int, start: int, end: int, length: int) -> int:
    """Return the new place of `position` after `length` code points replaced [start, end)."""
    if position <= start:
        return position
    return position + length - (end - start) if position >= end else start + length
