"""Edits at several carets where each may change what the next one is to do: numbers of one list, say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.document.document import Document
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

Edited = tuple[Transaction, Selections]


def one_by_one(
    document: Document,
    lines: LineStates,
    selections: Selections,
    edit: Callable[[Document, LineStates, Selection], Sequence[Change] | None],
) -> Edited | None:
    """One transaction of what `edit` does at each selection, each in the text as the ones before have left it.

    Its changes are disjoint. Carets behind an insertion go with it, see `Selection.map`. None where
    `edit` says so of any of them.
    """
    if len(selections) == 1:
        changes = edit(document, lines, selections.main)
        if changes is None:
            return None
        transaction = _transaction(changes)
        return transaction, selections.map(transaction)
    scratch = Document(document.text)
    scratch.newline = document.newline
    scratch_lines = LineStates(scratch)
    done, moved = Transaction(()), selections.ranges
    for index in range(len(moved)):
        changes = edit(scratch, scratch_lines, moved[index])
        if changes is None:
            return None
        step = scratch.apply(_transaction(changes))
        moved = tuple(selection.map(step) for selection in moved)
        done = done.compose(step)
    return done, Selections.of(moved, moved[selections.main_index])


def _transaction(changes: Sequence[Change]) -> Transaction:
    return Transaction(tuple(sorted(changes, key=lambda change: (change.start, change.end))))
