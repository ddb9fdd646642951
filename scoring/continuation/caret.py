"""Where a continuation begins: how the text before a place is cut into tokens.

If a text stops at the place, its last tokens are often not those of the same text when it goes on: the model writes "
word", not a blank and then "word", and " going" is one token, not " go" and "ing". So the last word, or the blank, is
removed, and the first tokens are chosen among those that spell it: "token healing", as in Microsoft's guidance (2023).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch

from scoring.continuation.branches import Branches, Path
from scoring.model.tokens import TokenizedText
from scoring.model.vocabulary import Vocabulary

_PIECE = re.compile(r"(?: ?\w+| ?[^\w\s]+|\s+)\Z")
_IS_WORD, _IN_WORD = re.compile(r"\w"), re.compile(r"[\w'’]")
_REACH = 48
"""The most code points to remove."""
_MOST_OWN = 4
"""The most tokens to remove."""
_WIDTH, _DEPTH = 4, 8
"""How many spellings of the removed text are followed at once, and for how many tokens."""
_IS_WHOLE = 2.0
"""How much more often a writer asks for a continuation after a word than within one, in nats; a guess, which decides
few cases."""


@dataclass(frozen=True, slots=True)
class Caret:
    """The place of a continuation.

    Attributes:
        token: how many tokens of the text come before the removed ones.
        lead: the removed text, in UTF-8.
        own: the removed tokens; empty if one of them extends past the place.
    """

    token: int
    lead: bytes
    own: tuple[int, ...]


def caret_at(tokenized: TokenizedText, vocabulary: Vocabulary, offset: int) -> Caret:
    """Return where a continuation of the text before the code point `offset` begins.

    Nothing is removed if the text after the place shows that the last word is complete.
    """
    text, ids = tokenized.text, tokenized.ids
    piece = _PIECE.search(text, max(0, offset - _REACH), offset)
    if piece is None:
        return Caret(0, b"", ())
    first, past = tokenized.at(piece.start(), offset)
    while past - first > _MOST_OWN:
        first = max(first + 1, tokenized.at(int(tokenized.starts[past - _MOST_OWN]), offset)[0])
    first, past = min(first, len(ids)), past
    ends_here = past > first and int(tokenized.ends[past - 1]) == offset
    if ends_here and offset < len(text) and _IS_WORD.match(text[offset - 1]) and not _IN_WORD.match(text[offset]):
        return Caret(past, b"", ())
    own = tuple(ids[first:past].tolist())
    spelled = b"".join(map(vocabulary.bytes_of, own))
    if ends_here:  # the tokens' text may differ: a blank before it, a composed character
        return Caret(first, spelled, own)
    lead = text[int(tokenized.starts[first]) if first < past else offset : offset].encode()
    if spelled.startswith(b" ") and not lead.startswith(b" "):
        lead = b" " + lead
    return Caret(first, lead, ())


@dataclass(frozen=True, slots=True)
class Beginning:
    """Tokens that spell the removed text, and perhaps a little more.

    Attributes:
        tokens: the tokens.
        log_probs: of each of them, in nats.
        more: the text that they spell after the place, in UTF-8.
    """

    tokens: tuple[int, ...]
    log_probs: tuple[float, ...]
    more: bytes

    @property
    def log_prob(self) -> float:
        """Of all tokens together, in nats."""
        return sum(self.log_probs)


class Beginnings(NamedTuple):
    """The ways to begin a continuation.

    Attributes:
        whole: the likeliest way that spells just the removed text; None if spelling more is likelier.
        more: those that spell more, likeliest first; none where there is a `whole` one.
    """

    whole: Beginning | None
    more: list[Beginning]


def beginnings(branches: Branches, vocabulary: Vocabulary, caret: Caret, count: int) -> Beginnings:
    """Find at most `count` ways to begin at a caret where text was removed.

    Searches the tree of tokens, most probable first; branches no likelier than a way already found are pruned.
    """
    open_ones = [(Beginning((), (), b""), caret.lead, Path())]
    whole: Beginning | None = None
    more: list[Beginning] = []
    beyond = -math.inf
    for _ in range(_DEPTH):
        rows = branches.log_probs([path for _, _, path in open_ones])
        found: list[tuple[Beginning, bytes, int, Path]] = []
        for (begun, rest, path), row in zip(open_ones, rows, strict=True):
            for token, log_prob in _likeliest(row, vocabulary.at_start_of(rest), _WIDTH):
                way = Beginning((*begun.tokens, token), (*begun.log_probs, log_prob), b"")
                found.append((way, rest[len(vocabulary.bytes_of(token)) :], token, path))
            covering = [token for token in vocabulary.beginning_with(rest) if vocabulary.writable[token]]
            for token, log_prob in _likeliest(row, covering, count + 2):
                data = vocabulary.bytes_of(token)[len(rest) :]
                way = Beginning((*begun.tokens, token), (*begun.log_probs, log_prob), data)
                if not data:
                    whole = way if whole is None or way.log_prob > whole.log_prob else whole
                else:
                    more.append(way)
            beyond = np.logaddexp(beyond, begun.log_prob + _sum_beyond(row, covering, vocabulary, rest))
        best = max([way.log_prob for way in (*more, *([whole] if whole else ()))], default=-math.inf)
        found = sorted((one for one in found if one[0].log_prob > best), key=lambda one: -one[0].log_prob)
        open_ones = [(way, rest, path.then(token)) for way, rest, token, path in found[:_WIDTH]]
        if not open_ones:
            break
    bonus = 0.0 if caret.lead[-1:].isspace() else _IS_WHOLE
    if whole is not None and whole.log_prob + bonus >= beyond:
        return Beginnings(whole, [])
    more.sort(key=lambda way: -way.log_prob)
    return Beginnings(None if more else whole, more[:count])


def _likeliest(row: torch.Tensor, tokens: list[int], count: int) -> list[tuple[int, float]]:
    """Return the `count` likeliest of some tokens with their log-probabilities, in nats."""
    if not tokens:
        return []
    values = row[torch.tensor(tokens, device=row.device)]
    best = values.topk(min(count, len(tokens)))
    return [(tokens[place], value) for place, value in zip(best.indices.tolist(), best.values.tolist(), strict=True)]


def _sum_beyond(row: torch.Tensor, covering: list[int], vocabulary: Vocabulary, rest: bytes) -> float:
    """Return the log-probability that the next token is one of `covering` and longer than `rest`, in nats."""
    longer = [token for token in covering if vocabulary.lengths[token] > len(rest)]
    return float(row[torch.tensor(longer, device=row.device)].logsumexp(-1)) if longer else -math.inf
