"""One document being scored: the library's face, used by the worker, the command line, tests and benchmarks alike."""

from __future__ import annotations

import math
import re
import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from scoring.alternatives import WordsAtPlace, WordSearch
from scoring.flags import DEFAULT_THRESHOLD, word_flag, words
from scoring.kv_cache import CachePool, PrefixCache
from scoring.model import Model
from scoring.protocol import Flag
from scoring.scheduler import most_wanted, sentence_around
from scoring.scorer import ScoredChunk, TokenScore, score
from scoring.tokens import Ids, TokenizedText
from scoring.windows import Page, WindowRule

CHUNK = 64
"""Most tokens in one forward pass: a newer edit waits for no more than this."""

DEFAULT_CACHE_BYTES = 512 * 1024 * 1024

_NEVER = -1
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Stats:
    """What the session has done so far: tokens run through the model, tokens whose cached keys and values were used
    again instead, forward passes, and seconds spent in them."""

    tokens_forwarded: int = 0
    tokens_reused: int = 0
    forwards: int = 0
    seconds: float = 0.0


class Tokens(Sequence[TokenScore]):
    """The tokens of a session as a sequence that reads them where they lie; valid until the next edit."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __len__(self) -> int:
        return len(self._session.tokenized)

    @overload
    def __getitem__(self, index: int) -> TokenScore: ...
    @overload
    def __getitem__(self, index: slice) -> list[TokenScore]: ...
    def __getitem__(self, index: int | slice) -> TokenScore | list[TokenScore]:
        if isinstance(index, slice):
            return [self._session.token_score(position) for position in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"token {index} of {len(self)}")
        return self._session.token_score(index % len(self))


class Session:
    """Scores a text and keeps the scores true while it is edited.

    Args:
        model: from `load_model`.
        text: the document. Lone surrogates (invalid bytes) count as U+FFFD.
        max_length: most tokens in a window, the start token counted.
        stride: most tokens in a page; see `scoring.windows`.
        top_k: how many predicted tokens to keep for each token.
        cache_bytes: memory budget of the KV caches.

    Attributes:
        stats: what it cost so far.
        scored: the code points that the last step scored; empty where it scored none.

    Raises:
        ValueError: `max_length` is more than the model's positions, or does not fit `stride`; `top_k` is below 1.
    """

    def __init__(
        self,
        model: Model,
        text: str = "",
        *,
        max_length: int = 2048,
        stride: int = 1024,
        top_k: int = 10,
        cache_bytes: int = DEFAULT_CACHE_BYTES,
    ) -> None:
        if max_length > model.max_positions:
            raise ValueError(
                f"max_length {max_length} is more than the {model.max_positions} positions of model {model.name}; "
                "lower it"
            )
        if top_k < 1:
            raise ValueError(f"top_k {top_k} must be at least 1")
        self.model = model
        self.top_k = top_k
        self.stats = Stats()
        self.scored = (0, 0)
        self._current: PrefixCache | None = None
        self._rule = WindowRule(max_length, stride, model.vocabulary.cut_class)
        self._pool = CachePool(cache_bytes, model.bytes_per_token)
        self._focus = (0, 0)
        self._edited = (0, 0)
        self.tokenized = TokenizedText(model.tokenizer, scorable(text))
        count = len(self.tokenized)
        # For each token: its scores, as a row of a chunk, and the context start of the window they are true for.
        self._chunks: list[ScoredChunk | None] = [None] * count
        self._rows = np.zeros(count, np.int32)
        self._scored_in = np.full(count, _NEVER, np.int64)
        self._pages = self._rule.plan(self.tokenized.ids)
        self._contexts = _contexts(self._pages)

    @property
    def text(self) -> str:
        """The mirror of the document."""
        return self.tokenized.text

    @property
    def tokens(self) -> Tokens:
        """The document's tokens with their scores."""
        return Tokens(self)

    @property
    def settled_tokens(self) -> int:
        """How many tokens have the score that the present text gives them."""
        return int((self._scored_in == self._contexts).sum())

    @property
    def has_work(self) -> bool:
        """Whether `step` has something to do."""
        return self.settled_tokens < len(self.tokenized)

    def edit(self, start: int, end: int, replacement: str) -> None:
        """Replace the code points [start, end) of the text. Runs no model: what the edit touched is scored by `step`.

        Raises:
            ValueError: the range does not lie in the text.
        """
        splice = self.tokenized.edit(start, end, scorable(replacement))
        first, past, delta = splice.first, splice.first + splice.removed, splice.inserted - splice.removed
        self._chunks[first:past] = [None] * splice.inserted
        self._rows = _replaced(self._rows, first, past, np.zeros(splice.inserted, np.int32))
        inserted = np.full(splice.inserted, _NEVER, np.int64)
        behind = self._scored_in[past:]
        # What was scored in a window that reaches over the edit is no longer true.
        behind = np.where(behind >= past, behind + delta, _NEVER) if splice.removed or splice.inserted else behind
        self._scored_in = np.concatenate([self._scored_in[:first], inserted, behind])
        self._pages = self._rule.plan(self.tokenized.ids, self._pages, first, first + splice.inserted, delta)
        self._contexts = _contexts(self._pages)
        length = len(replacement)
        self._edited = sentence_around(self.text, start, start + length)
        low, high = self._focus
        self._focus = (_mapped(low, start, end, length), _mapped(high, start, end, length))
        self._current = None

    def focus(self, start: int, end: int) -> None:
        """Say which code points [start, end) the writer looks at: they are scored right after the edited sentence."""
        self._focus = (max(0, start), min(end, len(self.text)))

    # -- scoring -------------------------------------------------------------------------------------------------------

    def step(self) -> bool:
        """Do one chunk of the most wanted work.

        Returns:
            False when there was nothing to do: all is settled.
        """
        self.scored = (0, 0)
        ranges = [self.tokenized.at(*self._edited), self.tokenized.at(*self._focus)]
        wanted = most_wanted(self._scored_in != self._contexts, ranges)
        if wanted is None:
            return False
        token, past = wanted
        page = self._page_of(token)
        past = min(past, page.end)
        window = self._window(page.context, page.end)
        cache = self._cache_for(window)
        needed = token - page.context + 1
        if len(cache) < needed:
            self._forward(window[len(cache) : min(len(cache) + CHUNK, past - page.context)], cache)
        if len(cache) >= needed:
            self._score(page, cache, token, min(past, token + CHUNK, page.context + len(cache)))
        self._pool.trim()
        return True

    def settle(self) -> None:
        """Work until every score is settled."""
        while self.step():
            pass

    def _page_of(self, token: int) -> Page:
        return self._pages[bisect_right(self._pages, token, key=lambda page: page.start) - 1]

    def _window(self, context: int, end: int) -> Ids:
        return np.concatenate([np.array([self.model.start_id], np.int32), self.tokenized.ids[context:end]])

    def _cache_for(self, window: Ids) -> PrefixCache:
        """A cache that holds `window`, or else a prefix of it and nothing more."""
        cache = self._pool.take(window)
        if cache is None:
            cache = self.model.new_cache()
            self._pool.add(cache)
        if cache is not self._current:
            self._current = cache
            self.stats.tokens_reused += cache.shared(window)
        if cache.shared(window) < len(window):
            cache.crop(cache.shared(window))
        return cache

    def _forward(self, ids: Ids, cache: PrefixCache) -> None:
        begun = time.perf_counter()
        self.model.forward(ids, cache)
        self.stats.seconds += time.perf_counter() - begun
        self.stats.forwards += 1
        self.stats.tokens_forwarded += len(ids)

    def _score(self, page: Page, cache: PrefixCache, first: int, past: int) -> None:
        """Score the tokens [first, past) of `page`; the cache reaches to the position before each of them."""
        hidden = cache.hidden[first - page.context : past - page.context]
        chunk = score(self.model, hidden, self.tokenized.ids[first:past], self.top_k)
        self._chunks[first:past] = [chunk] * (past - first)
        self._rows[first:past] = np.arange(past - first)
        self._scored_in[first:past] = page.context
        self.scored = (int(self.tokenized.starts[first]), int(self.tokenized.ends[past - 1]))

    # -- what came of it -----------------------------------------------------------------------------------------------

    def token_score(self, index: int) -> TokenScore:
        """The token `index` (0 <= index < number of tokens) with what is known of it."""
        tokenized, chunk, row = self.tokenized, self._chunks[index], int(self._rows[index])
        start, end = int(tokenized.starts[index]), int(tokenized.ends[index])
        text = self.model.tokenizer.text_of(int(tokenized.ids[index]))
        if chunk is None:
            return TokenScore(start, end, text, None, None, None, None, None, False)
        log_prob = float(chunk.log_prob[row])
        predicted = [
            (self.model.tokenizer.text_of(int(token)), float(value), math.exp(value))
            for token, value in zip(chunk.top_ids[row], chunk.top_log_probs[row], strict=True)
        ]
        settled = bool(self._scored_in[index] == self._contexts[index])
        rank, entropy = int(chunk.rank[row]), float(chunk.entropy[row])
        return TokenScore(start, end, text, log_prob, math.exp(log_prob), rank, entropy, predicted, settled)

    def flags(self, threshold: float | None = None, start: int = 0, end: int | None = None) -> list[Flag]:
        """The words that deserve an underline, among those that overlap the code points [start, end).

        Args:
            threshold: nats from which on a word is flagged; None: the default; 0.0: every word that has any strength.
        """
        least = DEFAULT_THRESHOLD if threshold is None else threshold
        flags = (self._flag(*span) for span in words(self.text, start, len(self.text) if end is None else end))
        return [flag for flag in flags if flag is not None and flag.strength > 0 and flag.strength >= least]

    def _flag(self, start: int, end: int) -> Flag | None:
        first, past = self.tokenized.at(start, end)
        if first == past or any(chunk is None for chunk in self._chunks[first:past]):
            return None
        scores = [self.token_score(index) for index in range(first, past)]
        return word_flag(start, end, scores)

    def alternatives(self, start: int, end: int, count: int = 9) -> WordsAtPlace:
        """The whole words most probable in place of the word at [start, end), given the text before it.

        Raises:
            ValueError: there is no text at [start, end), or it has more than 64 tokens.
        """
        first, past = self.tokenized.at(start, end)
        if not 0 <= start < end <= len(self.text) or first == past:
            raise ValueError(f"no word at [{start}, {end})")
        if past - first > CHUNK:
            raise ValueError(f"no word at [{start}, {end}): {past - first} tokens are too many")
        word, lead = self.text[start:end], self.text[int(self.tokenized.starts[first]) : start]
        page = self._page_of(first)
        prefix = self._window(page.context, first)
        cache = self._pool.take(self._window(page.context, page.end))
        if cache is None or cache.shared(prefix) < len(prefix):
            cache = self._cache_for(prefix)
            while len(cache) < len(prefix):
                self._forward(prefix[len(cache) : len(cache) + CHUNK], cache)
        found = WordSearch(self.model, cache, len(prefix), lead).run(self.tokenized.ids[first:past], 2 * count)
        self._pool.trim()
        return found.in_place_of(word, count)


def _contexts(pages: list[Page]) -> npt.NDArray[np.int64]:
    """For each token the context start of its window, shape (tokens,)."""
    starts = np.array([page.context for page in pages], np.int64)
    return np.repeat(starts, [page.end - page.start for page in pages])


def _replaced(array: npt.NDArray[np.int32], first: int, past: int, new: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.concatenate([array[:first], new, array[past:]])


def _mapped(position: int, start: int, end: int, length: int) -> int:
    """Where `position` lies after [start, end) was replaced by `length` code points."""
    if position <= start:
        return position
    return position + length - (end - start) if position >= end else start + length


def scorable(text: str) -> str:
    """`text` with lone surrogates (bytes that are no UTF-8) as U+FFFD, one for one."""
    return _SURROGATES.sub("\ufffd", text)
