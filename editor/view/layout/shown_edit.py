"""An edit that is shown in the draft without being made: what is struck, and what stands in its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from editor.document.transaction import Change
from editor.view.layout.form import Tried

_PIECES = re.compile(r"\s+|\S+")


class ShownEdit(NamedTuple):
    """What is seen of an edit, in positions of the document.

    Attributes:
        struck: what is only taken out: it stays where it is, struck through; empty mostly.
        tried: what is written; None where nothing is.
    """

    struck: tuple[int, int]
    tried: Tried | None


def shown_edit(edit: Change, old: str) -> ShownEdit:
    """How to show an edit that replaces `old`: words that stay at its ends are left alone, and of text in several lines
    the first line's is written over."""
    before, behind = _PIECES.findall(old), _PIECES.findall(edit.text)
    head = _shared(before, behind)
    tail = _shared(before[head:][::-1], behind[head:][::-1])
    start = edit.start + sum(map(len, before[:head]))
    taken = "".join(before[head : len(before) - tail])
    written = "".join(behind[head : len(behind) - tail])
    if not written:
        lead = len(taken) - len(taken.lstrip())
        return ShownEdit((start + lead, start + max(lead, len(taken.rstrip()))), None)
    line = taken.partition("\n")[0].removesuffix("\r")
    return ShownEdit((start + len(line), start + len(taken)), Tried(start, start + len(line), written))


def _shared(one: list[str], other: list[str]) -> int:
    """How many pieces at the start of both are the same."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count
