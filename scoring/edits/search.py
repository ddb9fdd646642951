"""Searches a passage for small edits after which the text is much more probable.

For a word w and an edit e:  gain(e) = log p(new words and the next h tokens | left) - log p(old words and the next h
tokens | left), in nats. The left side is run once; all edits of many words are then run together as branches of it
(tree attention, see `scoring.model.kv_cache`). An edit whose first token is so improbable that its gain cannot come up
to what an edit of its kind costs is not run at all: the bound is exact, as no log-probability is above 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from scoring.edits.prices import price
from scoring.edits.proposals import Proposal, Proposer, Word, WordEdit
from scoring.edits.search_memory import SearchMemory
from scoring.edits.trials import FAR_HORIZON, HORIZON, Findings, Gain, Line, Place, batch, groups
from scoring.language.lexicon import Lexicon
from scoring.language.prose import ProseWord, opens_sentence, prose_words
from scoring.language.words import words
from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids, Offsets

MOST_TOKENS = 384
"""Tokens in a passage with its context; of more (in a script that the model spells in bytes) only the first ones."""
MOST_EDIT_TOKENS = 8
"""Tokens in an edit; a longer one is not tried."""
WORTH = 0.0
"""Nats above its price that an edit must be able to gain to be tried at all."""
SHOWN = 2.3
"""Strength from which on more edits of a word are tried, for its list of suggestions."""
OFFERED = -2.0
"""Nats that such an edit must be able to gain: a writer may want what is a little less probable."""

_PAUSE = 8
"""Words for which edits are thought up before there is a pause."""
_FEW = 16
"""Tokens that take no longer than a few of them."""
_Priced = tuple[Proposal, float]
Search = Generator[int | list[Findings], None, list[Findings]]

BATCH = 128
"""Tokens run at once while the writer rests: fewer cost nearly as much time each."""
SMALL_BATCH = 16
"""The same while the writer types: a newer edit waits for no longer than between two keys."""


@dataclass(slots=True)
class _Passage:
    """A passage that is searched.

    Attributes:
        ids: its tokens and those of its context.
        base: the code point where they begin.
        words: those whose tokens are theirs alone.
        known: what was found out so far, by the index of the word.
    """

    ids: Ids
    base: int
    words: list[Word]
    known: dict[int, Findings]

    def needs(self, index: int) -> int:
        """How many tokens what is found out about a word hangs on, from the first one on: on those of the next word,
        and on some behind it."""
        if index + 1 == len(self.words):
            return len(self.ids) + 1  # also on there being no next word
        gains = self.known[index].gains if index in self.known else ()
        return max([self.words[index + 1].past + HORIZON, *(gain.needs for gain in gains)])


class EditSearch:
    """Searches passages, one at a time.

    Args:
        model: the model.
        lexicon: of the language; read when it is needed.
        most_tokens: in a passage with its context, the start token counted.
        price: what an edit must gain, see `scoring.edits.prices`.

    Attributes:
        batch: tokens that are run at once, from now on.
        memory: of the last search.
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
        """The words of prose from the code point `start` on, see `scoring.language.prose`."""
        return prose_words(text, start, self._lexicon)

    def run(self, text: str, start: int) -> Search:
        """Search `text` from the code point `start` on; what precedes is its context.

        Args:
            text: the passage with its context.
            start: where the passage starts.

        Yields:
            After each forward pass the number of tokens in it; 0 at other pauses. Once, where more edits are tried for
            the lists of suggestions, the findings so far: they say already what is underlined.

        Returns:
            The findings, one for each word that can be judged.
        """
        passage, searched = self._read(text, start, self._judged(text, start))
        passage.known = {index: one for index, one in self._known(passage).items() if index in searched}
        new = [index for index in searched if index not in passage.known]
        if new:
            yield from self._search(passage, new, tells=True)
        return [passage.known[index] for index in searched]

    def run_ahead(self, text: str, start: int) -> Search:
        """As `run`, of those words of which the findings stay as they are whatever is written behind `text`; these are
        remembered for the next `run`."""
        passage, searched = self._read(text, start, self._judged(text, start))
        passage.known = self._known(passage)
        new = [i for i in searched if i not in passage.known and passage.needs(i) <= len(passage.ids)]
        if new:
            yield from self._search(passage, new, tells=False)
        return []

    def run_one(self, text: str, start: int, word: int) -> Search:
        """As `run`, of the one word that starts at the code point `word`, for which all edits are tried."""
        passage, found = self._read(text, start, {one.start for one in self.prose(text, start)} & {word})
        for index in found:
            with self._running(passage) as cache:
                place = yield from self._place(cache, passage, index)
                tried = yield from self._tried(place, passage, [index])
                gains = yield from self._gains(place, tried, OFFERED)
            surprisal = place.surprisal(passage.words[index])
            passage.known[index] = Findings(passage.words[index], surprisal, tuple(gains[index]), True)
        return [passage.known[index] for index in found]

    def _judged(self, text: str, start: int) -> set[int]:
        return {word.start for word in self.prose(text, start) if word.is_judged}

    def _read(self, text: str, start: int, wanted: set[int]) -> tuple[_Passage, list[int]]:
        """A passage, and the indexes of the words in it that start at the code points `wanted`."""
        if not wanted:
            return _Passage(np.empty(0, np.int32), 0, [], {}), []
        ids, starts, ends = self._model.tokenizer.encode(text)
        if len(ids) >= self._most_tokens:  # rather without context, and no further than there is room
            first = int(np.searchsorted(ends, start, side="right"))  # the blank before a sentence is its first token's
            room = slice(first, first + self._most_tokens - 1)
            ids, starts, ends = ids[room], starts[room], ends[room]
        words = _words(text, start, starts, ends)
        passage = _Passage(ids, int(starts[0]) if len(ids) else 0, words, {})
        return passage, [index for index, word in enumerate(words) if word.start in wanted]

    def _known(self, passage: _Passage) -> dict[int, Findings]:
        """What the last search found out about words of a passage, by their index."""
        known = self.memory.known(passage.ids, passage.base)
        return {index: known[word.first] for index, word in enumerate(passage.words) if word.first in known}

    def _remember(self, passage: _Passage) -> None:
        found = [(passage.needs(index), one) for index, one in passage.known.items()]
        self.memory.remember(passage.ids, passage.base, found)

    @contextmanager
    def _running(self, passage: _Passage) -> Iterator[WindowCache]:
        """A cache for a passage's tokens; also a search that is given up leaves it for the next one."""
        cache = self.memory.take(np.concatenate([np.array([self._model.start_id], np.int32), passage.ids]))
        try:
            yield cache
        finally:
            self.memory.give_back(cache)

    def _search(self, passage: _Passage, new: list[int], *, tells: bool) -> Generator[int | list[Findings], None, None]:
        """Find out about the words `new`; with `tells`, say in between what is known."""
        with self._running(passage) as cache:
            place = yield from self._place(cache, passage, new[0])
            tried = yield from self._tried(place, passage, new)
            gains = yield from self._gains(place, tried, math.inf)
            for index, own in gains.items():
                word = passage.words[index]
                passage.known[index] = Findings(word, place.surprisal(word), tuple(own), False)
            shown = [i for i, own in gains.items() if own and max(gain.strength for gain in own) >= SHOWN]
            if shown:
                if tells:
                    yield list(passage.known.values())
                more = yield from self._gains(place, {i: _without(tried[i], gains[i]) for i in shown}, OFFERED)
                for index in shown:
                    all_gains = (*gains[index], *more[index])
                    passage.known[index] = replace(passage.known[index], gains=all_gains, complete=True)
        self._remember(passage)

    def _place(self, cache: WindowCache, passage: _Passage, index: int) -> Generator[int, None, Place]:
        """Run the window as far as that was not done yet; edits can be tried in it from the word `index` on."""
        while cache.valid < len(cache.ids):
            begin = cache.valid
            cache.forward(begin, min(begin + self.batch, len(cache.ids)))
            yield cache.valid - begin
        # An article before the word goes with it.
        return Place(self._model, cache, passage.ids, passage.words[max(0, index - 1)].first)

    def _tried(
        self, place: Place, passage: _Passage, some: list[int]
    ) -> Generator[int, None, dict[int, list[_Priced]]]:
        """The edits of some words with their prices."""
        tried = {}
        for count, index in enumerate(some):
            tried[index] = list(self._proposals(place, passage, index))
            if count % _PAUSE == 0:
                yield 0
        return tried

    def _proposals(self, place: Place, passage: _Passage, index: int) -> Iterator[_Priced]:
        words = passage.words
        surprisal = place.surprisal(words[index + 1]) if index + 1 < len(words) else 0.0
        for proposal in self._proposer.proposals(words, index, passage.ids, place.at(words[index].first)):
            if len(proposal.tokens) <= MOST_EDIT_TOKENS:
                yield proposal, self._price(words[index], proposal.edit, surprisal)

    def _gains(
        self, place: Place, tried: dict[int, list[_Priced]], floor: float
    ) -> Generator[int, None, dict[int, list[Gain]]]:
        """The gains of the proposals for each word, of those that can speak for an underline or gain `floor` nats."""
        lines = [
            (index, Line(place, proposal, price, min(floor, price + WORTH)))
            for index, own in tried.items()
            for proposal, price in own
        ]
        lines = [(index, line) for index, line in lines if line.goes_on(HORIZON) or line.is_done]
        for group in groups([line for _, line in lines]):
            offset = 0
            # First up to the first token behind the edit: few can still come up to their price when that is known.
            for far in (1, HORIZON, FAR_HORIZON):
                active = [line for line in group if line.goes_on(far)]
                if far == HORIZON and sum(line.rest(FAR_HORIZON) for line in active) <= _FEW:
                    far = FAR_HORIZON
                while True:
                    together, active = batch(active, far, self.batch)
                    if not together:
                        break
                    count = place.advance(together, far, offset)
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


def _words(text: str, start: int, starts: Offsets, ends: Offsets) -> list[Word]:
    """The words of a passage whose tokens are theirs alone."""
    found: list[Word] = []
    for low, high in words(text, start, len(text)):
        first = int(np.searchsorted(ends, low, side="right"))
        past = int(np.searchsorted(starts, high))
        if first == past:  # behind the last token there was room for
            break
        lead = text[int(starts[first]) : low]
        if low < start or lead not in ("", " ") or int(ends[past - 1]) != high:
            continue
        found.append(Word(text[low:high], low, high, first, past, lead, opens_sentence(text, low)))
    return found
