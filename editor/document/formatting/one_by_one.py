"""Edits at several carets where each may affect the next, such as numbers of one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.document.document import Document
from editor.document.formatting.containers import REACH
from editor.document.markdown.line_scan import NOTHING
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
    """Combine the edits at all selections, each made in the text that the previous ones have left.

    The transaction's changes are disjoint. Carets at an insertion go after it, see `Selection.map`. Returns None if
    `edit` returns None for any selection.
    """
    if len(selections) == 1:
        changes = edit(document, lines, selections.main)
        if changes is None:
            return None
        transaction = _transaction(changes)
        return transaction, selections.map(transaction)
    origin, end = _region(document, lines, selections)
    scratch = Document(document.slice(origin, end))
    scratch.newline = document.newline
    scratch_lines = LineStates(scratch)
    done = Transaction(())
    moved = tuple(Selection(one.anchor - origin, one.head - origin) for one in selections)
    for index in range(len(moved)):
        changes = edit(scratch, scratch_lines, moved[index])
        if changes is None:
            return None
        step = scratch.apply(_transaction(changes))
        moved = tuple(selection.map(step) for selection in moved)
        done = done.compose(step)
    changes = [Change(change.start + origin, change.end + origin, change.text) for change in done.changes]
    moved = tuple(Selection(one.anchor + origin, one.head + origin) for one in moved)
    return Transaction(tuple(changes)), Selections.of(moved, moved[selections.main_index])


def _region(document: Document, lines: LineStates, selections: Selections) -> tuple[int, int]:
    """Return the part of the document that the edits may read, starting at a line that parses like a first line."""
    first = document.block_index(selections.ranges[0].start)
    lowest = max(0, first - 2 * REACH)
    while first > lowest and not _is_top(document, lines, first):
        first -= 1
    start = document.block_start(first) if _is_top(document, lines, first) else 0
    stop = min(document.block_index(selections.ranges[-1].end) + REACH + 1, len(document.blocks))
    return start, document.block_start(stop)


def _is_top(document: Document, lines: LineStates, index: int) -> bool:
    """Return True if a line has no container and nothing is open above it; it mustn't look like front matter."""
    state = lines.of(index)
    if state.containers or state.kind == "blank" or document.blocks[index].text.startswith(("---", "+++")):
        return index == 0
    return index == 0 or lines.of(index - 1).after == NOTHING


def _transaction(changes: Sequence[Change]) -> Transaction:
    return Transaction(tuple(sorted(changes, key=lambda change: (change.start, change.end))))
