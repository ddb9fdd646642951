"""Continues a document's text from any place, reusing the caches of its scores."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scoring.continuation.both_sides import Draft, cut_at_words, known_log_probs, measured_to, ranked
from scoring.continuation.branches import Branches
from scoring.continuation.caret import Beginning, Caret, beginnings, caret_at
from scoring.continuation.shape import Shape
from scoring.continuation.writing import Writing
from scoring.continuation.written import MEMORY, Allowed, Written
from scoring.memory.memory import REACH
from scoring.model.kv_cache import BRANCH_SLOTS, CachePool, WindowCache
from scoring.model.model import Model
from scoring.protocol import LONGEST_CONTINUATION, MOST_CONTINUATIONS, Continuation, Manner
from scoring.windows.cached_scores import CachedScores
from scoring.windows.stats import Stats

_MOST_BETWEEN = 16
"""The most tokens of a continuation between other text."""
_LONGEST_REPLACED = 64
"""The most tokens in a range to be rephrased."""
_SPARE = 32
"""How many more slots a continuation may take than its tokens: for retokenizing at the caret, and to finish a word."""
_MORE = 4
"""How many more tokens than a range has may replace it."""


class Continuer:
    """Continues the text of one document.

    Args:
        model: the model.
        scores: of the document; not changed.
        pool: keeps their caches.
        stats: counts the tokens run.
    """

    def __init__(self, model: Model, scores: CachedScores, pool: CachePool, stats: Stats) -> None:
        self._model = model
        self._scores = scores
        self._pool = pool
        self._stats = stats

    def text(self, offset: int, max_tokens: int) -> Iterator[str]:
        """Continue from a place, always with the most probable token; see `Session.continue_text`."""
        length = len(self._scores.tokenized.text)
        if not 0 <= offset <= length:
            raise ValueError(f"{offset} is not within a text of {length} code points")
        if max_tokens < 0:
            raise ValueError(f"max_tokens {max_tokens} must be at least 0")
        return self._pieces(offset, min(max_tokens, LONGEST_CONTINUATION))

    def _pieces(self, offset: int, max_tokens: int) -> Iterator[str]:
        ids, said = self._scores.tokenized.ids, 0
        if max_tokens == 0:
            return
        writing = self._begin(offset, Manner(max_tokens=max_tokens), exact=True)
        while True:
            for line in writing.lines:
                if len(line.text) > said:
                    yield line.text[said:]
                    said = len(line.text)
            if writing.is_done or self._scores.tokenized.ids is not ids:
                return
            writing.step()

    def continuations(
        self, start: int, end: int, manner: Manner, *, exact: bool = False
    ) -> Iterator[list[Continuation]]:
        """Continue from a place, or replace a range; see `Session.continuations`."""
        text = self._scores.tokenized.text
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"[{start}, {end}) is not within a text of {len(text)} code points")
        if start < end and self._tokens(start, end) > _LONGEST_REPLACED:
            raise ValueError("too long to rephrase; select a sentence or less")
        shape = Shape(text, start, end)
        if start == end and not shape.follows:
            return self._while_same(self._onwards(start, shape, manner, exact=exact))
        return self._while_same(self._between(start, end, shape, manner, exact=exact))

    def _while_same(self, found: Iterator[list[Continuation]]) -> Iterator[list[Continuation]]:
        """Pass on the continuations until the text is edited."""
        ids = self._scores.tokenized.ids
        for one in found:
            yield one
            if self._scores.tokenized.ids is not ids:
                return

    def _onwards(self, offset: int, shape: Shape, manner: Manner, *, exact: bool) -> Iterator[list[Continuation]]:
        """Continue where nothing follows on the line."""
        found: list[Continuation] = []
        for writing in self._steps(offset, shape, manner, exact=exact):
            found = [_shown(line, shape) for line in writing.lines]
            if not writing.is_done:
                yield [one for one in found if one.text]
        first = {one.text: one for one in reversed(found)}
        yield [one for one in found if one.text and first[one.text] is one]

    def _between(
        self, start: int, end: int, shape: Shape, manner: Manner, *, exact: bool
    ) -> Iterator[list[Continuation]]:
        """Write text that fits between the text before a place and the text after it."""
        tokenized = self._scores.tokenized
        text = tokenized.text
        blank = " " if shape.follows[:1].isalnum() else ""
        if start == end and blank and text[start - 1 : start].isalnum():  # within a word
            yield []
            return
        words = len(text[start:end].split())
        most = min(manner.max_tokens, _MOST_BETWEEN if start == end else self._tokens(start, end) + _MORE)
        wanted = range(max(1, words - 1), words + 3) if words else None
        wide = msgspec.structs.replace(manner, max_tokens=most, candidates=MOST_CONTINUATIONS)
        lines: list[Written] = []
        for writing in self._steps(start, shape, wide, exact=exact):
            lines = writing.lines
            yield []
        drafts: dict[str, Draft] = {}
        for line in lines:
            for draft in cut_at_words(line, shape.fit(line.text, is_done=True).used, wanted):
                whole = draft.text + (blank if draft.text[-1:].isalnum() else "")
                if whole != text[start:end]:
                    drafts.setdefault(whole, Draft(whole, draft.log_probs))

        def prefix() -> tuple[WindowCache, int]:
            return self._scores.windows.prefix(measured_to(tokenized, end), exact=exact)

        for found in ranked(self._model, prefix, tokenized, start, end, list(drafts.values())):
            yield found[: manner.candidates]

    def _tokens(self, start: int, end: int) -> int:
        """Return how many tokens a range has."""
        first, past = self._scores.tokenized.at(start, end)
        return past - first

    def _steps(self, offset: int, shape: Shape, manner: Manner, *, exact: bool) -> Iterator[Writing]:
        """Write continuations in the given shape; yield them after each token, and finally the finished ones."""
        if manner.max_tokens == 0:
            return
        writing = self._begin(offset, manner, shape.lead, exact=exact, finishes_words=True)
        while True:
            for line in writing.lines:
                line.is_done |= shape.fit(line.text, is_done=line.is_done).is_over
            yield writing
            if writing.is_done:
                return
            writing.step()

    def _begin(
        self, offset: int, manner: Manner, lead: str = "", *, exact: bool, finishes_words: bool = False
    ) -> Writing:
        """Return continuations of the text before a place plus `lead`, none of them written yet; see
        `DocumentWindows.prefix`."""
        tokenized, vocabulary = self._scores.tokenized, self._model.vocabulary
        room = BRANCH_SLOTS // manner.candidates - _SPARE
        manner = msgspec.structs.replace(manner, max_tokens=min(manner.max_tokens, room))
        caret = caret_at(tokenized, vocabulary, offset)
        if lead:
            caret = Caret(caret.token, caret.lead + lead.encode(), ())
        branches = self._branches(caret.token, manner, exact=exact)
        begun: list[Beginning] = []
        base: tuple[int, ...] = ()
        if caret.lead:
            whole, begun = beginnings(branches, vocabulary, caret, manner.candidates)
            base = whole.tokens if whole else caret.own or self._spelled(caret.lead)
        past = caret.token
        if base == caret.own and not begun:  # they have already been run
            past, base = past + len(base), ()
            branches = self._branches(past, manner, exact=exact)
        before = tokenized.ids[max(0, past - MEMORY) : past].tolist()
        allowed = Allowed(vocabulary, before, self._model.device)
        return Writing(branches, vocabulary, allowed, manner, begun, base, lead=lead, finishes_words=finishes_words)

    def _spelled(self, lead: bytes) -> tuple[int, ...]:
        ids, _, _ = self._model.tokenizer.encode(lead.decode("utf-8", "replace"))
        return tuple(ids.tolist())

    def _branches(self, token: int, manner: Manner, *, exact: bool) -> Branches:
        def prefix() -> tuple[WindowCache, int]:
            found = self._scores.windows.prefix(token, exact=exact, room=manner.max_tokens)
            self._pool.trim()
            return found

        before = self._scores.tokenized.ids[max(0, token - REACH) : token]
        return Branches(self._model, prefix, self._stats, before, self._scores.memory)


def _shown(line: Written, shape: Shape) -> Continuation:
    """Return the part of a continuation that can be shown."""
    fit = shape.fit(line.text, is_done=line.is_done)
    return Continuation(fit.text, known_log_probs(line, fit.used))
