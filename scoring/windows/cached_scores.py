"""The scores of a document whose model is in memory: a forward pass over the tokens that the KV caches lack."""

from __future__ import annotations

import numpy as np

from scoring.model.kv_cache import CachePool, WindowCache
from scoring.model.model import Model
from scoring.windows.document_scores import PROVISIONAL, DocumentScores
from scoring.windows.document_windows import CHUNK, SHORT_CONTEXT, DocumentWindows
from scoring.windows.pages import WindowRule
from scoring.windows.stats import Stats
from scoring.windows.token_scores import score


class CachedScores(DocumentScores):
    """Scores a document with a model in memory.

    Args:
        model: the model.
        text: the document, without lone surrogates.
        rule: cuts the document into pages.
        pool: keeps the KV caches.
        top_k: how many predicted tokens to keep for each token.
        stats: counts the tokens run.
    """

    windows: DocumentWindows

    def __init__(self, model: Model, text: str, rule: WindowRule, pool: CachePool, top_k: int, stats: Stats) -> None:
        super().__init__(model, text, lambda ids: DocumentWindows(model, pool, rule, ids, stats))
        self._local = model
        self._top_k = top_k

    def settle(self, token: int, past: int, most: int = CHUNK) -> tuple[int, int]:
        """See `DocumentScores`."""
        page = self.windows.page_of(token)
        cache = self.windows.cache(page.context)
        return self._advance(cache, page.context, token, min(past, page.end), page.context, most)

    def score_soon(self, token: int, first: int, past: int) -> tuple[int, int]:
        """See `DocumentScores`: settled scores if little has to be run, otherwise scores over keys and values from
        before the last edits, otherwise with a shorter context."""
        page = self.windows.page_of(token)
        past = min(past, page.end)
        cache = self.windows.cache(page.context)
        slot = token - page.context  # of the token before
        if slot - cache.valid < CHUNK:
            return self._advance(cache, page.context, token, past, page.context)
        settled = np.flatnonzero(~self.book.unsettled[token:past])
        past = token + int(settled[0]) if len(settled) else past  # settled scores are kept
        unknown = np.flatnonzero(~cache.known[cache.valid : slot]) + cache.valid
        if not len(unknown):
            self.windows.forward(cache, slot, min(slot + CHUNK, past - page.context))
            return self._write(cache, page.context, token, min(token + CHUNK, past), PROVISIONAL)
        if len(unknown) <= SHORT_CONTEXT:
            run = int(unknown[0])
            self.windows.forward(cache, run, min(run + CHUNK, int(unknown[-1]) + 1))
            return 0, 0
        context = max(page.context, first - SHORT_CONTEXT)
        return self._advance(self.windows.short_context_cache(context, past), context, token, past, context)

    def _advance(
        self, cache: WindowCache, context: int, token: int, past: int, written_as: int, most: int = CHUNK
    ) -> tuple[int, int]:
        """Run the next `most` tokens of a window, and score as many as possible from `token` up to `past`."""
        if cache.valid <= token - context:
            self.windows.forward(cache, cache.valid, min(cache.valid + most, past - context))
        if cache.valid <= token - context:
            return 0, 0
        return self._write(cache, context, token, min(past, token + most, context + cache.valid), written_as)

    def _write(self, cache: WindowCache, context: int, first: int, past: int, written_as: int) -> tuple[int, int]:
        """Score the tokens [first, past) from the hidden states of the slots before them."""
        for start in range(first, past, CHUNK):  # the logits of more tokens would take too much memory
            end = min(start + CHUNK, past)
            slots = slice(start - context, end - context)
            signs = None if cache.signs is None else cache.signs[slots]
            chunk = score(self._local, cache.hidden[slots], self.tokenized.ids[start:end], self._top_k, signs)
            self.book.write(start, chunk, written_as)
        return int(self.tokenized.starts[first]), int(self.tokenized.ends[past - 1])
