"""Writes on from places in a document, over what its scores have already run."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.continuation.branches import Branches
from scoring.continuation.caret import Beginning, beginnings, caret_at
from scoring.continuation.writing import Manner, Writing
from scoring.continuation.written import MEMORY, Allowed
from scoring.model.kv_cache import BRANCH_SLOTS, CachePool, WindowCache
from scoring.model.model import Model
from scoring.windows.document_scores import DocumentScores
from scoring.windows.stats import Stats

MOST_TOKENS = BRANCH_SLOTS // 2
"""The most tokens of a continuation."""


class Continuer:
    """Writes on in one document.

    Args:
        model: the model.
        scores: of the document; they don't change.
        pool: keeps their caches.
        stats: counts what is run.
    """

    def __init__(self, model: Model, scores: DocumentScores, pool: CachePool, stats: Stats) -> None:
        self._model = model
        self._scores = scores
        self._pool = pool
        self._stats = stats

    def text(self, offset: int, max_tokens: int) -> Iterator[str]:
        """Write on from a place, most probable token by token; see `Session.continue_text`."""
        length = len(self._scores.tokenized.text)
        if not 0 <= offset <= length:
            raise ValueError(f"{offset} does not lie in a text of {length} code points")
        if max_tokens < 0:
            raise ValueError(f"max_tokens {max_tokens} must be at least 0")
        return self._pieces(offset, min(max_tokens, MOST_TOKENS))

    def _pieces(self, offset: int, max_tokens: int) -> Iterator[str]:
        ids, said = self._scores.tokenized.ids, 0
        if max_tokens == 0:
            return
        writing = self._begin(offset, Manner(max_tokens), exact=True)
        while True:
            for line in writing.lines:
                if len(line.text) > said:
                    yield line.text[said:]
                    said = len(line.text)
            if writing.is_done or self._scores.tokenized.ids is not ids:
                return
            writing.step()

    def _begin(self, offset: int, manner: Manner, *, exact: bool) -> Writing:
        """Return continuations of the text before a place, none of them written yet; see `DocumentWindows.prefix`."""
        tokenized, vocabulary = self._scores.tokenized, self._model.vocabulary
        caret = caret_at(tokenized, vocabulary, offset)
        branches = self._branches(caret.token, manner, exact=exact)
        begun: list[Beginning] = []
        base: tuple[int, ...] = ()
        if caret.lead:
            whole, begun = beginnings(branches, vocabulary, caret, manner.candidates)
            base = whole.tokens if whole else caret.own or self._spelled(caret.lead)
        past = caret.token
        if base == caret.own and not begun:  # they have been run already
            past, base = past + len(base), ()
            branches = self._branches(past, manner, exact=exact)
        before = tokenized.ids[max(0, past - MEMORY) : past].tolist()
        return Writing(branches, vocabulary, Allowed(vocabulary, before, self._model.device), manner, begun, base)

    def _spelled(self, lead: bytes) -> tuple[int, ...]:
        ids, _, _ = self._model.tokenizer.encode(lead.decode("utf-8", "replace"))
        return tuple(ids.tolist())

    def _branches(self, token: int, manner: Manner, *, exact: bool) -> Branches:
        def prefix() -> tuple[WindowCache, int]:
            found = self._scores.windows.prefix(token, exact=exact, room=manner.max_tokens)
            self._pool.trim()
            return found

        return Branches(self._model, prefix, self._stats)
