"""The model's continuations at a place, and the rest of them as the writer types the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.document.transaction import Transaction
from scoring.protocol import Continuation


@dataclass(frozen=True, slots=True)
class Written:
    """Continuations at a place.

    Attributes:
        position: the place, in code points.
        found: the continuations, the best first.
        typed: how much of each was typed meanwhile, in code points.
    """

    position: int
    found: Sequence[Continuation]
    typed: int = 0

    def after(self, transaction: Transaction) -> Written | None:
        """Return the rest after an edit; None if the edit did anything but type the words of a continuation."""
        if len(transaction.changes) != 1:
            return None
        change = transaction.changes[0]
        if (change.start, change.end) != (self.position, self.position):
            return None
        end = self.typed + len(change.text)
        found = [one for one in self.found if one.text[self.typed : end] == change.text and len(one.text) > end]
        return Written(self.position + len(change.text), found, end) if found else None

    def texts(self, least: float) -> list[str]:
        """Return the rest of the continuations whose confidence, in nats, is at least `least`."""
        return [one.text[self.typed :] for one in self.found if one.confidence >= least]
