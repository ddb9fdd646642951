"""Searches a passage for small edits after which the text is much more probable.

For a word w and an edit e:  gain(e) = log p(new words and the next h tokens | left) - log p(old words and the next h
tokens | left), in nats. The left side is run once; all edits of many words are then run together as branches of it
(tree attention, see `scoring.kv_cache`). An edit whose first token is so improbable that its gain cannot come up to
what an edit of its kind costs is not run at all: the bound is exact, as no log-probability is above 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scoring.edit_costs import price
from scoring.edits import Edit, Proposal, Proposer, Word
from scoring.flags import words
from scoring.lexicon import Lexicon
from scoring.model import Model
from scoring.prose import ProseWord, prose_words
from scoring.tokens import Ids, Offsets
from scoring.trials import BATCH, FAR_HORIZON, HORIZON, Gain, Line, Place, batch, groups

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

_OPENING = "\"'“‘([*_#>-–— \t\n"

_PAUSE = 8
"""Words for which edits are thought up before there is a pause."""
_Priced = tuple[Proposal, float]
Search = Generator[int, None, "list[Findings]"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out about a word.

    Attributes:
        word: its places count from the start of the context.
        surprisal: nats.
        gains: of its edits.
        complete: whether all that could be offered were tried, and not only those that could deserve an underline.
    """

    word: Word
    surprisal: float
    gains: tuple[Gain, ...]
    complete: bool


class EditSearch:
    """Searches passages, one at a time.

    Args:
        model: the model.
        lexicon: of the language; read when it is needed.
        most_tokens: in a passage with its context, the start token counted.
        price: what an edit must gain, see `scoring.edit_costs`.
    """

    def __init__(
        self,
        model: Model,
        lexicon: Callable[[], Lexicon],
        most_tokens: int = MOST_TOKENS,
        price: Callable[[Word, Edit, float], float] = price,
    ) -> None:
        self._model = model
        self._read_lexicon = lexicon
        self._price = price
        self._most_tokens = min(most_tokens, MOST_TOKENS)
        self._encode = lru_cache(maxsize=20_000)(self._encoded)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return self._read_lexicon()

    @cached_property
    def _proposer(self) -> Proposer:
        return Proposer(self._lexicon, self._model.vocabulary, self._encode)

    def _encoded(self, text: str) -> tuple[int, ...]:
        return tuple(self._model.tokenizer.encode(text)[0].tolist())

    def prose(self, text: str, start: int) -> list[ProseWord]:
        """The words of prose from the code point `start` on, see `scoring.prose`."""
        return prose_words(text, start, self._lexicon)

    def run(self, text: str, start: int, only: int | None = None) -> Search:
        """Search `text` from the code point `start` on; what precedes is its context.

        Args:
            text: the passage with its context.
            start: where the passage starts.
            only: the code point where the one word starts for which all edits shall be tried; None: every word that can
                be judged.

        Yields:
            After each forward pass the number of tokens in it; 0 at other pauses.

        Returns:
            The findings, one for each word that edits were thought up for.
        """
        prose = self.prose(text, start)
        searched = {word.start for word in prose if (word.is_judged if only is None else word.start == only)}
        if not searched:
            return []
        ids, starts, ends = self._model.tokenizer.encode(text)
        first = int(np.searchsorted(ends, start, side="right"))  # the blank before a sentence is its first token's
        if len(ids) >= self._most_tokens:  # rather without context, and no further than there is room
            room = slice(first, first + self._most_tokens - 1)
            ids, starts, ends = ids[room], starts[room], ends[room]
            first = 0
        if not len(ids):
            return []
        window = np.concatenate([np.array([self._model.start_id], np.int32), ids])
        cache = self._model.new_cache(len(window))
        cache.retarget(window)
        while cache.exact < len(window):
            begin = cache.exact
            cache.forward(begin, min(begin + BATCH, len(window)))
            yield cache.exact - begin
        place = Place(self._model, cache, ids, first)
        found = _words(text, start, starts, ends)
        tried: list[list[_Priced]] = []
        for index, word in enumerate(found):
            wanted = word.start in searched
            tried.append(list(self._proposals(found, index, ids, place)) if wanted else [])
            if wanted and index % _PAUSE == 0:
                yield 0
        gains = yield from self._gains(place, tried, math.inf if only is None else OFFERED)
        if only is not None:
            shown = [word.start == only for word in found]
        else:
            shown = [bool(own) and max(gain.strength for gain in own) >= SHOWN for own in gains]
            rest = [_without(tried[index], gains[index]) if shown[index] else [] for index in range(len(found))]
            more = yield from self._gains(place, rest, OFFERED)
            gains = [[*own, *others] for own, others in zip(gains, more, strict=True)]
        return [
            Findings(word, place.surprisal(word), tuple(own), complete)
            for word, own, complete in zip(found, gains, shown, strict=True)
            if word.start in searched
        ]

    def _proposals(self, found: list[Word], index: int, ids: Ids, place: Place) -> Iterator[_Priced]:
        """The edits of a word with their prices."""
        word = found[index]
        surprisal = place.surprisal(found[index + 1]) if index + 1 < len(found) else 0.0
        for proposal in self._proposer.proposals(found, index, ids, place.at(word.first)):
            if len(proposal.tokens) <= MOST_EDIT_TOKENS:
                yield proposal, self._price(word, proposal.edit, surprisal)

    def _gains(self, place: Place, tried: list[list[_Priced]], floor: float) -> Generator[int, None, list[list[Gain]]]:
        """The gains of the proposals for each word, of those that can speak for an underline or gain `floor` nats."""
        lines = [
            (index, Line(place, proposal, price, min(floor, price + WORTH)))
            for index, own in enumerate(tried)
            for proposal, price in own
        ]
        lines = [(index, line) for index, line in lines if line.goes_on(HORIZON) or line.is_done]
        for group in groups([line for _, line in lines]):
            offset = 0
            # First up to the first token behind the edit: few can still come up to their price when that is known.
            for far in (1, HORIZON, FAR_HORIZON):
                active = [line for line in group if line.goes_on(far)]
                while True:
                    together, active = batch(active, far)
                    if not together:
                        break
                    count = place.advance(together, far, offset)
                    offset += count
                    yield count
        found: list[list[Gain]] = [[] for _ in tried]
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
        before = text[:low].rstrip(_OPENING)
        opens = not before or before[-1] in ".!?…" or "\n\n" in text[len(before) : low]
        found.append(Word(text[low:high], low, high, first, past, lead, opens))
    return found
