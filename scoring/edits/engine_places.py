"""Finds the words that fit at a place in a document, using an engine.

An engine returns the k most probable tokens at each place of a prompt. So one extra token is appended to each branch,
and the entry at its place tells how the branch continues; the word ends there with the probability that no token
continues it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.edits.alternatives import WordsAtPlace, word_of
from scoring.engines.engine import TOP_K
from scoring.engines.engine_model import EngineModel
from scoring.engines.kind import Prompt
from scoring.model.tokens import Ids

_DEPTH = 3
"""The most tokens in a proposed word."""
_WIDTH = 32
"""The most branches in one call."""
_LEAST = 1e-5
"""The least probability of a beginning to follow."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """Tokens after the prefix, their text, and their probability."""

    tokens: tuple[int, ...]
    data: bytes
    prob: float


class EngineWords:
    """Searches for the words that may follow a prefix; see `scoring.edits.alternatives.WordSearch`.

    Args:
        model: the model.
        prefix: the start token and the tokens before the place, shape (n,).
        lead: the part of the word's first token before the word itself: usually a blank.
    """

    def __init__(self, model: EngineModel, prefix: Ids, lead: str) -> None:
        self._model = model
        self._prefix = prefix
        self._lead = lead

    def run(self, own: Ids, count: int) -> WordsAtPlace:
        """Find the most probable words, at most `count`, besides the current one, with tokens `own`, shape (n,), n >=
        1.

        Raises:
            EngineError, InterruptedScoringError: the engine has no answer.
        """
        begins = self._model.vocabulary.begins_word(self._lead)
        whole = np.concatenate([self._prefix, own, [self._model.start_id]]).astype(np.int32)
        (found,) = self._model.engine.score([Prompt(whole, len(self._prefix))], TOP_K)
        own_prob = float(np.exp(found.log_prob[:-1].sum()))
        own_prob *= 1.0 - sum(prob for _, prob in self._going_on(found.top_ids[-1], found.top_log_probs[-1]))
        first = zip(found.top_ids[0].tolist(), np.exp(found.top_log_probs[0]).tolist(), strict=True)
        openings = [(token, prob) for token, prob in first if token < len(begins) and begins[token]]
        before = sum(prob > float(np.exp(found.log_prob[0])) for _, prob in openings)
        branches = [self._then(_Branch((), b"", 1.0), token, prob) for token, prob in openings if token != own[0]]
        words: dict[str, float] = {}
        for depth in range(_DEPTH):
            branches = self._follow(branches[:_WIDTH], words, goes_on=depth + 1 < _DEPTH)
        ranked = sorted(words.items(), key=lambda item: -item[1])
        rank = max(sum(prob > own_prob for _, prob in ranked), before) + 1
        return WordsAtPlace(own_prob, rank, ranked[:count])

    def _follow(self, branches: Sequence[_Branch], words: dict[str, float], *, goes_on: bool) -> list[_Branch]:
        """Add the words that end at some branches; return the branches that continue them, most probable first."""
        end = self._model.start_id
        prompts = [
            Prompt(np.array([*self._prefix, *one.tokens, end], np.int32), len(self._prefix) + len(one.tokens))
            for one in branches
        ]
        longer: list[_Branch] = []
        for branch, found in zip(branches, self._model.engine.score(prompts, TOP_K), strict=True):
            after = self._going_on(found.top_ids[0], found.top_log_probs[0])
            text = word_of(branch.data, self._lead)
            if text is not None:
                words[text] = words.get(text, 0.0) + branch.prob * max(0.0, 1.0 - sum(prob for _, prob in after))
            longer += [self._then(branch, token, prob) for token, prob in after if goes_on]
        return sorted((one for one in longer if one.prob >= _LEAST), key=lambda one: -one.prob)

    def _going_on(self, ids: Ids, log_probs: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[tuple[int, float]]:
        """Return those of the most probable tokens that continue a word, each with its probability."""
        continues = self._model.vocabulary.continues_word
        pairs = zip(ids.tolist(), np.exp(log_probs).tolist(), strict=True)
        return [(token, prob) for token, prob in pairs if token < len(continues) and continues[token]]

    def _then(self, branch: _Branch, token: int, prob: float) -> _Branch:
        data = branch.data + self._model.vocabulary.bytes_of(token)
        return _Branch((*branch.tokens, token), data, branch.prob * prob)


def engine_effect(model: EngineModel, prefix: Ids, old: Ids, new: Ids, rest: Ids) -> tuple[float, int]:
    """Measure how much more probable `rest` is after `new` than after `old`, given the tokens before these.

    Args:
        model: the model.
        prefix: the start token and the tokens before the place, shape (n,).
        old, new, rest: tokens; `old` or `new` may be empty.

    Returns:
        Nats, and the number of tokens that counted.

    Raises:
        EngineError, InterruptedScoringError: the engine has no answer.
    """
    if not len(rest):
        return 0.0, 0
    prompts = [Prompt(np.concatenate([prefix, own, rest]), len(prefix) + len(own)) for own in (old, new)]
    before, after = (found.log_prob.sum(dtype=np.float64) for found in model.engine.score(prompts, 0))
    return float(after - before), len(rest)
