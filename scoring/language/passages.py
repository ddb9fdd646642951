"""Passages: the pieces of a document that the edit search works on.

A passage is usually a sentence, with a little of the text before it as context. Code blocks, comments and the like
aren't part of any passage. Passages depend on the text alone, so a fresh session finds the same ones, and an edit
changes only those next to it, unless it opens or closes such a block.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.language.hidden_text import Hidden, HiddenText, ToldText
from scoring.language.sentences import SENTENCE_END

LONGEST = 400
"""The longest passage, in code points; longer sentences are split between two words."""
CONTEXT = 240
"""The longest context before a passage, in code points."""

_WRAPPED = 50
"""The least length, in code points, of a hard-wrapped line, whose sentence may go on in the next line."""
REACH = _WRAPPED
"""The greatest distance, in code points, at which an edit moves the boundaries of a passage, unless the passage is cut
because it is too long."""
_END = re.compile(
    rf"""{SENTENCE_END}+|\n\s*\n|(?<![^\n]{{{_WRAPPED}}})\n|(?<=[^\n]{{{_WRAPPED}}})\n(?=\s*(?:[-*+\#>|]|\d+[.)]\s))"""
)


_SHORT = 80
"""In code points. A passage shorter than this also takes the next line, in verse or a list of names; on its own, its
context would be longer than itself."""
_PLAIN = re.compile(r"[^\W\d_]|[\"'“‘«(—–]")
_ENDS_SENTENCE = tuple(".!?…:;\"'”’)]")


@dataclass(frozen=True, slots=True)
class Passage:
    """The code points [start, end) to search, given the context [context, start)."""

    context: int
    start: int
    end: int


class Passages:
    """The passages of a text, in order when iterated over.

    Args:
        text: the document.
        is_told: whether `tell` says what isn't prose; otherwise the text itself decides.
    """

    def __init__(self, text: str, *, is_told: bool = False) -> None:
        self._length = len(text)
        self._hidden: Hidden = ToldText() if is_told else HiddenText(text)
        self._starts: npt.NDArray[np.int64] = np.fromiter(_starts(text, 0, self._hidden), np.int64)

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.overlapping(0, self._length))

    def edit(self, text: str, start: int, end: int, length: int) -> tuple[int, int]:
        """Follow an edit that replaced the code points [start, end) with `length` others and resulted in `text`.

        Returns:
            The code points of the new text that may have entered or left passages, apart from the edited text; usually
            none.
        """
        delta = length - (end - start)
        low, high = self._hidden.edit(text, start, end, length)
        # Where a long passage is cut depends on all of it; where another ends, on the text up to a wrapped line away.
        old, new = self._begin_again(text, min(start - LONGEST, low), max(end + REACH, high - delta), delta)
        self._length = len(text)
        followed = {at if at <= start else at + delta for at in old if at <= start or at >= end}
        apart = [at for at in followed.symmetric_difference(new) if not -REACH <= at - start <= length + REACH]
        cut = (0, 0)
        if apart:
            before = bisect_left(self._starts, min(apart)) - 1
            cut = int(self._starts[max(0, before)]) if len(self._starts) else 0, max(apart)
        return joined((low, high) if self._hidden.has_turned else (0, 0), cut)

    def tell(self, text: str, start: int, end: int, stretches: Iterable[tuple[int, int]]) -> bool:
        """Say which stretches of [start, end) aren't prose, in order. Returns False if nothing changed.

        Raises:
            ValueError: the text itself decides.
        """
        if not isinstance(self._hidden, ToldText):
            raise ValueError("the text itself says what is prose")
        is_new = self._hidden.tell(start, end, stretches)
        if is_new:
            self._begin_again(text, start - LONGEST, end + REACH, 0)
        return is_new

    def _begin_again(self, text: str, first: int, last: int, delta: int) -> tuple[list[int], list[int]]:
        """Recompute the starts of passages from `first` on; those after `last` moved by `delta`.

        Returns:
            The old starts that were discarded, in the old text, and the new ones that replace them.
        """
        kept = max(0, bisect_left(self._starts, first) - 1)
        settled = bisect_right(self._starts, last)
        later = self._starts[settled:] + delta
        new: list[int] = []
        for begin in _starts(text, int(self._starts[kept]) if kept < len(self._starts) else 0, self._hidden):
            place = int(np.searchsorted(later, begin))
            if place < len(later) and later[place] == begin:
                later = later[place:]
                break
            new.append(begin)
        else:
            later = later[:0]
        old: list[int] = self._starts[kept : len(self._starts) - len(later)].tolist()
        self._starts = np.concatenate([self._starts[:kept], np.array(new, np.int64), later])
        return old, new

    def overlapping(self, start: int, end: int) -> list[Passage]:
        """Return the passages that overlap the code points [start, end), in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        past = bisect_left(self._starts, end)
        return [self._passage(index) for index in range(first, past) if not self._hidden.hides(self._starts[index])]

    def _passage(self, index: int) -> Passage:
        start = int(self._starts[index])
        end = int(self._starts[index + 1]) if index + 1 < len(self._starts) else self._length
        context = int(self._starts[bisect_left(self._starts, start - CONTEXT)])
        return Passage(max(context, self._hidden.end_before(start)), start, end)


def joined(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Return the smallest range of code points that contains both; an empty one counts for nothing."""
    both = [own for own in (one, other) if own[0] < own[1]]
    return (min(low for low, _ in both), max(high for _, high in both)) if both else (0, 0)


def _starts(text: str, begin: int, hidden: Hidden) -> Iterator[int]:
    """Yield the starts of passages and hidden stretches from `begin` on, including it."""
    while begin < len(text):
        yield begin
        limit, end = hidden.next_edges(begin)
        if limit == begin:
            begin = end
            continue
        end = min(limit, _end(text, begin, begin))
        while end - begin < _SHORT and end < limit and _goes_on(text, begin, end):
            end = min(limit, _end(text, begin, end))
        if end - begin > LONGEST:
            blank = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
            end = blank + 1 if blank >= 0 else begin + LONGEST
        begin = end


def _end(text: str, begin: int, position: int) -> int:
    """Return the end of the sentence or line at `position`, in a passage that starts at `begin`."""
    found = _END.search(text, position + 1, begin + 2 * LONGEST)
    return found.end() if found else min(begin + 2 * LONGEST, len(text))


def _goes_on(text: str, begin: int, end: int) -> bool:
    """Return True if [begin, end) consists of plain lines without a sentence end, and another such line follows."""
    found = text[begin:end]
    return (
        found.endswith("\n")
        and not found.rstrip(" \t").endswith("\n\n")
        and not found.rstrip().endswith(_ENDS_SENTENCE)
        and _PLAIN.match(found) is not None
        and _PLAIN.match(text, end) is not None
    )
