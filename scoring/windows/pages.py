"""Pages and windows: which tokens are scored with which context.

This is the strided evaluation of long texts (as in Hugging Face's "Perplexity of fixed-length models"), except that the
text alone decides the boundaries, as in content-defined chunking (Muthitacharoen et al., "A Low-bandwidth Network File
System", 2001). So a fresh session has the same boundaries, and an edit moves only those next to it.

A document is cut into pages, chunks of at most `stride` tokens that are scored together. A page's window starts at its
context start and ends with the page: at most `max_length` tokens, of which at least `max_length - stride` come before
the page if the document has that many. Every window begins with the model's start token, which is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
import numpy.typing as npt

from scoring.model.tokens import Ids

_NEIGHBOURS = 4
"""The number of tokens on either side of a cut that its key depends on."""


@dataclass(frozen=True, slots=True)
class Page:
    """The tokens [start, end), scored in the window of tokens [context, end)."""

    context: int
    start: int
    end: int


class WindowLengths(TypedDict):
    """The keyword arguments of `WindowRule` for lengths."""

    max_length: int
    stride: int


class WindowRule:
    """The rule that cuts a document into pages.

    Args:
        max_length: the most tokens in a window, including the start token.
        stride: the most tokens in a page.
        cut_class: for each id of the vocabulary, how well a page may begin after it (0: after a line end, 1: after a
            sentence end, 2: elsewhere), shape (vocabulary,).

    Raises:
        ValueError: `stride` is out of range for `max_length`.
    """

    def __init__(self, max_length: int, stride: int, cut_class: npt.NDArray[np.uint8]) -> None:
        if not 8 <= stride <= max_length:
            raise ValueError(f"stride {stride} must be between 8 and max_length ({max_length})")
        self.max_length = max_length
        self.stride = stride
        self._slack = stride // 8
        self._longest = stride - 1 - self._slack
        self._shortest = stride // 2
        self._cut_class = cut_class

    def plan(self, ids: Ids, old: Sequence[Page] = (), first: int = 0, past: int = 0, delta: int = 0) -> list[Page]:
        """Return the pages of the tokens `ids`, shape (tokens,).

        After an edit, `old` are the pages before it, the tokens [first, past) in the new numbering are new, and the
        text grew by `delta` tokens. Pages unaffected by the edit are then copied; the result is the same.
        """
        pages = [page for page in old if page.start + self._longest + _NEIGHBOURS < first]
        later = {page.start + delta: index for index, page in enumerate(old)}
        start = pages[-1].end if pages else 0
        while start < len(ids):
            index = later.get(start)
            if index is not None and self._out_of_reach(old[index], past, delta):
                pages += [Page(page.context + delta, page.start + delta, page.end + delta) for page in old[index:]]
                break
            end = self._end(ids, start)
            pages.append(Page(self._context(ids, start, end), start, end))
            start = end
        return pages

    def _out_of_reach(self, page: Page, past: int, delta: int) -> bool:
        """Return True if an edit touched neither `page` (old numbering) nor the pages after it nor their contexts."""
        latest = page.start + delta - (self.max_length - self.stride)
        is_after = latest - self._slack - _NEIGHBOURS >= past
        return is_after and min(page.end, page.end + delta) + 1 > self.max_length

    def _end(self, ids: Ids, start: int) -> int:
        if len(ids) - start <= self._longest:
            return len(ids)
        return self._best(ids, start + self._shortest, start + self._longest)

    def _context(self, ids: Ids, start: int, end: int) -> int:
        if end + 1 <= self.max_length:
            return 0
        latest = start - (self.max_length - self.stride)
        return self._best(ids, max(0, latest - self._slack), latest) if latest > 0 else 0

    def _best(self, ids: Ids, low: int, high: int) -> int:
        """Return the cut in [low, high] with the best class and, among those, the smallest key."""
        cuts = np.arange(low, high + 1)
        around = np.arange(low - _NEIGHBOURS, high + 1 + _NEIGHBOURS).clip(0, len(ids) - 1)
        ids_around = ids[around].astype(np.uint64)
        key = np.zeros(len(cuts), np.uint64)
        for distance in range(2 * _NEIGHBOURS):
            key = (key ^ ids_around[distance : distance + len(cuts)]) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        kind = self._cut_class[ids[np.clip(cuts - 1, 0, len(ids) - 1)]]
        kind = np.where(cuts == 0, 0, kind)
        return int(cuts[np.lexsort((key, kind))[0]])
