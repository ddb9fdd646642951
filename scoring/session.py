"""One document being scored: the library's face, used by the worker, the command line, tests and benchmarks alike."""

from __future__ import annotations

import math
from itertools import chain

import numpy as np

from scoring.edits.alternatives import WordsAtPlace, WordSearch
from scoring.edits.effects import rest_effect, shared_end
from scoring.flags.flag_book import FlagBook
from scoring.language.passages import Passage
from scoring.language.wordiness import Shortening
from scoring.language.words import words
from scoring.model.kv_cache import CachePool, WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids, TokenizedText
from scoring.protocol import MOST_NATS, Flag, Suggestion, WordScore, sendable
from scoring.windows.document_windows import CHUNK, SHORT_CONTEXT, DocumentWindows
from scoring.windows.pages import Page, WindowRule
from scoring.windows.priorities import most_wanted
from scoring.windows.score_book import ScoreBook
from scoring.windows.stats import Stats
from scoring.windows.token_scores import TokenScore, score
from scoring.windows.token_view import Tokens
from scoring.windows.writer import Writer

DEFAULT_CACHE_BYTES = 512 * 1024 * 1024

_PROVISIONAL = -1


class Session:
    """Scores a text and keeps the scores true while it is edited.

    Args:
        model: from `load_model`.
        text: the document. Lone surrogates (invalid bytes) count as U+FFFD.
        max_length: most tokens in a window, the start token counted.
        stride: most tokens in a page; see `scoring.windows.pages`.
        top_k: how many predicted tokens to keep for each token.
        cache_bytes: memory budget of the KV caches.

    Attributes:
        stats: what it cost so far.
        scored: the code points about which the last step, or the last `suggest`, gave something new, scores or flags;
            empty mostly where edits were tried.

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
        self.tokenized = TokenizedText(model.tokenizer, sendable(text))
        rule = WindowRule(max_length, stride, model.vocabulary.cut_class)
        pool = CachePool(cache_bytes, model.bytes_per_token)
        self._windows = DocumentWindows(model, pool, rule, self.tokenized.ids, self.stats)
        self._book = ScoreBook(self._windows.pages)
        self._writer = Writer()
        self._judge = FlagBook(model, self.text, max_length)

    @classmethod
    def sharing(cls, pool: CachePool, model: Model, text: str, **settings: int) -> Session:
        """A session whose caches lie in a pool of several sessions, under one budget; `close` it in the end.

        `settings` are those of a Session but for `cache_bytes`.
        """
        session = cls(model, text, **settings)
        session._windows.pool = pool
        return session

    @property
    def text(self) -> str:
        """The mirror of the document."""
        return self.tokenized.text

    @property
    def tokens(self) -> Tokens:
        """The document's tokens with their scores."""
        return Tokens(len(self.tokenized), self.token_score)

    @property
    def pages(self) -> list[Page]:
        """How the document is cut; see `scoring.windows.pages`."""
        return list(self._windows.pages)

    def window(self, page: Page) -> Ids:
        """The tokens of a page's window, the start token first, shape (length,)."""
        return self._windows.ids(page.context, page.end)

    @property
    def unsettled_pages(self) -> list[Page]:
        """The pages with a token that is not settled."""
        unsettled = self._book.unsettled
        return [page for page in self._windows.pages if unsettled[page.start : page.end].any()]

    @property
    def edited_is_scored(self) -> bool:
        """Whether every token of the sentence that was edited last has a score of the present text, if provisional."""
        return not self._book.outdated[slice(*self.tokenized.at(*self._writer.edited))].any()

    @property
    def settled_tokens(self) -> int:
        """How many tokens have the score that the present text gives them."""
        return len(self.tokenized) - int(self._book.unsettled.sum())

    @property
    def has_work(self) -> bool:
        """Whether `step` has something to do."""
        return bool(self._book.unsettled.any()) or self._judge.has_work

    @property
    def has_urgent_work(self) -> bool:
        """Whether `step(soon=True)` has something to do."""
        outdated = self._book.outdated
        return any(
            outdated[slice(*self.tokenized.at(*place))].any() for place in (self._writer.edited, self._writer.focus)
        )

    @property
    def has_edited_to_try(self) -> bool:
        """Whether `try_edited` has something to do."""
        return self._edited_passage is not None

    @property
    def has_written_to_try(self) -> bool:
        """Whether `try_written` has something to do."""
        return self._judge.wanted_last(*self._writer.written) is not None

    @property
    def _edited_passage(self) -> Passage | None:
        """Where edits are to be tried around the end of the last edit."""
        caret = self._writer.caret
        return self._judge.wanted(max(0, caret - 1), caret + 1) if caret is not None else None

    def edit(self, start: int, end: int, replacement: str) -> None:
        """Replace the code points [start, end) of the text. Runs no model: what the edit touched is scored by `step`.

        Raises:
            ValueError: the range does not lie in the text.
        """
        splice = self.tokenized.edit(start, end, sendable(replacement))
        first, past, delta = splice.first, splice.first + splice.inserted, splice.inserted - splice.removed
        self._windows.edit(self.tokenized.ids, first, past, delta)
        self._book.edit(splice, self._windows.pages)
        self._judge.edit(self.text, start, end, replacement)
        self._writer.edit(self.text, start, end, len(replacement))

    def focus(self, start: int, end: int) -> None:
        """Say which code points [start, end) the writer looks at: they are scored right after the edited sentence."""
        self._writer.focus = (max(0, start), min(end, len(self.text)))

    def leave(self) -> None:
        """Give the memory back that only typing on needs: the writer looks at another document."""
        self._judge.leave()

    def close(self) -> None:
        """Give the memory of the caches back to the pool; the scores stay."""
        self.leave()
        self._windows.close()

    # -- scoring -------------------------------------------------------------------------------------------------------

    def step(self, *, soon: bool = False, tries: bool = True) -> bool:
        """Do one chunk of the most wanted work: at most 64 tokens through the model.

        Scores of what the writer looks at come first, then edits are tried there, in the edited sentence last; then
        comes the rest of the document, in the same order.

        Args:
            soon: only what the writer looks at, as soon as may be: some score for the edited sentence and the focus.
            tries: whether edits are tried, too.

        Returns:
            False when there was nothing to do: all is settled (with `soon`: scored), all edits are tried.
        """
        self.scored = (0, 0)
        ranges = [self.tokenized.at(*self._writer.edited), self.tokenized.at(*self._writer.focus)]
        outdated = self._book.outdated
        for first, past in ranges:
            wanted = most_wanted(outdated, [(first, past)], everywhere=False)
            if wanted is not None:
                self._score_soon(wanted[0], first, past)
                self._windows.pool.trim()
                return True
        return not soon and self._step_at_leisure(ranges, tries)

    def _step_at_leisure(self, ranges: list[tuple[int, int]], tries: bool) -> bool:
        """One chunk for exact scores or for edits."""
        seen = most_wanted(self._book.unsettled, ranges, everywhere=False)
        passage = None if seen or not tries else self._judge.wanted(*self._writer.focus, self._writer.edited)
        wanted = seen or (most_wanted(self._book.unsettled, ranges) if passage is None else None)
        if wanted is not None:
            self._score_exactly(*wanted)
            self._windows.pool.trim()
            return True
        if not tries or (passage is None and not self._judge.has_work):
            return False
        self._try_edits(passage)
        return True

    def try_edited(self) -> bool:
        """Do one chunk of trying edits in the sentence where the last edit ended, before all other work.

        Returns:
            False when there was nothing to do.
        """
        return self._try_in(self._edited_passage)

    def try_written(self) -> bool:
        """Do one chunk of trying edits in the other sentences that were written without a rest, the last one first.

        Returns:
            False when there was nothing to do.
        """
        return self._try_in(self._judge.wanted_last(*self._writer.written))

    def try_ahead(self) -> None:
        """Do one small chunk of trying edits further up in the sentence that is being written. It says nothing new yet:
        there is less to do for `try_edited`."""
        if self._writer.caret is not None:
            self.stats.tokens_tried += self._judge.step_ahead(self._writer.caret)

    def _try_in(self, passage: Passage | None) -> bool:
        self.scored = (0, 0)
        if passage is not None:
            self._try_edits(passage)
        return passage is not None

    def _try_edits(self, passage: Passage | None) -> None:
        tokens, self.scored = self._judge.step(passage)
        self.stats.tokens_tried += tokens

    def settle(self) -> None:
        """Work until every score is settled and every edit tried."""
        while self.step():
            pass

    def settle_scores(self) -> None:
        """Work until every score is settled; try no edits."""
        while self.step(tries=False):
            pass

    def _score_exactly(self, token: int, past: int) -> None:
        """Work towards the settled scores of the tokens from `token` on, up to `past` or the end of its page."""
        page = self._windows.page_of(token)
        self._advance(self._windows.cache(page.context), page.context, token, min(past, page.end), page.context)

    def _score_soon(self, token: int, first: int, past: int) -> None:
        """Work towards some score of the tokens [token, past), which the writer looks at: settled where that is near,
        else over keys and values from before the last edits, else with a shorter context. [first, past) is the whole
        range that is wanted."""
        page = self._windows.page_of(token)
        past = min(past, page.end)
        cache = self._windows.cache(page.context)
        slot = token - page.context  # of the token before
        if slot - cache.valid < CHUNK:
            self._advance(cache, page.context, token, past, page.context)
            return
        settled = np.flatnonzero(~self._book.unsettled[token:past])
        past = token + int(settled[0]) if len(settled) else past  # what is settled stays so
        unknown = np.flatnonzero(~cache.known[cache.valid : slot]) + cache.valid
        if not len(unknown):
            self._windows.forward(cache, slot, min(slot + CHUNK, past - page.context))
            self._write(cache, page.context, token, min(token + CHUNK, past), _PROVISIONAL)
        elif len(unknown) <= SHORT_CONTEXT:
            run = int(unknown[0])
            self._windows.forward(cache, run, min(run + CHUNK, int(unknown[-1]) + 1))
        else:
            context = max(page.context, first - SHORT_CONTEXT)
            cache = self._windows.short_context_cache(context, past)
            self._advance(cache, context, token, past, context)

    def _advance(self, cache: WindowCache, context: int, token: int, past: int, written_as: int) -> None:
        """Run a chunk of what `token` waits for in a window, and score from it what can be scored before `past`."""
        if cache.valid <= token - context:
            self._windows.forward(cache, cache.valid, min(cache.valid + CHUNK, past - context))
        if cache.valid > token - context:
            self._write(cache, context, token, min(past, token + CHUNK, context + cache.valid), written_as)

    def _write(self, cache: WindowCache, context: int, first: int, past: int, written_as: int) -> None:
        """Score the tokens [first, past) from the hidden states of the slots before them."""
        hidden = cache.hidden[first - context : past - context]
        self._book.write(first, score(self.model, hidden, self.tokenized.ids[first:past], self.top_k), written_as)
        self.scored = (int(self.tokenized.starts[first]), int(self.tokenized.ends[past - 1]))

    # -- what came of it -----------------------------------------------------------------------------------------------

    def token_score(self, index: int) -> TokenScore:
        """The token `index` (0 <= index < number of tokens) with what is known of it."""
        tokenized, place = self.tokenized, self._book.row(index)
        start, end = int(tokenized.starts[index]), int(tokenized.ends[index])
        text = self.model.tokenizer.text_of(int(tokenized.ids[index]))
        if place is None:
            return TokenScore(start, end, text, None, None, None, None, None, False)
        chunk, row = place
        log_prob = float(chunk.log_prob[row])
        predicted = [
            (self.model.tokenizer.text_of(int(token)), float(value), math.exp(value))
            for token, value in zip(chunk.top_ids[row], chunk.top_log_probs[row], strict=True)
        ]
        settled = self._book.settled(index)
        rank, entropy = int(chunk.rank[row]), float(chunk.entropy[row])
        return TokenScore(start, end, text, log_prob, math.exp(log_prob), rank, entropy, predicted, settled)

    def flags(self, threshold: float | None = None, start: int = 0, end: int | None = None) -> list[Flag]:
        """The words that deserve an underline, among those that overlap the code points [start, end): by the edits
        that were tried; where none were since an edit, as was found out before it, and else by their surprisal; and the
        wordings that could be shorter.

        Args:
            threshold: strength in nats from which on a word is flagged; None: the default; 0.0: every word that has
                any strength.
        """
        end = len(self.text) if end is None else end
        return self._judge.flags(self.word_scores, threshold, start, end)

    def suggest(self, start: int, end: int, k: int = 5) -> list[Suggestion]:
        """Edits of the word at the code points [start, end), or right before it, the best one first, at most `k`; then
        shorter wordings for what it is a part of, which come first where that has the flag of the place.

        Tries the edits now where the search has not come by; `scored` then says about what there is something new.
        """
        edits, tokens, self.scored = self._judge.suggest(self.word_scores, start, end, k)
        self.stats.tokens_tried += tokens
        return edits

    def wordings(self, start: int, end: int) -> list[Shortening]:
        """The wordings that could be shorter, among those that overlap the code points [start, end), in order."""
        return self._judge.wordings(start, end)

    def word_scores(self, start: int = 0, end: int | None = None) -> list[WordScore]:
        """The words that overlap the code points [start, end) and of which every token has a score, if provisional."""
        found = words(self.text, start, len(self.text) if end is None else end)
        spans = np.fromiter(chain.from_iterable(found), np.int64).reshape(-1, 2)
        first, past = self.tokenized.at_each(spans)
        spans, first, past = spans[first < past], first[first < past], past[first < past]
        if not len(spans):
            return []
        log_prob, entropy = self._book.values(int(first[0]), int(past[-1]))
        # reduceat sums from each index to the next: of every word, and of what lies between two.
        bounds = np.stack([first, past], axis=1).ravel() - first[0]
        surprisal = -np.add.reduceat(np.append(log_prob, 0.0), bounds)[::2]
        entropy = entropy[first - first[0]]
        known = np.abs(surprisal) + np.abs(entropy) < MOST_NATS  # not where there are no numbers
        columns = (spans[:, 0], spans[:, 1], surprisal, entropy)
        return [WordScore(*row) for row in zip(*[column[known].tolist() for column in columns], strict=True)]

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
        cache, length = self._windows.prefix(first)
        found = WordSearch(self.model, cache, length, lead).run(self.tokenized.ids[first:past], 2 * count)
        self._windows.pool.trim()
        return found.in_place_of(word, count)

    def effect(self, start: int, end: int, replacement: str) -> tuple[float, int]:
        """What replacing [start, end) would do to the rest of the sentence behind it.

        Exact where all before it is settled; over older keys and values, or with a shorter context, where it is not.

        Returns:
            How much likelier the rest would be, in nats, and how many tokens of it that was found by.

        Raises:
            ValueError: the range does not lie in the text.
        """
        splice, new = self.tokenized.edited(start, end, sendable(replacement))
        first, past = splice.first, self.tokenized.at(0, self._judge.sentence_end(end))[1]
        old = self.tokenized.ids[first : first + splice.removed]
        kept = shared_end(old, new)  # of a word behind an insertion the token begins with the blank before
        behind = first + len(old) - kept
        if behind >= past:
            return 0.0, 0
        cache, length = self._windows.prefix(first)
        rest = self.tokenized.ids[behind:past]
        found = rest_effect(self.model, cache, length, old[: len(old) - kept], new[: len(new) - kept], rest)
        self._windows.pool.trim()
        return found
