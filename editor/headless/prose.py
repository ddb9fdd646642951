"""Finds the prose of a draft: the text that a model should read."""

from __future__ import annotations

from bisect import bisect_right

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import NO_PROSE

# Not prose either: marks and labels that mean something to Markdown, although they contain letters.
_HIDDEN = NO_PROSE | {"task.open", "task.done", "footnote", "list.marker", "quote.bar", "markup", "escape"}


class Prose:
    """Finds the prose of a draft."""

    def __init__(self, document: Document, markdown: Markdown) -> None:
        self._document = document
        self._markdown = markdown
        markdown.settle()  # a definition further down turns text into a label
        # Of the last block: its id and revision and the Markdown's version; what isn't prose, as starts and ends.
        self._hidden: tuple[tuple[int, int, int], list[int], list[int]] = ((-1, -1, -1), [], [])

    def has_words(self) -> bool:
        """Return True if there is anything for a model to read."""
        for index, block in enumerate(self._document.blocks):
            position = 0
            for start, end in (*self._of(index), (len(block.text), 0)):
                if any(map(str.isalpha, block.text[position:start])):
                    return True
                position = end
        return False

    def slice(self, start: int, end: int) -> str:
        """Return the draft's text in [start, end)."""
        return self._document.slice(start, end)

    def holds(self, start: int, end: int) -> bool:
        """Return True if [start, end) of the document is within one block's prose."""
        index = self._document.block_index(start)
        block = self._document.blocks[index]
        state = block.id, block.revision, self._markdown.version
        if self._hidden[0] != state:
            found = self._of(index)
            self._hidden = state, [start for start, _ in found], [end for _, end in found]
        block_start = self._document.block_start(index)
        if not 0 <= start < end <= block_start + len(block.text):
            return False
        _, starts, ends = self._hidden
        place = bisect_right(starts, end - block_start - 1)
        return not place or ends[place - 1] <= start - block_start

    def takes_flags(self, start: int, end: int) -> bool:
        """Return True if [start, end) is within one block's prose, and flags are on there."""
        index = self._document.block_index(start)
        return self.holds(start, end) and not self._markdown.switches.is_off(
            index, start - self._document.block_start(index)
        )

    def _of(self, index: int) -> list[tuple[int, int]]:
        """Return the stretches of a block that aren't prose, in order, none touching another."""
        merged: list[tuple[int, int]] = []
        for span in self._markdown.spans(index):
            if span.kind in _HIDDEN:
                if merged and span.start <= merged[-1][1]:
                    merged[-1] = merged[-1][0], max(merged[-1][1], span.end)
                else:
                    merged.append((span.start, span.end))
        return merged
