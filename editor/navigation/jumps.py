"""The history of jumps in a document, to go back and forward."""

from __future__ import annotations

from editor.document.document import Document, DocumentChange, Phase

_KEPT = 50


class Jumps:
    """The positions from which the caret jumped, kept as a browser keeps pages; they move with the text."""

    def __init__(self, document: Document) -> None:
        self._back: list[int] = []  # the latest last
        self._ahead: list[int] = []
        document.subscribe(self._follow, Phase.MODEL)

    def leave(self, position: int) -> None:
        """Record a jump from `position`; the positions ahead are forgotten."""
        if self._back[-1:] != [position]:
            self._back = [*self._back[1 - _KEPT :], position]
        self._ahead = []

    def back(self, caret: int) -> int | None:
        """Return the position to go back to from `caret`, if there is one."""
        return _step(self._back, self._ahead, caret)

    def forward(self, caret: int) -> int | None:
        """Return the position to go forward to from `caret`, if there is one."""
        return _step(self._ahead, self._back, caret)

    def _follow(self, change: DocumentChange) -> None:
        self._back = change.transaction.map_positions(self._back)
        self._ahead = change.transaction.map_positions(self._ahead)


def _step(source: list[int], other: list[int], caret: int) -> int | None:
    """Take the last of `source` that isn't at the caret, and put the caret into `other`."""
    while source:
        place = source.pop()
        if place != caret:
            other.append(caret)
            return place
    return None
