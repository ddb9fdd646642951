"""The order of the passages found, and which sentence of each answers: by the model if there is one, else by words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from editor.asking import terms
from editor.asking.index import Found
from editor.asking.pieces import Piece
from editor.asking.ranking import fused

RERANKED = 50
"""How many passages the model ranks."""
_MODEL_WEIGHT = 1.0

Gains = Callable[[str, Sequence[str]], Sequence[float]]
"""For each text, how much more probable it makes a question, in nats: log p(question | text) - log p(question)."""


class Answer(NamedTuple):
    """A passage, and the number of the sentence that answers; `nats`: how much more probable the passage makes the
    question, None without a model."""

    found: Found
    sentence: int
    nats: float | None


def answers(question: str, found: Sequence[Found], count: int, gains: Gains | None) -> list[Answer]:
    """Return the passages that answer a question best, `count` at most; `found`: those with its words, best first."""
    if gains is None:
        return [Answer(one, _by_words(question, one.piece), None) for one in found[:count]]
    nats = gains(question, [one.piece.titled for one in found])
    best = reranked(nats)[:count]
    sentences = [sentence.text for number in best for sentence in found[number].piece.sentences]
    told = iter(gains(question, sentences))
    answered = []
    for number in best:
        values = [next(told) for _ in found[number].piece.sentences]
        answered.append(Answer(found[number], values.index(max(values)), nats[number]))
    return answered


def reranked(nats: Sequence[float], weight: float = _MODEL_WEIGHT) -> list[int]:
    """Return the numbers of passages, which have come best first by their words, in the order of both ranks.

    Args:
        nats: how much more probable each makes the question.
        weight: of the model's order; that of the words has 1.
    """
    numbers = range(len(nats))
    return fused((sorted(numbers, key=lambda number: -nats[number]), weight), (numbers, 1.0))


def _by_words(question: str, piece: Piece) -> int:
    """Return the number of the sentence that has most of a question's words, the longer ones counting more."""
    asked = terms.words(question)
    grams = terms.grams(asked)

    def worth(text: str) -> int:
        plain = terms.folded(text)
        has = set(terms.words(plain))
        return sum(len(word) for word in asked if word in has) + sum(gram in plain for gram in grams)

    values = [worth(sentence.text) for sentence in piece.sentences]
    return values.index(max(values))
