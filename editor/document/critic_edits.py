"""Edits of CriticMarkup: applying it, accepting and rejecting, comments. Positions are code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor.document import Document
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.line_edits import Edited
from editor.document.markdown.critic import CriticMark, Range, critic_marks, may_have_marks
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.document.units import word_at

_NOT_IN = frozenset({"fence", "code", "indented", "html", "comment", "math", "front_matter"})
_BLANKS = " \t"


def marks_of(document: Document, lines: LineStates) -> list[CriticMark]:
    """Return the marks of a draft, in order. A mark may span several paragraphs, but not code."""
    found: list[CriticMark] = []
    if may_have_marks(document.text):
        for start, end in _stretches(document, lines):
            found += [_moved(mark, start) for mark in critic_marks(document.slice(start, end))]
    return found


def _stretches(document: Document, lines: LineStates) -> Iterator[Range]:
    """Yield the parts of a draft between code and the like."""
    first: int | None = None
    for index in range(len(document.blocks) + 1):
        is_text = index < len(document.blocks) and lines.of(index).kind not in _NOT_IN
        if is_text and first is None:
            first = index
        elif not is_text and first is not None:
            yield document.block_start(first), document.block_start(index)
            first = None


def _moved(mark: CriticMark, by: int) -> CriticMark:
    old, new, remark = (None if part is None else (part[0] + by, part[1] + by) for part in mark[3:])
    return CriticMark(mark.kind, mark.start + by, mark.end + by, old, new, remark)


def as_meant(text: str) -> str:
    """Return a draft's text with its changes applied: with additions, without deletions and comments."""
    if not may_have_marks(text):
        return text
    document = Document(text)
    document.apply(meaning(document))
    return document.text


def meaning(document: Document) -> Transaction:
    """Return the edit that applies the CriticMarkup of a draft, see `as_meant`."""
    marks = marks_of(document, LineStates(document))
    return Transaction(tuple(_resolving(document, marks, accept=True, all_kinds=True)))


def _resolving(document: Document, marks: Iterable[CriticMark], *, accept: bool, all_kinds: bool) -> list[Change]:
    """Return the changes that replace marks by their new or old text; comments only with `all_kinds`."""
    changes: list[Change] = []
    for mark in marks:
        if not (mark.is_change or all_kinds):
            continue
        kept = mark.new if accept else mark.old
        if kept is not None and kept[0] < kept[1]:  # the text itself isn't touched, so its scores stay
            changes += [Change(mark.start, kept[0], ""), Change(kept[1], mark.end, "")]
            continue
        start, end = _with_blanks(document, mark.start, mark.end)
        if changes:
            start = max(start, changes[-1].end)
        changes.append(Change(start, max(start, end), ""))
    return changes


def _with_blanks(document: Document, start: int, end: int) -> Range:
    """Return [start, end) of the text to delete, with a space if two would stay, with its line if it would be empty"""
    first, last = document.block_index(start), document.block_index(end)
    line_start, last_start = document.block_start(first), document.block_start(last)
    line_end = last_start + len(document.blocks[last].text)
    before, after = document.slice(line_start, start), document.slice(end, line_end)
    if not before.strip(_BLANKS) and not after.strip(_BLANKS):
        below = last + 1
        is_alone = first == 0 or not document.blocks[first - 1].text.strip(_BLANKS)
        while is_alone and below < len(document.blocks) and not document.blocks[below].text.strip(_BLANKS):
            below += 1  # the blank lines below a paragraph go with it
        return line_start, document.block_start(below) if below < len(document.blocks) else len(document)
    if before.endswith(tuple(_BLANKS)) and (not after.strip(_BLANKS) or after[0] in f"{_BLANKS}.,;:!?)"):
        return start - 1, end
    if not before.strip(f"{_BLANKS}>") and after.startswith(tuple(_BLANKS)):
        return start, end + 1
    return start, end


def settle_at(document: Document, lines: LineStates, selections: Selections, *, accept: bool) -> Edited | None:
    """Accept or reject the changes at the carets or in the selections; comments are removed. None if there are none."""
    marks = [
        mark
        for mark in marks_of(document, lines)
        if any(one.start <= mark.end and mark.start <= one.end for one in selections)
    ]
    settled = _settled(selections, _resolving(document, marks, accept=accept, all_kinds=True))
    if settled is None:
        return None
    carets = [Selection(one.end, one.end) for one in settled[1]]
    return settled[0], Selections.of(carets, carets[settled[1].main_index])


def settle_all(document: Document, lines: LineStates, selections: Selections, *, accept: bool) -> Edited | None:
    """Accept or reject all changes; comments and highlights stay. None if there is nothing."""
    changes = _resolving(document, marks_of(document, lines), accept=accept, all_kinds=False)
    return _settled(selections, changes)


def _settled(selections: Selections, changes: list[Change]) -> Edited | None:
    if not changes:
        return None
    transaction = Transaction(tuple(changes))
    return transaction, selections.map(transaction)


def comment(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Highlight each selection with room for a comment after it; without one, put a comment after the caret's word.

    None where comments aren't possible: in code and the like.
    """
    kinds = {lines.of(document.block_index(one.start)).kind for one in selections}
    if kinds & _NOT_IN:
        return None
    return edit_all(selections, [_comment_at(document, one) for one in selections])


def _comment_at(document: Document, selection: Selection) -> CaretEdit:
    if selection.is_empty:
        word = word_at(document, selection.head)
        place = word[1] if word is not None and word[0] < selection.head else selection.head
        return CaretEdit(place, place, "{>><<}", head=3)
    text = f"{{=={document.slice(selection.start, selection.end)}==}}{{>>"
    return CaretEdit(selection.start, selection.end, f"{text}<<}}", head=len(text))


def next_mark(document: Document, lines: LineStates, position: int) -> CriticMark | None:
    """Return the next mark that begins after a position, after the last one the first; None if there is none."""
    marks = marks_of(document, lines)
    return next((mark for mark in marks if mark.start > position), marks[0] if marks else None)
