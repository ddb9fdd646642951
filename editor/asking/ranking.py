"""Combines several orders of passages into one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from editor.asking import terms

_SMOOTHING = 10
_Item = TypeVar("_Item")


class Weights(NamedTuple):
    """The weights for ranking passages by model and words together.

    Attributes:
        words: of BM25; the nats have weight 1.
        of_questions: of question words, such as "what" and "did".
        floor: nats; the most that a passage can lose by one word.
    """

    words: float = 0.5
    of_questions: float = 0.75
    floor: float = -2.0


WEIGHTS = Weights()


def fused(*orders: tuple[Sequence[_Item], float]) -> list[_Item]:
    """Return the items of several orders, best first; each order, itself best first, has a weight.

    By ranks alone: reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).
    """
    score: dict[_Item, float] = {}
    for order, weight in orders:
        for rank, item in enumerate(order):
            score[item] = score.get(item, 0.0) + weight / (_SMOOTHING + rank)
    return sorted(score, key=lambda item: -score[item])


def worth(words: Sequence[str], gains: Sequence[float], score: float, weights: Weights = WEIGHTS) -> float:
    """Return how well a passage answers a question, in nats.

    Args:
        words: of the question.
        gains: how much more probable the passage makes each of them, in nats.
        score: of the passage by BM25, see `Found`.
    """
    nats = [
        max(gain, weights.floor) * (weights.of_questions if terms.is_of_questions(terms.folded(word)) else 1.0)
        for word, gain in zip(words, gains, strict=True)
    ]
    return sum(nats) + weights.words * score
