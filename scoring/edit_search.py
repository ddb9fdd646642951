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
from itertools import islice

import numpy as np
import numpy.typing as npt
import torch

from scoring.edit_costs import price
from scoring.edits import Edit, Proposal, Proposer, Word, bare
from scoring.flags import words
from scoring.kv_cache import BRANCH_SLOTS, WindowCache
from scoring.lexicon import Lexicon
from scoring.model import Model
from scoring.tokens import Ids, Offsets

HORIZON = 2
"""Tokens behind an edit that have a say in it."""
MOST_TOKENS = 384
"""Tokens in a passage with its context; a longer one (of a script that the model spells in bytes) is not searched."""
BATCH = 64
"""Tokens run at once."""
MOST_EDIT_TOKENS = 8
"""Tokens in an edit; a longer one is not tried."""
WORTH = 1.0
"""Nats above its cost that an edit must be able to gain to be tried at all."""
SHOWN = 1.0
"""Strength from which on all edits of a word are tried, for its list of suggestions."""

_CODE = tuple("/\\_@#<>=`$~|^")
_WITHIN = (".", ":")
_OPENING = "\"'“‘([*_#>-–— \t\n"

_Priced = tuple[Proposal, float]
Rows = npt.NDArray[np.float32]
Search = Generator[int, None, "list[Findings]"]


@dataclass(frozen=True, slots=True)
class Gain:
    """An edit, how much likelier it makes the text, and what it must gain to speak for an underline, in nats."""

    edit: Edit
    nats: float
    price: float

    @property
    def strength(self) -> float:
        """How strongly it speaks for an underline, in nats."""
        return self.nats - self.price


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out about a word.

    Attributes:
        word: its places count from the start of the context.
        surprisal: nats.
        entropy: nats, at its first token.
        known: whether the dictionary has it.
        gains: of its edits.
        complete: whether all that could be thought up were tried, and not only those that could deserve an underline.
    """

    word: Word
    surprisal: float
    entropy: float
    known: bool
    gains: tuple[Gain, ...]
    complete: bool


class EditSearch:
    """Searches passages, one at a time.

    Args:
        model: the model.
        lexicon: of the language; read when it is needed.
        most_tokens: in a passage with its context, the start token counted.
    """

    def __init__(self, model: Model, lexicon: Callable[[], Lexicon], most_tokens: int = MOST_TOKENS) -> None:
        self._model = model
        self._read_lexicon = lexicon
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

    def run(self, text: str, start: int, only: int | None = None) -> Search:
        """Search `text` from the code point `start` on; what precedes is its context.

        Args:
            text: the passage with its context.
            start: where the passage starts.
            only: the code point where the one word starts for which all edits shall be tried; None: every word.

        Yields:
            After each forward pass the number of tokens in it.

        Returns:
            The findings, one for each word.
        """
        ids, starts, ends = self._model.tokenizer.encode(text)
        first = int(np.searchsorted(starts, start))
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
        place = _Place(self._model, cache, ids, first)
        found = _words(text, start, starts, ends)
        foreign = self._is_foreign(found)
        findings = []
        tried = [
            list(self._proposals(found, index, ids, place))
            if (not foreign if only is None else word.start == only)
            else []
            for index, word in enumerate(found)
        ]
        gains = yield from self._gains(place, tried, WORTH if only is None else -math.inf)
        if only is None:
            shown = [bool(own) and max(gain.strength for gain in own) >= SHOWN for own in gains]
            rest = [_without(tried[index], gains[index]) if shown[index] else [] for index in range(len(found))]
            more = yield from self._gains(place, rest, -math.inf)
            gains = [[*own, *others] for own, others in zip(gains, more, strict=True)]
        else:
            shown = [word.start == only for word in found]
        for word, own, complete in zip(found, gains, shown, strict=True):
            surprisal = place.surprisal(word)
            entropy = float(place.entropy[word.first - first])
            known = self._lexicon.is_word(bare(word.text))
            findings.append(Findings(word, surprisal, entropy, known, tuple(own), complete))
        return findings

    def _proposals(self, found: list[Word], index: int, ids: Ids, place: _Place) -> Iterator[_Priced]:
        """The edits of a word with their prices."""
        word = found[index]
        surprisal = place.surprisal(found[index + 1]) if index + 1 < len(found) else 0.0
        for proposal in self._proposer.proposals(found, index, ids, place.at(word.first)):
            if len(proposal.tokens) <= MOST_EDIT_TOKENS:
                yield proposal, price(word, proposal.edit, surprisal)

    def _is_foreign(self, found: list[Word]) -> bool:
        """Whether most words are in no dictionary, or everything is in capitals: what could be said of it is wrong."""
        plain = [word.text for word in found if not word.is_name]
        unknown = sum(not self._lexicon.is_word(bare(text)) for text in plain)
        capitals = sum(word.text.isupper() and len(word.text) > 1 for word in found)
        return (unknown > 2 and 2 * unknown > len(plain)) or (capitals > 2 and 2 * capitals > len(found))

    def _gains(self, place: _Place, tried: list[list[_Priced]], least: float) -> Generator[int, None, list[list[Gain]]]:
        """The gains of the proposals for each word, of those that can come up to `least` above their cost."""
        lines = [(index, _Line(place, *priced)) for index, own in enumerate(tried) for priced in own]
        lines = [(index, line) for index, line in lines if line.goes_on(least) or line.is_done]
        for group in _groups([line for _, line in lines]):
            offset = 0
            # First up to the first token behind the edit: few can still come up to their cost when that is known.
            for far in (1, HORIZON):
                active = [line for line in group if line.goes_on(least)]
                while True:
                    batch, active = _batch(active, far)
                    if not batch:
                        break
                    count = place.advance(batch, far, offset)
                    offset += count
                    yield count
        found: list[list[Gain]] = [[] for _ in tried]
        for index, line in lines:
            if line.is_done:
                found[index].append(line.gain())
        return found


class _Line:
    """An edit's new tokens and those behind it, as far as they were run.

    Attributes:
        bound: what the gain is at most, given what was run; the gain itself in the end.
    """

    def __init__(self, place: _Place, proposal: Proposal, price: float) -> None:
        self.proposal = proposal
        self.price = price
        self.tokens = [*proposal.tokens, *place.behind(proposal)]
        self.path: list[int] = []
        self.log_probs = [float(place.at(proposal.first)[self.tokens[0]]) if self.tokens else -math.inf]
        self._old = place.old(proposal)

    @property
    def bound(self) -> float:
        return sum(self.log_probs) - self._old

    @property
    def is_done(self) -> bool:
        return len(self.path) >= len(self.tokens) - 1

    def gain(self) -> Gain:
        return Gain(self.proposal.edit, self.bound, self.price)

    def rest(self, far: int) -> int:
        """How many tokens are to be run until the one that is `far` behind the edit is known."""
        return max(0, min(len(self.proposal.tokens) + far, len(self.tokens)) - 1 - len(self.path))

    def goes_on(self, least: float) -> bool:
        """Whether there is more to run, and the edit can still come up to `least` above its cost."""
        return not self.is_done and (least == -math.inf or self.bound >= least + self.price)


class _Place:
    """A passage that was run, for edits to be tried in it. Tokens are numbered as in `ids`, without the start token.

    Attributes:
        log_prob: of each token from `first` on, nats.
        entropy: at each of them, nats.
    """

    def __init__(self, model: Model, cache: WindowCache, ids: Ids, first: int) -> None:
        self._model = model
        self._cache = cache
        self._ids = ids
        self._first = first
        # Slot i holds what follows on the start token and the tokens before i.
        rows = torch.log_softmax(model.logits(cache.hidden[first : len(ids)]), -1)
        self._rows: Rows = rows.cpu().numpy()
        self.log_prob = self._rows[np.arange(len(ids) - first), ids[first:]]
        self.entropy = -(rows.exp() * rows).sum(-1).cpu().numpy()

    def at(self, token: int) -> Rows:
        """The log-probabilities of all that could stand in place of a token."""
        row: Rows = self._rows[token - self._first]
        return row

    def surprisal(self, word: Word) -> float:
        """Of a word, nats."""
        return -float(self.log_prob[word.first - self._first : word.past - self._first].sum())

    def behind(self, proposal: Proposal) -> list[int]:
        """The tokens behind an edit that have a say in it."""
        tokens: list[int] = self._ids[proposal.past : proposal.past + HORIZON].tolist()
        return tokens

    def old(self, proposal: Proposal) -> float:
        """The log-probability of what an edit replaces and of what stands behind it, nats."""
        first, past = proposal.first - self._first, proposal.past + HORIZON - self._first
        return float(self.log_prob[first:past].sum())

    def advance(self, lines: list[_Line], far: int, offset: int) -> int:
        """Run each line until its token `far` behind the edit is known.

        Args:
            lines: at least one of them has tokens to run.
            far: from 1 on.
            offset: how many tokens of the group were run before.

        Returns:
            How many tokens were run.
        """
        ids: list[int] = []
        targets: list[int] = []
        positions: list[int] = []
        visible: list[list[int]] = []
        sees: list[int] = []
        last = self._model.max_positions - 1
        for line in lines:
            for _ in range(line.rest(far)):
                done = len(line.path)
                line.path.append(offset + len(ids))
                ids.append(line.tokens[done])
                targets.append(line.tokens[done + 1])
                positions.append(min(line.proposal.first + 1 + done, last))
                visible.append(list(line.path))
                sees.append(line.proposal.first + 1)
        hidden = self._cache.branch(np.array(ids, np.int32), positions, visible, sees, offset)
        logits = self._model.logits(hidden)
        wanted = torch.tensor(targets, device=logits.device)[:, None]
        log_probs = iter((logits.gather(1, wanted)[:, 0] - logits.logsumexp(-1)).tolist())
        for line in lines:
            line.log_probs += islice(log_probs, len(line.path) + 1 - len(line.log_probs))
        return len(ids)


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    """The lines in groups whose tokens find room behind the window together."""
    group: list[_Line] = []
    size = 0
    for line in lines:
        if size + len(line.tokens) > BRANCH_SLOTS:
            yield group
            group, size = [], 0
        group.append(line)
        size += len(line.tokens)
    yield group


def _batch(lines: list[_Line], far: int) -> tuple[list[_Line], list[_Line]]:
    """Those that are run together, and the others. What has nothing to run is left out."""
    lines = [line for line in lines if line.rest(far)]
    size = 0
    for count, line in enumerate(lines):
        size += line.rest(far)
        if count and size > BATCH:
            return lines[:count], lines[count:]
    return lines, []


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
        if low < start or lead not in ("", " ") or int(ends[past - 1]) != high or _is_no_prose(text, low, high):
            continue
        before = text[:low].rstrip(_OPENING)
        opens = not before or before[-1] in ".!?…" or "\n\n" in text[len(before) : low]
        found.append(Word(text[low:high], low, high, first, past, lead, opens))
    return found


def _is_no_prose(text: str, start: int, end: int) -> bool:
    """Whether a word is a piece of an address, a path or a name in a program."""
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    goes_on = behind in _WITHIN and text[end + 1 : end + 2].isalnum()
    return (
        before in _CODE or behind in _CODE or goes_on or (before in _WITHIN and text[start - 2 : start - 1].isalnum())
    )
