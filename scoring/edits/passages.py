"""Chooses how passages are run to try edits in them."""

from __future__ import annotations

from scoring.edits.cached_passages import CachedPassages
from scoring.edits.engine_passages import EnginePassages
from scoring.edits.trials import Passages
from scoring.engines.engine_model import AnyModel, EngineModel


def passages_of(model: AnyModel, most_tokens: int) -> Passages:
    """Return a runner for a model, for passages of at most `most_tokens` tokens including the start token."""
    if isinstance(model, EngineModel):
        return EnginePassages(model)
    return CachedPassages(model, most_tokens)
