"""Looks up token sequences: how often each occurs in some texts, and which tokens follow it.

All positions are sorted by the tokens that start there (a suffix array, sorted by the first tokens only), with prefix
doubling as in Manber and Myers, "Suffix arrays: a new method for on-line string searches" (1990).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.model.tokens import Ids

LONGEST = 16
"""The longest sequence that is looked up, in tokens."""
END = -1
"""Follows the last token of a text."""

Counts = npt.NDArray[np.int64]


class Sequences:
    """All sequences of some texts.

    Args:
        texts: the tokens of each, shape (tokens,). No sequence reaches from one into the next.

    Attributes:
        tokens: the tokens of all texts, each text followed by `END`, shape (tokens + texts,).
    """

    def __init__(self, texts: list[Ids]) -> None:
        end = np.full(1, END, np.int32)
        self._ids = np.concatenate([part for text in texts for part in (text, end)] or [end])
        self.tokens = self._ids[: len(self._ids) if texts else 0]
        self._order = _sorted_places(self._ids)
        self._padded = np.concatenate([self._ids, np.full(LONGEST, END, np.int32)])

    def counts(self, ids: Ids) -> Counts:
        """Return how often each sequence of `ids`, shape (n,), occurs: the one of k tokens from position j, at [k, j];
        shape (LONGEST + 1, n). Sequences that extend past the end count as 0; the empty one occurs before each token
        and at the end of each text."""
        found = np.zeros((LONGEST + 1, len(ids)), np.int64)
        found[0] = len(self.tokens)
        active = np.arange(len(ids))
        low, high = np.zeros(len(ids), np.int64), np.full(len(ids), len(self._ids))
        for length in range(1, LONGEST + 1):
            is_inside = active + length <= len(ids)
            active, low, high = active[is_inside], low[is_inside], high[is_inside]
            low, high = self._narrowed(low, high, length - 1, ids[active + length - 1])
            found[length, active] = high - low
            is_found = low < high
            active, low, high = active[is_found], low[is_found], high[is_found]
        return found

    def followers(self, context: Ids) -> list[Ids]:
        """Return the tokens that follow the last k tokens of `context`, one for each occurrence, for k from 1 until
        there are none."""
        found: list[Ids] = []
        for length in range(1, min(LONGEST - 1, len(context)) + 1):
            low, high = 0, len(self._order)
            for depth, token in enumerate(context[len(context) - length :].tolist()):
                at = partial(self._token_after, depth)
                low = bisect_left(self._order, token, low, high, key=at)
                high = bisect_left(self._order, token + 1, low, high, key=at)
            following = self._padded[self._order[low:high] + length]
            if not len(following):
                break
            found.append(following)
        return found

    def _token_after(self, depth: int, place: int) -> int:
        return int(self._padded[place + depth])

    def _narrowed(
        self, low: Counts, high: Counts, depth: int, tokens: npt.NDArray[np.integer]
    ) -> tuple[Counts, Counts]:
        """Narrow ranges of the order to the sequences that have `tokens` after their first `depth` tokens."""
        return self._bound(low, high, depth, tokens), self._bound(low, high, depth, tokens + 1)

    def _bound(self, low: Counts, high: Counts, depth: int, tokens: npt.NDArray[Any]) -> Counts:
        """Return for each range [low, high) the first position whose token after `depth` tokens is at least the given
        one, by binary search in all ranges at once."""
        low, high = low.copy(), high.copy()
        last = len(self._order) - 1
        while (open_ones := low < high).any():
            middle = (low + high) // 2
            is_less = self._padded[self._order[np.minimum(middle, last)] + depth] < tokens
            low = np.where(open_ones & is_less, middle + 1, low)
            high = np.where(open_ones & ~is_less, middle, high)
        return low


def _sorted_places(ids: Ids) -> npt.NDArray[np.int32]:
    """Return the positions of `ids`, sorted by the `LONGEST` tokens that start there."""
    count, length = len(ids), 1
    rank = np.unique(ids, return_inverse=True)[1].astype(np.int64) + 1
    order = np.argsort(rank, kind="stable")
    while length < LONGEST:
        later = np.zeros(count, np.int64)
        later[: max(0, count - length)] = rank[length:]
        keys = rank * (count + 2) + later
        order = np.argsort(keys, kind="stable")
        is_new = np.diff(keys[order], prepend=-1) != 0
        rank = np.empty(count, np.int64)
        rank[order] = np.cumsum(is_new)
        length *= 2
    return order.astype(np.int32)
