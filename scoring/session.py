"""A document being scored: the library's API for the worker, the command line, tests and benchmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from scoring.continuation.continuer import Continuer
from scoring.edits.alternatives import WordsAtPlace
from scoring.edits.effects import shared_end
from scoring.edits.findings import FindingsStore
from scoring.edits.search import EditSearch
from scoring.engines.engine_model import AnyModel
from scoring.flags.flag_book import FlagBook
from scoring.flags.judgement import judgement
from scoring.flags.review import Review
from scoring.flags.suggester import Suggester
from scoring.kept.state import encoded, restore
from scoring.language.english import english
from scoring.language.passages import joined
from scoring.language.wordiness import Shortening
from scoring.memory.memory import TextMemory
from scoring.model.kv_cache import CachePool
from scoring.model.tokens import Ids
from scoring.protocol import Continuation, Flag, Manner, Suggestion, Token, WordScore, sendable
from scoring.rules.rule_source import DocumentRules
from scoring.running import running
from scoring.schedule import Job, Schedule, ScoreSoon, Settle
from scoring.windows.document_scores import WordOdds
from scoring.windows.document_windows import BULK_CHUNK, CHUNK
from scoring.windows.pages import Page, WindowRule
from scoring.windows.stats import Stats
from scoring.windows.token_view import Tokens
from scoring.windows.writer import Writer

DEFAULT_CACHE_BYTES = 512 * 1024 * 1024


class Session:
    """Scores a text and keeps the scores up to date while it is edited.

    Args:
        model: from `load_model`.
        text: the document. Lone surrogates (invalid bytes) count as U+FFFD.
        max_length: the most tokens in a window, the start token included.
        stride: the most tokens in a page; see `scoring.windows.pages`.
        top_k: how many predicted tokens to keep for each token.
        cache_bytes: the memory budget for the KV caches.
        pool: keeps the KV caches of several sessions under one budget, instead of `cache_bytes`; `close` the session
            when done.
        is_told: whether `tell` says which parts of the text are prose; otherwise its markup decides.

    Attributes:
        review: knows which passages were judged by their current scores.
        schedule: decides what `step` does next.
        stats: the cost so far.
        scored: the code points that got new scores or flags in the last step or the last `suggest`. Usually none after
            a step that tried edits.
        suggester: tries edits for `suggest` and `synonyms`.
        tokenized: the text and its tokens.
        rules: the rules for the text; none at first.

    Raises:
        ValueError: `stride` is out of range for `max_length`, or `top_k` is below 1.
    """

    def __init__(
        self,
        model: AnyModel,
        text: str = "",
        *,
        max_length: int = 2048,
        stride: int = 1024,
        top_k: int = 10,
        cache_bytes: int = DEFAULT_CACHE_BYTES,
        pool: CachePool | None = None,
        is_told: bool = False,
    ) -> None:
        if max_length > model.max_positions:
            max_length, stride = model.max_positions, min(stride, model.max_positions // 2)
        if top_k < 1:
            raise ValueError(f"top_k {top_k} must be at least 1")
        self.model = model
        self.top_k = top_k
        self.stats = Stats()
        self.scored = (0, 0)
        self._pool = CachePool(cache_bytes, model.bytes_per_token) if pool is None else pool
        rule = WindowRule(max_length, stride, model.vocabulary.cut_class)
        self._scores, self._places, self._continuer = running(
            model, sendable(text), rule, self._pool, top_k, self.stats
        )
        self.tokenized = self._scores.tokenized
        search = EditSearch(model, english, max_length)
        self._findings = FindingsStore(search)
        self.rules = DocumentRules()
        self.review = Review(self._scores, self._findings, english, is_told=is_told)
        calibration = model.calibration
        judge = partial(judgement, calibration.last_step)
        self._flag_book = FlagBook(self.review, judge, self.rules, calibration.scaled)
        self.suggester = Suggester(self._scores, self.review, self._flag_book, search, self._findings, self.stats)
        self._writer = Writer()
        self.schedule = Schedule(self._scores, self.review, self._writer)
        self._restored: Stats | None = None

    @property
    def text(self) -> str:
        """The document's text."""
        return self.tokenized.text

    @property
    def tokens(self) -> Tokens:
        """The document's tokens with their scores."""
        return Tokens(len(self.tokenized), self._scores.token)

    def log_odds(self, start: int, end: int) -> WordOdds | None:
        """Return the probe's results for the words at the code points [start, end); see `DocumentScores.log_odds`."""
        return self._scores.log_odds(start, end)

    @property
    def pages(self) -> list[Page]:
        """The document's pages; see `scoring.windows.pages`."""
        return list(self._scores.windows.pages)

    def window(self, page: Page) -> Ids:
        """Return the tokens of a page's window, the start token first, shape (length,)."""
        return self._scores.windows.ids(page.context, page.end)

    @property
    def unsettled_pages(self) -> list[Page]:
        """The pages with an unsettled token."""
        unsettled = self._scores.book.unsettled
        return [page for page in self._scores.windows.pages if unsettled[page.start : page.end].any()]

    @property
    def settled_tokens(self) -> int:
        """The number of tokens that have their score for the current text."""
        return len(self.tokenized) - int(self._scores.book.unsettled.sum())

    @property
    def has_work(self) -> bool:
        """Whether `step` has something to do."""
        return self.schedule.next_step() is not None

    @property
    def has_urgent_work(self) -> bool:
        """Whether `step(soon=True)` has something to do."""
        return self.schedule.next_step(soon=True) is not None

    def edit(self, start: int, end: int, replacement: str) -> None:
        """Replace the code points [start, end) of the text. Doesn't run the model: `step` scores the affected tokens.

        Raises:
            ValueError: the range is not within the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is not within a text of {len(self.text)} code points")
        self._restored = None
        self._flag_book.edit(start, end, replacement)  # before the text changes
        splice = self._scores.edit(start, end, sendable(replacement))
        self.review.edit(splice, start, end, len(replacement))
        self._writer.edit(self.text, start, end, len(replacement))

    def tell(self, start: int, end: int, stretches: Sequence[tuple[int, int]]) -> None:
        """Say which stretches of the code points [start, end) aren't prose, in order; everything else there is prose.

        Raises:
            ValueError: the range is not within the text, or the session wasn't created with `is_told`.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is not within a text of {len(self.text)} code points")
        if stretches and not start <= stretches[0][0] < stretches[-1][1] <= end:
            raise ValueError(f"[{stretches[0][0]}, {stretches[-1][1]}) is not within [{start}, {end})")
        self._restored = None
        self.review.tell(start, end, stretches)

    def focus(self, start: int, end: int) -> None:
        """Say that the code points [start, end) are on the screen: they are scored right after the edited sentence."""
        self._writer.focus = (max(0, start), min(end, len(self.text)))

    def remember(self, memory: TextMemory | None) -> None:
        """Use a memory of the writer's own texts for flags and continuations from now on; None: no memory.

        The scores remain the model's. The flags change at once, without a search; `scored` doesn't include the changes.
        """
        self._scores.memory = memory
        self._restored = None

    def leave(self) -> None:
        """Free memory that is only needed while typing, because the writer has switched to another document."""
        self._findings.leave()

    def rest(self) -> None:
        """Free memory that is only needed for long work, because there is nothing to do.

        The cache of the last search stays: the next one probably has the same context.
        """
        self._findings.leave(kept=1)

    def close(self) -> None:
        """Return the memory of the caches to the pool; the scores are kept."""
        self.leave()
        self._scores.windows.close()

    # -- across sessions -----------------------------------------------------------------------------------------------

    def state(self) -> bytes:
        """Return all results about the text, for `restore`."""
        return encoded(self.model.numbers, self.tokenized.ids, self._scores.book, self.review.known())

    def restore(self, state: bytes) -> bool:
        """Restore the `state` of another session with the same text, model and lengths; return False if it doesn't
        match.

        Only in a new session. The model isn't run and the KV caches stay empty: the first edit has to fill them.
        """
        if not restore(state, self.model.numbers, self.tokenized.ids, self._scores.book, self.review):
            return False
        self._restored = None if self.has_work else replace(self.stats)
        return True

    @property
    def is_as_restored(self) -> bool:
        """Whether everything was restored, no work is left, and nothing has been edited or run since."""
        return self._restored == self.stats

    # -- working -------------------------------------------------------------------------------------------------------

    def step(self, *, soon: bool = False, tries: bool = True, chunk: int = CHUNK) -> bool:
        """Do one chunk of the most urgent work.

        First come scores for the focus, then edits there, the edited sentence last; then the rest of the document, in
        the same order.

        Args:
            soon: only compute any scores for the edited sentence and the focus, as soon as possible.
            tries: whether to try edits too.
            chunk: the most tokens to run to settle scores. More than the default take longer in total but less per
                token; edits are then also tried in several passages at once.

        Returns:
            False if there was nothing to do: everything is settled (with `soon`: scored), and all edits were tried.
        """
        return self.run(self.schedule.next_step(soon=soon, tries=tries), chunk)

    def run(self, job: Job | None, chunk: int = CHUNK) -> bool:
        """Do a job from the schedule; for `chunk` see `step`. Returns False for None."""
        turned = self.review.take_turned()
        did = self._run(job, chunk)
        self.scored = joined(self.scored, turned)
        return did

    def _run(self, job: Job | None, chunk: int) -> bool:
        self.scored = (0, 0)
        if job is None:
            return False
        if isinstance(job, ScoreSoon):
            self.scored = self._scores.score_soon(job.token, job.first, job.past)
        elif isinstance(job, Settle):
            self.scored = self._scores.settle(job.token, job.past, chunk)
        else:
            tokens, self.scored = self.review.step(job.passages if chunk > CHUNK else job.passages[:1])
            self._flag_book.searched(*self.scored)
            self.stats.tokens_tried += tokens
            return True
        self.review.scored(*self.scored)
        self._pool.trim()
        return True

    def settle(self) -> None:
        """Work until every score is settled and all edits were tried."""
        while self.step(chunk=BULK_CHUNK):
            pass

    def settle_scores(self) -> None:
        """Work until every score is settled, without trying edits."""
        while self.step(tries=False, chunk=BULK_CHUNK):
            pass

    # -- results -------------------------------------------------------------------------------------------------------

    def flags(self, threshold: float | None = None, start: int = 0, end: int | None = None) -> list[Flag]:
        """Return the words that deserve an underline, and the wordings that could be shorter, among those that overlap
        the code points [start, end).

        Tried edits decide; if none were tried since the text changed, earlier findings do, or else surprisal.

        Args:
            threshold: the least probability that a flagged word is wrong; None: the default; 0.0: every word with
                any strength.
        """
        return self._flag_book.flags(threshold, start, len(self.text) if end is None else end)

    def suggest(self, start: int, end: int, k: int = 5) -> list[Suggestion]:
        """Return at most `k` edits of the word at the code points [start, end) or right before it, best first, then
        shorter wordings for the passage around it; these come first if the place is flagged for wordiness.

        Tries the edits now if the search hasn't covered the word; `scored` then says where flags are new.
        """
        found, self.scored = self.suggester.suggest(start, end, k)
        return found

    def synonyms(self, start: int, end: int, k: int = 9) -> list[Suggestion]:
        """Return at most `k` synonyms of the word at the code points [start, end), best first, with the word's
        inflection.

        The best ones fit the text on both sides and are close in sense. The probabilities are relative to each other:
        they add up to at most 1.
        """
        self.scored = (0, 0)
        return self.suggester.synonyms(start, end, k)

    def wordings(self, start: int, end: int) -> list[Shortening]:
        """Return the wordings that could be shorter and overlap the code points [start, end), in order."""
        return self._flag_book.wordings(start, end)

    def ruled(self, start: int, end: int) -> list[Flag]:
        """Return the rules' flags that overlap the code points [start, end), in order, whether shown or not."""
        return self._flag_book.ruled(start, end)

    def word_scores(self, start: int = 0, end: int | None = None) -> list[WordScore]:
        """Return the words at the code points [start, end) whose tokens all have scores, provisional ones included."""
        return self._scores.words(start, len(self.text) if end is None else end)

    def token_values(self, start: int, end: int, most: int) -> tuple[list[Token], int]:
        """Return the tokens that overlap the code points [start, end), at most about `most`, and the end of the last
        one; `end` if these are all. Doesn't run the model."""
        return self._scores.tokens(max(0, start), min(end, len(self.text)), most)

    def alternatives(self, start: int, end: int, count: int = 9) -> WordsAtPlace:
        """Return the whole words most probable in place of the word at [start, end), given the text before it.

        Raises:
            ValueError: there is no text at [start, end), or it has more than 64 tokens.
        """
        first, past = self.tokenized.at(start, end)
        if not 0 <= start < end <= len(self.text) or first == past:
            raise ValueError(f"no word at [{start}, {end})")
        if past - first > CHUNK:
            raise ValueError(f"no word at [{start}, {end}): {past - first} tokens are too many")
        word, lead = self.text[start:end], self.text[int(self.tokenized.starts[first]) : start]
        return self._places.words(first, self.tokenized.ids[first:past], lead, 2 * count).in_place_of(word, count)

    def effect(self, start: int, end: int, replacement: str) -> tuple[float, int]:
        """Measure what replacing [start, end) would do to the rest of its sentence.

        Exact if everything before it is settled; otherwise computed over older keys and values, or with a shorter
        context.

        Returns:
            How much more probable the rest would be, in nats, and how many of its tokens were measured.

        Raises:
            ValueError: the range is not within the text.
        """
        splice, new = self.tokenized.edited(start, end, sendable(replacement))
        first, past = splice.first, self.tokenized.at(0, self.review.sentence_end(end))[1]
        old = self.tokenized.ids[first : first + splice.removed]
        kept = shared_end(old, new)  # after an insertion, a word's token begins with the blank before it
        after = first + len(old) - kept
        if after >= past:
            return 0.0, 0
        rest = self.tokenized.ids[after:past]
        return self._places.effect(first, old[: len(old) - kept], new[: len(new) - kept], rest)

    def continue_text(self, offset: int, max_tokens: int = 32) -> Iterator[str]:
        """Continue the text before the code point `offset`, always with the most probable token.

        Runs the part of the text before `offset` that the caches lack, then one token at a time; scores and caches
        don't change. If `offset` is inside a word, the word is finished.

        Args:
            offset: a place in the text.
            max_tokens: the most tokens to write; never more than 512.

        Returns:
            The text in pieces of complete characters, without special tokens, and without control characters except
            line ends and tabs. It ends when the model ends its text, at `max_tokens`, or when the session is edited.

        Raises:
            ValueError: the offset is not within the text, or `max_tokens` is negative.
        """
        return self._writing_on.text(offset, max_tokens)

    def continuations(
        self, start: int, end: int, manner: Manner, *, exact: bool = True
    ) -> Iterator[list[Continuation]]:
        """Continue from `start`, or replace the code points [start, end), up to the end of the paragraph.

        If text follows on the line or is replaced, continuations that fit before the rest are ranked higher, and empty
        lists are yielded until the ranking is known.

        Args:
            start, end: the place; equal to replace nothing.
            manner: how to write.
            exact: whether to run the whole context, rather than just enough for a good guess.

        Returns:
            The continuations so far after each token, best first, and finally the complete ones. It ends when the
            session is edited.

        Raises:
            ValueError: the range is not within the text, or is too long to be replaced.
        """
        return self._writing_on.continuations(start, end, manner, exact=exact)

    @property
    def _writing_on(self) -> Continuer:
        if self._continuer is None:
            raise ValueError("an engine only scores text; choose a model on this machine to continue it")
        return self._continuer
