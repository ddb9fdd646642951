"""Bold, italic, strikethrough and code: toggled for selections, words and carets.

A selection is handled line by line; a caret inside a word applies to the word. Any other caret gets empty marks around
it; toggling again moves it out of them, or out of the marks that end at it, see `typed_marks`. Each function returns
one transaction and the selections after it. All positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from editor.document import units
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.document import Document
from editor.document.formatting.containers import VERBATIM
from editor.document.formatting.inline import InlineSpan, parse_inline
from editor.document.formatting.marks import MarkKind, Range, marked_everywhere, remark
from editor.document.formatting.passages import REACH, Passage, link_labels, passage_at, selected_passages
from editor.document.formatting.typed_marks import Toggled, begun, ended, unread
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

_SIGNS = frozenset("*_~")
_MARKS_ALONE = re.compile(r"[ \t>]*[*_~`]+")  # `~~~~` opens a fence until text is typed between its marks

Edited = tuple[Transaction, Selections]


def toggle(document: Document, lines: LineStates, selections: Selections, *kinds: MarkKind) -> Edited:
    """Mark the selections with all of `kinds`, or remove those marks if they all have them."""
    targets = [target for selection in selections if (target := _target(document, selection)) is not None]
    if not targets:
        return _at_carets(document, lines, selections, kinds)
    references = link_labels(document)
    found = [
        (passage, passage.parse(references), ranges) for passage, ranges in selected_passages(document, lines, targets)
    ]
    on = any(marked_everywhere(paragraph, ranges, kind) is False for _, paragraph, ranges in found for kind in kinds)

    def changes(*, on: bool) -> list[Change]:
        return [
            change
            for passage, paragraph, ranges in found
            for change in _remarked(passage, paragraph, ranges, kinds, on=on, references=references)
        ]

    # If nothing more can be marked, such as a quotation mark at the edge, the only thing left is to remove marks.
    made = (changes(on=True) if on else []) or changes(on=False)
    transaction = Transaction(tuple(made))
    return transaction, selections.map(transaction)


def delete_empty_marks(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Delete the empty marks around each caret; None if a caret has none."""
    edits = []
    for selection in selections:
        here = selection.head
        sign = document.slice(here - 1, here) if here else ""
        if not selection.is_empty or sign not in _SIGNS or document.slice(here, here + 1) != sign:
            return None
        index = document.block_index(here)
        start = document.block_start(index)
        near = max(0, here - start - REACH)
        line = document.blocks[index].text[near : here - start + REACH]
        count = 0 if lines.of(index).kind in VERBATIM else _empty_marks(line, here - start - near, sign)
        if not count:
            return None
        edits.append(CaretEdit(here - count, here + count, ""))
    return edit_all(selections, edits)


def _target(document: Document, selection: Selection) -> Selection | None:
    """Return the selection itself, or the word around its caret."""
    if not selection.is_empty:
        return selection
    word = units.word_at(document, selection.head)
    return Selection(*word) if word is not None and word[0] < selection.head < word[1] else None


def _remarked(
    passage: Passage,
    paragraph: InlineSpan | None,
    ranges: Sequence[Range],
    kinds: Sequence[MarkKind],
    *,
    on: bool,
    references: Sequence[str],
) -> list[Change]:
    """Return the changes of the document that add or remove `kinds`, one after the other."""
    source, done = passage.source, Transaction(())
    for kind in kinds:
        step = Transaction(tuple(remark(source, ranges, kind, on=on, references=references, paragraph=paragraph)))
        paragraph = None  # the parsed text is from before this step
        for change in reversed(step.changes):
            source = source[: change.start] + change.text + source[change.end :]
        starts = step.map_positions([start for start, _ in ranges], 1)
        ends = step.map_positions([end for _, end in ranges], -1)
        ranges = list(zip(starts, ends, strict=True))
        done = done.compose(step)
    return passage.changes(done.changes) if source != passage.source else []


def _at_carets(document: Document, lines: LineStates, selections: Selections, kinds: Sequence[MarkKind]) -> Edited:
    """Begin or end marks at each caret."""
    changes: list[Change] = []
    carets: list[Selection] = []
    reached = delta = 0
    for selection in selections:
        passage, toggled = _at_caret(document, lines, selection.head, kinds)
        head = selection.head + delta
        if toggled is not None:
            own = Transaction(tuple(passage.changes(toggled.changes)))
            if not own.changes or own.changes[0].start >= reached:  # otherwise an earlier caret has changed these marks
                head = _place(passage, own, toggled) + delta
                changes += own.changes
                delta += own.delta
                reached = own.changes[-1].end if own.changes else reached
        carets.append(Selection(head, head))
    return Transaction(tuple(changes)), Selections.of(carets, carets[selections.main_index])


def _at_caret(
    document: Document, lines: LineStates, place: int, kinds: Sequence[MarkKind]
) -> tuple[Passage, Toggled | None]:
    """Return how marks at a caret begin or end, and the passage that this changes; None if neither is possible."""
    line = _line_passage(document, place)
    own = passage_at(document, lines, place) or line
    is_verbatim = lines.of(document.block_index(place)).kind in VERBATIM
    if is_verbatim and not _MARKS_ALONE.fullmatch(line.source):
        return own, None
    if unread(line.source, line.offset(place)) < unread(own.source, own.offset(place)):
        own = line  # marks that are being typed may be read as something else for now: `* x*` as an item
    caret = own.offset(place)
    found = ended(own.source, caret, kinds)
    return own, found if found is not None or is_verbatim else begun(own.source, caret, kinds)


def _line_passage(document: Document, place: int) -> Passage:
    """Return the whole line of a caret."""
    index = document.block_index(place)
    return Passage(document.blocks[index].text, (0,), (document.block_start(index),)).around(place, place)


def _place(passage: Passage, own: Transaction, toggled: Toggled) -> int:
    """Return the position of the caret after the changes of its passage."""
    line = toggled.source.count("\n", 0, toggled.caret)
    start = toggled.source.rfind("\n", 0, toggled.caret) + 1
    return own.map_position(passage.origins[line], -1) + toggled.caret - start


def _empty_marks(line: str, offset: int, sign: str) -> int:
    """Return how many of `sign` are on each side of `offset` without marking anything."""
    before = offset - len(line[:offset].rstrip(sign))
    after = len(line) - offset - len(line[offset:].lstrip(sign))
    count = min(before, after)
    for span in parse_inline(line).spans():
        for start, end in ((span.start, span.inner_start), (span.inner_end, span.end)):
            if start < offset + count and end > offset - count:
                return 0
    return count
