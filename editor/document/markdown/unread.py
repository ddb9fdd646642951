"""The parts of a line that aren't read as text: marks, addresses, code, HTML and so on. Offsets are code points of the
line."""

from __future__ import annotations

from typing import NamedTuple

from editor.document.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import NO_PROSE

MARKS = frozenset({"markup", "escape", "footnote", "list.marker", "task.open", "task.done", "quote.bar"})
"""Kinds of marks. Letters in them mean something to Markdown, but nothing to a reader."""


class Unread(NamedTuple):
    """A stretch [start, end) of a line. `parts`: it separates words, as code does; marks may be inside a word."""

    start: int
    end: int
    parts: bool


def unread(document: Document, markdown: Markdown, index: int) -> list[Unread]:
    """Return the stretches of block `index` that aren't read as text, in order; none overlap or touch."""
    state, length = markdown.lines.of(index), len(document.blocks[index].text)
    found = [Unread(0, min(state.content, length), True)] if state.content else []
    if state.kind == "fence":
        found.append(Unread(0, length, True))
    found += [
        Unread(span.start, span.end, not span.recedes)
        for span in markdown.spans(index)
        if (span.kind in NO_PROSE or span.kind in MARKS) and span.start < span.end
    ]
    merged: list[Unread] = []
    for one in sorted(found):
        if merged and one.start <= merged[-1].end:
            last = merged.pop()
            one = Unread(last.start, max(last.end, one.end), last.parts or one.parts)
        merged.append(one)
    return merged
