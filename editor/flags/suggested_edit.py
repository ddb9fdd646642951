"""Edits that a flag suggests, and applying one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from editor.document import Document
from editor.document.authorship import MODEL, Authored, Spans, carried, joined
from editor.document.difference import difference
from editor.document.transaction import Change, Transaction
from scoring.protocol import Flag, Suggestion


class SuggestedEdit(msgspec.Struct, frozen=True, gc=False):
    """An edit that improves the text around a word.

    Attributes:
        start, end: the code points to replace, counted from the start of the word.
        old: the text there.
        replacement: the text to put there; empty to delete.
        probability, gain, kind: see `scoring.protocol.Suggestion`.
    """

    start: int
    end: int
    old: str
    replacement: str
    probability: float = 0.0
    gain: float = 0.0
    kind: str = ""

    def change_at(self, word_start: int, document: Document) -> Change | None:
        """Return the edit as a change, the word starting at `word_start`; None if the text has changed."""
        start, end = word_start + self.start, word_start + self.end
        if start < 0 or document.slice(start, end) != self.old:
            return None
        return Change(start, end, self.replacement)


def suggested_edit(document: Document, edit: Suggestion, word_start: int = 0) -> SuggestedEdit:
    """Return a suggestion of the scorer's, counted from `word_start` instead of the start of the document."""
    old = document.slice(edit.start, edit.end)
    start, end = edit.start - word_start, edit.end - word_start
    return SuggestedEdit(start, end, old, edit.replacement, edit.probability, edit.gain, edit.kind)


def note_rephrasing(document: Document, made: Transaction, old: str, before: Spans) -> None:
    """Note the authors of a rephrased passage: new words are the model's, the others keep their authors.

    Args:
        document: the text.
        made: the one change that was made.
        old: the passage before.
        before: its authors, in the positions of the document.
    """
    [change] = made.changes
    if document.slice(change.start, change.start + len(change.text)) != change.text:
        return  # it was fitted into a table
    words = difference(old, change.text)
    shifted = [Authored(span.start - change.start, span.end - change.start, span.author) for span in before]
    deleted = [old[one.start : one.end] for one in words.changes]
    new = [Authored(one.start, one.end, MODEL) for one in words.invert(deleted).changes]
    for start, end, author in joined((*carried(shifted, words), *new)):
        document.authorship.note(change.start + start, change.start + end, author)


def edits_of(document: Document, flag: Flag) -> tuple[SuggestedEdit, ...]:
    """Return the edits that a flag suggests, the best first."""
    return tuple(suggested_edit(document, edit, flag.start) for edit in flag.suggestions)


def apply_suggestion(
    document: Document, edit: SuggestedEdit, word_start: int, apply: Callable[[Transaction], object]
) -> Transaction | None:
    """Make a suggested edit, unless the text there has changed.

    Args:
        document: the text.
        edit: the suggestion.
        word_start: where its word starts now, in code points.
        apply: applies a transaction to the document, and moves carets if there are any.

    Returns:
        The applied transaction; None: nothing was done, because the text has changed.
    """
    change = edit.change_at(word_start, document)
    if change is None:
        return None
    transaction = Transaction((change,))
    apply(transaction)
    return transaction
