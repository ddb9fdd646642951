"""Compares texts for a question, a few at a time, so that the worker can look at its messages in between."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from scoring.asking.relevance import Gains, Relevance, words_of
from scoring.model.model import Model
from scoring.protocol import MOST_NATS, AskRelevance, Relevances
from scoring.schedule import Rest


@dataclass(frozen=True, slots=True)
class Compare:
    """Compare some more texts."""

    rest: ClassVar[Rest] = Rest.QUIET
    blocks_others: ClassVar[bool] = True


class Comparing:
    """The question being answered, if any."""

    def __init__(self, model: Model) -> None:
        self._relevance = Relevance(model)
        self._ask: AskRelevance | None = None
        self._gains: list[Gains] = []
        self._steps: Iterator[list[Gains]] = iter(())

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is wanted."""
        return self._ask is not None

    def begin(self, ask: AskRelevance) -> None:
        """Begin to answer a question, dropping the last one."""
        self._ask, self._gains = ask, []
        self._steps = self._relevance.groups(ask.question, ask.texts)

    def step(self) -> Relevances:
        """Compare some more texts; return the answer so far. Only call this if `is_waiting`."""
        ask = self._ask
        assert ask is not None
        self._gains += [tuple(_sendable(nats) for nats in one) for one in next(self._steps, ())]
        is_final = len(self._gains) == len(ask.texts)
        if is_final:
            self._ask, self._steps = None, iter(())
        return Relevances(ask.request, words_of(ask.question), tuple(self._gains), is_final)


def _sendable(nats: float) -> float:
    return max(-MOST_NATS, min(nats, MOST_NATS)) if math.isfinite(nats) else -MOST_NATS
