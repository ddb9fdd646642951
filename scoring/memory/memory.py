"""The memory: predicts tokens from the writer's own texts, mixed with the model's predictions.

After each token, the texts are searched for the longest sequence of the last tokens that occurs in them. The
distribution of the tokens that followed it is smoothed with those for shorter sequences, and mixed with the model's;
the longer the sequence, the more it counts:

    p(token) = (1 - weight) · p of the model + weight · p of the memory

Two things don't count: the text itself as it was when learnt, and places preceded by the same 15 tokens, since a copy
of a passage (a backup, an older draft) says nothing about whether it is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import torch

from scoring.memory.sequences import END, LONGEST, Counts, Sequences
from scoring.model.tokens import Ids

ORDER = 8
"""The longest sequence used to predict the next token, in tokens."""
_COPY = LONGEST - 1
"""Places preceded by the same sequence of this many tokens count as copies."""
REACH = _COPY
"""How many tokens before a token its prediction depends on."""
_SMOOTHING = 4.0
"""How often a sequence must occur for its followers to count as much as those of shorter ones."""
WEIGHT = (-3.46, 0.35)
"""The log-odds of the weight: a + b · the length of the sequence, in tokens. Fitted by `python -m benchmarks.learn fit`
only to novels by Christie, Fitzgerald and London, each with a memory of its other chapters."""

_LATEST = 4096
"""The number of cached lookups."""

Nats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A memory's predictions for n tokens.

    Attributes:
        prob: the probability of each by the memory alone, shape (n,).
        length: the length of the longest sequence before each that occurs, in tokens, shape (n,).
        occurs: how often the k tokens from each token on occur anywhere, at [k, token]; shape (LONGEST + 1, n).
    """

    prob: npt.NDArray[np.float64]
    length: npt.NDArray[np.int64]
    occurs: Counts

    def mixed(self, log_prob: Nats) -> Nats:
        """Return the log-probabilities of the mixture, given the model's, in nats, shape (n,); NaN stays NaN."""
        weight = weight_of(self.length)
        with np.errstate(divide="ignore", invalid="ignore"):
            mixed: Nats = np.logaddexp(np.log1p(-weight) + log_prob, np.log(weight * self.prob))
        return mixed


def weight_of(length: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the memory's weight after sequences of some lengths, from 0 to 1."""
    base, slope = WEIGHT
    weight: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(base + slope * length)))
    return weight


class Memory:
    """The memory of the writer's texts.

    Args:
        texts: the tokens of each text, by a name.
        size: the size of the model's vocabulary.
        words: the word counts of each text, by the same names.
    """

    def __init__(self, texts: dict[str, Ids], size: int, words: Mapping[str, Counter[str]] | None = None) -> None:
        self._texts = texts
        self._size = size
        self._all = Sequences(list(texts.values()))
        self._words = {} if words is None else words
        self._times: Counter[str] = Counter()
        for own in self._words.values():
            self._times.update(own)

    def for_text(self, name: str) -> TextMemory:
        """Return the memory for a text, without the learnt text of the same name."""
        own, words = self._texts.get(name), self._words.get(name)
        times = self._times if words is None else self._times - words
        return TextMemory(self._all, None if own is None else Sequences([own]), self._size, times)


class TextMemory:
    """The memory for one text.

    Args:
        known: all sequences.
        own: the sequences of the text itself, which don't count.
        size: the size of the model's vocabulary.
        times: how often each word occurs in the texts.
    """

    def __init__(self, known: Sequences, own: Sequences | None, size: int, times: Counter[str]) -> None:
        self.times = times
        self._known = known
        self._own = own
        self._size = size
        self._recalled = lru_cache(maxsize=_LATEST)(self._recall)

    def recall(self, ids: Ids, first: int) -> Recalled:
        """Return the memory's predictions for the tokens `ids[first:]`, each given the last `REACH` tokens before
        it."""
        start = max(0, first - REACH)
        return self._recalled(ids[start:].tobytes(), first - start)

    def _recall(self, data: bytes, first: int) -> Recalled:
        ids = np.frombuffer(data, np.int32)
        counts = self._known.counts(ids)
        if self._own is not None:
            counts = counts - self._own.counts(ids)
        rows = [_at_ends(counts, length, first) for length in range(ORDER + 1)]
        copied = _at_ends(counts, _COPY, first)
        prob = np.zeros(len(ids) - first)
        longest = np.zeros(len(prob), np.int64)
        for length, (before, followed) in enumerate(rows):
            times, right = before - copied[0], followed - copied[1]
            is_known = times > 0
            smoothing = _SMOOTHING if length else 0.0
            smoothed = (right + smoothing * prob) / np.maximum(times + smoothing, 1)
            prob = np.where(is_known, smoothed, prob)
            longest = np.where(is_known, length, longest)
        return Recalled(prob, longest, counts[:, first:])

    def mixed(self, rows: torch.Tensor, contexts: Sequence[Ids]) -> torch.Tensor:
        """Return the log-probabilities of the mixture for every token of the vocabulary, given the model's, shape
        (n, vocabulary), and the tokens before, of which the last `REACH` count."""
        found = [self._next(context) for context in contexts]
        probs = torch.from_numpy(np.stack([prob for prob, _ in found])).to(rows)
        weights = torch.from_numpy(weight_of(np.array([length for _, length in found])))[:, None].to(rows)
        return torch.logaddexp((1 - weights).log() + rows, (weights * probs).log())

    def _next(self, context: Ids) -> tuple[npt.NDArray[np.float64], int]:
        """Return the probability of each token after a context, shape (vocabulary,), and the length of the longest
        sequence at its end that occurs."""
        counts = self._followers(context)
        copied = counts[_COPY] if len(counts) > _COPY else np.zeros(self._size + 1, np.int64)
        prob, longest = np.zeros(self._size + 1), 0
        for length, own in enumerate(counts[: ORDER + 1]):
            right = own - copied
            times = int(right.sum())
            if times > 0:
                smoothing = _SMOOTHING if length else 0.0
                prob, longest = (right + smoothing * prob) / (times + smoothing), length
        return prob[:-1], longest

    def _followers(self, context: Ids) -> list[Counts]:
        """Return how often each token, and last the end of a text, follows the last k tokens of a context, for each k;
        shape (vocabulary + 1,)."""
        counts = [self._anywhere, *map(self._counted, self._known.followers(context))]
        if self._own is not None:
            for length, tokens in enumerate(self._own.followers(context), 1):
                counts[length] = counts[length] - self._counted(tokens)
        return counts

    @cached_property
    def _anywhere(self) -> Counts:
        """How often each token occurs, and last how many texts end, shape (vocabulary + 1,)."""
        every = self._counted(self._known.tokens)
        return every if self._own is None else every - self._counted(self._own.tokens)

    def _counted(self, tokens: Ids) -> Counts:
        return np.bincount(np.where(tokens == END, self._size, tokens), minlength=self._size + 1)


def _at_ends(counts: Counts, length: int, first: int) -> tuple[Counts, Counts]:
    """Return how often the `length` tokens before each token from `first` on occur, and how often that token
    follows."""
    total = counts.shape[1]
    before, followed = np.zeros((2, total), np.int64)
    reach = max(0, total - length)
    before[length:] = counts[length, :reach]
    followed[length:] = counts[length + 1, :reach]
    return before[first:], followed[first:]
