"""One order out of several, by ranks alone: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_SMOOTHING = 10
_Item = TypeVar("_Item")


def fused(*orders: tuple[Sequence[_Item], float]) -> list[_Item]:
    """Return the items of some orders, best first; each order, best first, has a weight."""
    score: dict[_Item, float] = {}
    for order, weight in orders:
        for rank, item in enumerate(order):
            score[item] = score.get(item, 0.0) + weight / (_SMOOTHING + rank)
    return sorted(score, key=lambda item: -score[item])
