"""Undo and redo over transactions, grouped as people expect."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from editor.document.transaction import Selection, Transaction

# VS Code begins a new step at a word, CodeMirror after half a second. Slow typists pause for longer within a
# word, so: a second.
GROUP_PAUSE_S = 1.0
BUDGET_CODE_POINTS = 50_000_000


@dataclass(slots=True)
class _Step:
    """One thing to undo; `state` names the text after it."""

    transaction: Transaction
    inverse: Transaction
    selection_before: Selection | None
    selection_after: Selection | None
    state: int

    @property
    def cost(self) -> int:
        """Code points kept: what is inserted and what was deleted."""
        return sum(len(change.text) for part in (self.transaction, self.inverse) for change in part.changes)


@dataclass(slots=True)
class _OpenGroup:
    """What the last step still takes in: edits of the same kind, at once and beside the last one."""

    name: str
    time: float  # of the last edit, seconds
    start: int  # what the last edit inserted lies in [start, end)
    end: int
    last_character: str

    def takes(self, transaction: Transaction, group: str | None, now: float) -> bool:
        """Whether an edit goes on where the last one stopped."""
        if group != self.name or now - self.time > GROUP_PAUSE_S or len(transaction.changes) != 1:
            return False
        change = transaction.changes[0]
        if not change.text:  # deleting backwards ends where the last one did, deleting forwards begins there
            return self.end in (change.start, change.end)
        begins_word = self.last_character.isspace() and not change.text[0].isspace()
        return change.start == self.end and change.start == change.end and "\n" not in change.text and not begins_word


class History:
    """The steps that can be undone and redone, and which of their states is the saved one.

    Keeps at most `budget` code points of inserted and deleted text; the oldest steps are dropped first, the
    newest is always kept.
    """

    def __init__(self, budget: int = BUDGET_CODE_POINTS) -> None:
        self._budget = budget
        self._done: deque[_Step] = deque()
        self._undone: list[_Step] = []
        self._cost = 0  # of the steps in `_done`
        self._group: _OpenGroup | None = None
        self._bottom_state = self._saved_state = self._newest_state = 0

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def modified(self) -> bool:
        """Whether the text is another one than at the last `mark_saved` (at first: than at the beginning)."""
        return self._state != self._saved_state

    @property
    def _state(self) -> int:
        return self._done[-1].state if self._done else self._bottom_state

    def mark_saved(self) -> None:
        """The present state is the saved one; what follows is a new step."""
        self._saved_state = self._state
        self._group = None

    def record(
        self,
        transaction: Transaction,
        inverse: Transaction,
        selection_before: Selection | None,
        selection_after: Selection | None,
        group: str | None,
        now: float,
    ) -> None:
        """Remember an applied transaction. `now` in seconds of any monotonic clock.

        Edits of the same group ("type", "delete-back", "delete-forward") become one step while they adjoin,
        come within a second of each other and begin no new word or line; group None is its own step.
        """
        self._undone.clear()
        self._newest_state += 1
        open_group = self._group
        if open_group is not None and open_group.takes(transaction, group, now):
            step = self._done[-1]
            self._cost -= step.cost
            step.transaction = step.transaction.compose(transaction)
            step.inverse = inverse.compose(step.inverse)
            step.selection_after = selection_after
            step.state = self._newest_state
        else:
            step = _Step(transaction, inverse, selection_before, selection_after, self._newest_state)
            self._done.append(step)
        self._cost += step.cost
        while self._cost > self._budget and len(self._done) > 1:
            dropped = self._done.popleft()
            self._cost -= dropped.cost
            self._bottom_state = dropped.state
        self._group = None
        if group is not None and len(transaction.changes) == 1:
            change = transaction.changes[0]
            self._group = _OpenGroup(group, now, change.start, change.start + len(change.text), change.text[-1:])

    def undo(self) -> tuple[Transaction, Transaction, Selection | None] | None:
        """What takes the last step back, what makes it again, and the selection before it; None at the oldest."""
        if not self._done:
            return None
        self._group = None
        step = self._done.pop()
        self._cost -= step.cost
        self._undone.append(step)
        return step.inverse, step.transaction, step.selection_before

    def redo(self) -> tuple[Transaction, Transaction, Selection | None] | None:
        """What makes the last undone step again, what takes it back, and the selection after it; None at the newest."""
        if not self._undone:
            return None
        self._group = None
        step = self._undone.pop()
        self._cost += step.cost
        self._done.append(step)
        return step.transaction, step.inverse, step.selection_after
