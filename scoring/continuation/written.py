"""A continuation as far as it is written: tokens, the whole characters that they spell, and which may come next."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, field

import torch

from scoring.continuation.branches import Path
from scoring.model.vocabulary import Vocabulary, is_writable

MEMORY = 64
"""In so many tokens before it no four tokens may stand that a continuation writes again."""
_REPEATED = 4


@dataclass(slots=True)
class Written:
    """One continuation.

    Attributes:
        path: its tokens after the prefix, those included that spell what was taken back at the caret.
        log_probs: of the tokens whose text comes after the caret, in nats.
        ends: of these tokens, in code points of `text`.
        text: the whole characters after the caret.
        pending: the bytes of a character that isn't whole yet.
        is_done: whether nothing more comes.
    """

    path: Path
    log_probs: list[float] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    text: str = ""
    pending: bytes = b""
    is_done: bool = False

    def take(self, log_prob: float, data: bytes) -> bool:
        """Take in a token that the path already ends with; return False if its text can't be written."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        whole = self.pending + data
        try:
            text = decoder.decode(whole)
        except UnicodeDecodeError:
            return False
        if not is_writable(text.encode()):
            return False
        self.pending = decoder.getstate()[0]
        self.text += text
        self.log_probs.append(log_prob)
        self.ends.append(len(self.text))
        return True


class Allowed:
    """Which tokens may come next.

    Args:
        vocabulary: the model's.
        before: the tokens before the continuation; the last 64 count.
        device: the model's.
    """

    def __init__(self, vocabulary: Vocabulary, before: Iterable[int], device: torch.device) -> None:
        self._vocabulary = vocabulary
        self._before = list(before)[-MEMORY:]
        self._device = device
        self._first = self._mask(b"")

    def _mask(self, pending: bytes) -> torch.Tensor:
        """Return which tokens go on with a character that has begun with `pending`; shape (vocabulary,)."""
        vocabulary, missing = self._vocabulary, _missing(pending)
        pieces, lengths = vocabulary.pieces_at_start, vocabulary.lengths
        fits = (pieces == missing) | ((pieces == lengths) & (lengths < missing))
        return torch.from_numpy((vocabulary.writable & fits) | vocabulary.special).to(self._device)

    def among(self, row: torch.Tensor, written: Written) -> torch.Tensor:
        """Return the log-probabilities of the next token, minus infinity where it can't be written, shape
        (vocabulary,). Special tokens may come: they end the continuation."""
        mask = self._mask(written.pending) if written.pending else self._first
        allowed = row.masked_fill(~mask, -torch.inf)
        allowed[self._repeating(written.path.tokens)] = -torch.inf
        return allowed

    def _repeating(self, tokens: list[int]) -> list[int]:
        """Return the tokens that would end the same four tokens as stand in the last 64."""
        known = [*self._before, *tokens][-MEMORY:]
        last = known[len(known) - _REPEATED + 1 :]
        places = range(len(known) - _REPEATED + 1)
        return [known[place + len(last)] for place in places if known[place : place + len(last)] == last]


def _missing(pending: bytes) -> int:
    """Return how many bytes the character that begins with `pending` still lacks."""
    if not pending:
        return 0
    first = pending[0]
    return (2 if first < 0xE0 else 3 if first < 0xF0 else 4) - len(pending)
