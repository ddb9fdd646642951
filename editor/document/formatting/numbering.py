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
        number = item.number + 1
        markup = _NUMBER.sub(lambda digits: _written(number, digits[0]), markup, count=1)
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
    first = item if item.siblings is None else item.siblings.items[0]
    pattern = _NUMBER.match(document.blocks[first.first].text, first.mark)
    written = _written(number, digits[0] if pattern is None or digits[0][0] == "0" else pattern[0])
    if digits[0] == written:
        return []
    longer = len(written) - len(digits[0])
    change = Change(start, start + len(digits[0]), written)
    return [change, *(moved_in(document, stretch, item, longer) if longer else [])]


def _written(number: int, like: str) -> str:
    """Return a number with as many leading zeros as one like it has: 010 after 009."""
    return str(number).zfill(len(like) if like[0] == "0" else 0)


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
