"""Pages and windows: which tokens are scored with which tokens before them.

The strided evaluation of long texts (as in Hugging Face's "Perplexity of fixed-length models"), with boundaries that
the text alone decides, as in content-defined chunking (Muthitacharoen et al., "A Low-bandwidth Network File System",
2001), so that a fresh session has the same ones and an edit moves only those beside it.

A document is cut into pages of at most `stride` tokens. A page's window starts at its context start and ends with the
page: at most `max_length` tokens, of which at least `max_length - stride` stand before the page where the document has
them. Every window begins with the model's start token, which counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
import numpy.typing as npt

from scoring.model.tokens import Ids

_NEIGHBOURS = 4
"""A cut's key depends on this many tokens on either side of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Tokens [start, end), scored in the window of tokens [context, end)."""

    context: int
    start: int
    end: int


class WindowLengths(TypedDict):
    """The lengths that `WindowRule` takes, under their names."""

    max_length: int
    stride: int


class WindowRule:
    """How a document is cut into pages.

    Args:
        max_length: most tokens in a window, the start token counted.
        stride: most tokens in a page.
        cut_class: for each id of the vocabulary how well a page may begin behind it (0: behind a line end, 1: behind
            the end of a sentence, 2: anywhere), shape (vocabulary,).

    Raises:
        ValueError: the two lengths do not fit together.
    """

    def __init__(self, max_length: int, stride: int, cut_class: npt.NDArray[np.uint8]) -> None:
        if not 8 <= stride <= max_length:
            raise ValueError(f"stride {stride} must lie between 8 and max_length ({max_length})")
        self.max_length = max_length
        self.stride = stride
        self._slack = stride // 8
        self._longest = stride - 1 - self._slack
        self._shortest = stride // 2
        self._cut_class = cut_class

    def plan(self, ids: Ids, old: Sequence[Page] = (), first: int = 0, past: int = 0, delta: int = 0) -> list[Page]:
        """The pages of the tokens `ids`, shape (tokens,).

        After an edit, `old` are the pages before it, tokens [first, past) are the changed ones in the new numbering
        and `delta` is by how many tokens the text grew; the pages out of the edit's reach are then taken over. The
        result is the same as without them.
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
        """Whether neither `page` (old numbering), nor those behind it, nor their contexts were touched by an edit."""
        latest = page.start + delta - (self.max_length - self.stride)
        behind = latest - self._slack - _NEIGHBOURS >= past
        return behind and min(page.end, page.end + delta) + 1 > self.max_length

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
        """The cut in [low, high] with the best class, then the smallest key."""
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
