"""How an edit is previewed in the draft: the struck-through text and the new text."""

from __future__ import annotations

import re
from typing import NamedTuple

from editor.document.transaction import Change
from editor.view.layout.form import Tried

_PIECES = re.compile(r"\s+|\S+")


class ShownEdit(NamedTuple):
    """The visible parts of an edit, in positions of the document.

    Attributes:
        struck: deleted text that stays in place, struck through; usually empty.
        tried: the new text; None if there is none.
    """

    struck: tuple[int, int]
    tried: Tried | None


def shown_edit(edit: Change, old: str) -> ShownEdit:
    """Return how to show an edit that replaces `old`.

    Unchanged words at its ends are left alone. Of several lines, only the first is overwritten.
    """
    before, after = _PIECES.findall(old), _PIECES.findall(edit.text)
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    start = edit.start + sum(map(len, before[:head]))
    taken = "".join(before[head : len(before) - tail])
    written = "".join(after[head : len(after) - tail])
    if not written:
        lead = len(taken) - len(taken.lstrip())
        return ShownEdit((start + lead, start + max(lead, len(taken.rstrip()))), None)
    line = taken.partition("\n")[0].removesuffix("\r")
    return ShownEdit((start + len(line), start + len(taken)), Tried(start, start + len(line), written))


def _shared(one: list[str], other: list[str]) -> int:
    """Return how many pieces both have in common at the start."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count
