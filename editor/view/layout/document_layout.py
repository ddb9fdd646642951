"""The rows of the whole document: exact heights near the screen, estimates elsewhere.

`y` is a row of the document, counted from 0; a block's `top` is the y of its first row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import perf_counter

from editor.document import Document
from editor.document.buffer import BlockChange
from editor.document.prefix_sums import PrefixSums
from editor.view.layout.block_layout import BlockLayout
from editor.view.layout.form import PLAIN, Form

_KEPT_LAYOUTS = 2000
_MEASURED_AT_ONCE = 4000  # blocks whose heights are adopted together, so that the scroll bar rarely moves
_ESTIMATED, _EXACT, _NEW, _STALE = 0, 1, 2, 3
_EXACT_BYTE = bytes([_EXACT])


class DocumentLayout:
    """Knows the rows of each block. A height is estimated from the length of the text until the layout is needed.

    Args:
        document: the text.
        width: of a row, in cells.
        form: returns the form of a block, by its index; when that changes, call `invalidate`.
        breaks: returns the part of the form that decides how many rows the block takes.
    """

    def __init__(
        self,
        document: Document,
        width: int,
        form: Callable[[int], Form] | None = None,
        breaks: Callable[[int], Form] | None = None,
    ) -> None:
        self._document = document
        self._form = form or (lambda index: PLAIN)
        self._breaks = breaks or self._form
        self._hidden: frozenset[int] = frozenset()  # ids of blocks that take no rows
        self.width = width
        self._layouts: dict[int, BlockLayout] = {}
        self._heights = PrefixSums()
        self._states = bytearray()
        self._measured: list[tuple[int, int]] = []  # index and height, not yet adopted
        self.set_width(width)

    def set_width(self, width: int) -> None:
        """Lay everything out again, in rows of `width` cells."""
        self.width = width
        self._layouts.clear()
        self._measured.clear()
        blocks = self._document.blocks
        self._heights = PrefixSums([1 + len(block.text) // width for block in blocks])
        self._states = bytearray(len(blocks))
        if self._hidden:
            hidden, self._hidden = self._hidden, frozenset()
            self.hide(hidden)

    @property
    def height(self) -> int:
        """The number of rows, at least 1."""
        return self._heights.total

    def top(self, index: int) -> int:
        """Return the y of the first row of a block; for the number of blocks, the height of all."""
        return self._heights.start(index)

    def block_height(self, index: int) -> int:
        """Return the number of rows of a block, exact or estimated."""
        return self._heights[index]

    def locate(self, y: int) -> tuple[int, int]:
        """Return (block index, row in the block) at `y`, clamped to the document."""
        y = min(max(0, y), self.height - 1)
        index = self._heights.find(y)
        return index, y - self._heights.start(index)

    def block(self, index: int) -> BlockLayout:
        """Lay out a block, and keep its height."""
        block = self._document.blocks[index]
        layout = self._layouts.get(block.id)
        state = self._states[index]
        if layout is not None and state == _EXACT and layout.text == block.text:
            return layout
        form = self._form(index)
        if layout is None:
            layout = BlockLayout.of(block.text, self.width, form)
        elif layout.text != block.text or layout.form != form:
            layout = layout.edited(block.text, form)
        if block.id not in self._layouts and len(self._layouts) >= _KEPT_LAYOUTS:
            del self._layouts[next(iter(self._layouts))]
        self._layouts[block.id] = layout
        self._states[index] = _EXACT
        height = 0 if block.id in self._hidden else layout.height
        if self._heights[index] != height:
            self._heights.set(index, height)
        return layout

    def invalidate(self, first: int, stop: int) -> None:
        """Lay out the blocks [first, stop) again when they are needed: they may look different."""
        states = self._states[first:stop]
        if _EXACT in states:
            self._states[first:stop] = states.replace(_EXACT_BYTE, bytes([_STALE]))

    def hide(self, block_ids: Collection[int]) -> None:
        """Give no rows to these blocks, by their ids, and rows to all others."""
        changed = self._hidden.symmetric_difference(block_ids)
        self._hidden = frozenset(block_ids)
        if not changed:
            return
        self._measured.clear()
        blocks = self._document.blocks
        indices = [index for index, block in enumerate(blocks) if block.id in changed]
        if not indices:
            return
        first, last = indices[0], indices[-1]
        heights = [self._heights[index] for index in range(first, last + 1)]
        for index in indices:
            is_hidden = blocks[index].id in self._hidden
            heights[index - first] = 0 if is_hidden else 1 + len(blocks[index].text) // self.width
            self._states[index] = _EXACT if is_hidden else _ESTIMATED
        self._heights.splice(first, len(heights), heights)

    def is_hidden(self, index: int) -> bool:
        """Return True if a block takes no rows."""
        return bool(self._hidden) and self._document.blocks[index].id in self._hidden

    def exact_height(self, index: int) -> int:
        """Return the exact number of rows of a block, 0 if it is hidden."""
        if self._states[index] != _EXACT:
            self.block(index)
        return self._heights[index]

    def laid_out(self, index: int) -> BlockLayout | None:
        """Return the last layout of a block, perhaps of an older text; None if it isn't kept."""
        return self._layouts.get(self._document.blocks[index].id)

    def apply(self, changes: tuple[BlockChange, ...]) -> None:
        """Follow a change of the document. Blocks that were laid out are laid out again."""
        if all(change.removed == change.inserted == 1 for change in changes):
            edited = {change.first for change in changes}
            self._measured = [measured for measured in self._measured if measured[0] not in edited]
        else:
            self._measured.clear()
        for change in changes:
            first, removed, inserted = change.first, change.removed, change.inserted
            for block_id in change.removed_ids:
                if block_id not in change.inserted_ids:
                    self._layouts.pop(block_id, None)
            if removed != inserted:
                kept = [self._heights[index] for index in range(first, first + min(removed, inserted))]
                self._heights.splice(first, removed, kept + [1] * (inserted - len(kept)))
            self._states[first : first + removed] = bytes([_NEW]) * inserted
        blocks = self._document.blocks
        index = self._states.find(_NEW)
        while index >= 0:
            if blocks[index].id in self._layouts:
                self.block(index)
            else:
                is_hidden = blocks[index].id in self._hidden
                self._states[index] = _EXACT if is_hidden else _ESTIMATED
                self._heights.set(index, 0 if is_hidden else 1 + len(blocks[index].text) // self.width)
            index = self._states.find(_NEW, index + 1)

    def measure_rows(self, first: int, last: int) -> None:
        """Make the heights of the blocks on the rows [first, last) exact."""
        index, _ = self.locate(first)
        while first < last:
            states = self._states[index : self.locate(last - 1)[0] + 1]
            unknown = states.lstrip(_EXACT_BYTE)
            if not unknown:
                return
            index += len(states) - len(unknown)
            self.block(index)

    def measure_above(self, index: int, rows: int) -> None:
        """Make the heights of the blocks on the `rows` rows above a block exact."""
        first = self.locate(self.top(index) - rows)[0]
        if self._states.count(_EXACT, first, index) == index - first:
            return
        while rows > 0 and index > 0:
            index -= 1
            if self._states[index] != _EXACT:
                self.block(index)
            rows -= self._heights[index]

    def measure_some(self, seconds: float) -> bool:
        """Replace estimates by heights for a short while. Returns False if none are left.

        Nothing changes until `adopt` is called.
        """
        until = perf_counter() + seconds
        blocks = self._document.blocks
        index = self._measured[-1][0] if self._measured else -1
        while len(self._measured) < _MEASURED_AT_ONCE:
            index = self._states.find(_ESTIMATED, index + 1)
            if index < 0:
                return bool(self._measured)
            layout = BlockLayout.of(blocks[index].text, self.width, self._breaks(index))
            self._measured.append((index, layout.height))
            if perf_counter() > until:
                break
        return True

    @property
    def may_adopt(self) -> bool:
        """Whether enough heights were measured to adopt them: many, or all."""
        if not self._measured:
            return False
        return len(self._measured) >= _MEASURED_AT_ONCE or self._states.find(_ESTIMATED, self._measured[-1][0] + 1) < 0

    def adopt(self) -> None:
        """Adopt the heights found by `measure_some`. The caller keeps the screen in place."""
        measured = dict(self._measured)
        self._measured.clear()
        first, last = min(measured), max(measured)
        heights = [measured.get(index, self._heights[index]) for index in range(first, last + 1)]
        for index in measured:
            self._states[index] = _EXACT
        self._heights.splice(first, len(heights), heights)
