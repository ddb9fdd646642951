"""Layers of spans on the text, which move with its edits."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from editor.document.buffer import Block, BlockChange
from editor.document.document import Document, DocumentChange, Phase
from editor.document.transaction import Change, Reach, untouched_by
from editor.text.line_endings import length_behind_last


class Span(msgspec.Struct, frozen=True, gc=False):
    """A stretch [start, end) of text, marked by a producer.

    Positions are those of the document or, where it says so, of one block's text.

    Attributes:
        kind: the kind that it is drawn as.
        strength: in the producer's unit.
        data: anything else the producer knows about it.
    """

    start: int
    end: int
    kind: str
    strength: float
    data: object = None

    def moved(self, distance: int) -> Span:
        return Span(self.start + distance, self.end + distance, self.kind, self.strength, self.data)


def each_change(event: DocumentChange) -> Iterator[tuple[Change, str, int, BlockChange]]:
    """Yield the changes of a transaction, the last in the text first.

    Each comes with the text it deleted, its start in the text after the transaction, and its effect on the blocks.
    """
    moved = event.transaction.delta  # how far the changes before this one have moved it
    changes = zip(
        reversed(event.transaction.changes), reversed(event.inverse.changes), event.block_changes, strict=True
    )
    for change, inverse, block_change in changes:
        moved -= len(change.text) - change.end + change.start
        yield change, inverse.text, change.start + moved, block_change


def letter_reach(document: Document, change: Change, deleted: str, start: int) -> Reach:
    """Return the reach of a change, which begins at `start` now, into the words next to it.

    It touches such a word if a letter, digit or combining mark was inserted or deleted there.
    """
    end = start + len(change.text)
    right = (deleted[:1], change.text[:1] or document.slice(end, end + 1))
    before = document.slice(start - 1, start)
    left = (deleted[-1:], change.text[-1:] or before)
    return Reach(any(map(_is_word_character, right)), any(map(_is_word_character, left)))


class Layer:
    """One producer's spans, kept per block so that an edit costs only the blocks it is in.

    An edit removes the spans whose text it changes: those it overlaps, and those it abuts with a letter, digit
    or combining mark. All others keep their text, even when their block is split, joined or moved.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._spans: dict[int, tuple[Span, ...]] = {}  # block id → spans in its text, sorted; no empty ones
        self._longest = 0  # code points; no span is longer, so bisection finds those around a position
        document.subscribe(self._follow, Phase.MODEL)

    def __len__(self) -> int:
        return sum(map(len, self._spans.values()))

    def clear(self) -> None:
        self._spans.clear()
        self._longest = 0

    def in_block(self, block: Block) -> tuple[Span, ...]:
        """Return the spans of a block, sorted, in code points of its text."""
        return self._spans.get(block.id, ())

    def by_block(self) -> Iterator[tuple[int, tuple[Span, ...]]]:
        """Yield the index of each block that has spans, and its spans as in `in_block`."""
        found = self._spans
        if found:
            for index, block in enumerate(self._document.blocks):
                if block.id in found:
                    yield index, found[block.id]

    def overlapping(self, block: Block, start: int, end: int) -> Sequence[Span]:
        """Return the spans of a block that overlap [start, end), sorted, all in code points of its text."""
        spans = self._spans.get(block.id)
        if not spans:
            return ()
        first, last = self._near(spans, start, end)
        return [span for span in spans[first:last] if span.end > start]

    def _near(self, spans: Sequence[Span], start: int, end: int) -> tuple[int, int]:
        """Return the indices of the first span that may end after `start`, and the first that begins at `end` or later.

        All spans before the first index end at `start` or earlier.
        """
        return bisect_left(spans, start - self._longest, key=_start), bisect_left(spans, end, key=_start)

    def in_range(self, start: int, end: int) -> Iterator[Span]:
        """Yield the spans that overlap [start, end), sorted, all in document positions."""
        if not self._spans or start >= end:
            return
        for index in range(self._document.block_index(start), self._document.block_index(end) + 1):
            block_start = self._document.block_start(index)
            for span in self.overlapping(self._document.blocks[index], start - block_start, end - block_start):
                yield span.moved(block_start)

    def next_after(self, position: int) -> Span | None:
        """Return the first span that starts after `position`, in document positions."""
        return next((span for span in self.in_range(position, len(self._document)) if span.start > position), None)

    def previous_before(self, position: int) -> Span | None:
        """Return the last span that starts before `position`, in document positions."""
        if not self._spans:
            return None
        for index in range(self._document.block_index(position), -1, -1):
            block_start = self._document.block_start(index)
            spans = self.in_block(self._document.blocks[index])
            behind = bisect_left(spans, position - block_start, key=_start)
            if behind > 0:
                return spans[behind - 1].moved(block_start)
        return None

    def replace(self, start: int, end: int, spans: Iterable[Span]) -> set[int]:
        """Replace all spans that overlap [start, end) by `spans`, all in document positions.

        New spans are cut to [start, end) and to the texts of their blocks. Returns the indices of the blocks whose
        spans have changed.
        """
        document = self._document
        start, end = max(start, 0), min(end, len(document))
        if start >= end:
            return set()
        pieces: dict[int, list[Span]] = {}
        for span in spans:
            for index, piece in self._cut(span, start, end):
                pieces.setdefault(index, []).append(piece)
                self._longest = max(self._longest, piece.end - piece.start)
        changed = set()
        for index in range(document.block_index(start), document.block_index(end) + 1):
            block = document.blocks[index]
            old = self._spans.get(block.id, ())
            if not old and index not in pieces:
                continue
            block_start = document.block_start(index)
            first, last = self._near(old, start - block_start, end - block_start)
            kept = [span for span in old[first:last] if span.end + block_start <= start]
            new = (*old[:first], *sorted(kept + pieces.get(index, []), key=_order), *old[last:])
            if new != old:
                changed.add(index)
                self._keep(block.id, new)
        return changed

    def _cut(self, span: Span, start: int, end: int) -> Iterator[tuple[int, Span]]:
        """Yield the parts of a span in [start, end), by index of the block, in code points of its text."""
        start, end = max(span.start, start), min(span.end, end)
        if start >= end:
            return
        for index in range(self._document.block_index(start), self._document.block_index(end) + 1):
            block_start = self._document.block_start(index)
            from_ = max(start - block_start, 0)
            to = min(end - block_start, len(self._document.blocks[index].text))
            if from_ < to:
                yield index, msgspec.structs.replace(span, start=from_, end=to)

    def _keep(self, block_id: int, spans: tuple[Span, ...]) -> None:
        if spans:
            self._spans[block_id] = spans
        else:
            self._spans.pop(block_id, None)

    def _follow(self, event: DocumentChange) -> None:
        """Move the spans with an edit, change by change, from the last in the text to the first."""
        if not self._spans:
            return
        for change, deleted, start, block_change in each_change(event):
            before = self._spans.get(block_change.removed_ids[0], ())
            behind = self._spans.get(block_change.removed_ids[-1], ())
            for block_id in block_change.removed_ids:
                self._spans.pop(block_id, None)
            if before or behind:
                reach = letter_reach(self._document, change, deleted, start)
                self._move(change, block_change, before, behind, reach)

    def _move(
        self,
        change: Change,
        block_change: BlockChange,
        before: tuple[Span, ...],
        behind: tuple[Span, ...],
        reach: Reach,
    ) -> None:
        """Move the surviving spans of the first and the last removed block to the inserted blocks."""
        last_end, first_start = untouched_by(change, reach)
        limit = change.start - block_change.start
        near, beyond = self._near(before, limit, limit)
        ending = [span for span in before[near:beyond] if span.end <= last_end - block_change.start]
        kept = (*before[:near], *ending)
        first, last = block_change.inserted_ids[0], block_change.inserted_ids[-1]
        # The end of the inserted text, in the last inserted block, and the end of the change, in the last removed one.
        text_end = limit + len(change.text) if first == last else length_behind_last(change.text)
        limit = change.end - block_change.last_start
        distance = text_end - limit
        remaining = behind[bisect_left(behind, first_start - block_change.last_start, key=_start) :]
        moved = tuple([span.moved(distance) for span in remaining]) if distance else remaining
        if first == last:
            self._keep(first, kept + moved)
        else:
            self._keep(first, kept)
            self._keep(last, moved)


def _start(span: Span) -> int:
    return span.start


def _order(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_word_character(character: str) -> bool:
    """Return True if a character, or none, becomes part of a word that it is next to."""
    return character != "" and (character.isalnum() or unicodedata.category(character).startswith("M"))
