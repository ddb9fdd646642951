"""Edits of a passage as branches of it: what is to be run for each, and what they gain.

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

from scoring.edits.proposals import Proposal, Word, WordEdit
from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids

HORIZON = 2
"""Tokens behind an edit that have their full say in it."""
FAR_HORIZON = 5
"""Tokens behind it that have some say."""
FAR_SHARE = 0.35
"""How much, of those beyond the first horizon."""
Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gain:
    """What an edit gains.

    Attributes:
        edit: the edit.
        nats: how much likelier it makes the text.
        price: what it must gain to speak for an underline, nats.
        needs: how many tokens of the passage, from the first one on, that hangs on.
    """

    edit: WordEdit
    nats: float
    price: float
    needs: int

    @property
    def strength(self) -> float:
        """How strongly it speaks for an underline, in nats."""
        return self.nats - self.price


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out about a word.

    Attributes:
        word: its places count from the start of the context.
        surprisal: nats.
        gains: of its edits.
        complete: whether all that could be offered were tried, and not only those that could deserve an underline.
    """

    word: Word
    surprisal: float
    gains: tuple[Gain, ...]
    complete: bool


class Line:
    """An edit's new tokens and those behind it, as far as they were run.

    Args:
        price: what the edit must gain to speak for an underline, nats.
        floor: what it must be able to gain to be run on, nats.

    Attributes:
        bound: what the gain up to the first horizon is at most, given what was run; that itself in the end.
    """

    def __init__(self, place: Place, proposal: Proposal, price: float, floor: float) -> None:
        self.proposal = proposal
        self.price = price
        self.floor = floor
        self.tokens = [*proposal.tokens, *place.behind(proposal)]
        self.path: list[int] = []
        self.log_probs = [float(place.at(proposal.first)[self.tokens[0]]) if self.tokens else -math.inf]
        self._near = max(1, min(len(proposal.tokens) + HORIZON, len(self.tokens)))
        self._old, self._old_far = place.old(proposal)

    @property
    def bound(self) -> float:
        return sum(self.log_probs[: self._near]) - self._old

    @property
    def is_done(self) -> bool:
        """Whether all up to the first horizon was run."""
        return len(self.log_probs) >= self._near

    @property
    def is_promising(self) -> bool:
        """Whether it speaks for an underline, as far as is known: what lies beyond the first horizon counts, too."""
        return self.bound >= max(self.floor, self.price)

    def gain(self) -> Gain:
        known = self.log_probs[self._near :] if self.is_promising else []
        far = FAR_SHARE * (sum(known) - sum(self._old_far[: len(known)]))
        needs = self.proposal.past + (FAR_HORIZON if self.is_promising else HORIZON)
        return Gain(self.proposal.edit, self.bound + far, self.price, needs)

    def rest(self, far: int) -> int:
        """How many tokens are to be run until the one that is `far` behind the edit is known."""
        return max(0, min(len(self.proposal.tokens) + far, len(self.tokens)) - 1 - len(self.path))

    def goes_on(self, far: int) -> bool:
        """Whether there is more to run up to the token `far` behind the edit, and the edit is worth that."""
        return self.rest(far) > 0 and (self.bound >= self.floor if far <= HORIZON else self.is_promising)


class Place:
    """A passage that was run, for edits to be tried in it. Tokens are numbered as in `ids`, without the start token.

    Attributes:
        log_prob: of each token from `first` on, nats.
    """

    def __init__(self, model: Model, cache: WindowCache, ids: Ids, first: int) -> None:
        self._model = model
        self._cache = cache
        self._ids = ids
        self._first = first
        # Slot i holds what follows on the start token and the tokens before i.
        rows = torch.log_softmax(model.logits(cache.hidden[first : len(ids)]), -1)
        self._rows: Rows = rows.cpu().numpy()
        self.log_prob = self._rows[np.arange(len(ids) - first), ids[first:]]

    def at(self, token: int) -> Rows:
        """The log-probabilities of all that could stand in place of a token."""
        row: Rows = self._rows[token - self._first]
        return row

    def surprisal(self, word: Word) -> float:
        """Of a word, nats."""
        return -float(self.log_prob[word.first - self._first : word.past - self._first].sum())

    def behind(self, proposal: Proposal) -> list[int]:
        """The tokens behind an edit that have a say in it."""
        tokens: list[int] = self._ids[proposal.past : proposal.past + FAR_HORIZON].tolist()
        return tokens

    def old(self, proposal: Proposal) -> tuple[float, list[float]]:
        """The log-probability of what an edit replaces and of what stands behind it up to the first horizon, and that
        of each token beyond it, nats."""
        first, near, far = (place - self._first for place in (proposal.first, proposal.past + HORIZON, proposal.past))
        beyond: list[float] = self.log_prob[near : far + FAR_HORIZON].tolist()
        return float(self.log_prob[first:near].sum()), beyond

    def advance(self, lines: list[Line], far: int, offset: int) -> int:
        """Run each line until its token `far` behind the edit is known.

        Args:
            lines: at least one of them has tokens to run.
            far: from 1 on.
            offset: how many tokens of the group were run before.

        Returns:
            How many tokens were run.
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
    """The lines in groups whose tokens find room behind the window together."""
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
    """Those that are run together, `most` tokens or one line, and the others. What has nothing to run is left out."""
    lines = [line for line in lines if line.rest(far)]
    size = 0
    for count, line in enumerate(lines):
        size += line.rest(far)
        if count and size > most:
            return lines[:count], lines[count:]
    return lines, []
