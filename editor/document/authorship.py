"""Who wrote what: stretches of a text that the writer didn't write, each with its author.

Text without an author is the writer's, or older than the record.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from editor.document.transaction import Change, Transaction

MODEL = "&AI"
"""The author of text that was accepted from the model. Like all authors it is written as in iA Writer's annotations."""


class Authored(NamedTuple):
    """The text at [start, end), in code points, and its author: `@` and a person's name, or `&` and another name."""

    start: int
    end: int
    author: str

    @property
    def is_a_person(self) -> bool:
        """Whether its author is a person."""
        return self.author.startswith("@")


Spans = tuple[Authored, ...]
"""In the order of the text; none are empty or overlap, and two of one author don't touch."""


def joined(spans: Iterable[Authored]) -> Spans:
    """Return spans in order; of those that overlap, the first ones keep their text."""
    found: list[Authored] = []
    for span in sorted(spans):
        start = max(span.start, found[-1].end) if found else span.start
        if start < span.end:
            _append(found, Authored(start, span.end, span.author))
    return tuple(found)


def carried(spans: Sequence[Authored], transaction: Transaction) -> Spans:
    """Return the parts of spans left by a transaction, at their new positions. Inserted text belongs to none."""
    if not spans:
        return ()
    found: list[Authored] = []
    index = start = shift = 0
    for change in (*transaction.changes, Change(sys.maxsize, sys.maxsize, "")):
        while index < len(spans) and spans[index].start < change.start:  # between the last change and this one
            span = spans[index]
            first, last = max(span.start, start), min(span.end, change.start)
            if first < last:
                _append(found, Authored(first + shift, last + shift, span.author))
            if span.end > change.start:
                break
            index += 1
        start, shift = change.end, shift + len(change.text) - change.end + change.start
    return tuple(found)


def moved(transaction: Transaction, deleted: Sequence[str], removed: Sequence[Authored]) -> Spans:
    """Return the authors of the text that a transaction deletes in one place and inserts in another.

    Args:
        transaction: moves lines, a section or a selection.
        deleted: the text that each of its changes replaces.
        removed: the authors of that text, where it is before the transaction.

    Returns:
        The spans, at the text's new positions.
    """
    if not removed:
        return ()
    found: list[Authored] = []
    shift = 0
    for change in transaction.changes:
        if change.text and change.start == change.end:
            for source, text in zip(transaction.changes, deleted, strict=True):
                kept = "" if source.text.strip("\r\n") else text.strip("\r\n")
                at = change.text.find(kept) if kept else -1
                if at >= 0:
                    start = source.start + text.index(kept)
                    distance = change.start + shift + at - start
                    found += _shifted(within(removed, start, start + len(kept)), distance)
        shift += len(change.text) - change.end + change.start
    return joined(found)


def within(spans: Iterable[Authored], start: int, end: int) -> Iterator[Authored]:
    """Yield the parts of spans in [start, end)."""
    for span in spans:
        if span.start < end and start < span.end:
            yield Authored(max(span.start, start), min(span.end, end), span.author)


def without(spans: Iterable[Authored], start: int, end: int) -> Iterator[Authored]:
    """Yield the parts of spans outside [start, end)."""
    for span in spans:
        yield from within((span,), 0, start)
        yield from within((span,), end, sys.maxsize)


def _shifted(spans: Iterable[Authored], distance: int) -> list[Authored]:
    return [Authored(span.start + distance, span.end + distance, span.author) for span in spans]


def _append(spans: list[Authored], span: Authored) -> None:
    """Add a span after the others."""
    if spans and spans[-1].end == span.start and spans[-1].author == span.author:
        span = Authored(spans.pop().start, span.end, span.author)
    spans.append(span)


class Authorship:
    """Knows the authors of a document's text. An edit costs only the distance from the last one, in spans.

    Text that an edit deletes takes its author along; undo brings both back. See `Document`, which reports edits to it.

    Args:
        length: of the document, in code points.
    """

    def __init__(self, length: int) -> None:
        self._length = length
        self._noted: list[Callable[[Authored], None]] = []
        # Those before a gap, in order, and those after it, the nearest last; of the latter the distances to the end.
        self._before: list[Authored] = []
        self._after: list[Authored] = []

    def __bool__(self) -> bool:
        return bool(self._before or self._after)

    @property
    def spans(self) -> Spans:
        """All spans."""
        return self.between(0, self._length)

    def between(self, start: int, end: int) -> Spans:
        """Return the parts of spans in [start, end)."""
        if not self:
            return ()
        self._put_gap(start)
        found: list[Authored] = []
        for span in reversed(self._after):
            first = self._length - span.start
            if first >= end:
                break
            _append(found, Authored(first, min(self._length - span.end, end), span.author))
        return tuple(found)

    def deleted_by(self, transaction: Transaction) -> Spans:
        """Return the parts of spans that a transaction deletes."""
        if not self:
            return ()
        return joined(span for change in transaction.changes for span in self.between(change.start, change.end))

    def note(self, start: int, end: int, author: str = MODEL) -> None:
        """Note the author of [start, end). Right after the edit that inserted it, it is undone and redone with it.

        Raises ValueError if it reaches beyond the text.
        """
        if not 0 <= start <= end <= self._length:
            raise ValueError(f"[{start}, {end}) is not within the text of {self._length} code points")
        if start < end:
            span = Authored(start, end, author)
            self._add(span)
            for listener in self._noted:
                listener(span)

    def restore(self, spans: Iterable[Authored]) -> None:
        """Replace everything by the record of this text from an earlier session."""
        self._before, self._after = [*joined(within(spans, 0, self._length))], []

    def subscribe(self, noted: Callable[[Authored], None]) -> Callable[[], None]:
        """Call `noted` after each `note`. Returns a function to stop."""
        self._noted.append(noted)
        return lambda: self._noted.remove(noted)

    def follow(self, transaction: Transaction, authored: Spans) -> None:
        """Follow an edit; `authored`: the authors of the inserted text, at its present position."""
        for change in reversed(transaction.changes):
            self._delete(change.start, change.end)
            self._length += len(change.text) - change.end + change.start
        for span in authored:
            self._add(span)

    def _add(self, span: Authored) -> None:
        self._delete(span.start, span.end)
        _append(self._before, span)

    def _delete(self, start: int, end: int) -> None:
        """Remove everything in [start, end), and put the gap there."""
        if not self:
            return
        self._put_gap(end)
        while self._before and self._before[-1].end > start:
            span = self._before.pop()
            if span.start < start:
                self._before.append(Authored(span.start, start, span.author))

    def _put_gap(self, position: int) -> None:
        """Put the gap at a position; a span around it is cut in two."""
        before, after, length = self._before, self._after, self._length
        while before and before[-1].end > position:
            start, end, author = before.pop()
            if start < position:
                before.append(Authored(start, position, author))
                start = position
            if after and length - after[-1].start == end and after[-1].author == author:
                end = length - after.pop().end
            after.append(Authored(length - start, length - end, author))
        while after and length - after[-1].start < position:
            start, end, author = after.pop()
            if length - end > position:
                after.append(Authored(length - position, end, author))
            _append(before, Authored(length - start, min(length - end, position), author))
