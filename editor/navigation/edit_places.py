"""The places of a document's last edits, for going back to them."""

from __future__ import annotations

from editor.document.document import Document, DocumentChange, Phase

_KEPT = 20


class EditPlaces:
    """The places of a document's last edits, one per line; they move with the text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places: list[int] = []  # the latest last
        self._walked = 0  # how many of them `back` has returned since the last edit
        document.subscribe(self._follow, Phase.MODEL)

    def back(self, caret: int) -> int | None:
        """Return where the last edit ended; on repeated calls, the edits before it, and after the oldest the last one.

        A place at `caret` is skipped. None if there is no other.
        """
        for _ in self._places:
            self._walked = self._walked % len(self._places) + 1
            place = self._places[-self._walked]
            if place != caret:
                return place
        return None

    def _follow(self, change: DocumentChange) -> None:
        transaction, document = change.transaction, self._document
        self._places = transaction.map_positions(self._places)
        place = transaction.changes[-1].end + transaction.delta
        if self._places and document.block_index(self._places[-1]) == document.block_index(place):
            self._places.pop()
        self._places = [*self._places[1 - _KEPT :], place]
        self._walked = 0
