"""Where one has jumped from in a document, to go back there and forward again."""

from __future__ import annotations

from editor.document.document import Document, DocumentChange, Phase

_KEPT = 50


class Jumps:
    """The positions that jumps began at, as a browser keeps pages; they move with the text."""

    def __init__(self, document: Document) -> None:
        self._behind: list[int] = []  # the latest last
        self._ahead: list[int] = []
        document.subscribe(self._follow, Phase.MODEL)

    def leave(self, position: int) -> None:
        """One jumps from `position`; what was ahead is forgotten."""
        if self._behind[-1:] != [position]:
            self._behind = [*self._behind[1 - _KEPT :], position]
        self._ahead = []

    def back(self, caret: int) -> int | None:
        """The place before that one is to go to from `caret`; None where there is none."""
        return _step(self._behind, self._ahead, caret)

    def forward(self, caret: int) -> int | None:
        """The place that `back` was asked from."""
        return _step(self._ahead, self._behind, caret)

    def _follow(self, change: DocumentChange) -> None:
        self._behind = change.transaction.map_positions(self._behind)
        self._ahead = change.transaction.map_positions(self._ahead)


def _step(source: list[int], other: list[int], caret: int) -> int | None:
    """Take the last of `source` that is not at the caret, and remember the caret in `other`."""
    while source:
        place = source.pop()
        if place != caret:
            other.append(caret)
            return place
    return None
