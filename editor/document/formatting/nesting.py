"""Nest list items under the item above, or move them out of the item that contains them.

An item's contents move with it, and the numbers of both lists are updated. Each function returns one transaction and
the selections after it, or None if a selection contains no item that could move. All positions are code points.
"""

from __future__ import annotations

from editor.document.document import Document
from editor.document.formatting.containers import VERBATIM, Container, Stretch, stretch_around
from editor.document.formatting.numbering import next_marker, renumbered, set_number
from editor.document.formatting.one_by_one import Edited, one_by_one
from editor.document.line_edits import selected_lines
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change


def nest(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Nest each selected item under the item above it. The first item of a list has none above and stays."""
    return _moved(document, lines, selections, inwards=True)


def unnest(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Move each selected item out, after the item around it and with that item's marker; the items below go into it."""
    return _moved(document, lines, selections, inwards=False)


def _moved(document: Document, lines: LineStates, selections: Selections, *, inwards: bool) -> Edited | None:
    carets: list[Selection] = []
    for selection in selections:
        items = _selected_items(document, lines, selection)
        if not items:
            return None
        carets += [Selection(place, place) for place in items]
    moved = one_by_one(document, lines, Selections.of(carets, carets[0]), _nested if inwards else _unnested)
    return None if moved is None else (moved[0], selections.map(moved[0]))


def _selected_items(document: Document, lines: LineStates, selection: Selection) -> list[int]:
    """Return the ends of the markers of the selected items, without items nested in others of them."""
    selected = selected_lines(document, selection)
    stretch = stretch_around(document, lines, selected[0], selected[-1])
    found: list[Container] = []
    for index in selected:
        if index >= stretch.stop:
            break
        line = stretch.line(index)
        items = [container for container in line.containers if container.kind == "item"]
        if index == selected[0] and line.state.kind not in VERBATIM:
            found += items[-1:]
        elif items and items[-1].first == index and not any(item in found for item in items):
            found.append(next(item for item in items if item.first == index))
    return [document.block_start(item.first) + item.mark_end for item in found]


def _item_at(document: Document, lines: LineStates, caret: Selection) -> tuple[Stretch, Container, int] | None:
    """Return the item whose marker ends at the caret, and its depth; None if moving another one has made it code."""
    index = document.block_index(caret.head)
    stretch = stretch_around(document, lines, index)
    offset = caret.head - document.block_start(index)
    for depth, container in enumerate(stretch.line(index).containers):
        if container.first == index and container.mark_end == offset:
            return stretch, container, depth
    return None


def _nested(document: Document, lines: LineStates, caret: Selection) -> list[Change]:
    found = _item_at(document, lines, caret)
    if found is None:
        return []
    stretch, item, depth = found
    siblings = [] if item.siblings is None else item.siblings.items
    place = siblings.index(item)
    if not place:
        return []
    above = siblings[place - 1]
    changes = []
    for index in range(item.first, item.last + 1):
        line = stretch.line(index)
        if depth < len(line.ends) and (index == item.first or line.state.kind != "blank"):
            start = document.block_start(index) + line.start_of(depth)
            changes.append(Change(start, start, " " * above.columns))
    if item.number is not None and item.siblings is not None:
        joined = above.open_list
        last = joined.items[-1].number if joined is not None and joined.sign == item.siblings.sign else None
        changes += set_number(document, stretch, item, 1 if last is None else last + 1)
        changes += renumbered(document, stretch, item, -1)
    return changes


def _unnested(document: Document, lines: LineStates, caret: Selection) -> list[Change] | None:
    found = _item_at(document, lines, caret)
    if found is None:
        return []
    stretch, item, depth = found
    outer = stretch.line(item.first).containers[depth - 1] if depth else None
    if outer is None or outer.kind != "item" or outer.first == item.first or item.siblings is None:
        return None
    # The prefix of the item's text is replaced by that of the outer item.
    text, line = document.blocks[item.first].text, stretch.line(item.first)
    marker = next_marker(document, outer) if outer.box is None else next_marker(document, outer).partition("[")[0]
    start = document.block_start(item.first)
    changes = [Change(start + line.start_of(depth - 1), start + item.end, marker)]
    removed = outer.columns + item.columns - len(marker)
    for index in range(item.first + 1, item.last + 1):
        line, text = stretch.line(index), document.blocks[index].text
        if depth < len(line.ends) and text.strip():
            end = document.block_start(index) + line.ends[depth]
            changes.append(Change(end - min(removed, line.ends[depth] - line.start_of(depth - 1)), end, ""))
    further = len(marker) - outer.columns
    for follower in item.siblings.items[item.siblings.items.index(item) + 1 :]:
        for index in range(follower.first, follower.last + 1):
            line = stretch.line(index)
            is_moved = index == follower.first or line.state.kind != "blank"
            if further > 0 and depth < len(line.ends) and is_moved:
                place = document.block_start(index) + line.start_of(depth)
                changes.append(Change(place, place, " " * further))
    if item.number is not None:
        changes += renumbered(document, stretch, item, -item.number)
    return [*changes, *renumbered(document, stretch, outer, 1)]
