"""Headings: to a level, up and down, and back to plain text.

Each function returns one transaction and the selections after it. A heading underlined with `===` or `---` keeps that
form if the new level has it. All positions are code points.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from editor.document.document import Document
from editor.document.line_edits import Edited, selected_lines
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction

_LOWEST = 6
_UNDERLINES = {1: "=", 2: "-"}


def set_level(document: Document, lines: LineStates, selections: Selections, level: int) -> Edited:
    """Make the selected lines headings of a level, 1 to 6, or plain text if all of them already are."""
    indices = _indices(document, lines, selections)
    wanted = 0 if all(_level(document, lines, index) == level for index in indices) else level
    return _changed(document, lines, selections, indices, lambda index: wanted)


def shift(document: Document, lines: LineStates, selections: Selections, by: Literal[-1, 1]) -> Edited:
    """Move headings one level up (-1) or down (1). Plain text goes up to the level of the nearest heading above, or 1.

    The lowest level goes down to plain text.
    """

    def shifted(index: int) -> int:
        level = _level(document, lines, index)
        if level:
            return max(1, level + by) if level + by <= _LOWEST else 0
        return _level_above(document, lines, index) if by < 0 else 0

    return _changed(document, lines, selections, _indices(document, lines, selections), shifted)


def _indices(document: Document, lines: LineStates, selections: Selections) -> list[int]:
    """Return the selected lines that can be headings: those with text, and a caret's empty line."""
    indices: set[int] = set()
    for selection in selections:
        for index in selected_lines(document, selection):
            kind = lines.of(index).kind
            if kind == "underline":
                indices.add(index - 1)
            elif kind in ("paragraph", "heading") or (kind == "blank" and selection.is_empty):
                indices.add(index)
    return sorted(index for index in indices if _kind_below(document, lines, index) != "table.rule")


def _kind_below(document: Document, lines: LineStates, index: int) -> str:
    return lines.of(index + 1).kind if index + 1 < len(document.blocks) else ""


def _level(document: Document, lines: LineStates, index: int) -> int:
    if _kind_below(document, lines, index) == "underline" and lines.of(index).kind == "paragraph":
        return lines.of(index + 1).level
    return lines.of(index).level


def _level_above(document: Document, lines: LineStates, index: int) -> int:
    for above in reversed(range(index)):
        if level := lines.of(above).level:
            return level
    return 1


def _changed(
    document: Document, lines: LineStates, selections: Selections, indices: list[int], level: Callable[[int], int]
) -> Edited:
    changes: list[Change] = []
    for index in indices:
        changes += _line_changes(document, lines, index, level(index))
    transaction = Transaction(tuple(changes))
    return transaction, selections.map(transaction)


def _line_changes(document: Document, lines: LineStates, index: int, level: int) -> list[Change]:
    """Return the changes that give a line another level, 0 for plain text."""
    state, start = lines.of(index), document.block_start(index)
    if level == _level(document, lines, index):
        return []
    if state.kind == "heading":
        marker = state.markers[-1]
        if level:
            return [Change(start + marker.start, start + marker.end, "#" * level)]
        return [Change(start + marker.start, start + state.content, "")]
    changes = [Change(start + state.content, start + state.content, "#" * level + " ")] if level else []
    if _kind_below(document, lines, index) != "underline":
        return changes
    below = document.block_start(index + 1)
    text, content = document.blocks[index + 1].text, lines.of(index + 1).content
    if level in _UNDERLINES:
        rule = text[content:].rstrip(" \t")
        return [Change(below + content, below + content + len(rule), _UNDERLINES[level] * max(3, len(rule)))]
    return [*changes, Change(start + len(document.blocks[index].text), below + len(text), "")]
