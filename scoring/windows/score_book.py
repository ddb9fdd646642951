"""The scores of a document's tokens: which are known, and which of those are valid for the current text."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import numpy.typing as npt

from scoring.model.tokens import TokenSplice
from scoring.windows.pages import Page
from scoring.windows.token_scores import ScoredChunk, joined

_NEVER = -1


class ScoreBook:
    """Keeps a row of scores for every token.

    A score depends only on the tokens from the start of its window to the token itself. So it stays settled as long as
    these don't change: the window still begins where it did when the token was scored, and nothing in between was
    edited.

    Args:
        pages: the document's.
        reach: how many tokens after an edit need a new score soon; later ones keep theirs as provisional until they are
            settled. None: all tokens of the window need a new one.
    """

    def __init__(self, pages: list[Page], reach: int | None = None) -> None:
        self._reach = reach
        self._contexts = _contexts(pages)
        count = len(self._contexts)
        self._chunks: list[ScoredChunk | None] = [None] * count
        self._rows = np.zeros(count, np.int32)
        # The context start of the window in which a token was scored, if nothing there has changed since.
        self._scored_in = np.full(count, _NEVER, np.int64)
        self._provisional = np.zeros(count, np.bool_)

    @property
    def unsettled(self) -> npt.NDArray[np.bool_]:
        """Whether each token still lacks its score for the current text, shape (tokens,)."""
        return np.not_equal(self._scored_in, self._contexts)

    @property
    def outdated(self) -> npt.NDArray[np.bool_]:
        """Whether each token lacks even a provisional score, shape (tokens,)."""
        return self.unsettled & ~self._provisional

    def settled(self, index: int) -> bool:
        """Return True if a token has its score for the current text."""
        return bool(self._scored_in[index] == self._contexts[index])

    def row(self, index: int) -> tuple[ScoredChunk, int] | None:
        """Return the chunk and row of a token's latest scores; None if there are none."""
        chunk = self._chunks[index]
        return None if chunk is None else (chunk, int(self._rows[index]))

    def values(self, first: int, past: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the latest log_prob and entropy of the tokens [first, past), each of shape (past - first,), in nats;
        NaN if there are none."""
        log_prob, entropy = np.full((2, past - first), np.nan)
        start = 0
        for _, run in groupby(self._chunks[first:past], key=id):
            chunk, *others = run
            end = start + 1 + len(others)
            if chunk is not None:
                rows = self._rows[first + start : first + end]
                log_prob[start:end], entropy[start:end] = chunk.log_prob[rows], chunk.entropy[rows]
            start = end
        return log_prob, entropy

    def signs(self, first: int, past: int, width: int) -> npt.NDArray[np.float32]:
        """Return the probe's rows, `width` numbers each, stored with the scores of the tokens [first, past), shape
        (past - first, width). Each row belongs to the token before. NaN if there is none."""
        found = np.full((past - first, width), np.nan, np.float32)
        start = 0
        for _, run in groupby(self._chunks[first:past], key=id):
            chunk, *others = run
            end = start + 1 + len(others)
            if chunk is not None and chunk.signs is not None:
                found[start:end] = chunk.signs[self._rows[first + start : first + end]]
            start = end
        return found

    def write(self, first: int, chunk: ScoredChunk, context: int) -> None:
        """Record the scores of the tokens from `first`, computed in a window that begins at `context`.

        They are provisional if their own window begins elsewhere; `context` -1 always makes them provisional.
        """
        past = first + len(chunk.log_prob)
        self._chunks[first:past] = [chunk] * (past - first)
        self._rows[first:past] = np.arange(past - first)
        self._scored_in[first:past] = context
        self._provisional[first:past] = self._contexts[first:past] != context

    def settled_rows(self) -> tuple[npt.NDArray[np.bool_], ScoredChunk | None]:
        """Return whether each token has its score for the current text, and the scores of those that do; None if none
        do."""
        settled = ~self.unsettled
        runs = groupby(np.flatnonzero(settled).tolist(), key=lambda index: id(self._chunks[index]))
        parts = [(self._chunks[indices[0]], self._rows[indices]) for _, run in runs if (indices := list(run))]
        known = [(chunk, rows) for chunk, rows in parts if chunk is not None]
        return settled, joined(known) if known else None

    def restore(self, settled: npt.NDArray[np.bool_], chunk: ScoredChunk) -> None:
        """Record the result of `settled_rows` for the same tokens in the same pages."""
        indices = np.flatnonzero(settled)
        self._rows[indices] = np.arange(len(indices))
        self._scored_in[indices] = self._contexts[indices]
        self._provisional[indices] = False
        for index in indices.tolist():
            self._chunks[index] = chunk

    def edit(self, splice: TokenSplice, pages: list[Page]) -> None:
        """Follow an edit; `pages` are the new pages."""
        first, past = splice.first, splice.first + splice.removed
        delta = splice.inserted - splice.removed
        still_good = ~self.outdated[past:]
        still_good[: len(still_good) if self._reach is None else self._reach] = False
        self._contexts = _contexts(pages)
        if not splice.removed and not splice.inserted:
            return
        self._chunks[first:past] = [None] * splice.inserted
        self._rows = np.concatenate([self._rows[:first], np.zeros(splice.inserted, np.int32), self._rows[past:]])
        later = self._scored_in[past:]
        untouched = later >= past  # its window begins after the edit
        self._scored_in = np.concatenate(
            [self._scored_in[:first], np.full(splice.inserted, _NEVER), np.where(untouched, later + delta, _NEVER)]
        )
        provisional = (self._provisional[past:] & untouched) | still_good
        self._provisional = np.concatenate(
            [self._provisional[:first], np.zeros(splice.inserted, np.bool_), provisional]
        )


def _contexts(pages: list[Page]) -> npt.NDArray[np.int64]:
    """Return for each token the context start of its window, shape (tokens,)."""
    starts = np.array([page.context for page in pages], np.int64)
    return np.repeat(starts, [page.end - page.start for page in pages])
