"""What the search of a passage leaves for the next one of nearly the same text: where the writer types on, only what is
new is searched."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scoring.edits.trials import Findings
from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids, shared_start


class SearchMemory:
    """Remembers the last search: its tokens' cache, and what was found out about which words.

    Findings of a word hang on no more than the tokens from the first one up to some behind it, so they are what a
    search of any text with the same ones would find.

    Args:
        model: the model.
        most_tokens: in a window.
    """

    def __init__(self, model: Model, most_tokens: int) -> None:
        self._model = model
        self._most_tokens = most_tokens
        self._cache: WindowCache | None = None
        self._ids: Ids = np.empty(0, np.int32)
        self._base = 0
        self._known: list[tuple[int, Findings]] = []

    def take(self, ids: Ids) -> WindowCache:
        """A cache of a window, exact as far as the last one had the same tokens; nobody else gets it until it is given
        back.

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
        """Give the memory of the cache back; what was found out stays."""
        self._cache = None

    def known(self, ids: Ids, base: int) -> dict[int, Findings]:
        """What was found out before and holds for a text, by the first token of the word.

        Args:
            ids: the tokens of the text.
            base: the code point where they begin.
        """
        if base != self._base:
            return {}
        shared = shared_start(ids, self._ids)
        return {found.word.first: found for needs, found in self._known if needs <= shared}

    def remember(self, ids: Ids, base: int, found: Iterable[tuple[int, Findings]]) -> None:
        """Remember what was found out about a text, instead of what was known of another one.

        Args:
            ids: as for `known`.
            base: as for `known`.
            found: how many tokens from the first one on the findings of a word hang on, and these.
        """
        self._ids, self._base = ids, base
        self._known = [(needs, one) for needs, one in found if needs <= len(ids)]
