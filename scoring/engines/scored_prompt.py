"""An engine's scores for a prompt: log_prob, rank and the most probable tokens at each place, by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.model.tokens import Ids

MINUS_INFINITY = -9999.0
"""The logarithm of 0 as written in JSON."""
_REST = 2.27
"""How many nats less probable the tokens beyond the top 20 are than the last of these, on average (measured with the
default model on prose; entropy is then off by 0.04 nats on average)."""
_ROUNDING = 1e-3

Entry = tuple[int, float, int]
"""A token's id, its log_prob in nats, and its rank, from 1; 0 if the engine doesn't say."""


@dataclass(frozen=True, slots=True)
class ScoredPrompt:
    """The scores of a prompt's last n tokens.

    Attributes:
        log_prob: of each, in nats, shape (n,).
        rank: of each, from 1, shape (n,); k + 1 for a token that isn't among the k most probable and whose rank the
            engine doesn't report.
        top_ids, top_log_probs: the k most probable tokens there, the most probable first, shape (n, k).
    """

    log_prob: npt.NDArray[np.float32]
    rank: npt.NDArray[np.int32]
    top_ids: Ids
    top_log_probs: npt.NDArray[np.float32]

    @property
    def entropy(self) -> npt.NDArray[np.float32]:
        """An estimate of the entropy at each place, in nats, shape (n,).

        An engine doesn't report the tokens beyond the first k, only their total probability is known. Each of them is
        assumed to be less probable than the last of the k by a constant.
        """
        if not self.top_log_probs.shape[1]:
            return np.zeros(len(self.log_prob), np.float32)
        top = self.top_log_probs.astype(np.float64)
        probs = np.exp(top)
        rest = np.clip(1.0 - probs.sum(1), 0.0, 1.0)
        known = -np.where(probs > 0, probs * np.where(probs > 0, top, 0.0), 0.0).sum(1)
        beyond = np.where(rest > 0, rest * (_REST - np.maximum(top[:, -1], MINUS_INFINITY)), 0.0)
        entropy: npt.NDArray[np.float32] = (known + beyond).astype(np.float32)
        return entropy


def scored_prompt(own: Sequence[Entry], top: Sequence[Sequence[tuple[int, float]]], k: int) -> ScoredPrompt:
    """Put the entries of n tokens, and the k most probable ones at each place, into arrays.

    Raises:
        ValueError: a value is NaN or not a log-probability, or some are missing.
    """
    log_prob = _log_probs([value for _, value, _ in own])
    ranked = [sorted(found, key=lambda entry: -entry[1])[:k] for found in top]
    if any(len(found) != k for found in ranked):
        raise ValueError(f"fewer than {k} tokens at a place")
    top_ids = np.array([[token for token, _ in found] for found in ranked], np.int32).reshape(len(own), k)
    values = _log_probs([value for found in ranked for _, value in found]).reshape(len(own), k)
    ranks = [rank or _rank(token, found, k) for (token, _, rank), found in zip(own, ranked, strict=True)]
    return ScoredPrompt(log_prob, np.array(ranks, np.int32), top_ids, values)


def _rank(token: int, found: Sequence[tuple[int, float]], k: int) -> int:
    return next((place + 1 for place, (other, _) in enumerate(found) if other == token), k + 1)


def _log_probs(values: Sequence[float]) -> npt.NDArray[np.float32]:
    found = np.array(values, np.float64)
    if not np.isfinite(found).all() or (found > _ROUNDING).any():
        raise ValueError("a log-probability above 0, or NaN")
    return np.where(found <= MINUS_INFINITY, -np.inf, np.minimum(found, 0.0)).astype(np.float32)
