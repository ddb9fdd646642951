"""Sorting lines: list items with everything in them, other lines one by one. All positions are code points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from editor.document.document import Document
from editor.document.formatting.containers import Container, ItemList, Stretch, stretch_around
from editor.document.formatting.numbering import content_start
from editor.document.formatting.recount import step_of
from editor.document.line_edits import Edited, selected_lines, selected_runs
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.text.collation import SortKey, sort_key


@dataclass(frozen=True)
class _Group:
    """Units that are sorted among themselves: the items of one list, or lines outside of lists."""

    items: ItemList | None
    units: list[range] = field(default_factory=list)  # of lines


def sort(document: Document, lines: LineStates, selections: Selections, *, descending: bool = False) -> Edited:
    """Sort each run of several selected lines, ignoring case; equal ones keep their order.

    The items of each list are sorted by their text, or by their numbers if these don't count; the contents of an item
    moves along. Line endings and the blank lines between items stay in place. Afterwards a selection covers whole
    lines, and a caret is still in its line.
    """
    changes: list[Change] = []
    moved: dict[int, tuple[int, int]] = {}  # line → start of its unit, and of the place that the unit gets
    runs: list[range] = []
    for run in selected_runs(document, selections):
        stretch = stretch_around(document, lines, run[0], run[-1])
        last = run.stop
        for group in _groups(document, stretch, run):
            order = sorted(group.units, key=lambda unit: _key(document, group, stretch, unit), reverse=descending)
            for place, unit in zip(group.units, order, strict=True):
                start, end = _span(document, place)
                text = document.slice(*_span(document, unit))
                moved.update(dict.fromkeys(unit, (document.block_start(unit.start), start)))
                last = max(last, unit.stop)
                if text != document.slice(start, end):
                    changes.append(Change(start, end, text))
        runs.append(range(run.start, last))
    transaction = Transaction(tuple(sorted(changes, key=lambda change: change.start)))

    def placed(selection: Selection) -> Selection:
        chosen = selected_lines(document, selection)
        if selection.is_empty or len(chosen) == 1:
            unit, place = moved.get(chosen.start, (0, 0))
            new = transaction.map_position(place, -1)
            ends = [
                min(new + end - unit, len(document) + transaction.delta) for end in (selection.anchor, selection.head)
            ]
            return Selection(*ends)
        run = next(run for run in runs if chosen.start in run)
        start = transaction.map_position(document.block_start(chosen.start), -1)
        if selection.end == document.block_start(chosen.stop):
            end = transaction.map_position(document.block_start(max(run.stop, chosen.stop)), -1)
        else:
            end = transaction.map_position(_span(document, range(chosen.start, max(run.stop, chosen.stop)))[1], 1)
        return Selection(start, end) if selection.anchor < selection.head else Selection(end, start)

    after = [placed(selection) for selection in selections]
    return transaction, Selections.of(after, after[selections.main_index])


def _groups(document: Document, stretch: Stretch, run: range) -> Iterator[_Group]:
    """Yield the groups of a run in order. Blank lines between items belong to none."""
    group = _Group(None)
    index = run.start
    while index < run.stop:
        item = _item_from(stretch, run, index)
        items = None if item is None else item.siblings
        unit = range(index, index + 1 if item is None else item.last + 1)
        index = unit.stop
        if items is None and group.items is not None and not document.blocks[unit.start].text.strip(" \t>"):
            continue
        if items is not group.items:
            yield group
            group = _Group(items)
        group.units.append(unit)
    yield group


def _item_from(stretch: Stretch, run: range, index: int) -> Container | None:
    """Return the outermost item that begins in a line; None if there is none."""
    containers = stretch.line(index).containers if index < stretch.stop else ()
    within = (one for one in containers if one.kind == "item" and one.first >= run.start)
    item = next(within, None)
    return item if item is not None and item.first == index else None


def _span(document: Document, unit: range) -> tuple[int, int]:
    last = unit[-1]
    return document.block_start(unit.start), document.block_start(last) + len(document.blocks[last].text)


def _key(document: Document, group: _Group, stretch: Stretch, unit: range) -> tuple[int, SortKey]:
    text = document.blocks[unit.start].text
    if group.items is None:
        return 0, sort_key(text)
    item = next(one for one in group.items.items if one.first == unit.start)
    counts = step_of([one.number or 0 for one in group.items.items]) is not None
    return 0 if counts else item.number or 0, sort_key(text[content_start(text, item) :])
