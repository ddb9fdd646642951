"""Searches a passage for small edits after which the text is much more probable.

For a word w and an edit e:  gain(e) = log p(new words and the next h tokens | left) - log p(old words and the next h
tokens | left), in nats. The left side is run once; all edits of many words are then run together as branches of it
(tree attention, see `scoring.model.kv_cache`). An edit whose first token is so improbable that its gain cannot reach
its price is not run at all: the bound is exact, as no log-probability is above 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from scoring.edits.place import Place, Word, passage_words
from scoring.edits.prices import price
from scoring.edits.proposals import REACH, Proposal, Proposer, WordEdit
from scoring.edits.search_memory import SearchMemory
from scoring.edits.trials import FAR_HORIZON, HORIZON, Findings, Gain, Line, ScoredPassage, batch, groups
from scoring.language.lexicon import Lexicon
from scoring.language.prose import ProseWord, prose_words
from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids

MOST_TOKENS = 384
"""The most tokens in a passage with its context; a longer one (in a script that the model spells in bytes) is cut."""
MOST_EDIT_TOKENS = 8
"""The most tokens in an edit; longer ones are not tried."""
WORTH = 0.0
"""The nats above its price that an edit must be able to gain to be tried at all."""
SHOWN = 2.3
"""The strength from which more edits of a word are tried, for its list of suggestions."""
OFFERED = -2.0
"""The nats that such an edit must be able to gain: a writer may want something a little less probable."""

_PAUSE = 8
"""The number of words for which edits are proposed between two pauses."""
_FEW = 16
"""Tokens so few that running them all takes no longer than running some."""
_Priced = tuple[Proposal, float]
Search = Generator[int | list[Findings], None, list[Findings]]

BATCH = 128
"""The most tokens in one pass while the writer rests: smaller passes save little time."""
SMALL_BATCH = 16
"""The same while the writer types: a newer edit waits no longer than the time between two keys."""


@dataclass(slots=True)
class _Passage:
    """A passage to be searched.

    Attributes:
        ids: its tokens and those of its context.
        base: the code point where they begin.
        words: those that share no token with other text.
        known: the findings so far, by the index of the word.
    """

    ids: Ids
    base: int
    words: list[Word]
    known: dict[int, Findings]

    def needs(self, index: int) -> int:
        """Return how many tokens, from the first one, the findings about a word depend on: those up to the next word,
        and a few after it."""
        if index + 1 == len(self.words):
            return len(self.ids) + 1  # they also depend on there being no next word
        gains = self.known[index].gains if index in self.known else ()
        return max([self.words[index + 1].past + HORIZON, *(gain.needs for gain in gains)])


class EditSearch:
    """Searches passages, one at a time.

    Args:
        model: the model.
        lexicon: returns the language's lexicon; called on first use.
        most_tokens: the most tokens in a passage with its context, including the start token.
        price: what an edit must gain; see `scoring.edits.prices`.

    Attributes:
        batch: the most tokens in one pass, from now on.
        memory: remembers the last search.
    """

    def __init__(
        self,
        model: Model,
        lexicon: Callable[[], Lexicon],
        most_tokens: int = MOST_TOKENS,
        price: Callable[[Word, WordEdit, float], float] = price,
    ) -> None:
        self._model = model
        self._read_lexicon = lexicon
        self._price = price
        self._most_tokens = min(most_tokens, MOST_TOKENS)
        self._encode = lru_cache(maxsize=20_000)(self._encoded)
        self.batch = BATCH
        self.memory = SearchMemory(model, self._most_tokens)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return self._read_lexicon()

    @cached_property
    def _proposer(self) -> Proposer:
        return Proposer(self._lexicon, self._model.vocabulary, self._encode)

    def _encoded(self, text: str) -> tuple[int, ...]:
        return tuple(self._model.tokenizer.encode(text)[0].tolist())

    def prose(self, text: str, start: int) -> list[ProseWord]:
        """Return the words of prose from the code point `start`; see `scoring.language.prose`."""
        return prose_words(text, start, self._lexicon)

    def run(self, text: str, start: int) -> Search:
        """Search `text` from the code point `start`; the text before it is its context.

        Args:
            text: the passage with its context.
            start: where the passage starts.

        Yields:
            The number of tokens after each forward pass; 0 at other pauses. Once, before more edits are tried for the
            lists of suggestions, the findings so far, which already decide what is underlined.

        Returns:
            The findings, one for each word that can be judged.
        """
        passage, searched = self._read(text, start, self._judged(text, start))
        passage.known = {index: one for index, one in self._known(passage).items() if index in searched}
        new = [index for index in searched if index not in passage.known]
        if new:
            yield from self._search(passage, new, reports=True)
        return [passage.known[index] for index in searched]

    def run_ahead(self, text: str, start: int) -> Search:
        """Do as `run`, but only for words whose findings hold whatever is written after `text`, and leave these for the
        next `run`."""
        passage, searched = self._read(text, start, self._judged(text, start))
        passage.known = self._known(passage)
        new = [i for i in searched if i not in passage.known and passage.needs(i) <= len(passage.ids)]
        if new:
            yield from self._search(passage, new, reports=False)
        return []

    def run_one(self, text: str, start: int, word: int) -> Search:
        """Do as `run`, but only for the word that starts at the code point `word`, and try all its edits."""
        passage, found = self._read(text, start, {one.start for one in self.prose(text, start)} & {word})
        for index in found:
            with self._running(passage) as cache:
                scored = yield from self._scored(cache, passage, index)
                tried = yield from self._tried(scored, passage, [index])
                gains = yield from self._gains(scored, tried, OFFERED)
            surprisal = scored.surprisal(passage.words[index])
            passage.known[index] = Findings(passage.words[index], surprisal, tuple(gains[index]), True)
        return [passage.known[index] for index in found]

    def _judged(self, text: str, start: int) -> set[int]:
        return {word.start for word in self.prose(text, start) if word.is_judged}

    def _read(self, text: str, start: int, wanted: set[int]) -> tuple[_Passage, list[int]]:
        """Return a passage, and the indexes of its words that start at the code points `wanted`."""
        if not wanted:
            return _Passage(np.empty(0, np.int32), 0, [], {}), []
        ids, starts, ends = self._model.tokenizer.encode(text)
        if len(ids) >= self._most_tokens:  # do without the context, and cut the passage to fit
            first = int(np.searchsorted(ends, start, side="right"))  # the blank before a sentence is its first token's
            room = slice(first, first + self._most_tokens - 1)
            ids, starts, ends = ids[room], starts[room], ends[room]
        words = passage_words(text, start, starts, ends)
        passage = _Passage(ids, int(starts[0]) if len(ids) else 0, words, {})
        return passage, [index for index, word in enumerate(words) if word.start in wanted]

    def _known(self, passage: _Passage) -> dict[int, Findings]:
        """Return the last search's findings that hold for a passage, by the index of the word."""
        known = self.memory.known(passage.ids, passage.base)
        return {index: known[word.first] for index, word in enumerate(passage.words) if word.first in known}

    def _remember(self, passage: _Passage) -> None:
        found = [(passage.needs(index), one) for index, one in passage.known.items()]
        self.memory.remember(passage.ids, passage.base, found)

    @contextmanager
    def _running(self, passage: _Passage) -> Iterator[WindowCache]:
        """Provide a cache for a passage's tokens. Even an abandoned search leaves it to the next one."""
        cache = self.memory.take(np.concatenate([np.array([self._model.start_id], np.int32), passage.ids]))
        try:
            yield cache
        finally:
            self.memory.give_back(cache)

    def _search(
        self, passage: _Passage, new: list[int], *, reports: bool
    ) -> Generator[int | list[Findings], None, None]:
        """Search for findings about the words `new`; with `reports`, yield those so far in between."""
        with self._running(passage) as cache:
            scored = yield from self._scored(cache, passage, new[0])
            tried = yield from self._tried(scored, passage, new)
            gains = yield from self._gains(scored, tried, math.inf)
            for index, own in gains.items():
                word = passage.words[index]
                passage.known[index] = Findings(word, scored.surprisal(word), tuple(own), False)
            shown = [i for i, own in gains.items() if own and max(gain.strength for gain in own) >= SHOWN]
            if shown:
                if reports:
                    yield list(passage.known.values())
                more = yield from self._gains(scored, {i: _without(tried[i], gains[i]) for i in shown}, OFFERED)
                for index in shown:
                    all_gains = (*gains[index], *more[index])
                    passage.known[index] = replace(passage.known[index], gains=all_gains, complete=True)
        self._remember(passage)

    def _scored(self, cache: WindowCache, passage: _Passage, index: int) -> Generator[int, None, ScoredPassage]:
        """Run the rest of the window; return the passage, in which edits can be tried from the word `index`."""
        while cache.valid < len(cache.ids):
            begin = cache.valid
            cache.forward(begin, min(begin + self.batch, len(cache.ids)))
            yield cache.valid - begin
        # An edit of the word may begin before it.
        return ScoredPassage(self._model, cache, passage.ids, passage.words[max(0, index - REACH - 1)].first)

    def _tried(
        self, scored: ScoredPassage, passage: _Passage, some: list[int]
    ) -> Generator[int, None, dict[int, list[_Priced]]]:
        """Return the edits of some words, each with its price."""
        tried = {}
        for count, index in enumerate(some):
            tried[index] = list(self._proposals(scored, passage, index))
            if count % _PAUSE == 0:
                yield 0
        return tried

    def _proposals(self, scored: ScoredPassage, passage: _Passage, index: int) -> Iterator[_Priced]:
        words = passage.words
        surprisal = scored.surprisal(words[index + 1]) if index + 1 < len(words) else 0.0
        for proposal in self._proposer.proposals(Place(words, index, passage.ids, scored.at)):
            if len(proposal.tokens) <= MOST_EDIT_TOKENS:
                yield proposal, self._price(words[index], proposal.edit, surprisal)

    def _gains(
        self, scored: ScoredPassage, tried: dict[int, list[_Priced]], floor: float
    ) -> Generator[int, None, dict[int, list[Gain]]]:
        """Return for each word the gains of the edits that can count towards an underline or gain `floor` nats."""
        lines = [
            (index, Line(scored, proposal, price, min(floor, price + WORTH)))
            for index, own in tried.items()
            for proposal, price in own
        ]
        lines = [(index, line) for index, line in lines if line.goes_on(HORIZON) or line.is_done]
        for group in groups([line for _, line in lines]):
            offset = 0
            # First up to the first token after the edit: once that is known, few can still reach their price.
            for far in (1, HORIZON, FAR_HORIZON):
                active = [line for line in group if line.goes_on(far)]
                if far == HORIZON and sum(line.rest(FAR_HORIZON) for line in active) <= _FEW:
                    far = FAR_HORIZON
                while True:
                    together, active = batch(active, far, self.batch)
                    if not together:
                        break
                    count = scored.advance(together, far, offset)
                    offset += count
                    yield count
        found: dict[int, list[Gain]] = {index: [] for index in tried}
        for index, line in lines:
            if line.is_done:
                found[index].append(line.gain())
        return found


def _without(proposals: list[_Priced], gains: list[Gain]) -> list[_Priced]:
    tried = {gain.edit for gain in gains}
    return [priced for priced in proposals if priced[0].edit not in tried]
