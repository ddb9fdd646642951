"""How a session's model is run: here, over KV caches, or by an engine, over HTTP."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from scoring.continuation.continuer import Continuer
from scoring.edits.alternatives import WordsAtPlace, WordSearch
from scoring.edits.effects import MOST_REST, rest_effect
from scoring.edits.engine_places import EngineWords, engine_effect
from scoring.engines.engine_model import AnyModel, EngineModel
from scoring.model.kv_cache import CachePool
from scoring.model.model import Model
from scoring.model.tokens import Ids
from scoring.windows.cached_scores import CachedScores
from scoring.windows.document_scores import DocumentScores
from scoring.windows.document_windows import SHORT_CONTEXT
from scoring.windows.engine_scores import EngineScores
from scoring.windows.pages import WindowRule
from scoring.windows.stats import Stats


class Places(Protocol):
    """Finds the words that fit at a place in a document."""

    def words(self, first: int, own: Ids, lead: str, count: int) -> WordsAtPlace:
        """Return the words that fit in place of the tokens `own`, which start at token `first`."""

    def effect(self, first: int, old: Ids, new: Ids, rest: Ids) -> tuple[float, int]:
        """Return how many nats more probable `rest` is after `new` than after `old`, which starts at token `first`, and
        how many of its tokens count."""


class Running(NamedTuple):
    """The objects that run the model for one document.

    Attributes:
        scores: scores the document.
        places: finds the words that fit at a place.
        continuer: continues the text; None if the model can't.
    """

    scores: DocumentScores
    places: Places
    continuer: Continuer | None


def running(model: AnyModel, text: str, rule: WindowRule, pool: CachePool, top_k: int, stats: Stats) -> Running:
    """Return the objects that run a model for a document; for the arguments see `CachedScores`."""
    if isinstance(model, EngineModel):
        sent = EngineScores(model, text, rule, top_k, stats)
        return Running(sent, _EnginePlaces(model, sent), None)
    scores = CachedScores(model, text, rule, pool, top_k, stats)
    return Running(scores, _CachedPlaces(model, scores, pool), Continuer(model, scores, pool, stats))


class _CachedPlaces:
    def __init__(self, model: Model, scores: CachedScores, pool: CachePool) -> None:
        self._model = model
        self._scores = scores
        self._pool = pool

    def words(self, first: int, own: Ids, lead: str, count: int) -> WordsAtPlace:
        cache, length = self._scores.windows.prefix(first)
        found = WordSearch(self._model, cache, length, lead).run(own, count)
        self._pool.trim()
        return found

    def effect(self, first: int, old: Ids, new: Ids, rest: Ids) -> tuple[float, int]:
        cache, length = self._scores.windows.prefix(first)
        found = rest_effect(self._model, cache, length, old, new, rest)
        self._pool.trim()
        return found


class _EnginePlaces:
    """Sends a short context with each question."""

    def __init__(self, model: EngineModel, scores: EngineScores) -> None:
        self._model = model
        self._scores = scores

    def words(self, first: int, own: Ids, lead: str, count: int) -> WordsAtPlace:
        return EngineWords(self._model, self._prefix(first), lead).run(own, count)

    def effect(self, first: int, old: Ids, new: Ids, rest: Ids) -> tuple[float, int]:
        return engine_effect(self._model, self._prefix(first), old, new, rest[:MOST_REST])

    def _prefix(self, first: int) -> Ids:
        room = min(SHORT_CONTEXT, self._model.max_positions // 2)
        return self._model.window(self._scores.tokenized.ids[max(0, first - room) : first])
