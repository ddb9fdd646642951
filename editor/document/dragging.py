"""Moving or copying a selection to another place, as one edit."""

from __future__ import annotations

from editor.document.caret_edits import CaretEdit
from editor.document.clip import Clip, paste_edits
from editor.document.document import Document
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.text.line_endings import with_endings


def dropped(
    document: Document, markup: LineStates, dragged: Selection, position: int, *, is_copy: bool
) -> tuple[Transaction, Selections] | None:
    """Return the edit that puts the selected text at a position, where it is adapted to the markup as a paste is, and
    the selection of that text.

    Returns None where nothing would change: the position is in the selection or, when moving, right next to it.
    """
    start, end = dragged.span
    if start < position < end or (not is_copy and position in (start, end)):
        return None
    text = document.slice(start, end)
    (edit,) = paste_edits(document, Selections.single(position, position), Clip((text,)), markup)
    if edit is None or (edit.start < end and start < edit.end):
        edit = CaretEdit(position, position, with_endings(text, document.newline))
    changes = [Change(edit.start, edit.end, edit.text)]
    if not is_copy:
        changes.insert(0 if start < edit.start else 1, Change(start, end, ""))
    at = edit.start - (end - start if not is_copy and start < edit.start else 0)
    return Transaction(tuple(changes)), Selections.single(at, at + len(edit.text))
