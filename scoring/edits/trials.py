"""Edits of a passage as branches of it: what has to be run for each, and what they gain.

The passage is run once; all edits of many words are then run together as branches of it (tree attention, see
`scoring.model.kv_cache`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import torch

from scoring.edits.kinds import EditKind
from scoring.edits.place import Word
from scoring.edits.proposals import Proposal, WordEdit
from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids

_HANDICAP: dict[EditKind, float] = {
    EditKind.RESPELL: -10.0,
    EditKind.APOSTROPHE: -10.0,
    EditKind.RESPELL_FAR: -8.0,
    EditKind.CAPITAL: -8.0,
    EditKind.ARTICLE_SOUND: -8.0,
    EditKind.DROP_REPEATED: -8.0,
    EditKind.SPLIT: -4.0,
    EditKind.ADD: 2.0,
    EditKind.PREPOSITION_ADD: 2.0,
    EditKind.ARTICLE_ADD: 1.0,
    EditKind.RESEMBLE: 1.0,
    EditKind.SWAP_FUNCTION: 1.0,
    EditKind.COLLOCATE: 1.0,
    EditKind.DROP: 3.0,
    EditKind.ADD_CONTENT: 5.0,
    EditKind.RENAME: 5.0,
    EditKind.REWORD: 5.0,
}

HORIZON = 2
"""The number of tokens after an edit that every trial measures."""
FAR_HORIZON = 5
"""The number of tokens after it that the trial of a promising edit measures."""
Rows = npt.NDArray[np.float32]


def handicap(kind: EditKind) -> float:
    """Return how much less than others an edit of a kind is worth that gains as much, in nats: it only decides which
    edits are tried further."""
    return _HANDICAP.get(kind, 0.0)


@dataclass(frozen=True, slots=True)
class Gain:
    """The gain of an edit: how much more probable it makes the text, in nats.

    Attributes:
        edit: the edit.
        own: the gain of the words themselves: log p(new words | left) - log p(old words | left).
        near: that of the two tokens after them.
        far: that of the tokens beyond, up to the fifth; 0 where the edit was not promising.
    """

    edit: WordEdit
    own: float
    near: float
    far: float

    @property
    def nats(self) -> float:
        """The whole gain."""
        return self.own + self.near + self.far


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings about one word.

    Attributes:
        word: the word.
        surprisal: of the word in its passage alone, in nats.
        gains: those of its edits, in the order in which they were proposed.
        is_complete: whether all its edits were tried, not only the most promising ones.
        repaired: whether the edits were tried after other words of the passage had been corrected.
    """

    word: Word
    surprisal: float
    gains: tuple[Gain, ...]
    is_complete: bool = False
    repaired: bool = False


class Line:
    """An edit's new tokens and those after it, run so far or not.

    Args:
        scored: the passage.
        index: of the word that the edit changes.
        proposal: the edit.

    Attributes:
        log_probs: of the tokens run so far, in nats.
        path: where the tokens run so far are among the branches.
        era: when they were run; see `ScoredPassage`.
    """

    def __init__(self, scored: ScoredPassage, index: int, proposal: Proposal) -> None:
        self.index = index
        self.proposal = proposal
        self.tokens = [*proposal.tokens, *scored.after(proposal)]
        self.path: list[int] = []
        self.era = 0
        self.log_probs = [float(scored.at(proposal.first)[self.tokens[0]]) if self.tokens else -math.inf]
        self._old = scored.old(proposal)
        self._old_own = sum(self._old[: proposal.past - proposal.first])

    def restart(self, era: int) -> None:
        """Forget what was run: its place among the branches was taken."""
        self.era, self.path, self.log_probs = era, [], self.log_probs[:1]

    def worth(self, far: int) -> float:
        """Return the most that the gain up to the token `far` after the edit can be above the handicap of its kind,
        given what was run, in nats; rounded, so that noise decides nothing between edits that are alike."""
        new = sum(self.log_probs[: len(self.proposal.tokens) + far])
        old = sum(self._old[: self.proposal.past - self.proposal.first + far])
        return round(new - old - handicap(self.proposal.edit.kind), 3)

    def hope(self, far: int) -> float:
        """Return how likely the edit is to be the right one, in nats, given what was run up to the token `far` after
        it."""
        known = self.log_probs[: len(self.proposal.tokens) + far]
        old = sum(self._old[: self.proposal.past - self.proposal.first + far])
        return round(sum(known) - old + self.proposal.prior(len(known)), 3)

    def rest(self, far: int) -> int:
        """Return how many tokens must be run before the one `far` after the edit is known; where that is 0, one at
        most."""
        missing = max(0, min(len(self.proposal.tokens) + far, len(self.tokens)) - 1 - len(self.path))
        return missing if far else min(missing, 1)

    def gain(self) -> Gain:
        new, own = len(self.proposal.tokens), self.proposal.past - self.proposal.first
        after, before = self.log_probs[new:], self._old[own:]
        differences = [one - other for one, other in zip(after, before, strict=False)]
        gained = sum(self.log_probs[:new]) - self._old_own
        return Gain(self.proposal.edit, gained, sum(differences[:HORIZON]), sum(differences[HORIZON:]))


class ScoredPassage:
    """A passage that was run, for edits to be tried in it. Tokens are numbered as in `ids`, without the start token.

    Branches fill the slots after the window. Once these are full, a new era begins: branches start over in the first
    ones.

    Args:
        model: the model.
        cache: valid for the start token and all of `ids`.
        ids: the passage's tokens.
        first: the first token that an edit may replace.

    Attributes:
        ids: the passage's tokens.
        log_prob: of each token from `first`, in nats, shape (tokens - first,).
    """

    def __init__(self, model: Model, cache: WindowCache, ids: Ids, first: int) -> None:
        self._model = model
        self._cache = cache
        self.ids = ids
        self._first = first
        self._run = 0  # tokens in this era
        self._era = 0
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
        """Return the tokens after an edit that its trial may measure."""
        tokens: list[int] = self.ids[proposal.past : proposal.past + FAR_HORIZON].tolist()
        return tokens

    def old(self, proposal: Proposal) -> list[float]:
        """Return the log-probabilities of the tokens that an edit replaces and of those after it, in nats."""
        first, past = proposal.first - self._first, proposal.past - self._first
        log_probs: list[float] = self.log_prob[first : past + FAR_HORIZON].tolist()
        return log_probs

    def advance(self, lines: list[Line], far: int, most: int) -> tuple[int, list[Line]]:
        """Run lines together until the token `far` after each one's edit is known: up to `most` tokens, but at least
        one line.

        Args:
            lines: those to run; some may have nothing left to run.
            far: see `Line.rest`.
            most: at most as many as there are slots for branches.

        Returns:
            The number of tokens run, and the lines that still have to be run.
        """
        waiting = [line for line in lines if line.rest(far)]
        lines, size = self._batch(waiting, far, most)
        if self._run + size > BRANCH_SLOTS:
            self._run, self._era = 0, self._era + 1
            lines, size = self._batch(waiting, far, most)
        if lines:
            self._forward(lines, far)
        return size, waiting[len(lines) :]

    def _batch(self, waiting: list[Line], far: int, most: int) -> tuple[list[Line], int]:
        """Return the first lines that run together, and the number of their tokens."""
        size = 0
        for count, line in enumerate(waiting):
            if line.era != self._era:
                line.restart(self._era)
            rest = line.rest(far)
            if count and size + rest > most:
                return waiting[:count], size
            size += rest
        return waiting, size

    def _forward(self, lines: list[Line], far: int) -> None:
        """Run the tokens that lines lack as branches of the passage."""
        ids: list[int] = []
        targets: list[int] = []
        positions: list[int] = []
        visible: list[list[int]] = []
        sees: list[int] = []
        last = self._model.max_positions - 1
        for line in lines:
            for _ in range(line.rest(far)):
                done = len(line.path)
                line.path.append(self._run + len(ids))
                ids.append(line.tokens[done])
                targets.append(line.tokens[done + 1])
                positions.append(min(line.proposal.first + 1 + done, last))
                visible.append(list(line.path))
                sees.append(line.proposal.first + 1)
        hidden = self._cache.branch(np.array(ids, np.int32), positions, visible, sees, self._run)
        self._run += len(ids)
        logits = self._model.logits(hidden)
        wanted = torch.tensor(targets, device=logits.device)[:, None]
        log_probs = iter((logits.gather(1, wanted)[:, 0] - logits.logsumexp(-1)).tolist())
        for line in lines:
            line.log_probs += islice(log_probs, len(line.path) + 1 - len(line.log_probs))
