"""Markers of list items, and renumbering the items after one that comes or goes."""

from __future__ import annotations

import re

from editor.document.document import Document
from editor.document.formatting.containers import Container, Stretch
from editor.document.transaction import Change

_NUMBER = re.compile(r"\d+")
_SPACE = re.compile(r"[ \t]*")


def content_start(text: str, container: Container) -> int:
    """Return the start of a container's text in its first line, after a task's box and the space after it."""
    if container.box is None:
        return container.end
    space = _SPACE.match(text, container.box + len("[ ]"))
    assert space is not None
    return space.end()


def next_marker(document: Document, item: Container) -> str:
    """Return the markup of an item after `item`: the next number, an unticked box, the same spacing."""
    text = document.blocks[item.first].text
    markup = text[item.start : content_start(text, item)]
    if item.number is not None:
        markup = _NUMBER.sub(str(item.number + 1), markup, count=1)
    return markup if item.box is None else re.sub(r"\[[xX]\]", "[ ]", markup, count=1)


def renumbered(document: Document, stretch: Stretch, item: Container, by: int) -> list[Change]:
    """Add `by` to the numbers after `item`, as long as they are consecutive.

    If a number becomes longer or shorter, the rest of its item is reindented.
    """
    if item.siblings is None or item.number is None:
        return []
    changes: list[Change] = []
    expected = item.number + 1
    for follower in item.siblings.items[item.siblings.items.index(item) + 1 :]:
        if follower.number != expected:
            break
        changes += set_number(document, stretch, follower, expected + by)
        expected += 1
    return changes


def set_number(document: Document, stretch: Stretch, item: Container, number: int) -> list[Change]:
    """Return the changes that give an item another number."""
    digits = _NUMBER.match(document.blocks[item.first].text, item.mark)
    assert digits is not None
    start = document.block_start(item.first) + item.mark
    if digits[0] == str(number):
        return []
    longer = len(str(number)) - len(digits[0])
    change = Change(start, start + len(digits[0]), str(number))
    return [change, *(moved_in(document, stretch, item, longer) if longer else [])]


def moved_in(document: Document, stretch: Stretch, item: Container, columns: int) -> list[Change]:
    """Return the changes that indent an item's lines, except the first, by `columns`, which may be negative."""
    changes = []
    for index in range(item.first + 1, min(item.last + 1, stretch.stop)):
        line, text = stretch.line(index), document.blocks[index].text
        depth = line.containers.index(item)
        if depth >= len(line.ends) or not text.strip():
            continue
        place = document.block_start(index) + line.ends[depth]
        if columns > 0:
            changes.append(Change(place, place, " " * columns))
        else:
            indent = line.ends[depth] - line.start_of(depth)
            changes.append(Change(place - min(-columns, indent), place, ""))
    return changes
