"""Trials of edits in a passage: which tokens to run for each, and their gains."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from scoring.edits.kinds import EditKind
from scoring.edits.place import Word
from scoring.edits.proposals import ASKED, Proposal, WordEdit
from scoring.edits.requests import Answer, Asking, Request
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


def handicap(proposal: Proposal) -> float:
    """Return how much less an edit is worth than another with the same gain, in nats; this only decides which edits are
    tried further."""
    return _HANDICAP.get(proposal.edit.kind, 0.0) - (ASKED if proposal.is_asked else 0.0)


@dataclass(frozen=True, slots=True)
class Gain:
    """The gain of an edit: how much more probable it makes the text, in nats.

    Attributes:
        edit: the edit.
        own: the gain of the words themselves: log p(new words | left) - log p(old words | left).
        near: the gain of the two tokens after them.
        far: the gain of the next tokens, up to the fifth; 0 if the edit was not promising.
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
        surprisal: the word's, given only its passage, in nats.
        gains: of its edits, in the order in which they were proposed.
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
        path: the slots, among the branches, of the tokens run so far.
        era: when they were run; see `scoring.edits.cached_passages`.
        measured: the log-probabilities of all tokens, in nats, if they were set at once by `take`.
    """

    def __init__(self, scored: ScoredPassage, index: int, proposal: Proposal) -> None:
        self.index = index
        self.proposal = proposal
        self.tokens = [*proposal.tokens, *scored.after(proposal)]
        self.path: list[int] = []
        self.era = 0
        self.measured: list[float] = []
        self.log_probs = [float(scored.at(proposal.first)[self.tokens[0]]) if self.tokens else -math.inf]
        self._old = scored.old(proposal)
        self._old_own = sum(self._old[: proposal.past - proposal.first])

    def take(self, log_probs: list[float]) -> None:
        """Set the log-probabilities of all tokens, in nats; `reveal` counts them as run."""
        self.measured, self.log_probs, self.path = log_probs, log_probs[:1], []

    def reveal(self, far: int) -> None:
        """Count the tokens in `rest` as run."""
        self.path = list(range(len(self.path) + self.rest(far)))
        self.log_probs = self.measured[: len(self.path) + 1]

    def restart(self, era: int) -> None:
        """Forget the tokens that were run, whose slots have been overwritten."""
        self.era, self.path, self.log_probs = era, [], self.log_probs[:1]

    def worth(self, far: int) -> float:
        """Return an upper bound, given the tokens run, for the gain up to the token `far` after the edit minus the
        handicap of its kind, in nats; rounded, so that noise doesn't decide between similar edits."""
        new = sum(self.log_probs[: len(self.proposal.tokens) + far])
        old = sum(self._old[: self.proposal.past - self.proposal.first + far])
        return round(new - old - handicap(self.proposal), 3)

    def hope(self, far: int) -> float:
        """Return how likely the edit is to be the right one, in nats, given the tokens run up to the token `far` after
        it; the others are left out."""
        known = self.log_probs[: len(self.proposal.tokens) + far]
        after = max(0, len(known) - len(self.proposal.tokens))
        old = sum(self._old[: self.proposal.past - self.proposal.first + after])
        return round(sum(known) - old + self.proposal.prior(len(known)), 3)

    def rest(self, far: int) -> int:
        """Return how many more tokens must be run to know the one `far` after the edit; if `far` is 0, at most one."""
        missing = max(0, min(len(self.proposal.tokens) + far, len(self.tokens)) - 1 - len(self.path))
        return missing if far else min(missing, 1)

    def gain(self) -> Gain:
        new, own = len(self.proposal.tokens), self.proposal.past - self.proposal.first
        after, before = self.log_probs[new:], self._old[own:]
        differences = [one - other for one, other in zip(after, before, strict=False)]
        gained = sum(self.log_probs[:new]) - self._old_own
        return Gain(self.proposal.edit, gained, sum(differences[:HORIZON]), sum(differences[HORIZON:]))


class ScoredPassage(ABC):
    """A passage that was run and in which edits can be tried. Tokens are numbered as in `ids`, without the start token.

    Args:
        ids: the passage's tokens.
        first: the first token that an edit may replace.
        log_prob: of each token from `first`, in nats, shape (tokens - first,).

    Attributes:
        ids: the passage's tokens.
        log_prob: as above.
        knows_all: whether `at` knows the log-probabilities of all tokens, not only of the most probable ones.
    """

    knows_all = True

    def __init__(self, ids: Ids, first: int, log_prob: npt.NDArray[np.float32]) -> None:
        self.ids = ids
        self.log_prob = log_prob
        self._first = first

    @abstractmethod
    def at(self, token: int) -> Rows:
        """Return the log-probabilities of all tokens in place of one, in nats, shape (vocabulary,).

        Unknown ones all have the same value, an upper bound of their own.
        """

    @abstractmethod
    def advance(self, lines: list[Line], far: int, most: int) -> Asking[list[Line]]:
        """Run lines together until the token `far` after each one's edit is known: up to about `most` tokens, but at
        least one line.

        Args:
            lines: the lines to run; some may have nothing left to run.
            far: see `Line.rest`.
            most: at most as many as there are slots for branches.

        Returns:
            The lines that still have to be run.
        """

    def measure(self, lines: list[Line]) -> Asking[list[Line]]:
        """Request at once everything that lines may need, so that `advance` only has to look it up.

        Returns:
            The lines that still have to be measured.
        """
        yield Request()
        return []

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


class Passages(Protocol):
    """Runs passages."""

    def running(self, ids: Ids, first: int) -> AbstractContextManager[Asking[ScoredPassage]]:
        """Provide a request generator that runs a passage and returns it, for edits from the token `first` on."""

    def answer(self, requests: Sequence[Request]) -> list[Answer]:
        """Answer the requests of passages, all of them in one pass."""

    def forget(self, kept: int = 0) -> None:
        """Free the memory of the passages that were run, except for the latest `kept`."""
