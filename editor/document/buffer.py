"""The text as a list of blocks, one per line."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import NamedTuple

from editor.document.prefix_sums import PrefixSums
from editor.text.line_endings import ends_line, split_lines


class Block:
    """One line: its text without the line ending, and the ending itself.

    `id` stays the same while the block exists; `revision` is new whenever the block changes. Both are unique within
    their buffer. `eol` is "\\n", "\\r", "\\r\\n", or empty for the last block.
    """

    __slots__ = ("eol", "id", "revision", "text")

    def __init__(self, id: int, text: str, eol: str, revision: int) -> None:
        self.id = id
        self.text = text
        self.eol = eol
        self.revision = revision

    def __repr__(self) -> str:
        return f"Block(id={self.id}, text={self.text!r}, eol={self.eol!r}, revision={self.revision})"

    @property
    def length(self) -> int:
        """Length in code points, including the line ending."""
        return len(self.text) + len(self.eol)


class BlockChange(NamedTuple):
    """The effect of one change on the list of blocks: `removed` blocks from index `first` on became `inserted` ones.

    Both are at least 1. The first block keeps its id. `start` and `last_start` are the positions where the first and
    the last removed block began before the change.
    """

    first: int
    removed: int
    inserted: int
    start: int
    last_start: int
    removed_ids: tuple[int, ...]
    inserted_ids: tuple[int, ...]


class Buffer:
    """Blocks split at line endings only; the text always equals the result of plain string splicing.

    Attributes:
        blocks: the lines.
        endings: number of lines per ending.
        length: code points of the whole text.
    """

    __slots__ = ("_ids", "_revisions", "_starts", "blocks", "endings", "length")

    def __init__(self, text: str = "") -> None:
        self._ids = count()
        self._revisions = count()
        self.blocks = [Block(next(self._ids), line, eol, next(self._revisions)) for line, eol in split_lines(text)]
        self.endings = Counter(block.eol for block in self.blocks[:-1])
        self._starts = PrefixSums(block.length for block in self.blocks)
        self.length = len(text)

    @property
    def text(self) -> str:
        """The whole text, joined again on each access."""
        return "".join([part for block in self.blocks for part in (block.text, block.eol)])

    def block_index(self, position: int) -> int:
        """Return the index of the block that contains `position`; between two blocks it is the second."""
        return self._starts.find(position)

    def block_start(self, index: int) -> int:
        """Return the start of block `index`; for index = number of blocks, the length of the text."""
        return self._starts.start(index)

    def slice(self, start: int, end: int) -> str:
        """Return the text in [start, end), clamped to the text."""
        start, end = max(start, 0), min(end, self.length)
        if start >= end:
            return ""
        first = self._starts.find(start)
        first_start = self._starts.start(first)
        block = self.blocks[first]
        if end - first_start <= len(block.text):
            return block.text[start - first_start : end - first_start]
        last = self._starts.find(end)
        parts = "".join([part for block in self.blocks[first : last + 1] for part in (block.text, block.eol)])
        return parts[start - first_start : end - first_start]

    def replace(self, start: int, end: int, text: str) -> BlockChange:
        """Replace [start, end), 0 <= start <= end <= length, by `text`."""
        first = self._starts.find(start)
        block = self.blocks[first]
        block_start = self._starts.start(first)
        old = block.text
        self.length += len(text) - end + start
        if end - block_start <= len(old) and not ends_line(text):
            new = old[: start - block_start] + text + old[end - block_start :]
            if new or block.eol != "\n" or not self._follows_return(first):
                block.text = new
                block.revision = next(self._revisions)
                if len(new) != len(old):
                    self._starts.set(first, len(new) + len(block.eol))
                ids = (block.id,)
                return BlockChange(first, 1, 1, block_start, block_start, ids, ids)
        if start == block_start and self._follows_return(first):  # a line feed there would join the return
            first -= 1
        return self._replace_lines(first, start, end, text)

    def _follows_return(self, index: int) -> bool:
        return index > 0 and self.blocks[index - 1].eol == "\r"

    def _replace_lines(self, first: int, start: int, end: int, text: str) -> BlockChange:
        """Join the blocks of [start, end), splice, and split again."""
        last = self._starts.find(end)
        removed = self.blocks[first : last + 1]
        first_start, last_start = self._starts.start(first), self._starts.start(last)
        before = removed[0].text + removed[0].eol
        after = removed[-1].text + removed[-1].eol
        joined = before[: start - first_start] + text + after[end - last_start :]
        lines = split_lines(joined)
        if last < len(self.blocks) - 1:
            del lines[-1]  # the text after the last ending is the next block
        self.endings.subtract(block.eol for block in removed if block.eol)
        self.endings.update(eol for _, eol in lines if eol)
        kept = removed[0]
        removed_ids = tuple([block.id for block in removed])
        if (kept.text, kept.eol) != lines[0]:
            kept.text, kept.eol = lines[0]
            kept.revision = next(self._revisions)
        inserted = [kept]
        inserted += [Block(next(self._ids), line, eol, next(self._revisions)) for line, eol in lines[1:]]
        self.blocks[first : last + 1] = inserted
        self._starts.splice(first, len(removed), [block.length for block in inserted])
        inserted_ids = tuple([block.id for block in inserted])
        return BlockChange(first, len(removed), len(inserted), first_start, last_start, removed_ids, inserted_ids)
