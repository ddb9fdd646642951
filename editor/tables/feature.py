"""Tables that were edited are aligned in the file when the caret leaves them."""

from __future__ import annotations

from typing import NamedTuple

from editor.document.formatting.table_edits import aligned
from editor.document.formatting.table_lines import is_in_table, table_lines
from editor.document.history import JOINED
from editor.feature import Feature
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class _Edited(NamedTuple):
    """A table that was edited: a line of it, at that revision of the draft."""

    draft: Draft
    revision: int
    line: int


class TablesFeature(Feature):
    """Aligns the columns of a table that the caret leaves, if it was edited, as part of the last undo step.

    A table that the caret only passes through stays as it is, and so does one that undo or redo changes.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._edited: _Edited | None = None

    def edited(self, draft: Draft) -> None:
        document, canvas = draft.document, draft.canvas
        self._edited = None
        line = document.block_index(canvas.selection.head)
        is_alone = len(canvas.selections) == 1 and not document.can_redo
        if (
            is_alone
            and self._bench.settings.of(draft).align_tables
            and is_in_table(document, canvas.markdown.lines, line)
        ):
            self._edited = _Edited(draft, document.revision, line)

    def selection_changed(self, draft: Draft) -> None:
        left, document, canvas = self._edited, draft.document, draft.canvas
        if left is None or left.draft is not draft or left.revision != document.revision:
            return
        lines = canvas.markdown.lines
        if document.block_index(canvas.selection.head) in table_lines(document, lines, left.line):
            return
        self._edited = None
        transaction = aligned(document, lines, left.line)
        if transaction is not None and transaction.changes:
            canvas.apply(transaction, canvas.selections.map(transaction), JOINED)
