"""Numbered lists are renumbered after every edit that changes them.

Before an edit that may add, remove or move items, we note how the lists around it count: 1 2 3, 1 1 1, 10 20 30, 3 2 1.
After it, the resulting lists count the same way again, as part of the same undo step. A list that doesn't count stays
as it is. All positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from editor.document.document import Document
from editor.document.formatting.containers import Container, ItemList, Stretch, stretch_around
from editor.document.formatting.numbering import set_number
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction
from editor.text.line_endings import ends_line

_DIGITS = re.compile(r"\d+")
_HIGHEST = 999_999_999  # a list number has at most nine digits
_BLANK_REACH = 10  # blank lines next to an edit beyond which we don't look for lists
_TWO = 2  # items that can only count 1 2 or 1 1


def step_of(numbers: Sequence[int]) -> int | None:
    """Return by how much a list counts from item to item; None if it doesn't count. A single item counts by 1."""
    if len(numbers) == 1:
        return 1
    steps = {after - before for before, after in pairwise(numbers)}
    step = steps.pop()
    return None if steps or (len(numbers) == _TWO and step not in (0, 1)) else step


def apply_counted(
    document: Document,
    lines: LineStates,
    transaction: Transaction,
    selections: Selections,
    selections_after: Selections,
    group: str | None = None,
) -> Selections:
    """Apply a transaction like `Document.apply` and renumber the lists it changes. Returns the selections after."""
    may_change = _may_change_lists(document, lines, transaction, group)
    before = _lists_around(document, lines, transaction) if may_change else None
    document.apply(transaction, selections=selections, selections_after=selections_after, group=group)
    if before is None or not before.lists:
        return selections_after
    made = transaction
    for find_changes in (before.revived, before.recounted):
        changes = sorted(find_changes(document, lines, made), key=lambda change: (change.start, change.end))
        if changes:
            counted = Transaction(tuple(changes))
            selections_after = selections_after.map(counted)
            document.amend(counted, selections_after)
            made = made.compose(counted)
    return selections_after


def _may_change_lists(document: Document, lines: LineStates, transaction: Transaction, group: str | None) -> bool:
    """Return True if an edit changes lines as a whole, or is a command that changes the marks at their start."""
    for change in transaction.changes:
        if ends_line(change.text):
            return True
        first = document.block_index(change.start)
        if change.end > change.start and document.block_index(change.end) != first:
            return True
        if group is None and change.start - document.block_start(first) < lines.of(first).content:
            return True
    return False


@dataclass(frozen=True)
class _Counting:
    """A list before an edit: its numbers, by how much it counts, and its items: where they began, and their lines."""

    numbers: tuple[int, ...]
    step: int | None
    marks: tuple[int, ...]
    texts: frozenset[str]


@dataclass(frozen=True)
class _Lists:
    """The numbered lists around an edit, in the order of the text; [start, end) is the text that was read."""

    lists: tuple[_Counting, ...]
    start: int
    end: int

    def _span(self, document: Document, made: Transaction) -> tuple[int, int]:
        """Return the first and the last line that was read."""
        first = document.block_index(made.map_position(self.start, -1))
        return first, document.block_index(made.map_position(self.end, 1))

    def revived(self, document: Document, lines: LineStates, made: Transaction) -> list[Change]:
        """Return the change that restores a line as an item if it is now read as a paragraph's text.

        Right below a paragraph only the number 1 begins a list. The items after it become items again with it.
        """
        first, last = self._span(document, made)
        texts = frozenset[str]().union(*(counting.texts for counting in self.lists if counting.numbers[0] == 1))
        for index in range(first, last + 1):
            state, text = lines.of(index), document.blocks[index].text
            content = text[state.content :]
            if state.kind == "paragraph" and state.continues and content in texts:
                start, digits = document.block_start(index) + state.content, _DIGITS.match(content)
                return [Change(start, start + digits.end(), "1")] if digits is not None else []
        return []

    def recounted(self, document: Document, lines: LineStates, made: Transaction) -> list[Change]:
        """Return the changes that make the lists count again after the transaction `made`."""
        first, last = self._span(document, made)
        stretch = stretch_around(document, lines, first, last)
        places = [
            {made.map_position(mark, 1) for mark in counting.marks}
            | {made.map_position(mark, -1) for mark in counting.marks}
            for counting in self.lists
        ]
        changes: list[Change] = []
        parts: dict[int, tuple[Container | None, int]] = {}  # list before → the lists its parts are in, the next number
        for found in _numbered(stretch, first, last):
            marks = {_mark(document, item) for item in found.items}
            texts = {document.blocks[item.first].text[item.mark :] for item in found.items}
            sources = [
                number
                for number, moved in enumerate(places)
                if moved & marks and (texts & self.lists[number].texts or not _is_gone(self.lists[number], made))
            ]
            if not sources or any(self.lists[number].step is None for number in sources):
                continue
            source, parent = sources[0], _parent(stretch, found.items[0])
            start = self.lists[source].numbers[0]
            first_in, following = parts.get(source, (parent, start))
            start = following if first_in is parent else min(start, 1)
            longest = max(sources, key=lambda number: len(self.lists[number].numbers))
            step = self.lists[longest].step or 0
            changes += _set(document, stretch, found, start, step)
            if first_in is parent:
                parts[source] = parent, start + step * len(found.items)
        return changes


def _is_gone(counting: _Counting, made: Transaction) -> bool:
    """Return True if none of a list's items are left, as when other text is pasted over all of it."""
    return all(any(change.start <= mark < change.end for change in made.changes) for mark in counting.marks)


def _set(document: Document, stretch: Stretch, found: ItemList, start: int, step: int) -> list[Change]:
    numbers = [start + step * place for place in range(len(found.items))]
    if not 0 <= min(numbers) <= max(numbers) <= _HIGHEST:
        return []
    return [
        change
        for item, number in zip(found.items, numbers, strict=True)
        for change in set_number(document, stretch, item, number)
    ]


def _lists_around(document: Document, lines: LineStates, transaction: Transaction) -> _Lists:
    first = _next_solid(document, document.block_index(transaction.changes[0].start), -1)
    last = _next_solid(document, document.block_index(transaction.changes[-1].end), 1)
    start, end = document.block_start(first), document.block_start(last) + len(document.blocks[last].text)
    if not any(lines.of(index).list_depth for index in range(first, last + 1)):
        return _Lists((), start, end)
    stretch = stretch_around(document, lines, first, last)
    counting = []
    for found in _numbered(stretch, first, last):
        numbers = tuple([item.number or 0 for item in found.items])
        marks = tuple([_mark(document, item) for item in found.items])
        texts = frozenset(document.blocks[item.first].text[item.mark :] for item in found.items)
        counting.append(_Counting(numbers, step_of(numbers), marks, texts))
    return _Lists(tuple(counting), start, end)


def _next_solid(document: Document, index: int, direction: int) -> int:
    """Return the next line in a direction that isn't blank, within reach, or the last one there is."""
    last = len(document.blocks) - 1
    for _ in range(_BLANK_REACH):
        if not 0 <= index + direction <= last:
            break
        index += direction
        if document.blocks[index].text.strip(" \t>"):
            break
    return index


def _numbered(stretch: Stretch, first: int, last: int) -> list[ItemList]:
    """Return the numbered lists that lines `first` to `last` are in, by their first items."""
    found: dict[int, ItemList] = {}
    for index in range(first, min(last + 1, stretch.stop)):
        for item in stretch.line(index).containers:
            if item.siblings is not None and item.number is not None:
                found[id(item.siblings)] = item.siblings
    return sorted(found.values(), key=lambda one: (one.items[0].first, one.items[0].start))


def _mark(document: Document, item: Container) -> int:
    return document.block_start(item.first) + item.mark


def _parent(stretch: Stretch, item: Container) -> Container | None:
    containers = stretch.line(item.first).containers
    depth = containers.index(item)
    return containers[depth - 1] if depth else None
