"""A continuation so far: its tokens, the complete characters that they spell, and which tokens may come next."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, field

import torch

from scoring.continuation.branches import Path
from scoring.model.vocabulary import Vocabulary, is_writable

MEMORY = 64
"""A continuation may not repeat any four tokens found among this many tokens before it."""
_REPEATED = 4
_CUT = 8
"""Into how many tokens the text of four may be cut."""


@dataclass(slots=True)
class Written:
    """One continuation.

    Attributes:
        path: its tokens after the prefix, including those that spell the text removed at the caret.
        log_probs: of the tokens after the caret, in nats.
        ends: where these tokens end, in code points of `text`.
        text: the complete characters after the caret.
        pending: the bytes of a character that isn't complete yet.
        is_done: whether it is finished.
    """

    path: Path
    log_probs: list[float] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    text: str = ""
    pending: bytes = b""
    is_done: bool = False

    def take(self, log_prob: float, data: bytes) -> bool:
        """Add the text of the path's last token; return False if it can't be written."""
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
        before: the tokens before the continuation, of which the last 64 are used.
        device: the model's.
    """

    def __init__(self, vocabulary: Vocabulary, before: Iterable[int], device: torch.device) -> None:
        self._vocabulary = vocabulary
        self._before = list(before)[-MEMORY:]
        self._device = device
        self._first = self._mask(b"")

    def _mask(self, pending: bytes) -> torch.Tensor:
        """Return which tokens continue a character that begins with `pending`; shape (vocabulary,)."""
        vocabulary, missing = self._vocabulary, _missing(pending)
        pieces, lengths = vocabulary.pieces_at_start, vocabulary.lengths
        fits = (pieces == missing) | ((pieces == lengths) & (lengths < missing))
        return torch.from_numpy((vocabulary.writable & fits) | vocabulary.special).to(self._device)

    def among(self, row: torch.Tensor, written: Written) -> torch.Tensor:
        """Return the log-probabilities of the next token, minus infinity for tokens that can't be written, shape
        (vocabulary,). Special tokens may come: they end the continuation."""
        mask = self._mask(written.pending) if written.pending else self._first
        allowed = row.masked_fill(~mask, -torch.inf)
        allowed[self._repeating(written.path.tokens)] = -torch.inf
        return allowed

    def _repeating(self, tokens: list[int]) -> list[int]:
        """Return the tokens that would complete the text of four tokens in a row among the last 64, however it is cut:
        " her" and "self" say what " herself" says."""
        spelled = [self._vocabulary.bytes_of(token) for token in [*self._before, *tokens][-MEMORY:]]
        ends = [b"".join(spelled[-count:]) for count in range(1, min(_CUT, len(spelled)) + 1)]
        runs = {b"".join(spelled[place : place + _REPEATED]) for place in range(len(spelled) - _REPEATED + 1)}
        rests = {run[len(end) :] for run in runs for end in ends if len(end) < len(run) and run.startswith(end)}
        return [token for rest in rests for token in self._vocabulary.spelling(rest)]


def _missing(pending: bytes) -> int:
    """Return how many bytes are missing from the character that begins with `pending`."""
    if not pending:
        return 0
    first = pending[0]
    return (2 if first < 0xE0 else 3 if first < 0xF0 else 4) - len(pending)
