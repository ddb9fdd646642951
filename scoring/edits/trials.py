"""Edits of a passage as branches of it: what has to be run for each, and what they gain.

The passage is run once; all edits of many words are then run together as branches of it (tree attention, see
`scoring.model.kv_cache`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import torch

from scoring.edits.place import Word
from scoring.edits.proposals import Proposal, WordEdit
from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids

HORIZON = 2
"""The number of tokens after an edit that count in full."""
FAR_HORIZON = 5
"""The number of tokens after it that count at all."""
FAR_SHARE = 0.35
"""The weight of those beyond the first horizon."""
Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gain:
    """The gain of an edit.

    Attributes:
        edit: the edit.
        nats: how much more probable it makes the text.
        price: what it must gain to count towards an underline, in nats.
        needs: the number of the passage's tokens, from the first one, that the gain depends on.
    """

    edit: WordEdit
    nats: float
    price: float
    needs: int

    @property
    def strength(self) -> float:
        """How strongly it counts towards an underline, in nats."""
        return self.nats - self.price


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings about one word.

    Attributes:
        word: the word; its positions count from the start of the context.
        surprisal: in nats.
        gains: those of its edits.
        complete: whether all edits that could be offered were tried, not only those that could earn an underline.
    """

    word: Word
    surprisal: float
    gains: tuple[Gain, ...]
    complete: bool


class Line:
    """An edit's new tokens and those after it, run so far or not.

    Args:
        scored: the passage.
        proposal: the edit.
        price: what the edit must gain to count towards an underline, in nats.
        floor: what it must still be able to gain to be run further, in nats.

    Attributes:
        bound: the most that the gain up to the first horizon can be, given what was run, in nats; that gain in the end.
    """

    def __init__(self, scored: ScoredPassage, proposal: Proposal, price: float, floor: float) -> None:
        self.proposal = proposal
        self.price = price
        self.floor = floor
        self.tokens = [*proposal.tokens, *scored.after(proposal)]
        self.path: list[int] = []
        self.log_probs = [float(scored.at(proposal.first)[self.tokens[0]]) if self.tokens else -math.inf]
        self._near = max(1, min(len(proposal.tokens) + HORIZON, len(self.tokens)))
        self._old, self._old_far = scored.old(proposal)

    @property
    def bound(self) -> float:
        return sum(self.log_probs[: self._near]) - self._old

    @property
    def is_done(self) -> bool:
        """Whether everything up to the first horizon was run."""
        return len(self.log_probs) >= self._near

    @property
    def is_promising(self) -> bool:
        """Whether it counts towards an underline so far, so that the tokens beyond the first horizon count too."""
        return self.bound >= max(self.floor, self.price)

    def gain(self) -> Gain:
        known = self.log_probs[self._near :] if self.is_promising else []
        far = FAR_SHARE * (sum(known) - sum(self._old_far[: len(known)]))
        needs = self.proposal.past + (FAR_HORIZON if self.is_promising else HORIZON)
        return Gain(self.proposal.edit, self.bound + far, self.price, needs)

    def rest(self, far: int) -> int:
        """Return how many tokens must be run before the one `far` after the edit is known."""
        return max(0, min(len(self.proposal.tokens) + far, len(self.tokens)) - 1 - len(self.path))

    def goes_on(self, far: int) -> bool:
        """Return True if there is more to run up to the token `far` after the edit, and the edit is worth it."""
        return self.rest(far) > 0 and (self.bound >= self.floor if far <= HORIZON else self.is_promising)


class ScoredPassage:
    """A passage that was run, for edits to be tried in it. Tokens are numbered as in `ids`, without the start token.

    Args:
        model: the model.
        cache: valid for the start token and all of `ids`.
        ids: the passage's tokens and those of its context.
        first: the first token that an edit may replace.

    Attributes:
        log_prob: of each token from `first`, in nats, shape (tokens - first,).
    """

    def __init__(self, model: Model, cache: WindowCache, ids: Ids, first: int) -> None:
        self._model = model
        self._cache = cache
        self._ids = ids
        self._first = first
        # Slot i predicts token i, from the start token and the tokens before i.
        rows = torch.log_softmax(model.logits(cache.hidden[first : len(ids)]), -1)
        self._rows: Rows = rows.cpu().numpy()
        self.log_prob = self._rows[np.arange(len(ids) - first), ids[first:]]

    def at(self, token: int) -> Rows:
        """Return the log-probabilities of all tokens in place of one, in nats, shape (vocabulary,)."""
        row: Rows = self._rows[token - self._first]
        return row

    def surprisal(self, word: Word) -> float:
        """Return a word's surprisal, in nats."""
        return -float(self.log_prob[word.first - self._first : word.past - self._first].sum())

    def after(self, proposal: Proposal) -> list[int]:
        """Return the tokens after an edit that count in its gain."""
        tokens: list[int] = self._ids[proposal.past : proposal.past + FAR_HORIZON].tolist()
        return tokens

    def old(self, proposal: Proposal) -> tuple[float, list[float]]:
        """Return the log-probability of the text that an edit replaces and of the tokens after it up to the first
        horizon, and that of each token beyond, in nats."""
        first, near, far = (place - self._first for place in (proposal.first, proposal.past + HORIZON, proposal.past))
        beyond: list[float] = self.log_prob[near : far + FAR_HORIZON].tolist()
        return float(self.log_prob[first:near].sum()), beyond

    def advance(self, lines: list[Line], far: int, offset: int) -> int:
        """Run each line until its token `far` after the edit is known.

        Args:
            lines: at least one of them has tokens to run.
            far: at least 1.
            offset: the number of the group's tokens run before.

        Returns:
            The number of tokens run.
        """
        ids: list[int] = []
        targets: list[int] = []
        positions: list[int] = []
        visible: list[list[int]] = []
        sees: list[int] = []
        last = self._model.max_positions - 1
        for line in lines:
            for _ in range(line.rest(far)):
                done = len(line.path)
                line.path.append(offset + len(ids))
                ids.append(line.tokens[done])
                targets.append(line.tokens[done + 1])
                positions.append(min(line.proposal.first + 1 + done, last))
                visible.append(list(line.path))
                sees.append(line.proposal.first + 1)
        hidden = self._cache.branch(np.array(ids, np.int32), positions, visible, sees, offset)
        logits = self._model.logits(hidden)
        wanted = torch.tensor(targets, device=logits.device)[:, None]
        log_probs = iter((logits.gather(1, wanted)[:, 0] - logits.logsumexp(-1)).tolist())
        for line in lines:
            line.log_probs += islice(log_probs, len(line.path) + 1 - len(line.log_probs))
        return len(ids)


def groups(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines in groups whose tokens fit after the window together."""
    group: list[Line] = []
    size = 0
    for line in lines:
        if size + len(line.tokens) > BRANCH_SLOTS:
            yield group
            group, size = [], 0
        group.append(line)
        size += len(line.tokens)
    yield group


def batch(lines: list[Line], far: int, most: int) -> tuple[list[Line], list[Line]]:
    """Return the lines to run together, up to `most` tokens but at least one line, and the rest; leave out lines that
    have nothing to run."""
    lines = [line for line in lines if line.rest(far)]
    size = 0
    for count, line in enumerate(lines):
        size += line.rest(far)
        if count and size > most:
            return lines[:count], lines[count:]
    return lines, []
