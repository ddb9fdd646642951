"""Token paths after one prefix, run side by side as branches of its window.

The window itself doesn't change: branches fill slots after it (see `scoring.model.kv_cache`). If anything else runs
there in the meantime it overwrites them, and they are run again.

A pass over one token takes nearly as long as one over a few, so the tokens that will probably come next are run in the
same pass: speculative decoding, as in Leviathan et al., "Fast Inference from Transformers via Speculative Decoding"
(2023). Wrong guesses are discarded; see `scoring.model.guesser`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch

from scoring.memory.memory import TextMemory
from scoring.model.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids
from scoring.windows.stats import Stats

_AT_ONCE = 8
"""The most tokens in a pass with guesses: up to this many cost little more than one."""

Prefix = Callable[[], tuple[WindowCache, int]]
"""Returns a cache that knows the prefix, including its last hidden state, and the prefix's number of slots."""


@dataclass(slots=True)
class Path:
    """Tokens after the prefix.

    Attributes:
        tokens: the tokens.
        slots: where the ones run so far are among the branches.
        era: when they were run; see `Branches`.
        hidden: the state after the last one run, shape (width,); None if none has been run.
    """

    tokens: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    era: int = 0
    hidden: torch.Tensor | None = None

    def then(self, token: int) -> Path:
        """Return this path with one more token."""
        return Path([*self.tokens, token], list(self.slots), self.era, self.hidden)


class Ahead(NamedTuple):
    """The results for a path that was run and for the guessed tokens after it.

    Attributes:
        paths: the path, the path with the first guess, and so on.
        rows: the log-probabilities of the token after each, in nats, shape (paths, vocabulary).
    """

    paths: list[Path]
    rows: torch.Tensor


class Branches:
    """Runs paths after a prefix.

    A new era begins whenever the slots of the branches have been overwritten or are full: paths then start over.

    Args:
        model: the model.
        prefix: finds the prefix, now and in every new era.
        stats: counts the tokens run.
        before: the last tokens of the prefix, shape (tokens,).
        memory: of the writer's own texts, mixed into the log-probabilities; None: none.
    """

    def __init__(
        self, model: Model, prefix: Prefix, stats: Stats, before: Ids, memory: TextMemory | None = None
    ) -> None:
        self._model = model
        self._prefix = prefix
        self._stats = stats
        self._before = before
        self._memory = memory
        self._era = 0
        self._begin_era()

    def _begin_era(self) -> None:
        self._era += 1
        self._run = 0
        self._cache, self._length = self._prefix()
        self._changes = self._cache.changes

    def log_probs(self, paths: Sequence[Path]) -> torch.Tensor:
        """Run the paths to their ends; return the log-probabilities of the token after each, in nats, shape (paths,
        vocabulary), by the model and the memory. Every path except the empty one must have a token that has not been
        run."""
        self._find_place(paths)
        self._forward(paths)
        return self._rows(paths)

    def ahead(self, paths: Sequence[Path]) -> list[Ahead]:
        """Run the paths to their ends as `log_probs` does, and guessed tokens after each of them."""
        self._find_place(paths)
        longer = [
            Path([*path.tokens, *guesses], path.slots, path.era)
            for path, guesses in zip(paths, self._guesses(paths), strict=True)
        ]
        known: list[list[Path]] = []
        for path, whole, states in zip(paths, longer, self._forward(longer), strict=True):
            ends = range(len(path.tokens), len(whole.tokens) + 1)
            own = states[len(states) - len(ends) :]
            pairs = zip(ends, own, strict=True)
            known.append([Path(whole.tokens[:end], whole.slots[:end], whole.era, state) for end, state in pairs])
        rows = torch.split(self._rows([one for own in known for one in own]), [len(own) for own in known])
        return [Ahead(own, found) for own, found in zip(known, rows, strict=True)]

    def _find_place(self, paths: Sequence[Path]) -> None:
        """Make room for the tokens that have not been run; start over if there is none."""
        missing = sum(len(path.tokens) - (len(path.slots) if path.era == self._era else 0) for path in paths)
        if self._cache.changes != self._changes or self._run + missing > BRANCH_SLOTS:
            self._begin_era()
        for path in paths:
            if path.era != self._era:
                path.era, path.slots, path.hidden = self._era, [], None

    def _guesses(self, paths: Sequence[Path]) -> list[list[int]]:
        """Guess the tokens after each path; none if the state before its last token isn't known."""
        guesses: list[list[int]] = [[] for _ in paths]
        room = min(_AT_ONCE, BRANCH_SLOTS // 2 - self._run) - len(paths)  # wrong guesses take slots, too
        states = [
            (number, path.hidden, path.tokens[-1])
            for number, path in enumerate(paths)
            if path.hidden is not None and len(path.tokens) == len(path.slots) + 1
        ]
        if self._model.guesser is None or room < 1 or not states:
            return guesses
        numbers, hidden, tokens = zip(*states, strict=True)
        found = self._model.guesser.guess(torch.stack(hidden), list(tokens), max(1, room // len(paths)))
        shortest = sorted(zip(numbers, found, strict=True), key=lambda entry: len(paths[entry[0]].tokens))
        for number, own in shortest:  # the slowest path decides how long a caller waits
            guesses[number] = own[: max(0, room)]
            room -= len(guesses[number])
        return guesses

    def _rows(self, paths: Sequence[Path]) -> torch.Tensor:
        """Return the log-probabilities of the token after each path, all of which have been run."""
        found = self._model.decoded_log_probs(torch.stack([path.hidden for path in paths if path.hidden is not None]))
        if self._memory is None:
            return found
        return self._memory.mixed(found, [np.append(self._before, path.tokens).astype(np.int32) for path in paths])

    def _forward(self, paths: Sequence[Path]) -> list[torch.Tensor]:
        """Run the tokens that have not been run; return the hidden states of each path, shape (tokens, width): for a
        new path, the prefix's last state comes first."""
        ids: list[int] = []
        positions: list[int] = []
        visible: list[list[int]] = []
        counts: list[int] = []
        last = self._model.max_positions - 1
        for path in paths:
            own = path.tokens[len(path.slots) :]
            counts.append(len(own))
            for token in own:
                positions.append(min(self._length + len(path.slots), last))
                path.slots.append(self._run + len(ids))
                ids.append(token)
                visible.append(list(path.slots))
        states = [self._cache.hidden[self._length - 1 : self._length].clone()] * len(paths)
        if ids:
            hidden = self._cache.grow(np.array(ids, np.int32), positions, visible, self._length, self._run)
            states = [
                own if len(own) else before for own, before in zip(torch.split(hidden, counts), states, strict=True)
            ]
            self._changes = self._cache.changes
            self._run += len(ids)
            self._stats.tokens_decoded += len(ids)
        for path, found in zip(paths, states, strict=True):
            path.hidden = found[-1]
        return states
