"""The scores of tokens, from hidden states: log_prob, rank, entropy and the top-k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from scoring.model.model import Model
from scoring.model.tokens import Ids


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """The scores of n consecutive tokens.

    Attributes:
        log_prob: of each token given all before it in its window, in nats, shape (n,).
        rank: 1 for the model's first choice, shape (n,).
        entropy: of the model's distribution at its place, in nats, shape (n,).
        top_ids, top_log_probs: the k most probable tokens there, shape (n, k).
        signs: the probe's row for the token before each, shape (n, probe's width); None without a probe.
    """

    log_prob: npt.NDArray[np.float32]
    rank: npt.NDArray[np.int32]
    entropy: npt.NDArray[np.float32]
    top_ids: Ids
    top_log_probs: npt.NDArray[np.float32]
    signs: npt.NDArray[np.float16] | None = None


def joined(parts: Sequence[tuple[ScoredChunk, npt.NDArray[np.int32]]]) -> ScoredChunk:
    """Return rows of one or more chunks as one chunk."""
    columns: dict[str, Any] = {}
    for field in fields(ScoredChunk):
        values = [(getattr(chunk, field.name), rows) for chunk, rows in parts]
        has_values = all(column is not None for column, _ in values)
        columns[field.name] = np.concatenate([column[rows] for column, rows in values]) if has_values else None
    return ScoredChunk(**columns)


@dataclass(frozen=True, slots=True)
class TokenScore:
    """One token of the document with its scores, which are all None until it is scored.

    Attributes:
        start, end: code points of the text. Tokens that share a character all span it.
        token: its text; bytes of incomplete characters are spelled `<0xE2>`.
        log_prob: in nats, given everything before it in its window.
        prob: exp(log_prob).
        rank: 1 if it is the model's first choice.
        entropy: of the model's distribution at its place, in nats.
        predicted_tokens: the top-k there, each (token, log_prob, prob), most probable first.
        settled: whether the scores are final for the current text.
        mixed_log_prob: in nats, by the mixture of model and memory; see `scoring.memory`. Without a memory, the same as
            `log_prob`.
    """

    start: int
    end: int
    token: str
    log_prob: float | None
    prob: float | None
    rank: int | None
    entropy: float | None
    predicted_tokens: list[tuple[str, float, float]] | None
    settled: bool
    mixed_log_prob: float | None = None


@torch.inference_mode()
def score(
    model: Model, hidden: torch.Tensor, targets: Ids, top_k: int, signs: torch.Tensor | None = None
) -> ScoredChunk:
    """Score `targets`, shape (n,), each from the hidden state at the position before it, shape (n, width); `signs` are
    the probe's rows there.

    The softmax is in float32 at temperature 1.
    """
    logits, scratch = model.scratch(len(hidden))
    model.logits(hidden, out=logits)
    wanted = torch.from_numpy(targets.astype(np.int64)).to(logits.device)
    own = logits.gather(1, wanted[:, None])  # (n, 1)
    top, top_ids = _top(logits, min(top_k, logits.shape[1]))
    # Every pass over the vocabulary is expensive. Comparing into floats takes a quarter of the time of comparing into
    # bools, and a softmax is faster than a log_softmax or an exp. The largest probability gives the log of its
    # denominator.
    rank = 1 + torch.gt(logits, own, out=scratch).sum(-1)
    probs = torch.softmax(logits, -1, out=scratch)
    log_sum = top[:, :1] - probs.gather(1, top_ids[:, :1].long()).log()  # (n, 1)
    entropy = log_sum[:, 0] - probs.mul_(logits).sum(-1)
    return ScoredChunk(
        (own - log_sum)[:, 0].cpu().numpy(),
        rank.int().cpu().numpy(),
        entropy.cpu().numpy(),
        top_ids.int().cpu().numpy(),
        (top - log_sum).cpu().numpy(),
        None if signs is None else signs.cpu().numpy().copy(),
    )


_BLOCK = 64


def _top(values: torch.Tensor, k: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the k largest values of each row and their columns, in descending order.

    They are in the k blocks with the largest maxima; searching only these is four times faster than `topk` over a
    vocabulary.
    """
    rows, columns = values.shape
    if k * _BLOCK * 2 > columns:
        largest = values.topk(k, dim=-1)
        return largest.values, largest.indices
    whole = columns - columns % _BLOCK
    blocks = values[:, :whole].view(rows, -1, _BLOCK)
    best = blocks.amax(-1).topk(k, dim=-1).indices
    within = torch.arange(_BLOCK, device=values.device)
    places = (best[:, :, None] * _BLOCK + within).flatten(1)
    rest = torch.arange(whole, columns, device=values.device).expand(rows, -1)
    places = torch.cat([places, rest], dim=1)
    largest = values.gather(1, places).topk(k, dim=-1)
    return largest.values, places.gather(1, largest.indices)
