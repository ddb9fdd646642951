"""Continuations written side by side from one prefix, token by token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from scoring.continuation.branches import Branches, Path
from scoring.continuation.caret import Beginning
from scoring.continuation.written import Allowed, Written
from scoring.model.vocabulary import Vocabulary
from scoring.protocol import Manner

_TO_WORD_END = 6
"""The most extra tokens to finish a word after the requested ones."""


class Writing:
    """Continuations that are being written.

    Args:
        branches: run them.
        vocabulary: the model's.
        allowed: which tokens may come.
        manner: how to write.
        begun: tokens that spell the removed text and more, one beginning for each continuation; empty: all begin with
            `base`.
        base: the tokens that spell just the removed text.
        lead: the part of the removed text that comes after the place.
        finishes_words: whether a word begun by the last requested token is finished.

    Attributes:
        lines: the continuations, likeliest first token first.
    """

    def __init__(
        self,
        branches: Branches,
        vocabulary: Vocabulary,
        allowed: Allowed,
        manner: Manner,
        begun: Sequence[Beginning],
        base: Sequence[int] = (),
        *,
        lead: str = "",
        finishes_words: bool = False,
    ) -> None:
        self._branches = branches
        self._vocabulary = vocabulary
        self._allowed = allowed
        self._manner = manner
        self._base = Path(list(base))
        self._lead = lead
        self._finishes_words = finishes_words
        self._random: list[np.random.Generator] = []
        self.lines: list[Written] = []
        for way in begun[: manner.candidates]:
            self._add(Path(list(way.tokens)), way.log_probs[-1], way.more)

    @property
    def is_done(self) -> bool:
        """Whether all continuations are finished."""
        return bool(self.lines) and all(line.is_done for line in self.lines)

    def step(self) -> None:
        """Write one more token of each continuation, or a few if the next ones were guessed."""
        if not self.lines:
            self._open()
            return
        active = [line for line in self.lines if not line.is_done]
        for line, ahead in zip(active, self._branches.ahead([line.path for line in active]), strict=True):
            random = self._random[self.lines.index(line)]
            for path, row in zip(ahead.paths, ahead.rows, strict=True):
                if path.tokens != line.path.tokens or line.is_done:  # the guess was wrong
                    break
                line.path = path
                self._write(line, row, self._draw(self._allowed.among(row, line), random))

    def _open(self) -> None:
        """Write the first tokens, all of them different."""
        (row,) = self._branches.log_probs([self._base])
        scores = self._allowed.among(row, Written(self._base))
        if self._manner.temperature > 0:
            # Taking the largest log-probabilities after adding Gumbel noise samples without replacement (Kool et al.,
            # 2019).
            scores = self._nucleus(scores / self._manner.temperature)
            noise = np.random.default_rng(self._manner.seed).gumbel(size=len(scores))
            scores = scores + torch.from_numpy(noise.astype(np.float32)).to(scores.device)
        best = scores.topk(min(self._manner.candidates, len(scores)))
        for token, score in zip(best.indices.tolist(), best.values.tolist(), strict=True):
            if score > -np.inf and not (self.lines and self._vocabulary.special[token]):
                line = self._add(self._base, None, b"")
                self._write(line, row, token)

    def _add(self, path: Path, log_prob: float | None, data: bytes) -> Written:
        line = Written(path, text=self._lead)
        self.lines.append(line)
        self._random.append(np.random.default_rng([self._manner.seed, len(self.lines)]))
        if log_prob is not None:
            line.is_done = not line.take(log_prob, data) or self._is_full(line)
        return line

    def _write(self, line: Written, row: torch.Tensor, token: int | None) -> None:
        """Append a token to a continuation; if it is an end token, end the continuation instead."""
        is_beyond = len(line.log_probs) >= self._manner.max_tokens
        if token is None or self._vocabulary.special[token] or (is_beyond and not self._goes_on(line, token)):
            line.is_done = True
            return
        line.path = line.path.then(token)
        is_taken = line.take(float(row[token]), self._vocabulary.bytes_of(token))
        line.is_done = not is_taken or self._is_full(line)

    def _is_full(self, line: Written) -> bool:
        """Return True if a continuation has all the tokens it may have."""
        return len(line.log_probs) >= self._manner.max_tokens + (_TO_WORD_END if self._finishes_words else 0)

    def _goes_on(self, line: Written, token: int) -> bool:
        """Return True if a token continues the last word or character of a continuation."""
        return bool(line.pending) or (line.text[-1:].isalnum() and bool(self._vocabulary.continues_word[token]))

    def _draw(self, scores: torch.Tensor, random: np.random.Generator) -> int | None:
        """Return the next token; None if there is none."""
        if float(scores.max()) == -np.inf:
            return None
        if self._manner.temperature == 0:
            return int(scores.argmax())
        scores = self._nucleus(scores / self._manner.temperature)
        sums = torch.softmax(scores, -1).double().cumsum(-1).cpu().numpy()
        return min(int(np.searchsorted(sums, random.random() * sums[-1], side="right")), len(sums) - 1)

    def _nucleus(self, scores: torch.Tensor) -> torch.Tensor:
        """Keep only the likeliest tokens that together have the probability `top_p` (Holtzman et al., 2020)."""
        if self._manner.top_p >= 1:
            return scores
        values, order = torch.softmax(scores, -1).sort(descending=True)
        dropped = order[values.cumsum(-1) - values >= self._manner.top_p]
        return scores.index_fill(0, dropped[~torch.isin(dropped, order[:1])], -torch.inf)
