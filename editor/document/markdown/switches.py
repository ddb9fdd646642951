"""Switching flags off and on within the draft: `<!-- logprose off -->`, `<!-- logprose on -->`.

Documents of other kinds use their own comments, alone on a line: `% logprose off`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from editor.document.buffer import BlockChange
from editor.document.document import Document
from editor.document.markdown.line_marks import LineMarks
from editor.document.markdown.line_state import LineState
from editor.document.markdown.spans import StyleSpan

_SWITCH = re.compile(r"<!--\s*logprose\s+(off|on)\s*-->")
_LINE_SWITCH = re.compile(r"\W*\blogprose\s+(off|on)\W*$")
_NOT_IN = frozenset({"code", "code.block", "math", "front_matter"})
_NOT_IN_LINES = frozenset({"fence", "code", "indented", "math", "front_matter"})


class Switches:
    """The lines with such comments, in the part of the draft read so far.

    Args:
        document: the draft.
        spans: returns the spans of a block.
    """

    def __init__(self, document: Document, spans: Callable[[int], Sequence[StyleSpan]]) -> None:
        self._document = document
        self._spans = spans
        self._marks = LineMarks()
        self.is_markdown = True
        """Whether the document is Markdown; a change takes effect on lines that are read after it."""

    @property
    def version(self) -> int:
        """Changes whenever flags may be off in other places."""
        return self._marks.version

    def is_off(self, index: int, offset: int) -> bool:
        """Return True if flags are off at an offset of block `index`, by the last comment before it outside code."""
        marked = self._marks.indices
        for at in range(bisect_right(marked, index) - 1, -1, -1):
            block = marked[at]
            text = self._document.blocks[block].text
            if not self.is_markdown:
                if block < index and (alone := _LINE_SWITCH.match(text)) is not None:
                    return alone[1] == "off"
                continue
            found = _SWITCH.finditer(text[:offset] if block == index else text)
            for match in reversed(list(found)):
                if not any(
                    span.kind in _NOT_IN and span.start <= match.start() < span.end for span in self._spans(block)
                ):
                    return match[1] == "off"
        return False

    def set(self, first: int, end: int, states: Sequence[tuple[int, LineState]]) -> None:
        """Note that lines [first, end) were read again."""
        blocks = self._document.blocks
        if not self.is_markdown:
            alone = (index for index, _ in states if _LINE_SWITCH.match(blocks[index].text) is not None)
            self._marks.set(first, end, alone)
            return
        found = [
            index
            for index, state in states
            if state.kind not in _NOT_IN_LINES
            and "<!--" in blocks[index].text
            and _SWITCH.search(blocks[index].text) is not None
        ]
        self._marks.set(first, end, found)

    def follow(self, change: BlockChange) -> None:
        """Follow a change of the blocks; changed ones are read again."""
        self._marks.follow(change)
