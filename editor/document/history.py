"""Undo and redo over transactions, grouped as people expect."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from sys import getsizeof

import msgspec

from editor.document.selections import Selections
from editor.document.transaction import Transaction
from editor.text.line_endings import ends_line

# VS Code begins a new step at a word, CodeMirror after half a second. Slow typists pause for longer within a
# word, so: a second.
GROUP_PAUSE_S = 1.0
BUDGET_BYTES = 256 * 1024 * 1024
_STEP_BYTES = 600  # what a step takes beside its texts (measured)


class Step(msgspec.Struct, gc=False):
    """One thing to undo; `state` names the text after it, `cost` is what it takes in bytes."""

    transaction: Transaction
    inverse: Transaction
    selections_before: Selections | None
    selections_after: Selections | None
    state: int
    cost: int


class _OpenGroup(msgspec.Struct, gc=False):
    """What the last step still takes in: edits of the same kind, at once and where the last one left the carets."""

    name: str
    time: float  # of the last edit, seconds
    carets: tuple[int, ...]
    last_character: str

    def takes(self, transaction: Transaction, group: str | None, now: float) -> bool:
        """Whether an edit goes on where the last one stopped."""
        changes = transaction.changes
        if group != self.name or now - self.time > GROUP_PAUSE_S or len(changes) != len(self.carets):
            return False
        for change, caret in zip(changes, self.carets, strict=True):
            if not change.text:  # deleting backwards ends where the last one did, deleting forwards begins there
                if caret not in (change.start, change.end):
                    return False
            elif not change.start == change.end == caret or ends_line(change.text):
                return False
        text = changes[-1].text
        return not (text and self.last_character.isspace() and not text[0].isspace())


class History:
    """The steps that can be undone and redone, and which of their states is the saved one.

    Keeps at most about `budget` bytes; the oldest steps are dropped first, the newest is always kept.
    """

    def __init__(self, budget: int = BUDGET_BYTES) -> None:
        self._budget = budget
        self._done: deque[Step] = deque()
        self._undone: list[Step] = []
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

    @property
    def steps(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """What can be undone, the last one last, and what can be redone, the next one last. Only to look at."""
        return tuple(self._done), tuple(self._undone)

    def recall(self, done: Sequence[Step], undone: Sequence[Step]) -> None:
        """Begin with the steps of an earlier time that led to the text as it is now, which is the saved one."""
        ordered = [*done, *reversed(undone)]
        for step in ordered:
            self._newest_state += 1
            step.state = self._newest_state
            step.cost = _cost(step.transaction, step.inverse)
        self._done, self._undone = deque(done), list(undone)
        self._cost = sum(step.cost for step in done)
        self._saved_state = self._state

    def end_group(self) -> int:
        """What follows is a new step. Gives the name of the present state."""
        self._group = None
        return self._state

    def mark_saved(self, state: int) -> None:
        """A state, as `end_group` named it, is the saved one."""
        self._saved_state = state

    def record(
        self,
        transaction: Transaction,
        inverse: Transaction,
        before: Selections | None,
        after: Selections | None,
        group: str | None,
        now: float,
    ) -> None:
        """Remember an applied transaction and the selections before and after it. `now`: any monotonic clock, seconds.

        Edits of the same group ("type", "delete-back", "delete-forward") become one step while each begins where the
        last one left the carets, comes within a second of it and begins no new word or line; group None is its own
        step.
        """
        if self._undone:
            self._undone.clear()
        self._newest_state += 1
        open_group = self._group
        if open_group is not None and open_group.takes(transaction, group, now):
            step = self._done[-1]
            self._cost -= step.cost
            step.transaction = step.transaction.compose(transaction)
            step.inverse = inverse.compose(step.inverse)
            step.selections_after = after
            step.state = self._newest_state
            step.cost = _cost(step.transaction, step.inverse)
        else:
            step = Step(transaction, inverse, before, after, self._newest_state, _cost(transaction, inverse))
            self._done.append(step)
        self._cost += step.cost
        if self._cost > self._budget:
            self._drop_oldest()
        if group is None:
            self._group = None
            return
        carets = tuple([change.end for change in inverse.changes])
        if after is not None and len(after) == len(carets):
            carets = tuple([selection.head for selection in after])
        self._group = _OpenGroup(group, now, carets, transaction.changes[-1].text[-1:])

    def _drop_oldest(self) -> None:
        while self._cost > self._budget and len(self._done) > 1:
            dropped = self._done.popleft()
            self._cost -= dropped.cost
            self._bottom_state = dropped.state

    def undo(self) -> tuple[Transaction, Transaction, Selections | None] | None:
        """What takes the last step back, what makes it again, and the selections before it; None at the oldest."""
        if not self._done:
            return None
        self._group = None
        step = self._done.pop()
        self._cost -= step.cost
        self._undone.append(step)
        return step.inverse, step.transaction, step.selections_before

    def redo(self) -> tuple[Transaction, Transaction, Selections | None] | None:
        """What makes the last undone step again, what takes it back, the selections after it; None at the newest."""
        if not self._undone:
            return None
        self._group = None
        step = self._undone.pop()
        self._cost += step.cost
        self._done.append(step)
        return step.transaction, step.inverse, step.selections_after


def _cost(transaction: Transaction, inverse: Transaction) -> int:
    """Bytes that a step takes."""
    cost = _STEP_BYTES
    for change in transaction.changes:
        cost += getsizeof(change.text)
    for change in inverse.changes:
        cost += getsizeof(change.text)
    return cost
