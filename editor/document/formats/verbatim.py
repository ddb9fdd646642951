"""The stretches that the worker must not search: lines that aren't prose, and code next to a comment."""

from __future__ import annotations

from collections.abc import Callable

from editor.document.buffer import BlockChange
from editor.document.document import Document, DocumentChange, Phase
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import NO_PROSE

Stretch = tuple[int, int]

_CUTS = "code.block"
_ONLY_MARKS = "markup"


class Verbatim:
    """The non-prose stretches of a document that isn't Markdown; its passages lie between them.

    Signs and commands within a sentence aren't included: they would cut it in two.

    Args:
        document: the document.
        markdown: how it is read.

    Attributes:
        on_change: called when lines that nobody edited may have other stretches.
    """

    def __init__(self, document: Document, markdown: Markdown) -> None:
        self._document = document
        self._markdown = markdown
        self._changed: tuple[int, int] | None = None  # blocks whose stretches may differ from those taken last
        self.on_change: Callable[[], None] = lambda: None
        self._is_taking = False
        document.subscribe(self._follow, Phase.MODEL)
        markdown.listen(self._read_again)

    def all(self) -> tuple[Stretch, ...] | None:
        """Return all stretches, in code points of the document; None: the text itself shows which parts are prose."""
        if self._markdown.is_markdown:
            return None
        self._markdown.settle()
        self._changed = None
        return self._of(0, len(self._document.blocks))[2]

    def take(self) -> tuple[int, int, tuple[Stretch, ...]] | None:
        """Return the range in which stretches may have changed since they were taken last, and its stretches.

        None: nothing did, or the text is still being read.
        """
        if self._markdown.is_markdown:
            return None
        self._is_taking = True
        self._markdown.lines.scan(len(self._document.blocks))
        self._markdown.update()
        self._is_taking = False
        if self._changed is None or not self._markdown.is_current:
            return None
        first, end = self._changed
        self._changed = None
        end = min(end, len(self._document.blocks))
        return self._of(first, end) if first < end else None

    def _of(self, first: int, end: int) -> tuple[int, int, tuple[Stretch, ...]]:
        """Return the range of the blocks [first, end) and its stretches."""
        document, found = self._document, list[Stretch]()
        blocks = document.blocks
        position = start = document.block_start(first)
        for index in range(first, end):
            text = blocks[index].text
            past = position + len(text) + (index + 1 < len(blocks))
            for low, high in self._of_block(index, text, past - position):
                if found and found[-1][1] == position + low:
                    found[-1] = found[-1][0], position + high
                else:
                    found.append((position + low, position + high))
            position = past
        return start, position, tuple(found)

    def _of_block(self, index: int, text: str, length: int) -> list[Stretch]:
        """Return the stretches of a block of so many code points, its line ending included."""
        spans = [span for span in self._markdown.spans(index) if span.kind in NO_PROSE or span.kind == _ONLY_MARKS]
        reached, is_hidden = 0, any(span.kind != _ONLY_MARKS for span in spans)
        for start, end in (*((span.start, span.end) for span in sorted(spans)), (len(text), len(text))):
            is_hidden = is_hidden and not text[reached:start].strip()
            reached = max(reached, end)
        if is_hidden:
            return [(0, length)]
        return sorted((span.start, span.end) for span in spans if span.kind == _CUTS and span.start < span.end)

    def _read_again(self, first: int, end: int) -> None:
        self._widen(first, end)
        if not self._is_taking:
            self.on_change()

    def _follow(self, event: DocumentChange) -> None:
        for change in event.block_changes:
            self._move(change)

    def _move(self, change: BlockChange) -> None:
        past = change.first + change.inserted
        if self._changed is not None:
            first, end = self._changed
            end = max(past, end + change.inserted - change.removed) if end > change.first else end
            first = min(first, change.first) if first > change.first else first
            self._changed = first, end
        self._widen(change.first, past)

    def _widen(self, first: int, end: int) -> None:
        self._changed = (
            (first, end) if self._changed is None else (min(self._changed[0], first), max(self._changed[1], end))
        )
