"""Copying and pasting: at one caret or several, whole lines or parts of them. All positions are code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from editor.document.caret_edits import CaretEdit
from editor.document.document import Document
from editor.document.formatting.paste import pasted
from editor.document.formatting.table_lines import is_in_table
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.text.line_endings import with_endings


@dataclass(frozen=True, slots=True)
class Clip:
    """Copied text: one piece per selection, or whole lines if nothing was selected.

    `rendered` is the form for other programs; None: the text itself.
    """

    pieces: tuple[str, ...]
    whole_lines: bool = False
    rendered: str | None = field(default=None, compare=False)

    @property
    def outside(self) -> str:
        """The form for other programs."""
        return self.text if self.rendered is None else self.rendered

    @property
    def text(self) -> str:
        """The whole text; pieces that don't end their line are joined by line feeds."""
        return self.pieces[0] if len(self.pieces) == 1 else ("" if self.whole_lines else "\n").join(self.pieces)


def copied_spans(document: Document, selections: Selections) -> list[tuple[int, int]]:
    """Return the spans to copy: the selected text, or the carets' lines if nothing is selected."""
    spans = [(selection.start, selection.end) for selection in selections if not selection.is_empty]
    if spans:
        return spans
    indices = sorted({document.block_index(selection.head) for selection in selections})
    return [(document.block_start(index), document.block_start(index + 1)) for index in indices]


def copied(document: Document, selections: Selections) -> Clip:
    """Return the clip of a copy."""
    whole_lines = all(selection.is_empty for selection in selections)
    pieces = [document.slice(start, end) for start, end in copied_spans(document, selections)]
    if whole_lines and not pieces[-1].endswith(("\n", "\r")):  # the last line of the document
        pieces[-1] += document.newline
    return Clip(tuple(pieces), whole_lines)


def cut_edits(document: Document, selections: Selections) -> list[CaretEdit | None]:
    """Return the edits of a cut, one per selection. The document's last line goes with the line ending before it."""
    if any(not selection.is_empty for selection in selections):
        return [CaretEdit(selection.start, selection.end, "") for selection in selections]
    edits: list[CaretEdit | None] = []
    for selection in selections:
        index = document.block_index(selection.head)
        start, end = document.block_start(index), document.block_start(index + 1)
        if index and not document.blocks[index].eol:
            start -= len(document.blocks[index - 1].eol)
        edits.append(CaretEdit(start, end, ""))
    return edits


def paste_edits(
    document: Document, selections: Selections, clip: Clip, markup: LineStates | None = None
) -> list[CaretEdit | None]:
    """Return the edits of a paste, one per selection; None for a caret without one.

    If the clip has as many pieces, or lines, as there are selections, each selection gets one, as in VS Code. Whole
    lines go above the caret's line, and the caret stays in its text. Line endings become the document's. With `markup`,
    the text is adapted to its surroundings, see `pasted`; without, it is inserted unchanged.
    """
    edits: list[CaretEdit | None] = []
    lines = set()
    for selection, piece in zip(selections, _dealt(clip, len(selections)), strict=True):
        text = with_endings(piece, "\n")
        if markup is not None and clip.whole_lines and _goes_into_cell(document, markup, selection, text):
            edits.append(CaretEdit(selection.start, selection.end, text.removesuffix("\n")))
            continue
        if not (clip.whole_lines and selection.is_empty) and markup is not None:
            edits.append(pasted(document, markup, selection, text))
            continue
        text = with_endings(text, document.newline)
        if not (clip.whole_lines and selection.is_empty):
            edits.append(CaretEdit(selection.start, selection.end, text))
            continue
        index = document.block_index(selection.head)
        start = document.block_start(index)
        if index in lines:  # an earlier caret on this line has inserted the clip
            edits.append(None)
        else:
            edits.append(CaretEdit(start, start, text, *[len(text) + selection.head - start] * 2))
        lines.add(index)
    return edits


def _goes_into_cell(document: Document, markup: LineStates, selection: Selection, text: str) -> bool:
    """Return True if whole lines are pasted in a table and are not rows of one."""
    index = document.block_index(selection.head)
    is_row = all("|" in line for line in text.removesuffix("\n").split("\n")) and markup.of(index).kind == "table.row"
    return selection.is_empty and is_in_table(document, markup, index) and not is_row


def _dealt(clip: Clip, count: int) -> Iterable[str]:
    """Return the text for each of `count` selections."""
    if len(clip.pieces) == count:
        return clip.pieces
    if count > 1 and len(clip.pieces) == 1 and not clip.whole_lines:
        lines = with_endings(clip.pieces[0], "\n").removesuffix("\n").split("\n", count)
        if len(lines) == count:
            return lines
    return [clip.text] * count
