"""KV caches of token prefixes: what a window has been through, kept for the next edit.

A cache is found again by its content: the one that shares the longest prefix with the window that is wanted. It holds
the keys and values and, for each position, the last hidden state, so that the distribution behind any cached token is
there without another forward pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from transformers import DynamicCache

from scoring.tokens import Ids


@dataclass(slots=True, eq=False)
class PrefixCache:
    """Everything the model computed for one sequence of tokens.

    Attributes:
        ids: the tokens, shape (length,).
        hidden: their last hidden states, after the final norm, shape (length, width).
        keys_values: transformers' own cache over the same tokens.
    """

    hidden: torch.Tensor
    keys_values: DynamicCache
    ids: Ids = field(default_factory=lambda: np.empty(0, np.int32))

    def __len__(self) -> int:
        return len(self.ids)

    def crop(self, length: int) -> None:
        """Forget the tokens from `length` on."""
        if length < len(self.ids):
            self.keys_values.crop(length - len(self.ids))
            self.ids = self.ids[:length]
            self.hidden = self.hidden[:length]

    def shared(self, ids: Ids) -> int:
        """How many tokens at the start of `ids` this cache holds."""
        length = min(len(ids), len(self.ids))
        differs = np.flatnonzero(self.ids[:length] != ids[:length])
        return int(differs[0]) if len(differs) else length


_WORTH_SHARING = 8
"""Windows of different places begin with the same start token and perhaps the same words; a cache is taken over (and
cropped) only for a longer prefix than that."""


class CachePool:
    """The caches of one document under a memory budget; the least recently used one goes first.

    Args:
        budget: bytes that all caches may take together; one cache may always exist.
        bytes_per_token: what one token takes in a cache.
    """

    def __init__(self, budget: int, bytes_per_token: int) -> None:
        self._most_tokens = max(1, budget // bytes_per_token)
        self._caches: list[PrefixCache] = []

    def take(self, ids: Ids) -> PrefixCache | None:
        """The cache that shares the longest prefix with `ids`, or None where none shares one worth keeping."""
        best = max(self._caches, key=lambda cache: cache.shared(ids), default=None)
        if best is None or best.shared(ids) < min(_WORTH_SHARING, len(ids)):
            return None
        self._caches.remove(best)
        self._caches.append(best)
        return best

    def add(self, cache: PrefixCache) -> None:
        """Keep `cache` as the most recently used one."""
        self._caches.append(cache)

    def trim(self) -> None:
        """Drop the least recently used caches until the rest fits the budget."""
        while len(self._caches) > 1 and sum(len(cache) for cache in self._caches) > self._most_tokens:
            self._caches.pop(0)
