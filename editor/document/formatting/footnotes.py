"""Footnotes: a reference at the caret, and its note at the end of the document. All positions are code points."""

from __future__ import annotations

import re
from itertools import count

from editor.document import units
from editor.document.document import Document
from editor.document.formatting.containers import VERBATIM
from editor.document.formatting.inline import InlineSpan, Leaf
from editor.document.formatting.passages import link_labels, passage_at
from editor.document.formatting.table_lines import within_cell
from editor.document.line_edits import Edited
from editor.document.markdown.definitions import read_definitions
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

_NO_TEXT = VERBATIM | {"rule", "underline", "table.rule"}
_LABEL = re.compile(r"\[\^([^\]\s]+)\]")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_DEFINITION = re.compile(r"[ \t]{0,3}\[\^([^\]\s]+)\]:[ \t]*")


def toggle(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Insert a footnote after the word at each caret, and move into its note.

    On a reference, go to its note. In a note, go back to its reference; delete an empty note and its references. A
    reference goes after code, a link or an address that it would be inside of. None if no caret is in text.
    """
    main = selections.main
    index = document.block_index(main.head)
    definition = _DEFINITION.match(document.blocks[index].text)
    if definition is not None and lines.of(index).containers:
        return _left(document, index, definition)
    label = None if lines.of(index).kind in VERBATIM else _label_at(document, main.head)
    if label is not None and (place := _note_of(document, label)) is not None:
        return Transaction(()), Selections.single(place, place)
    return _inserted(document, lines, selections)


def cite(document: Document, lines: LineStates, selections: Selections, note: str) -> Edited | None:
    """Insert a footnote with a text, one line of Markdown, after the word at the main caret, and stay there.

    None if the caret isn't in text.
    """
    main = selections.main
    inserted = _inserted(document, lines, Selections.single(main.anchor, main.head), note)
    if inserted is None:
        return None
    transaction = inserted[0]
    after = transaction.changes[0].start + len(transaction.changes[0].text)
    return transaction, Selections.single(after, after)


def _label_at(document: Document, position: int) -> str | None:
    index = document.block_index(position)
    offset = position - document.block_start(index)
    for reference in _REFERENCE.finditer(document.blocks[index].text):
        if reference.start() < offset <= reference.end():
            return reference[1]
    return None


def _note_of(document: Document, label: str) -> int | None:
    """Return the end of a note's text."""
    for index, block in enumerate(document.blocks):
        definition = _DEFINITION.match(block.text)
        if definition is not None and definition[1] == label:
            return document.block_start(index) + len(block.text)
    return None


def _left(document: Document, index: int, definition: re.Match[str]) -> Edited:
    start, text = document.block_start(index), document.text
    references = [found for found in _REFERENCE.finditer(text) if found[1] == definition[1]]
    back = references[0].end() if references else start
    if document.blocks[index].text[definition.end() :].strip():
        return Transaction(()), Selections.single(back, back)
    end = start + len(document.blocks[index].text)
    begin = len(text[:start].rstrip("\r\n"))  # with the blank line before it
    changes = [Change(found.start(), found.end(), "") for found in references if not begin <= found.start() < end]
    changes.append(Change(begin if begin else start, end, ""))
    transaction = Transaction(tuple(sorted(changes, key=lambda change: change.start)))
    back = transaction.map_position(back)
    return transaction, Selections.single(back, back)


def _inserted(document: Document, lines: LineStates, selections: Selections, note: str = "") -> Edited | None:
    found = {_place(document, lines, selection) for selection in selections}
    places = sorted(place for place in found if place is not None)
    if not places:
        return None
    text, newline = document.text, document.newline
    used = {found[1] for block in document.blocks if "[^" in block.text for found in _LABEL.finditer(block.text)}
    labels = (str(number) for number in count(1) if str(number) not in used)
    end = len(text.rstrip())
    last = document.block_index(end)
    follows_note = any(container.kind == "footnote" for container in lines.of(last).containers)
    changes: list[Change] = []
    notes = newline if follows_note or end == 0 else newline * 2
    heads: list[int] = []  # offsets from the start of the notes
    for place in places:
        label = next(labels)
        changes.append(Change(place, place, f"[^{label}]"))
        notes += f"[^{label}]: {note}"
        heads.append(len(notes))
        notes += newline
    notes = notes[: -len(newline)]
    if changes[-1].start >= end:  # the note goes after its own reference
        end = changes[-1].start
    start = end + sum(len(change.text) for change in changes)
    changes.append(Change(end, end, notes))
    carets = [Selection(start + head, start + head) for head in heads]
    return Transaction(tuple(changes)), Selections.of(carets, carets[-1])


def _place(document: Document, lines: LineStates, selection: Selection) -> int | None:
    """Return the position after a selection, or after the word at its caret, outside of code, links and addresses.

    None if nothing there is read as text.
    """
    if lines.of(document.block_index(selection.end)).kind in _NO_TEXT:
        return None
    word = units.word_at(document, selection.head) if selection.is_empty else None
    place = word[1] if word is not None and word[0] < selection.head else selection.end
    place = within_cell(document, lines, place)
    passage = passage_at(document, lines, selection.end)
    if passage is None:
        return place
    # The construct that the caret is in counts too: the word at its end may extend beyond it.
    here, at = passage.offset(selection.end), passage.offset(place)
    if any(definition.start <= here <= definition.end for definition in read_definitions(passage.source)):
        return None
    whole = passage.parse(link_labels(document))
    opaque: list[InlineSpan | Leaf] = [span for span in whole.spans() if span.kind in ("code", "link")]
    opaque += [leaf for leaf, _ in whole.leaves() if leaf.end - leaf.start > 1]
    ends = [span.end for span in opaque if span.start < here < span.end or span.start < at < span.end]
    return passage.position(max(ends)) if ends else place
