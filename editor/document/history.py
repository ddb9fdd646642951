"""Undo and redo over transactions, grouped as people expect."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from sys import getsizeof
from typing import NamedTuple

import msgspec

from editor.document.asides import Moment
from editor.document.authorship import Authored, Spans, carried, joined, within, without
from editor.document.selections import Selections
from editor.document.transaction import Transaction
from editor.text.line_endings import ends_line

# Editors of prose undo phrases, where VS Code undoes words. CodeMirror starts a new step after half a second; slow
# typists pause longer than that within a word, hence a second.
GROUP_PAUSE_S = 1.0
BUDGET_BYTES = 256 * 1024 * 1024
JOINED = "joined"
"""The group of an edit that belongs to the previous step, whatever and wherever that was, unless it was saved."""

SUBSTITUTION = "substitution"
"""The group of an edit that changes the text just typed: a separate step until typing continues, then part of it."""

_WIDE_ENDS = frozenset("。、，；：！？…")  # no space follows these
_ENDS = frozenset(".,;:!?–—") | _WIDE_ENDS
_WIDE_CLOSING = frozenset("」』）")
_CLOSING = frozenset("\"'”’»›)]}*_~") | _WIDE_CLOSING
_LONG_PHRASE = 60  # code points after which a step ends at the next word
_STEP_BYTES = 600  # size of a step apart from its texts (measured)


class Step(msgspec.Struct, gc=False):
    """One undo step. The history sets `state`, which identifies the text after it, and `cost`, its size in bytes.

    `removed`: the authors of the text that it replaces, where that is before it; `inserted`: those of the text it puts
    there, where that is after it. See `Authorship`.
    """

    transaction: Transaction
    inverse: Transaction
    selections_before: Selections | None
    selections_after: Selections | None
    state: int = 0
    cost: int = 0
    removed: Spans = ()
    inserted: Spans = ()


class Replay(NamedTuple):
    """An undo or redo: the transaction to apply, its inverse, and the selections to set, if they were recorded.

    `authored`: the authors of the text that it inserts.
    """

    transaction: Transaction
    inverse: Transaction
    selections: Selections | None
    authored: Spans


class _OpenGroup(msgspec.Struct, gc=False):
    """The condition for merging into the last step: same kind, soon, and where the last edit left the carets."""

    name: str
    time: float  # time of the last edit, seconds
    carets: tuple[int, ...]
    last_character: str
    ends_phrase: bool = False  # whether the last character other than spaces and closing quotes ends a phrase
    length: int = 0  # code points typed in this step
    folds: bool = False  # whether the last step is a substitution, which joins the step before once typing continues

    def takes(self, transaction: Transaction, group: str | None, now: float) -> bool:
        """Return True if an edit continues where the last one stopped."""
        changes = transaction.changes
        if group != self.name or now - self.time > GROUP_PAUSE_S or len(changes) != len(self.carets):
            return False
        for change, caret in zip(changes, self.carets, strict=True):
            if not change.text:  # deleting backwards ends at the last caret, deleting forwards starts there
                if caret not in (change.start, change.end):
                    return False
            elif not change.start == change.end == caret or ends_line(change.text):
                return False
        text = changes[-1].text
        return not (text and self._ends_before(text[0]))

    def _ends_before(self, character: str) -> bool:
        """Return True if `character` begins another phrase, or a word after a very long step."""
        if character.isspace() or character in _CLOSING:
            return False
        if self.last_character.isspace():
            return self.ends_phrase or self.length >= _LONG_PHRASE
        is_wide_end = self.last_character in _WIDE_ENDS or (self.ends_phrase and self.last_character in _WIDE_CLOSING)
        return is_wide_end and character not in _WIDE_ENDS

    def follow(self, text: str) -> None:
        """Note the typed text."""
        self.length += len(text)
        self.last_character = text[-1:]
        solid = text.rstrip()[-1:]
        if solid and solid not in _CLOSING:
            self.ends_phrase = solid in _ENDS


class History:
    """The steps to undo and redo, and which of their states is the saved one.

    Keeps about `budget` bytes at most; drops the oldest steps first, but never the newest.
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
        """Whether the text differs from that at the last `mark_saved`, or from the initial text."""
        return self._state != self._saved_state

    @property
    def _state(self) -> int:
        return self._done[-1].state if self._done else self._bottom_state

    @property
    def steps(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """The steps to undo, latest last, and the steps to redo, next one last. Don't modify them."""
        return tuple(self._done), tuple(self._undone)

    def recall(self, done: Sequence[Step], undone: Sequence[Step]) -> None:
        """Start with the steps of an earlier session that led to the current text, which is the saved one."""
        ordered = [*done, *reversed(undone)]
        for step in ordered:
            self._newest_state += 1
            step.state = self._newest_state
            step.cost = _cost(step.transaction, step.inverse)
        self._done, self._undone = deque(done), list(undone)
        self._cost = sum(step.cost for step in done)
        self._saved_state = self._state

    def end_group(self) -> int:
        """Make the next edit a new step, and return the current state."""
        self._group = None
        return self._state

    def moment(self) -> Moment:
        """Make the next edit a new step, and return the current state and the newest there ever was."""
        return self.end_group(), self._newest_state

    def mark_saved(self, state: int) -> None:
        """Mark a state, as returned by `end_group`, as the saved one."""
        self._saved_state = state

    def record(self, step: Step, group: str | None, now: float) -> None:
        """Record an applied step; `now` is in seconds of any monotonic clock.

        Edits of the same group ("type", "delete-back", "delete-forward") are merged into one step as long as each
        begins where the last one left the carets, follows within a second and doesn't begin a new phrase or line. An
        edit without a group is a step by itself; see also `JOINED` and `SUBSTITUTION`.
        """
        transaction, inverse, after = step.transaction, step.inverse, step.selections_after
        if self._undone:
            self._undone.clear()
        self._newest_state += 1
        open_group = self._group
        joins = group == JOINED and bool(self._done) and self._state != self._saved_state
        takes = open_group is not None and open_group.takes(transaction, group, now)
        if open_group is not None and takes and open_group.folds:
            self._fold()
        if joins or takes:
            self._extend(step)
        else:
            self._done.append(step)
            self._weigh(step)
        if group is None or group == JOINED or (group == SUBSTITUTION and open_group is None):
            self._group = None
            return
        carets = tuple([change.end for change in inverse.changes])
        if after is not None and (len(after) == len(carets) or group == SUBSTITUTION):
            carets = tuple([selection.head for selection in after])
        if open_group is None or not (takes or group == SUBSTITUTION):
            open_group = self._group = _OpenGroup(group, now, carets, "")
        open_group.time, open_group.carets, open_group.folds = now, carets, group == SUBSTITUTION
        open_group.follow(transaction.changes[-1].text)

    def _fold(self) -> None:
        """Make the last step part of the one before it."""
        if len(self._done) > 1:
            step = self._done.pop()
            self._cost -= step.cost
            self._extend(step)

    def amend(self, step: Step) -> None:
        """Make an applied step part of the last recorded one; typing may continue in that one."""
        self._newest_state += 1
        self._extend(step)
        if self._group is not None:
            self._group.carets = tuple(step.transaction.map_positions(self._group.carets))

    def note_author(self, span: Authored) -> None:
        """Note the author of text inserted by the last step. For other text nothing is noted."""
        if self._done:
            last = self._done[-1]
            new = [one for change in last.inverse.changes for one in within((span,), change.start, change.end)]
            last.inserted = joined((*new, *without(last.inserted, span.start, span.end)))

    def _extend(self, step: Step) -> None:
        """Add a step to the last one."""
        last = self._done[-1]
        self._cost -= last.cost
        last.removed = joined((*last.removed, *carried(step.removed, last.inverse)))
        last.inserted = joined((*carried(last.inserted, step.transaction), *step.inserted))
        last.transaction = last.transaction.compose(step.transaction)
        last.inverse = step.inverse.compose(last.inverse)
        last.selections_after = step.selections_after
        self._weigh(last)

    def _weigh(self, step: Step) -> None:
        """Note the state and the size of the last step."""
        step.state = self._newest_state
        step.cost = _cost(step.transaction, step.inverse)
        self._cost += step.cost
        if self._cost > self._budget:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        while self._cost > self._budget and len(self._done) > 1:
            dropped = self._done.popleft()
            self._cost -= dropped.cost
            self._bottom_state = dropped.state

    def undo(self) -> Replay | None:
        """Move back one step and return its inverse, with the selections before it; None if there is none."""
        if not self._done:
            return None
        self._group = None
        step = self._done.pop()
        self._cost -= step.cost
        self._undone.append(step)
        return Replay(step.inverse, step.transaction, step.selections_before, step.removed)

    def redo(self) -> Replay | None:
        """Move forward one step and return it, with the selections after it; None if there is none."""
        if not self._undone:
            return None
        self._group = None
        step = self._undone.pop()
        self._cost += step.cost
        self._done.append(step)
        return Replay(step.transaction, step.inverse, step.selections_after, step.inserted)


def _cost(transaction: Transaction, inverse: Transaction) -> int:
    """Return the size of a step in bytes."""
    cost = _STEP_BYTES
    for change in transaction.changes:
        cost += getsizeof(change.text)
    for change in inverse.changes:
        cost += getsizeof(change.text)
    return cost
