"""Bulleted, numbered and task lists: toggle them, and convert between them.

Each function returns one transaction and the selections after it. All positions are code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from editor.document.document import Document
from editor.document.formatting.containers import Container, Stretch, stretch_around
from editor.document.formatting.numbering import content_start, moved_in
from editor.document.formatting.table_lines import is_in_table
from editor.document.line_edits import Edited, selected_lines
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

ListKind = Literal["bullet", "number", "task"]

_BULLET = "-"


@dataclass(frozen=True)
class _Line:
    """A selected line that begins an item or may become one."""

    index: int
    stretch: Stretch
    item: Container | None

    @property
    def depth(self) -> int:
        """The number of containers around the item, or around the line."""
        containers = self.stretch.line(self.index).containers
        return len(containers) if self.item is None else containers.index(self.item)


def toggle(document: Document, lines: LineStates, selections: Selections, kind: ListKind) -> Edited:
    """Make each selected line an item of a kind, or plain text if all of them already are.

    The other lines of an item stay in it. Numbers start at 1, or continue from the item above.
    """
    chosen = _lines(document, lines, selections)
    changes: list[Change] = []
    if chosen and all(line.item is not None and _kind(line.item) == kind for line in chosen):
        for line in chosen:
            changes += _marked(document, line, "")
    else:
        counts: dict[int, int] = {}  # depth → number of the last item
        for line in chosen:
            counts = {depth: count for depth, count in counts.items() if depth <= line.depth}
            number = counts.get(line.depth, _number_above(line) if kind == "number" else 0) + 1
            counts[line.depth] = number
            if line.item is None or _kind(line.item) != kind:
                changes += _marked(document, line, _marker(line.item, kind, number))
    return _made(changes, selections)


def toggle_tasks(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Tick the selected tasks or, if all are ticked, untick them. None if there are none."""
    items: list[tuple[Stretch, Container]] = []
    for selection in selections:
        selected = selected_lines(document, selection)
        stretch = stretch_around(document, lines, selected[0], selected[-1])
        for index in selected:
            containers = stretch.line(index).containers if index < stretch.stop else ()
            task = next((item for item in reversed(containers) if item.box is not None), None)
            if task is not None and all(task.first != item.first for _, item in items):
                items.append((stretch, task))
    if not items:
        return None
    changes = []
    boxes = []
    for _, item in items:
        assert item.box is not None
        boxes.append((document.block_start(item.first) + item.box + 1, document.blocks[item.first].text[item.box + 1]))
    sign = " " if all(box != " " for _, box in boxes) else "x"
    for place, box in boxes:
        if (box == " ") != (sign == " "):
            changes.append(Change(place, place + 1, sign))
    return _made(changes, selections)


def _made(changes: list[Change], selections: Selections) -> Edited:
    transaction = Transaction(tuple(sorted(changes, key=lambda change: (change.start, change.end))))
    return transaction, selections.map(transaction)


def _lines(document: Document, lines: LineStates, selections: Selections) -> list[_Line]:
    """Return the selected lines with text, except those that only continue an item; and a caret's empty line."""
    chosen: dict[int, _Line] = {}
    for selection in selections:
        selected = selected_lines(document, selection)
        stretch = stretch_around(document, lines, selected[0], selected[-1])
        for index in selected:
            line = _line(stretch, index, selection) if index < stretch.stop else None
            if line is not None and (line.item is not None or not is_in_table(document, lines, index)):
                chosen.setdefault(line.index, line)
    return [chosen[index] for index in sorted(chosen)]


def _line(stretch: Stretch, index: int, selection: Selection) -> _Line | None:
    contained = stretch.line(index)
    item = next((one for one in reversed(contained.containers) if one.kind == "item"), None)
    if item is not None:
        if item.first == index:
            return _Line(index, stretch, item)
        # A caret anywhere in an item belongs to it; a selection from further up already includes its first line.
        return _Line(item.first, stretch, item) if selection.is_empty and contained.state.kind != "blank" else None
    can_be_item = contained.state.kind in ("paragraph", "heading") or (
        contained.state.kind == "blank" and selection.is_empty
    )
    return _Line(index, stretch, None) if can_be_item else None


def _kind(item: Container) -> ListKind:
    if item.box is not None:
        return "task"
    return "bullet" if item.number is None else "number"


def _marker(item: Container | None, kind: ListKind, number: int) -> str:
    sign = item.siblings.sign if item is not None and item.siblings is not None else ""
    if kind == "number":
        return f"{number}{sign if sign in ('.', ')') and sign else '.'} "
    bullet = sign if sign in ("-", "+", "*") and sign else _BULLET
    if kind == "task":
        return (f"{item.number}{sign} " if item is not None and item.number is not None else f"{bullet} ") + "[ ] "
    return f"{bullet} "


def _number_above(line: _Line) -> int:
    """Return the number of the previous item in the list; 0 if there is none."""
    if line.item is None or line.item.siblings is None:
        return 0
    items = line.item.siblings.items
    place = items.index(line.item)
    return (items[place - 1].number or 0) if place else 0


def _marked(document: Document, line: _Line, marker: str) -> list[Change]:
    """Put a marker before a line's text, replacing any existing one; the rest of the item moves along."""
    start, text = document.block_start(line.index), document.blocks[line.index].text
    item = line.item
    if item is None:
        state = line.stretch.line(line.index).state
        begin = state.markers[-1].start if state.kind == "heading" else state.content
        return [Change(start + begin, start + begin, marker)]
    change = Change(start + item.mark, start + content_start(text, item), marker)
    box = len("[ ] ") if marker.endswith("[ ] ") else 0
    further = len(marker) - box - (item.end - item.mark)
    return [change, *(moved_in(document, line.stretch, item, further) if further else [])]
