"""How much each word of a document surprised the model: stored per block, in arrays, and moved by edits."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from editor.document.annotations import each_change, letter_reach
from editor.document.buffer import Block, BlockChange
from editor.document.document import Document, DocumentChange, Phase
from editor.document.transaction import Change, Reach, untouched_by
from editor.text.line_endings import length_behind_last
from scoring.protocol import WordScore

_MOST = 1e6  # nats; anything above, or not a number, is dropped


class WordSurprisal(NamedTuple):
    """A word at [start, end) of a block's text, with its surprisal and entropy in nats (see `WordScore`)."""

    start: int
    end: int
    surprisal: float
    entropy: float


class _BlockWords:
    """The words of one block, sorted, without overlaps: 16 bytes each.

    As in `PrefixSums`, the starts up to the gap are exact and those after it lag by one shift, so that typing in a
    long block costs only the distance from the last edit.
    """

    __slots__ = ("_entropies", "_gap", "_lengths", "_shift", "_starts", "_surprisals", "total")

    def __init__(self, words: Iterable[WordSurprisal] = ()) -> None:
        self._starts, self._lengths = array("i"), array("i")
        self._surprisals, self._entropies = array("f"), array("f")
        self._gap = self._shift = 0
        self.total = 0.0  # nats
        self.splice(0, 0, words)

    def __len__(self) -> int:
        return len(self._starts)

    def words(self, first: int = 0, last: int | None = None, distance: int = 0) -> list[WordSurprisal]:
        """Return the words [first, last), moved by `distance`."""
        part = slice(first, last)
        starts = [start + distance for start in self._starts[part]]
        lagging = max(0, self._gap - first)
        starts[lagging:] = [start + self._shift for start in starts[lagging:]]
        columns = zip(starts, self._lengths[part], self._surprisals[part], self._entropies[part], strict=True)
        return [WordSurprisal(start, start + length, *values) for start, length, *values in columns]

    def at(self, offset: int) -> int:
        """Return the index of the first word that begins at `offset` or after it."""
        starts, gap, shift = self._starts, self._gap, self._shift
        if gap < len(starts) and starts[gap] + shift < offset:
            return bisect_left(starts, offset - shift, gap)
        return bisect_left(starts, offset, 0, gap)

    def ending(self, offset: int) -> int:
        """Return the number of words that end at `offset` or before it."""
        index = self.at(offset)
        if not index:
            return 0
        last = index - 1
        end = self._starts[last] + self._lengths[last] + (self._shift if last >= self._gap else 0)
        return last if end > offset else index

    def splice(self, first: int, last: int, words: Iterable[WordSurprisal], distance: int = 0) -> None:
        """Replace [first, last) by `words`, and move all words after them by `distance`."""
        self._move_gap(first)
        new = list(words)
        surprisals = array("f", [word.surprisal for word in new])
        self.total += sum(surprisals) - sum(self._surprisals[first:last])
        self._starts[first:last] = array("i", [word.start for word in new])
        self._lengths[first:last] = array("i", [word.end - word.start for word in new])
        self._surprisals[first:last] = surprisals
        self._entropies[first:last] = array("f", [word.entropy for word in new])
        self._gap = first + len(new)
        self._shift += distance

    def _move_gap(self, index: int) -> None:
        low, high = sorted((index, self._gap))
        if self._shift:
            shift = self._shift if index > self._gap else -self._shift
            self._starts[low:high] = array("i", [start + shift for start in self._starts[low:high]])
        self._gap = index


class SurprisalMap:
    """The surprisal of a document's words, where it is known. An edit removes the words it changes, as in a `Layer`."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words: dict[int, _BlockWords] = {}  # block id → its words; none without any
        document.subscribe(self._follow, Phase.MODEL)

    def __len__(self) -> int:
        return sum(map(len, self._words.values()))

    def mean(self, block: Block) -> float | None:
        """Return the mean surprisal of a block's words, in nats per word; None if none is known."""
        words = self._words.get(block.id)
        return None if words is None else words.total / len(words)

    def words_in(self, index: int) -> Sequence[WordSurprisal]:
        """Return the words of block `index`, sorted, in code points of its text."""
        words = self._words.get(self._document.blocks[index].id)
        return () if words is None else words.words()

    def words_between(self, index: int, start: int, end: int) -> Sequence[WordSurprisal]:
        """Return the words of block `index` that overlap [start, end) of its text, sorted."""
        words = self._words.get(self._document.blocks[index].id)
        return () if words is None else words.words(words.ending(start), words.at(end))

    def word_at(self, position: int) -> WordSurprisal | None:
        """Return the word of the document at a position or right before it, in code points of its block."""
        index = self._document.block_index(position)
        offset = position - self._document.block_start(index)
        return next(iter(self.words_between(index, max(0, offset - 1), offset + 1)), None)

    def replace(self, start: int, end: int, words: Iterable[WordScore]) -> set[int]:
        """Replace all words that overlap [start, end), all in document positions.

        A new word counts only if it is in [start, end) and in one block's text; of two that overlap, the first counts.
        Returns the indices of the blocks whose words have changed.
        """
        document = self._document
        start, end = max(start, 0), min(end, len(document))
        if start >= end:
            return set()
        changed = set()
        placed = self._placed(start, end, words)
        for index in range(document.block_index(start), document.block_index(end) + 1):
            block = document.blocks[index]
            known, new = self._words.get(block.id), placed.get(index, [])
            if known is None and not new:
                continue
            known = known or _BlockWords()
            block_start = document.block_start(index)
            first, last = known.ending(start - block_start), known.at(end - block_start)
            if known.words(first, last) != _BlockWords(new).words():  # in the arrays' precision
                known.splice(first, last, new)
                self._keep(block.id, known)
                changed.add(index)
        return changed

    def _placed(self, start: int, end: int, words: Iterable[WordScore]) -> dict[int, list[WordSurprisal]]:
        """Return the words that can be kept, by index of the block, in code points of its text."""
        document = self._document
        placed: dict[int, list[WordSurprisal]] = {}
        reached = start
        for word in sorted(words, key=lambda word: word.start):
            if not (reached <= word.start < word.end <= end and abs(word.surprisal) + abs(word.entropy) < _MOST):
                continue
            index = document.block_index(word.start)
            block_start = document.block_start(index)
            if word.end - block_start <= len(document.blocks[index].text):
                reached = word.end
                moved = WordSurprisal(word.start - block_start, word.end - block_start, word.surprisal, word.entropy)
                placed.setdefault(index, []).append(moved)
        return placed

    def _keep(self, block_id: int, words: _BlockWords) -> None:
        if len(words):
            self._words[block_id] = words
        else:
            self._words.pop(block_id, None)

    def _follow(self, event: DocumentChange) -> None:
        if not self._words:
            return
        for change, deleted, start, block_change in each_change(event):
            before = self._words.get(block_change.removed_ids[0])
            behind = self._words.get(block_change.removed_ids[-1])
            for block_id in block_change.removed_ids:
                self._words.pop(block_id, None)
            if before or behind:
                reach = letter_reach(self._document, change, deleted, start)
                self._move(change, block_change, before or _BlockWords(), behind or _BlockWords(), reach)

    def _move(
        self,
        change: Change,
        block_change: BlockChange,
        before: _BlockWords,
        behind: _BlockWords,
        reach: Reach,
    ) -> None:
        """Move the surviving words of the first and the last removed block to the inserted blocks."""
        last_end, first_start = untouched_by(change, reach)
        first_id, last_id = block_change.inserted_ids[0], block_change.inserted_ids[-1]
        limit, end = change.start - block_change.start, change.end - block_change.last_start
        kept = before.ending(last_end - block_change.start)
        moved = behind.at(first_start - block_change.last_start)
        # Where the inserted text ends, in the last inserted block.
        text_end = limit + len(change.text) if first_id == last_id else length_behind_last(change.text)
        if first_id == last_id and before is behind:
            before.splice(kept, moved, (), text_end - end)
            self._keep(first_id, before)
            return
        remaining = behind.words(moved, None, text_end - end)
        if first_id == last_id:
            before.splice(kept, len(before), remaining)
        else:
            self._keep(last_id, _BlockWords(remaining))
            before.splice(kept, len(before), ())
        self._keep(first_id, before)
