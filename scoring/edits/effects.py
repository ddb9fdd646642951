"""The effect of an edit on the text after it: how much more probable that becomes.

effect(e) = log p(rest | left, new words) - log p(rest | left, old words), in nats. Both are run as branches after the
same left context (see `scoring.model.kv_cache`), so that nothing else differs.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch

from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids, shared_start

MOST_REST = 96
"""The most tokens of the rest of a sentence that count."""

_CHUNK = 64
"""The most tokens in one pass."""


def shared_end(one: Ids, other: Ids) -> int:
    """Return how many tokens at the end are equal in both."""
    return shared_start(one[::-1], other[::-1])


def rest_effect(model: Model, cache: WindowCache, length: int, old: Ids, new: Ids, rest: Ids) -> tuple[float, int]:
    """Measure how much more probable `rest` is after `new` than after `old`, given `length` slots of a window.

    Args:
        cache: knows the first `length` slots, including the last one's hidden state.
        old, new: tokens; either may be empty.
        rest: tokens; the first 96 count, or fewer where old and new are long.

    Returns:
        Nats, and the number of tokens that counted.
    """
    rest = rest[: max(0, min(MOST_REST, (BRANCH_SLOTS - len(old) - len(new)) // 2))]
    if not len(rest):
        return 0.0, 0
    lines = [np.concatenate([own, rest])[:-1] for own in (old, new)]
    hidden = _run(model, cache, length, lines)
    before, after = (_log_prob(model, states[len(states) - len(rest) :], rest) for states in hidden)
    return after - before, len(rest)


def _run(model: Model, cache: WindowCache, length: int, lines: list[Ids]) -> list[torch.Tensor]:
    """Return for each line the hidden states of the slot before it and of its tokens, shape (1 + tokens, width)."""
    ids = np.concatenate(lines)
    within = np.concatenate([np.arange(len(line)) for line in lines])
    positions = np.minimum(length + within, model.max_positions - 1).tolist()
    visible = [list(range(token - int(depth), token + 1)) for token, depth in enumerate(within)]
    states = [cache.hidden[length - 1 : length]]
    for start in range(0, len(ids), _CHUNK):
        part = slice(start, start + _CHUNK)
        states.append(cache.branch(ids[part], positions[part], visible[part], length, start))
    together = torch.cat(states)
    bounds = np.cumsum([1, *map(len, lines)]).tolist()
    return [torch.cat([together[:1], together[first:past]]) for first, past in pairwise(bounds)]


@torch.inference_mode()
def _log_prob(model: Model, hidden: torch.Tensor, ids: Ids) -> float:
    """Return the log-probability of the tokens `ids`, each from the state before it, in nats."""
    return float(model.log_probs(hidden, torch.from_numpy(ids.astype(np.int64))).double().sum())
