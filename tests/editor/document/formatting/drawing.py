"""Markdown with the selections drawn in, as in `tests.editor.drawing` with `‹¦›` for `<|>`."""

from __future__ import annotations

from collections.abc import Callable

from editor.document import Document
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from editor.document.transaction import Transaction
from tests.editor import drawing

_TO_DRAWING = str.maketrans("<|>‹¦›", "\ue000\ue001\ue002<|>")
_FROM_DRAWING = str.maketrans("\ue000\ue001\ue002<|>", "<|>‹¦›")
_TO_TEXT = str.maketrans("\ue000\ue001\ue002", "<|>")
_FROM_TEXT = str.maketrans("<|>", "\ue000\ue001\ue002")

Command = Callable[[Document, LineStates, Selections], tuple[Transaction, Selections] | None]


def parsed(drawn: str) -> tuple[Document, Selections]:
    """Return the document and the selections of a drawing."""
    text, selections = drawing.parsed(drawn.translate(_TO_DRAWING))
    return Document(text.translate(_TO_TEXT)), selections


def drawn(document: Document, selections: Selections) -> str:
    """Return the drawing of a document with selections."""
    return drawing.drawn(document.text.translate(_FROM_TEXT), selections).translate(_FROM_DRAWING)


def after(before: str, *commands: Command) -> str | None:
    """Apply commands to a drawing, one after the other; None if the last one doesn't apply.

    Undoing all of them restores the text.
    """
    document, selections = parsed(before)
    lines = LineStates(document)
    text = document.text
    for command in commands:
        edited = command(document, lines, selections)
        if edited is None:
            return None
        transaction, selections = edited
        document.apply(transaction, selections_after=selections)
    result = drawn(document, selections)
    while document.undo() is not None:
        pass
    assert document.text == text
    return result
