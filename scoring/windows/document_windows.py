"""The windows of one document: their tokens, and their KV caches."""

from __future__ import annotations

import time
from bisect import bisect_right

import numpy as np

from scoring.model.kv_cache import CachePool, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids
from scoring.windows.pages import Page, WindowRule
from scoring.windows.stats import Stats

CHUNK = 64
"""The most tokens in one forward pass while someone is writing, since a new edit has to wait for it."""

BULK_CHUNK = 256
"""The most tokens in one forward pass while nobody is writing. Longer passes are no faster."""

SHORT_CONTEXT = 128
"""The tokens of context for a provisional score if the whole context would have to be run first (a token's log_prob is
then off by 0.3 nats on average)."""


class DocumentPages:
    """The pages of a document, and the tokens of their windows.

    Args:
        start_id: the model's start token.
        rule: cuts the document into pages.
        ids: the document's tokens, shape (tokens,).

    Attributes:
        pages: in order.
    """

    def __init__(self, start_id: int, rule: WindowRule, ids: Ids) -> None:
        self.pages = rule.plan(ids)
        self._start_id = start_id
        self._rule = rule
        self._ids = ids

    def edit(self, ids: Ids, first: int, past: int, delta: int) -> None:
        """Follow an edit: the tokens are now `ids`; [first, past) are new, and there are `delta` more than before."""
        self._ids = ids
        self.pages = self._rule.plan(ids, self.pages, first, past, delta)

    def close(self) -> None:
        """Free memory that is only needed for further scoring."""

    def page_of(self, token: int) -> Page:
        """Return the page of a token."""
        return self.pages[bisect_right(self.pages, token, key=lambda page: page.start) - 1]

    def ids(self, context: int, end: int) -> Ids:
        """Return the tokens of the window [context, end) after the start token, shape (1 + end - context,)."""
        return np.concatenate([np.array([self._start_id], np.int32), self._ids[context:end]])


class DocumentWindows(DocumentPages):
    """Runs the windows of a document.

    Args:
        model: the model.
        pool: keeps its caches.
        rule: cuts the document into pages.
        ids: the document's tokens, shape (tokens,).
        stats: counts the tokens run.
    """

    def __init__(self, model: Model, pool: CachePool, rule: WindowRule, ids: Ids, stats: Stats) -> None:
        super().__init__(model.start_id, rule, ids)
        self._pool = pool
        self._model = model
        self._stats = stats
        self._owner = object()  # owns caches in the pool; not `self`, since a reference cycle would keep them alive

    def close(self) -> None:
        """Return the memory of the caches to the pool."""
        self._pool.drop(self._owner)

    def cache(self, context: int) -> WindowCache:
        """Return the cache of the window that begins at `context`; several pages share the one that begins at 0."""
        index = bisect_right(self.pages, context, key=lambda page: page.context) - 1
        return self._cache_for(self.ids(context, self.pages[index].end), has_short_context=False)

    def short_context_cache(self, context: int, end: int) -> WindowCache:
        """Return a cache for the window [context, end), whose context is shorter than any page's."""
        return self._cache_for(self.ids(context, end), has_short_context=True)

    def _cache_for(self, window: Ids, *, has_short_context: bool) -> WindowCache:
        """Return a cache whose window begins with `window`."""
        cache = self._pool.take(self._owner, window, short_context=has_short_context)
        if cache is None:
            cache = self._model.new_cache(self._rule.max_length, short_context=has_short_context)
            self._pool.add(self._owner, cache)
        if not cache.holds(window):
            self._stats.tokens_reused += cache.retarget(window)
        return cache

    def forward(self, cache: WindowCache, start: int, end: int) -> None:
        """Run the slots [start, end) of a cache."""
        begun = time.perf_counter()
        cache.forward(start, end)
        self._stats.seconds += time.perf_counter() - begun
        self._stats.forwards += 1
        self._stats.tokens_forwarded += end - start

    def prefix(self, token: int, *, exact: bool = False, room: int = 0) -> tuple[WindowCache, int]:
        """Return a cache that knows the text before `token`, including the last hidden state, and its number of slots.

        As for scores wanted soon: exact if little has to be run, otherwise over older keys and values or with a shorter
        context.

        Args:
            token: may be the number of tokens.
            exact: run as much as needed to have the whole context exact.
            room: how many positions must be left after the prefix. If the model has too few, the context is shorter.
        """
        context = self.page_of(token).context if self.pages else 0
        room = min(room, self._model.max_positions // 2)
        if token - context + 1 + room > self._model.max_positions:
            context = token - (self._model.max_positions - room) // 2
            cache = self.short_context_cache(context, token)
        else:
            cache = self.cache(context) if self.pages else self._cache_for(self.ids(0, 0), has_short_context=False)
        slot = token - context
        if not exact and slot - cache.valid >= 4 * CHUNK:
            if cache.known[: slot + 1].all():
                self.forward(cache, slot, slot + 1)
                return cache, slot + 1
            context = max(context, token - SHORT_CONTEXT)
            cache, slot = self.short_context_cache(context, token), token - context
        chunk = BULK_CHUNK if exact else CHUNK
        while cache.valid <= slot:
            self.forward(cache, cache.valid, min(cache.valid + chunk, slot + 1))
        return cache, slot + 1
