"""Where the writer is at work in a text, followed through the edits."""

from __future__ import annotations

from scoring.language.sentences import sentence_around

_MOST_WRITTEN = 2000


class Writer:
    """Where the hands and the eyes are; all places are code points of the present text.

    Attributes:
        focus: what is looked at.
        edited: the sentence of the last edit.
        caret: where the last edit ended; None before the first.
        written: what the last edits gave, each of them beside the one before; at most 2,000 code points on either side
            of the caret.
    """

    def __init__(self) -> None:
        self.focus = (0, 0)
        self.edited = (0, 0)
        self.caret: int | None = None
        self.written = (0, 0)

    def edit(self, text: str, start: int, end: int, length: int) -> None:
        """The code points [start, end) were replaced by `length` others, which gave `text`."""
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
    """Where `position` lies after [start, end) was replaced by `length` code points."""
    if position <= start:
        return position
    return position + length - (end - start) if position >= end else start + length
