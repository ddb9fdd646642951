"""The closing brackets and quotes that typing added automatically: typing one where it already is just moves past it.

`Typing` decides from the text of one line whether a sign closes a pair. A sign that was added stays added on any line:
Enter may move it into the next item of a list or past a blank line. All positions are code points.
"""

from __future__ import annotations

from collections.abc import Iterable

from editor.document.caret_edits import CaretEdit
from editor.document.document import Document
from editor.document.selections import Selection, Selections
from editor.document.transaction import Transaction

_PAIR = 2  # code points: the typed one, and the added one


class AddedSigns:
    """The positions of added signs, which move with the text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places: set[int] = set()

    def follow(self, transaction: Transaction) -> None:
        """Move along with an edit; a sign that is deleted is forgotten."""
        if not self._places:
            return
        kept = [
            place
            for place in self._places
            if not any(change.start <= place < change.end for change in transaction.changes)
        ]
        self._places = set(transaction.map_positions(kept))

    def add(self, edits: Iterable[CaretEdit | None], selections: Selections) -> None:
        """Note the signs that `edits` added after the carets. Signs in lines without a caret are forgotten."""
        edits = list(edits)
        if not any(edit is not None and _adds(edit) for edit in edits):
            return
        lines = {self._document.block_index(selection.head) for selection in selections}
        self._places = {place for place in self._places if self._document.block_index(place) in lines}
        if len(edits) == len(selections):  # otherwise carets have met
            pairs = zip(edits, selections, strict=True)
            self._places |= {selection.head for edit, selection in pairs if edit is not None and _adds(edit)}

    def passed(self, selection: Selection, character: str) -> CaretEdit | None:
        """Return the edit that moves past an added sign if the same sign is typed; None otherwise."""
        here = selection.head
        is_added = selection.is_empty and here in self._places and self._document.slice(here, here + 1) == character
        return CaretEdit(here, here, "", head=1) if is_added else None


def _adds(edit: CaretEdit) -> bool:
    return edit.start == edit.end and len(edit.text) == _PAIR and edit.head == 1
