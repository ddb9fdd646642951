"""One document being scored: the face of the library for the worker, the command line, tests and benchmarks alike."""

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
from scoring.flags.review import Review, joined
from scoring.flags.suggester import Suggester
from scoring.kept.state import encoded, restore
from scoring.language.english import english
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
    """Scores a text and keeps the scores true while it is edited.

    Args:
        model: from `load_model`.
        text: the document. Lone surrogates (invalid bytes) count as U+FFFD.
        max_length: the most tokens in a window, the start token included.
        stride: the most tokens in a page; see `scoring.windows.pages`.
        top_k: how many predicted tokens to keep for each token.
        cache_bytes: the memory budget for the KV caches.
        pool: keeps the KV caches of several sessions under one budget, in place of `cache_bytes`; `close` the session
            when done.
        is_told: whether `tell` says what of the text is prose; otherwise its markup does.

    Attributes:
        review: knows which passages were judged by their present scores.
        schedule: decides what `step` does next.
        stats: the cost so far.
        scored: the code points that have new scores or flags after the last step or the last `suggest`. Usually none
            after a step that tried edits.
        suggester: tries edits where `suggest` and `synonyms` are asked for them.
        tokenized: the text and its tokens.
        rules: what rules say about the text; none at first.

    Raises:
        ValueError: `max_length` does not fit `stride`; `top_k` is below 1.
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
        """Return what the probe says of the words at the code points [start, end); see `DocumentScores.log_odds`."""
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
        """The pages with a token that is not settled."""
        unsettled = self._scores.book.unsettled
        return [page for page in self._scores.windows.pages if unsettled[page.start : page.end].any()]

    @property
    def settled_tokens(self) -> int:
        """The number of tokens that have their score for the present text."""
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
        """Replace the code points [start, end) of the text. Runs no model: `step` scores what the edit touched.

        Raises:
            ValueError: the range is not within the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is not within a text of {len(self.text)} code points")
        self._restored = None
        self._flag_book.edit(start, end, replacement)  # while the text is still the one before
        splice = self._scores.edit(start, end, sendable(replacement))
        self.review.edit(splice, start, end, len(replacement))
        self._writer.edit(self.text, start, end, len(replacement))

    def tell(self, start: int, end: int, stretches: Sequence[tuple[int, int]]) -> None:
        """Say which stretches of the code points [start, end) aren't prose; they ascend, all else there is prose.

        Raises:
            ValueError: the range is not within the text, or the text itself says what is prose.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is not within a text of {len(self.text)} code points")
        if stretches and not start <= stretches[0][0] < stretches[-1][1] <= end:
            raise ValueError(f"[{stretches[0][0]}, {stretches[-1][1]}) is not within [{start}, {end})")
        self._restored = None
        self.review.tell(start, end, stretches)

    def focus(self, start: int, end: int) -> None:
        """Say that the writer looks at the code points [start, end): they are scored right after the edited
        sentence."""
        self._writer.focus = (max(0, start), min(end, len(self.text)))

    def remember(self, memory: TextMemory | None) -> None:
        """Let what the writer's own texts say count in flags and continuations from now on; None: nothing does.

        The scores stay the model's. Flags are others at once, with no search; `scored` doesn't say which.
        """
        self._scores.memory = memory
        self._restored = None

    def leave(self) -> None:
        """Free the memory that only typing needs: the writer now looks at another document."""
        self._findings.leave()

    def close(self) -> None:
        """Return the memory of the caches to the pool; the scores stay."""
        self.leave()
        self._scores.windows.close()

    # -- across sessions -----------------------------------------------------------------------------------------------

    def state(self) -> bytes:
        """Return what is known about the text, for `restore`."""
        return encoded(self.model.numbers, self.tokenized.ids, self._scores.book, self.review.known())

    def restore(self, state: bytes) -> bool:
        """Take up what another session with the same text, model and lengths knew; return False if `state` is not that.

        Only in a new session. No model is run, and there are no KV caches: the first edit has to fill them.
        """
        if not restore(state, self.model.numbers, self.tokenized.ids, self._scores.book, self.review):
            return False
        self._restored = None if self.has_work else replace(self.stats)
        return True

    @property
    def is_as_restored(self) -> bool:
        """Whether all that is known was restored, with nothing left to do, and nothing was edited or run since."""
        return self._restored == self.stats

    # -- working -------------------------------------------------------------------------------------------------------

    def step(self, *, soon: bool = False, tries: bool = True, chunk: int = CHUNK) -> bool:
        """Do one chunk of the most wanted work.

        First come scores for what the writer looks at, then edits there, the edited sentence last; then the rest of
        the document, in the same order.

        Args:
            soon: do only what the writer looks at, as soon as possible: any score for the edited sentence and the
                focus.
            tries: whether to try edits too.
            chunk: the most tokens through the model to settle scores. More than the default take longer, but less a
                token; then edits are tried in several passages side by side, too.

        Returns:
            False when there was nothing to do: everything is settled (with `soon`: scored), and all edits were tried.
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
        """Work until every score is settled and every edit was tried."""
        while self.step(chunk=BULK_CHUNK):
            pass

    def settle_scores(self) -> None:
        """Work until every score is settled; try no edits."""
        while self.step(tries=False, chunk=BULK_CHUNK):
            pass

    # -- results -------------------------------------------------------------------------------------------------------

    def flags(self, threshold: float | None = None, start: int = 0, end: int | None = None) -> list[Flag]:
        """Return the words that deserve an underline, and the wordings that could be shorter, among those that overlap
        the code points [start, end).

        The edits tried decide; where none were tried since an edit, what was known before it, or else surprisal.

        Args:
            threshold: the least probability that a flagged word is wrong; None: the default; 0.0: every word with
                any strength.
        """
        return self._flag_book.flags(threshold, start, len(self.text) if end is None else end)

    def suggest(self, start: int, end: int, k: int = 5) -> list[Suggestion]:
        """Return at most `k` edits of the word at the code points [start, end) or right before it, best first, then
        shorter wordings for the passage around it; these come first where wordiness is what the place is flagged for.

        Tries the edits now if the search has not been there; `scored` then says what has new flags.
        """
        found, self.scored = self.suggester.suggest(start, end, k)
        return found

    def synonyms(self, start: int, end: int, k: int = 9) -> list[Suggestion]:
        """Return at most `k` synonyms of the word at the code points [start, end), the best first, inflected as it is.

        Best is what fits the text on both sides and is close in sense. The probabilities are among each other: they add
        up to 1 at most.
        """
        self.scored = (0, 0)
        return self.suggester.synonyms(start, end, k)

    def wordings(self, start: int, end: int) -> list[Shortening]:
        """Return the wordings that could be shorter and overlap the code points [start, end), in order."""
        return self._flag_book.wordings(start, end)

    def ruled(self, start: int, end: int) -> list[Flag]:
        """Return what rules find that overlaps the code points [start, end), in order, shown or not."""
        return self._flag_book.ruled(start, end)

    def word_scores(self, start: int = 0, end: int | None = None) -> list[WordScore]:
        """Return the words at the code points [start, end) whose tokens all have scores, provisional ones included."""
        return self._scores.words(start, len(self.text) if end is None else end)

    def token_values(self, start: int, end: int, most: int) -> tuple[list[Token], int]:
        """Return the tokens that overlap the code points [start, end), at most about `most`, and where the last of them
        ends; `end` if these are all. Runs no model."""
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

        Exact where everything before it is settled; otherwise over older keys and values, or with a shorter context.

        Returns:
            How much more probable the rest would be, in nats, and the number of its tokens that were measured.

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
        """Write on from the code point `offset` as the text before it goes on, most probable token by token.

        Runs what the caches lack of the text before `offset`, then one token after the other; scores and caches stay as
        they are. Where `offset` is in a word, the word is finished.

        Args:
            offset: a place in the text.
            max_tokens: the most tokens to write; 512 at most are written.

        Returns:
            The text in pieces of whole characters, without special tokens and control characters but line ends and
            tabs. It ends where the model ends its text, at `max_tokens`, and when the session is edited.

        Raises:
            ValueError: the offset is not within the text, or `max_tokens` is negative.
        """
        return self._writing_on.text(offset, max_tokens)

    def continuations(
        self, start: int, end: int, manner: Manner, *, exact: bool = True
    ) -> Iterator[list[Continuation]]:
        """Write on from `start`, or in place of the code points [start, end), to the end of the paragraph at most.

        Where text follows in the line, or is replaced, what fits before the rest of it is likelier to come first, and
        there are empty lists until that is known.

        Args:
            start, end: the place; the same to replace nothing.
            manner: how to write.
            exact: whether to run all of the text before, rather than as much as is enough for a good guess.

        Returns:
            What is known after each token, the best first, and in the end all. It ends when the session is edited.

        Raises:
            ValueError: the range is not within the text, or is too long to be replaced.
        """
        return self._writing_on.continuations(start, end, manner, exact=exact)

    @property
    def _writing_on(self) -> Continuer:
        if self._continuer is None:
            raise ValueError("an engine only scores text; choose a model on this machine to continue it")
        return self._continuer
