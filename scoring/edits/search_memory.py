"""Memory from one search to the next of nearly the same text: while the writer types on, only new text is searched."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scoring.edits.trials import Findings
from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids, shared_start


class SearchMemory:
    """Remembers the last search: its KV cache, and its findings.

    The findings about a word depend only on the tokens from the first one up to a few after the word, so a search of
    any text that begins with these tokens would find the same.

    Args:
        model: the model.
        most_tokens: the most tokens in a window.
    """

    def __init__(self, model: Model, most_tokens: int) -> None:
        self._model = model
        self._most_tokens = most_tokens
        self._cache: WindowCache | None = None
        self._ids: Ids = np.empty(0, np.int32)
        self._base = 0
        self._known: list[tuple[int, Findings]] = []

    def take(self, ids: Ids) -> WindowCache:
        """Return a cache for a window, valid up to where its tokens differ from the last window's. Nobody else gets it
        until it is given back.

        Args:
            ids: the window's tokens, the start token first.
        """
        cache, self._cache = self._cache, None
        if cache is None:
            cache = self._model.new_cache(self._most_tokens)
        cache.retarget(ids)
        return cache

    def give_back(self, cache: WindowCache) -> None:
        """Keep a cache for the next window."""
        self._cache = cache

    def forget_cache(self) -> None:
        """Free the memory of the cache; the findings stay."""
        self._cache = None

    def known(self, ids: Ids, base: int) -> dict[int, Findings]:
        """Return the findings that still hold for a text, by the first token of the word.

        Args:
            ids: the tokens of the text.
            base: the code point where they begin.
        """
        if base != self._base:
            return {}
        shared = shared_start(ids, self._ids)
        return {found.word.first: found for needs, found in self._known if needs <= shared}

    def remember(self, ids: Ids, base: int, found: Iterable[tuple[int, Findings]]) -> None:
        """Remember the findings about a text, in place of the last one's.

        Args:
            ids: as for `known`.
            base: as for `known`.
            found: the findings, each with the number of tokens, from the first one, that it depends on.
        """
        self._ids, self._base = ids, base
        self._known = [(needs, one) for needs, one in found if needs <= len(ids)]
