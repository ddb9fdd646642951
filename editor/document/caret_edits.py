"""Edits at every caret: all of them as one transaction, and the carets after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from editor.document.selections import Selection, Selections, map_all
from editor.document.transaction import Change, Transaction


class CaretEdit(NamedTuple):
    """The edit at one caret: [start, end) becomes `text`.

    `anchor` and `head` place the selection afterwards, in code points of the new text; None: a caret after the text.
    """

    start: int
    end: int
    text: str
    anchor: int | None = None
    head: int | None = None

    def selection_at(self, start: int) -> Selection:
        """Return the selection after the edit, whose text begins at `start`."""
        head = start + (len(self.text) if self.head is None else self.head)
        return Selection(head if self.anchor is None else start + self.anchor, head)


def edit_all(selections: Selections, edits: Iterable[CaretEdit | None]) -> tuple[Transaction, Selections]:
    """Combine the edits, one per selection, None for a selection without one.

    If two edits overlap (two carets in one deleted word), the later one gets only the part that the earlier one leaves.
    An edit entirely within the earlier one's range does nothing.
    """
    changes: list[Change] = []
    kept: list[CaretEdit | None] = []
    reached = 0
    for edit in edits:
        if edit is not None:
            if edit.start < reached and edit.end <= reached:
                edit = CaretEdit(reached, reached, "")
            elif edit.start < reached:
                edit = edit._replace(start=reached)
            if edit.text or edit.end > edit.start:
                changes.append(Change(edit.start, edit.end, edit.text))
            reached = edit.end
        kept.append(edit)
    transaction = Transaction(tuple(changes))
    stayed = map_all(selections.ranges, transaction)
    starts = iter(transaction.map_positions([edit.start for edit in kept if edit is not None], -1))
    placed = [
        selection if edit is None else edit.selection_at(next(starts))
        for selection, edit in zip(stayed, kept, strict=True)
    ]
    return transaction, Selections.of(placed, placed[selections.main_index])
