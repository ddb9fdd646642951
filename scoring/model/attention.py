"""Attention of the tokens of one pass over the slots of a window, implemented twice: with torch's kernel, and with
plain matrix products.

torch's kernel multiplies with MKL, in both number formats. Where another library is faster, products and a softmax take
half the time, although they write the attention weights to memory.

Letters in the shape comments: n tokens in this pass, T slots up to the last of them, H query heads, K key heads,
G = H / K, D head size.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import torch
import torch.nn.functional as F

from scoring.model.products import Product, fastest

FEW = 16
"""With fewer tokens than this, the fastest attention is measured separately: calls then cost more than products."""

_MOST_SCORES_BYTES = 512 * 1024
"""The most bytes of scores computed together. These should stay in the processor's cache, and below the size from which
a block gets its own mapping, see `scoring.model.processor`: its page faults would take longer than the products."""


class Attention(Protocol):
    """The attention of one pass, called layer by layer."""

    def __call__(self, queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
        """Return the attention output of each token.

        Args:
            queries: shape (n, H, D).
            keys, values: shape (K, T, D) each.

        Returns:
            Shape (n, H D).
        """


class Sight:
    """Which slots the tokens of one pass attend to.

    Args:
        tokens: n.
        slots: T.
        visible: bool, shape (n, T); None: the tokens have the last n slots, and each sees its own slot and all before
            it.
        like: a tensor with the format and device of the queries.
    """

    def __init__(self, tokens: int, slots: int, visible: torch.Tensor | None, like: torch.Tensor) -> None:
        self.tokens = tokens
        self.slots = slots
        self._visible = visible
        self._like = like

    @property
    def is_causal(self) -> bool:
        """Whether each token sees its own slot and all before it."""
        return self._visible is None

    def mask(self) -> torch.Tensor:
        """Return the mask to add to the scores of all slots, 0 or minus infinity, shape (n, T)."""
        visible = self._visible
        if visible is None:
            visible = torch.ones(self.tokens, self.slots, dtype=torch.bool, device=self._like.device)
            visible = visible.tril(self.slots - self.tokens)  # (n, T)
        mask = torch.zeros(visible.shape, dtype=self._like.dtype, device=self._like.device)
        return mask.masked_fill_(~visible, -math.inf)

    def triangle(self) -> torch.Tensor:
        """Return the mask to add to the scores of the tokens' own slots if this is causal, shape (n, n)."""
        mask = torch.full((self.tokens, self.tokens), -math.inf, dtype=self._like.dtype, device=self._like.device)
        return mask.triu_(1)


AttentionFor = Callable[[Sight], Attention]
"""Returns the attention for one pass."""


class TorchAttention:
    """Attention by torch's own kernel."""

    def __init__(self, sight: Sight) -> None:
        is_first = sight.is_causal and sight.tokens == sight.slots
        self._is_causal = is_first and sight.tokens > 1
        self._mask = None if is_first or (sight.is_causal and sight.tokens == 1) else sight.mask()  # (n, T)

    def __call__(self, queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
        """See `Attention`."""
        attended = F.scaled_dot_product_attention(
            queries.transpose(0, 1)[None],  # (1, H, n, D)
            keys[None],  # (1, K, T, D)
            values[None],  # (1, K, T, D)
            attn_mask=self._mask,
            is_causal=self._is_causal,
            enable_gqa=True,
        )[0]  # (H, n, D)
        return attended.transpose(0, 1).reshape(len(queries), -1)


class ProductAttention:
    """Attention as matrix products: one head and a few tokens at a time, skipping slots that none of these tokens
    sees."""

    def __init__(self, sight: Sight, product: Product) -> None:
        self._product = product
        self._is_causal = sight.is_causal
        self._mask = sight.triangle() if sight.is_causal else sight.mask()  # (n, n) or (n, T)

    def __call__(self, queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
        """See `Attention`."""
        n, query_heads, size = queries.shape
        groups, past = query_heads // len(keys), keys.shape[1]
        queries = (queries * size**-0.5).view(n, len(keys), groups, size).permute(1, 2, 0, 3)  # (K, G, n, D)
        attended = torch.empty(n, query_heads * size, dtype=queries.dtype, device=queries.device)
        heads = attended.view(n, len(keys), groups, size).permute(1, 2, 0, 3)  # (K, G, n, D)
        together = max(FEW, _MOST_SCORES_BYTES // (groups * past * queries.element_size()))
        for start in range(0, n, together):
            end = min(start + together, n)
            seen, first = (past - n + end, past - n + start) if self._is_causal else (past, 0)
            mask = self._mask[start:end, start:end] if self._is_causal else self._mask[start:end]  # (m, seen - first)
            for head, (key, value) in enumerate(zip(keys[:, :seen], values[:, :seen], strict=True)):
                scores = self._product(queries[head, :, start:end].reshape(-1, size), key)  # (G m, seen)
                scores.view(groups, end - start, seen)[..., first:].add_(mask)
                gathered = self._product(scores.softmax(-1), value.t())  # (G m, D)
                heads[head, :, start:end] = gathered.view(groups, end - start, size)
        return attended


def fastest_attention(
    product: Product, heads: int, key_heads: int, size: int, like: torch.Tensor, tokens: int
) -> AttentionFor:
    """Return the fastest attention for a model's heads and so many tokens, with the format and device of `like`.
    Measuring takes 20 ms."""
    if like.device.type != "cpu" or like.dtype not in (torch.float32, torch.bfloat16):
        return TorchAttention
    queries = torch.ones(tokens, heads, size, dtype=like.dtype)
    keys = torch.ones(key_heads, 640, size, dtype=like.dtype)
    sight = Sight(len(queries), keys.shape[1], None, like)
    ways: list[AttentionFor] = [TorchAttention, lambda sight: ProductAttention(sight, product)]
    return fastest(ways, lambda way: way(sight)(queries, keys, keys))
