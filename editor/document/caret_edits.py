"""Edits at every caret: one transaction of them all, and where the carets are after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from editor.document.selections import Selection, Selections, map_all
from editor.document.transaction import Change, Transaction


class CaretEdit(NamedTuple):
    """What happens at one caret: [start, end) becomes `text`.

    `anchor` and `head` say where the selection is then, in code points of the new text; None: a caret behind it.
    """

    start: int
    end: int
    text: str
    anchor: int | None = None
    head: int | None = None

    def selection_at(self, start: int) -> Selection:
        """The selection after the edit, its text beginning at `start`."""
        head = start + (len(self.text) if self.head is None else self.head)
        return Selection(head if self.anchor is None else start + self.anchor, head)


def edit_all(selections: Selections, edits: Iterable[CaretEdit | None]) -> tuple[Transaction, Selections]:
    """Put the edits, one for each selection, None for one that stays, together.

    Where two would change the same text (two carets in one word that is deleted), the later one only takes what the
    earlier one has left; an edit that is wholly within the earlier one's range does nothing.
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
