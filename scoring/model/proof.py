"""Picks the trunk that runs a model: the fastest one whose results, computed piece by piece over its cache, equal those
of one pass without a cache. This is checked before the model is used; a model that no trunk can run is rejected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from scoring.errors import ModelError
from scoring.model.head import Head
from scoring.model.llama import Llama
from scoring.model.standin import WINDOW, stand_in
from scoring.model.trunk import PathsTrunk, TransformersTrunk, Trunk, body, text_config

TRUNKS: tuple[type[Llama | TransformersTrunk | PathsTrunk], ...] = (Llama, TransformersTrunk, PathsTrunk)
"""The fastest first."""

_TOKENS = 3 * WINDOW + 4
_TOLERANCE = 1e-3
"""Relative to the largest number in a hidden state; float32 rounding is a thousand times smaller."""


def trunk_for(network: Any, name: str) -> Trunk:
    """Return a trunk that runs a model.

    Args:
        network: transformers' causal language model.
        name: of the model, for the error.

    Raises:
        ModelError: no trunk does.
    """
    kind = network.config.model_type
    try:
        small = stand_in(network.config)
    except Exception:  # its sizes can't be reduced one by one
        small = network
    found, reason = way(small)
    if found is None:
        raise ModelError(
            f"{name}: models of kind {kind!r} cannot be used, since {reason}; docs/families.md names those that can"
        )
    with torch.inference_mode():
        return found(network)


def way(network: Any) -> tuple[type[Llama | TransformersTrunk | PathsTrunk] | None, str]:
    """Return the trunk that runs models built like `network`, a stand-in; or None and the reason, worded to end a
    sentence."""
    if _is_recurrent(network):
        return None, "each token updates a running state that an edit cannot undo"
    reason = ""
    for trunk in TRUNKS:
        if trunk is Llama and not Llama.fits(network):
            continue
        try:
            with torch.inference_mode():
                reason = fault(trunk(network), network) or ""
        except Exception as error:  # transformers' many architectures fail in many ways
            line = next(iter(str(error).splitlines()), type(error).__name__)
            reason = f"transformers cannot run them over a plain cache ({line})"
        if not reason:
            return trunk, ""
    return None, reason


def _is_recurrent(network: Any) -> bool:
    """Return True if any layer keeps a running state for all earlier tokens instead of their keys and values."""
    from transformers import DynamicCache
    from transformers.cache_utils import LinearAttentionCacheLayerMixin

    config = text_config(network)
    try:
        layers = DynamicCache(config=config).layers
    except Exception:  # of any kind: no cache for this configuration, so the check is to run it
        layers = []
    is_all_state = getattr(network, "_is_stateful", False) and not getattr(config, "layer_types", None)
    return is_all_state or any(isinstance(layer, LinearAttentionCacheLayerMixin) for layer in layers)


@torch.inference_mode()
def fault(trunk: Trunk, network: Any) -> str | None:
    """Return how the results of `trunk` differ from those of `network` without a cache, worded to end a sentence; None
    if they don't.

    Args:
        network: a stand-in, see `scoring.model.standin`.
    """
    ids = torch.randint(4, 90, (_TOKENS,), generator=torch.Generator().manual_seed(3))
    whole = _whole(network, ids)
    if not torch.isfinite(whole).all():
        return "their hidden states overflow"
    logits = network(ids[None], use_cache=False).logits[0].float()
    if _differ(Head(network).logits(whole), logits):
        return "their logits aren't a single product of the last hidden states"
    changed = ids.clone()
    changed[-1] = changed[-1] % 80 + 5
    if _differ(_whole(network, changed)[:-1], whole[:-1]):
        return "their tokens attend to later ones"
    storage = trunk.new_storage(2 * _TOKENS)
    for start, end in ((0, _TOKENS - 7), (_TOKENS - 7, _TOKENS), (5, 8), (8, _TOKENS)):
        found = trunk.forward(ids[start:end], torch.arange(start, end), storage, start, None)
        if _differ(found, whole[start:end]):
            return "they give different results with a cache than without"
    for line, row in _branches(trunk, storage, ids):
        if _differ(row, _whole(network, line)[-1]):
            return "their cache cannot be used to try out continuations"
    return None


def _branches(trunk: Trunk, storage: Any, ids: torch.Tensor) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Try out two continuations that share their first token, in two calls, and yield some of the resulting texts with
    their last states."""
    sees, new = _TOKENS - 5, ids.flip(0)[: WINDOW + 2]
    paths = [[0], [0, 1], *([0, *range(2, last + 1)] for last in range(2, len(new)))]
    for start, end in ((0, 4), (4, len(new))):
        visible = torch.zeros(end - start, _TOKENS + end, dtype=torch.bool)
        visible[:, :sees] = True
        for row, path in enumerate(paths[start:end]):
            visible[row, [_TOKENS + token for token in path]] = True
        positions = torch.tensor([sees + len(path) - 1 for path in paths[start:end]])
        states = trunk.forward(new[start:end], positions, storage, _TOKENS + start, visible)
        for row in (1, end - start - 1):
            yield torch.cat([ids[:sees], new[paths[start + row]]]), states[row]


def _whole(network: Any, ids: torch.Tensor) -> torch.Tensor:
    hidden: torch.Tensor = body(network)(ids[None], use_cache=False).last_hidden_state[0]
    return hidden


def _differ(found: torch.Tensor, expected: torch.Tensor) -> bool:
    return bool((found - expected).abs().max() > _TOLERANCE * max(1.0, float(expected.abs().max())))
