"""Edits of whole lines: move, duplicate, delete, indent, trim, and new lines above and below.

Each function returns one transaction and the selections after it, which stay with their text. All positions are code
points. A selection that ends at the start of a line doesn't include that line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from editor.document.document import Document
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.text.line_endings import with_endings

INDENT = "\t"
_MOST_CHANGES = 5000  # per transaction; beyond it one change replaces them
_OUTDENT_SPACES = 4  # spaces that count as one level
_BLANKS = " \t"

Edited = tuple[Transaction, Selections]


def selected_lines(document: Document, selection: Selection) -> range:
    """Return the lines that contain part of a selection, or its caret."""
    first, last = document.block_index(selection.start), document.block_index(selection.end)
    if last > first and selection.end == document.block_start(last):
        last -= 1
    return range(first, last + 1)


def selected_runs(document: Document, selections: Selections) -> list[range]:
    """Return the selected lines in ascending order; overlapping or adjacent ones form one run."""
    runs: list[range] = []
    for selection in selections:
        lines = selected_lines(document, selection)
        if runs and lines.start <= runs[-1].stop:
            lines = range(runs[-1].start, max(runs.pop().stop, lines.stop))
        runs.append(lines)
    return runs


def _by_run(
    document: Document, selections: Selections, runs: Sequence[tuple[range, int]]
) -> Iterator[tuple[Selection, int]]:
    """Yield each selection with the number paired with its run of lines."""
    remaining = iter(runs)
    lines, number = next(remaining)
    for selection in selections:
        while selected_lines(document, selection).start >= lines.stop:
            lines, number = next(remaining)
        yield selection, number


def _text_end(document: Document, index: int) -> int:
    return document.block_start(index) + len(document.blocks[index].text)


def _mapped(changes: list[Change], selections: Selections) -> Edited:
    transaction = Transaction(tuple(changes))
    return transaction, selections.map(transaction)


def _placed(changes: list[Change], selections: Selections, placed: list[Selection]) -> Edited:
    return Transaction(tuple(changes)), Selections.of(placed, placed[selections.main_index])


def _shifted(document: Document, selection: Selection, shift: int) -> Selection:
    """Return a selection moved with its line, in a document whose length doesn't change.

    The line ending that it ends after is gone if its line is now the last.
    """
    anchor, head = (min(position + shift, len(document)) for position in (selection.anchor, selection.head))
    return Selection(anchor, head)


def indent(document: Document, selections: Selections) -> Edited:
    """Insert a tab at the start of each selected line that isn't empty."""
    indices = [index for lines in selected_runs(document, selections) for index in lines if document.blocks[index].text]
    starts = [document.block_start(index) for index in indices]
    return _mapped([Change(start, start, INDENT) for start in starts], selections)


def outdent(document: Document, selections: Selections) -> Edited:
    """Remove a tab, or up to four spaces, from the start of each selected line."""
    changes = []
    for lines in selected_runs(document, selections):
        for index in lines:
            text, start = document.blocks[index].text, document.block_start(index)
            spaces = min(len(text) - len(text.lstrip(" ")), _OUTDENT_SPACES)
            width = 1 if text.startswith("\t") else spaces
            if width:
                changes.append(Change(start, start + width, ""))
    return _mapped(changes, selections)


def move(document: Document, selections: Selections, direction: Literal[-1, 1]) -> Edited:
    """Move each run of selected lines up (-1) or down (1) past one line; at the edge of the document it stays.

    The line being passed is the one deleted and inserted again, so that annotations of the moved text survive.
    """
    changes: list[Change] = []
    shifts: list[tuple[range, int]] = []
    for lines in selected_runs(document, selections):
        start, end = document.block_start(lines.start), _text_end(document, lines[-1])
        passed = lines.start - 1 if direction < 0 else lines.stop
        if not 0 <= passed < len(document.blocks):
            shifts.append((lines, 0))
            continue
        text, eol = document.blocks[passed].text, document.blocks[min(passed, lines[-1])].eol
        length = len(text) + len(eol)
        if direction < 0:
            changes += [Change(start - length, start, ""), Change(end, end, eol + text)]
        else:
            changes += [Change(start, start, text + eol), Change(end, end + length, "")]
        shifts.append((lines, direction * length))
    placed = [_shifted(document, selection, shift) for selection, shift in _by_run(document, selections, shifts)]
    return _placed(changes, selections, placed)


def duplicate(document: Document, selections: Selections) -> Edited:
    """Insert a copy after each selection and select it; insert a copy of each caret's line below the line."""
    copies: dict[int, str] = {}
    for selection in selections:
        if not selection.is_empty:
            copies[selection.end] = document.slice(selection.start, selection.end)
    for index in sorted({document.block_index(selection.head) for selection in selections if selection.is_empty}):
        # The copy goes above, which looks the same but leaves the caret in the lower line.
        start, block = document.block_start(index), document.blocks[index]
        copies[start] = copies.get(start, "") + block.text + (block.eol or document.newline)
    transaction = Transaction(tuple([Change(place, place, copies[place]) for place in sorted(copies)]))

    def placed(selection: Selection) -> Selection:
        if selection.is_empty:
            return selection.map(transaction)
        start = transaction.map_position(selection.end, -1)
        end = start + selection.end - selection.start
        return Selection(start, end) if selection.anchor < selection.head else Selection(end, start)

    after = [placed(selection) for selection in selections]
    return transaction, Selections.of(after, after[selections.main_index])


def end_lines(document: Document, selections: Selections, ending: str) -> Edited:
    """Change all line endings to `ending`: one by one, so that annotations survive, unless there are very many."""
    changes: list[Change] = []
    start = last_end = 0
    for block in document.blocks:
        if block.eol and block.eol != ending:
            last_end = start + block.length
            end = start + len(block.text)
            if ending == f"\r{block.eol}":
                changes.append(Change(end, end, "\r"))
            elif block.eol == f"\r{ending}":
                changes.append(Change(end, end + 1, ""))
            else:
                changes.append(Change(end, last_end, ending))
        start += block.length
    if len(changes) > _MOST_CHANGES:
        first = changes[0].start
        changes = [Change(first, last_end, with_endings(document.slice(first, last_end), ending))]
    return _mapped(changes, selections)


def delete(document: Document, selections: Selections) -> Edited:
    """Delete the selected lines; carets go to the line below or, at the end of the document, above."""
    changes: list[Change] = []
    targets: list[tuple[range, int]] = []  # each run with the line that its carets go to
    for lines in selected_runs(document, selections):
        start, end = document.block_start(lines.start), document.block_start(lines.stop)
        target = lines.stop
        if target == len(document.blocks):
            target = lines.start - 1
            start = _text_end(document, target) if lines.start else 0
        if end > start:
            changes.append(Change(start, end, ""))
        targets.append((lines, target))
    transaction = Transaction(tuple(changes))
    placed: list[Selection] = []
    for selection, target in _by_run(document, selections, targets):
        head = 0
        if target >= 0:
            column = selection.head - document.block_start(document.block_index(selection.head))
            position = document.block_start(target) + min(column, len(document.blocks[target].text))
            head = transaction.map_position(position)
        placed.append(Selection(head, head))
    return transaction, Selections.of(placed, placed[selections.main_index])


def trim(document: Document, selections: Selections) -> Edited:
    """Delete spaces and tabs at the ends of the selected lines, or of all lines if nothing is selected.

    Two or more spaces at the end of a line that continues below are a hard break in Markdown: two are kept.
    """
    blocks = document.blocks
    runs = [range(len(blocks))]
    if any(not selection.is_empty for selection in selections):
        runs = selected_runs(document, selections)
    changes = []
    for lines in runs:
        for index in lines:
            text = blocks[index].text
            kept = text.rstrip(_BLANKS)
            if kept == text:
                continue
            goes_on = kept and index + 1 < len(blocks) and blocks[index + 1].text.strip(_BLANKS)
            is_break = goes_on and text.endswith("  ")
            start, end = document.block_start(index) + len(kept), _text_end(document, index)
            if is_break:
                end -= 2
            if end > start:
                changes.append(Change(start, end, ""))
    return _mapped(changes, selections)


def insert(document: Document, selections: Selections, *, above: bool = False) -> Edited:
    """Insert a line below or above the line of each caret, with the same indentation; the carets go there."""
    changes: list[Change] = []
    carets: list[Selection] = []
    inserted = 0
    indices = sorted({document.block_index(selection.head) for selection in selections})
    for index in indices:
        text = document.blocks[index].text
        indentation = text[: len(text) - len(text.lstrip(_BLANKS))]
        place = document.block_start(index) if above else _text_end(document, index)
        added = indentation + document.newline if above else document.newline + indentation
        changes.append(Change(place, place, added))
        caret = place + inserted + (len(indentation) if above else len(added))
        carets.append(Selection(caret, caret))
        inserted += len(added)
    main = carets[indices.index(document.block_index(selections.main.head))]
    return Transaction(tuple(changes)), Selections.of(carets, main)
