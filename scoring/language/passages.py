"""How a document is cut into the pieces that the edit search looks at: sentences, each with a little of what stands
before it. Only the text decides, so that a fresh session has the same ones, and an edit changes those beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LONGEST = 400
"""Most code points in a passage; longer sentences are cut between two words."""
CONTEXT = 240
"""Most code points before a passage that are its context."""

_WRAPPED = 50
"""Code points from which on a line is taken to be wrapped at a column: the sentence may go on in the next one."""
_END = re.compile(
    rf"""[.!?…]["'”’)\]]*\s+|\n\s*\n|(?<![^\n]{{{_WRAPPED}}})\n|(?<=[^\n]{{{_WRAPPED}}})\n(?=\s*(?:[-*+\#>|]|\d+[.)]\s))"""
)


_SHORT = 80
"""Code points up to which the next line of verse, or of a list of names, is taken in: alone it costs more context than
it has words."""
_PLAIN = re.compile(r"[^\W\d_]|[\"'“‘«(—–]")
_ENDS_SENTENCE = tuple(".!?…:;\"'”’)]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Code points [start, end) that are searched, given [context, start) before them."""

    context: int
    start: int
    end: int


class Passages:
    """The passages of a text.

    Args:
        text: the document.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts: npt.NDArray[np.int64] = np.fromiter(_starts(text, 0), np.int64)

    def __len__(self) -> int:
        return len(self._starts)

    def edit(self, text: str, start: int, end: int, length: int) -> None:
        """The code points [start, end) were replaced by `length` others, which gave `text`."""
        delta = length - (end - start)
        # What ends a passage may hang on as much text before and behind it as a wrapped line.
        kept = max(0, bisect_left(self._starts, start - _WRAPPED) - 1)
        settled = bisect_right(self._starts, end + _WRAPPED)
        later = self._starts[settled:] + delta
        new: list[int] = []
        for begin in _starts(text, int(self._starts[kept]) if kept < len(self._starts) else 0):
            place = int(np.searchsorted(later, begin))
            if place < len(later) and later[place] == begin:
                later = later[place:]
                break
            new.append(begin)
        else:
            later = later[:0]
        self._starts = np.concatenate([self._starts[:kept], np.array(new, np.int64), later])
        self._length = len(text)

    def overlapping(self, start: int, end: int) -> list[Passage]:
        """The passages that have code points of [start, end), in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        past = bisect_left(self._starts, end)
        return [self[index] for index in range(first, past)]

    def __getitem__(self, index: int) -> Passage:
        start = int(self._starts[index])
        end = int(self._starts[index + 1]) if index + 1 < len(self._starts) else self._length
        context = int(self._starts[bisect_left(self._starts, start - CONTEXT)])
        return Passage(context, start, end)


def _starts(text: str, begin: int) -> Iterator[int]:
    """Where the passages from `begin` on, which is the start of one, start."""
    while begin < len(text):
        yield begin
        end = _end(text, begin, begin)
        while end - begin < _SHORT and _goes_on(text, begin, end):
            end = _end(text, begin, end)
        if end - begin > LONGEST:
            blank = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
            end = blank + 1 if blank >= 0 else begin + LONGEST
        begin = end


def _end(text: str, begin: int, position: int) -> int:
    """Where the sentence or line at `position` ends, of a passage that starts at `begin`."""
    found = _END.search(text, position + 1, begin + 2 * LONGEST)
    return found.end() if found else begin + 2 * LONGEST


def _goes_on(text: str, begin: int, end: int) -> bool:
    """Whether what was found is plain lines without a sentence's end, and another one follows."""
    found = text[begin:end]
    return (
        found.endswith("\n")
        and not found.rstrip(" \t").endswith("\n\n")
        and not found.rstrip().endswith(_ENDS_SENTENCE)
        and _PLAIN.match(found) is not None
        and _PLAIN.match(text, end) is not None
    )
