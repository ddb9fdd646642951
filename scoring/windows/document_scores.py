"""The scores of one document: its tokens, their windows, and the resulting numbers."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from scoring.language.words import words
from scoring.memory.memory import TextMemory
from scoring.memory.sequences import LONGEST
from scoring.model.reader import Reader
from scoring.model.tokens import Ids, TokenizedText, TokenSplice
from scoring.probe.probe import PARTS
from scoring.protocol import MOST_NATS, Token, WordScore
from scoring.windows.document_windows import CHUNK, DocumentPages
from scoring.windows.score_book import ScoreBook
from scoring.windows.token_scores import TokenScore

PROVISIONAL = -1
"""In place of a window's start, for scores that aren't valid in any window."""
_LEAST_TIMES = 3
"""How often a word must occur in the memory to count as familiar: once or twice may be a mistake."""


@dataclass(frozen=True, slots=True)
class WordOdds:
    """The probe's results for n words.

    Attributes:
        spans: code points [start, end) of each word, shape (n, 2).
        log_odds: of each of the probe's kinds of mistake and, last, of any mistake, shape (n, kinds + 1); NaN if
            unknown.
        settled: whether they are final for the current text; otherwise they may change as more is scored, shape (n,).
    """

    spans: npt.NDArray[np.int64]
    log_odds: npt.NDArray[np.float32]
    settled: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Readings:
    """The scores of n words; NaN if unknown.

    Attributes:
        surprisal: of each word given everything before it, in nats, shape (n,).
        entropy: of the model's distribution at its first token, in nats, shape (n,).
        odds: the probe's log-odds of each kind of mistake and of any mistake, in nats, shape (n, kinds + 1).
        familiar: how much more probable the memory makes each, in nats, at least 0, shape (n,).
    """

    surprisal: npt.NDArray[np.float64]
    entropy: npt.NDArray[np.float64]
    odds: npt.NDArray[np.float32]
    familiar: npt.NDArray[np.float64]


class DocumentScores(ABC):
    """Scores a document's tokens and follows its edits.

    Args:
        model: the model.
        text: the document, without lone surrogates.
        windows_of: returns the windows for the tokens.

    Attributes:
        tokenized: the text and its tokens.
        windows: the tokens' windows.
        book: the scores known so far.
        memory: of the writer's own texts; None: none.
        settles_whole_windows: whether settling one score costs as much as settling its whole window.
    """

    settles_whole_windows: ClassVar[bool] = False

    def __init__(self, model: Reader, text: str, windows_of: Callable[[Ids], DocumentPages]) -> None:
        self.tokenized = TokenizedText(model.tokenizer, text)
        self.windows = windows_of(self.tokenized.ids)
        self.book = ScoreBook(self.windows.pages)
        self._model = model
        self.memory: TextMemory | None = None

    def edit(self, start: int, end: int, replacement: str) -> TokenSplice:
        """Replace the code points [start, end); return the tokens replaced. Runs no model.

        Raises:
            ValueError: the range is not within the text.
        """
        splice = self.tokenized.edit(start, end, replacement)
        first, past, delta = splice.first, splice.first + splice.inserted, splice.inserted - splice.removed
        self.windows.edit(self.tokenized.ids, first, past, delta)
        self.book.edit(splice, self.windows.pages)
        return splice

    # -- running the model ---------------------------------------------------------------------------------------------

    @abstractmethod
    def settle(self, token: int, past: int, most: int = CHUNK) -> tuple[int, int]:
        """Run one chunk of about `most` tokens towards settled scores for the tokens from `token` up to `past` or the
        end of its page.

        Returns:
            The code points that got scores; an empty range if the context had to be run first.
        """

    @abstractmethod
    def score_soon(self, token: int, first: int, past: int) -> tuple[int, int]:
        """Run one chunk towards any score for the tokens [token, past), as soon as possible.

        Args:
            token: the first one without a score.
            first, past: all the wanted tokens.

        Returns:
            See `settle`.
        """

    # -- reading the scores --------------------------------------------------------------------------------------------

    def token(self, index: int) -> TokenScore:
        """Return the token `index` (0 <= index < number of tokens) with its scores, if it has any."""
        tokenized, place = self.tokenized, self.book.row(index)
        start, end = int(tokenized.starts[index]), int(tokenized.ends[index])
        text_of = self._model.tokenizer.text_of
        text = text_of(int(tokenized.ids[index]))
        if place is None:
            return TokenScore(start, end, text, None, None, None, None, None, False)
        chunk, row = place
        log_prob = float(chunk.log_prob[row])
        predicted = [
            (text_of(int(token)), float(value), math.exp(value))
            for token, value in zip(chunk.top_ids[row], chunk.top_log_probs[row], strict=True)
        ]
        rank, entropy = int(chunk.rank[row]), float(chunk.entropy[row])
        settled = self.book.settled(index)
        mixed = float(self.mixed_log_probs(index, index + 1)[0])
        return TokenScore(start, end, text, log_prob, math.exp(log_prob), rank, entropy, predicted, settled, mixed)

    def tokens(self, start: int, end: int, most: int) -> tuple[list[Token], int]:
        """Return the tokens that overlap the code points [start, end), at most about `most`, and the end of the last
        one; `end` if these are all."""
        starts, ends = self.tokenized.starts, self.tokenized.ends
        first, last = self.tokenized.at(start, end)
        past = min(last, first + most)
        while first < past < last and starts[past] < ends[past - 1]:  # they share a character
            past += 1
        values = self.book.values(first, past)
        log_prob, entropy = ([nats if abs(nats) < MOST_NATS else None for nats in column.tolist()] for column in values)
        is_settled = (~self.book.unsettled[first:past]).tolist()
        columns = (starts[first:past].tolist(), ends[first:past].tolist(), log_prob, entropy, is_settled)
        found = [Token(*row) for row in zip(*columns, strict=True)]
        return found, end if past == last else int(ends[past - 1])

    def readings(self, spans: npt.NDArray[np.int64]) -> Readings:
        """Return the latest scores of words, whether or not the text has changed since.

        Args:
            spans: the code points of each word, shape (n, 2), in order.
        """
        if not len(spans):
            return Readings(np.empty(0), np.empty(0), np.empty((0, 1), np.float32), np.empty(0))
        first, past = self.tokenized.at_each(spans)
        return Readings(*self._values(first, past), self._odds(past), self._familiar(first, past))

    def mixed_log_probs(self, first: int, past: int) -> npt.NDArray[np.float64]:
        """Return the log-probabilities of the tokens [first, past) by the mixture of model and memory, shape
        (past - first,), in nats; the model's own if there is no memory, NaN if unknown."""
        log_prob, _ = self.book.values(first, past)
        if self.memory is None:
            return log_prob
        return self.memory.recall(self.tokenized.ids[:past], first).mixed(log_prob)

    def _familiar(self, first: npt.NDArray[np.int64], past: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return how much more probable the memory makes words, given the tokens of each."""
        if self.memory is None:
            return np.zeros(len(first))
        low, high = int(first[0]), int(past[-1])
        log_prob, _ = self.book.values(low, high)
        recalled = self.memory.recall(self.tokenized.ids[:high], low)
        gains = np.append(recalled.mixed(log_prob) - log_prob, 0.0)
        bounds = np.stack([first, past], axis=1).ravel() - low
        gain = np.add.reduceat(gains, bounds)[::2]
        length = np.minimum(past - first, LONGEST)
        occurs = np.append(recalled.occurs, np.zeros((LONGEST + 1, 1), np.int64), axis=1)[length, first - low]
        return np.where((occurs >= _LEAST_TIMES) & (length > 0), np.maximum(np.nan_to_num(gain), 0.0), 0.0)

    def _values(
        self, first: npt.NDArray[np.int64], past: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the surprisal of words and the entropy at their first token, in nats, given the tokens of each; NaN if
        unknown."""
        log_prob, entropy = self.book.values(int(first[0]), int(past[-1]))
        # reduceat sums from each index to the next: over each word, and over the gap to the next word.
        bounds = np.stack([first, past], axis=1).ravel() - first[0]
        surprisal = -np.add.reduceat(np.append(log_prob, 0.0), bounds)[::2]
        return surprisal, np.append(entropy, np.nan)[first - first[0]]

    def words(self, start: int, end: int) -> list[WordScore]:
        """Return the words at the code points [start, end) whose tokens all have scores, provisional ones included."""
        spans, first, past = self._words(start, end)
        if not len(spans):
            return []
        surprisal, entropy = self._values(first, past)
        known = np.abs(surprisal) + np.abs(entropy) < MOST_NATS  # False for NaN too
        columns = (spans[:, 0], spans[:, 1], surprisal, entropy)
        return [WordScore(*row) for row in zip(*[column[known].tolist() for column in columns], strict=True)]

    def log_odds(self, start: int, end: int) -> WordOdds | None:
        """Return the probe's results for the words at the code points [start, end); None if the model has no probe.

        A word needs the token after it, since the word's own state is read when that token is scored; so a text's last
        word has no results. The two tokens after that are used as soon as they are scored.
        """
        probe = self._model.probe
        if probe is None:
            return None
        spans, _, past = self._words(start, end)
        if not len(spans):
            return WordOdds(spans, np.empty((0, len(probe.kinds) + 1), np.float32), np.empty(0, np.bool_))
        log_odds = self._odds(past)
        unsettled = np.append(self.book.unsettled, np.zeros(PARTS, np.bool_))
        settled = ~unsettled[past[:, None] + np.arange(PARTS)].any(axis=1)
        outdated = np.append(self.book.outdated, np.zeros(PARTS, np.bool_))
        log_odds[outdated[past]] = np.nan
        return WordOdds(spans, log_odds, settled & ~np.isnan(log_odds[:, -1]))

    def _odds(self, past: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return the probe's log-odds of words, given the token after each, shape (n, kinds + 1); NaN if unknown."""
        probe = self._model.probe
        if probe is None:
            return np.full((len(past), 1), np.nan, np.float32)
        first, last = int(past[0]), min(int(past[-1]) + PARTS, len(self.tokenized))
        rows = np.full((last - first + PARTS, probe.width), np.nan, np.float32)
        rows[: last - first] = self.book.signs(first, last, probe.width)
        rows = rows[(past - first)[:, None] + np.arange(PARTS)]  # (n, 3, probe's width)
        known = ~np.isnan(rows[:, 0, 0])
        log_odds = probe.log_odds(np.nan_to_num(rows))
        log_odds[~known] = np.nan
        return log_odds

    def _words(
        self, start: int, end: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the spans of the words at the code points [start, end) that have tokens, with each word's first token
        and the one past its last."""
        spans = np.fromiter(chain.from_iterable(words(self.tokenized.text, start, end)), np.int64).reshape(-1, 2)
        first, past = self.tokenized.at_each(spans)
        found = first < past
        return spans[found], first[found], past[found]
