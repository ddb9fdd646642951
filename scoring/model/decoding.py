"""A second implementation of Llama's layers, for a few tokens at a time: it packs the weights and makes as few calls as
possible, since with so few tokens the call itself costs as much as the arithmetic.

Letters in the shape comments: see `scoring.model.llama`; G = H / K.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from scoring.model.llama_weights import Block
from scoring.model.packed import Packed, Packing, pack_float16
from scoring.model.products import plain
from scoring.model.trunk import Observer

_AT_ONCE = 3
"""Blocks packed in one call: packing the whole model takes over a second, too long to wait in one go."""


@dataclass(frozen=True, slots=True)
class _PackedBlock:
    """The weights of one block."""

    query_key_value: Packed
    attention_out: Packed
    gate_up: Packed
    down: Packed


def can_decode(blocks: Sequence[Block]) -> bool:
    """Return True if the blocks have only the parts that the first Llama's have."""
    return len({block.turn for block in blocks}) == 1 and all(
        block.turn is not None
        and block.window is None
        and block.attention_norm is not None
        and block.feed_forward_norm is not None
        and (block.query_norm, block.attended_norm, block.fed_norm) == (None, None, None)
        and (block.query_key_value_bias, block.attention_out_bias) == (None, None)
        and (block.gate_up_bias, block.down_bias) == (None, None)
        for block in blocks
    )


class _Turn:
    """A random rotation of C numbers, seen as a matrix: its rows are rotated, then its columns.

    Attributes:
        whole: the matrix that rotates states, shape (C, C).
    """

    def __init__(self, width: int) -> None:
        height = max(size for size in range(1, math.isqrt(width) + 1) if width % size == 0)
        random = torch.Generator().manual_seed(0)
        self._of_rows, self._of_columns = (
            torch.linalg.qr(torch.randn(size, size, generator=random)).Q for size in (height, width // height)
        )
        self.whole = torch.kron(self._of_rows, self._of_columns)

    def rows(self, weights: torch.Tensor) -> torch.Tensor:
        """Rotate the rows of weights, shape (m, C): the same as multiplying by `whole`, at a fraction of the cost."""
        matrices = weights.reshape(len(weights), len(self._of_rows), len(self._of_columns))
        turned: torch.Tensor = self._of_rows.t() @ (matrices @ self._of_columns)
        return turned.reshape(weights.shape)


class Decoder:
    """Runs tokens through blocks with packed weights, in float32 whatever the format of the storage.

    Args:
        blocks: the weights, as `scoring.model.llama` has them, in any layout.
        packing: how to pack them. The feed-forward's last weights get 16 bits, since their input isn't rotated.
        activate: the feed-forward's activation.
        query_factor: scales the queries, in addition to 1 / sqrt(D).
        heads, key_heads, head_size: H, K and D.
        epsilon: of the norms.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        packing: Packing,
        activate: Callable[[torch.Tensor], torch.Tensor],
        query_factor: float,
        heads: int,
        key_heads: int,
        head_size: int,
        epsilon: float,
    ) -> None:
        self._given = blocks
        self._packing = packing
        self._activate = activate
        self._query_factor = query_factor * head_size**-0.5
        self._blocks: list[_PackedBlock] = []
        self._heads, self._key_heads, self._head_size = heads, key_heads, head_size
        width = blocks[0].query_key_value.shape[1]
        self._root_width = math.sqrt(width)
        self._least = torch.tensor([[math.sqrt(width * epsilon)]])
        self._turn = _Turn(width)
        self._room = torch.empty(0)  # keys or values in float32; allocating it each time costs page faults

    def get_ready(self) -> bool:
        """Pack a few blocks if some aren't packed yet; return whether all were."""
        if len(self._blocks) == len(self._given):
            return True
        reached = len(self._blocks)
        for block in (one.laid_out(plain) for one in self._given[reached : reached + _AT_ONCE]):
            queries, others = block.query_key_value.tensor_split([self._heads * self._head_size])
            assert block.attention_norm is not None
            assert block.feed_forward_norm is not None
            query_key_value = torch.cat([queries.float() * self._query_factor, others.float()])  # ((H + 2K) D, C)
            self._blocks.append(
                _PackedBlock(
                    self._packing(self._after(block.attention_norm, query_key_value)),
                    self._packing(self._turn.rows(block.attention_out.float().t()).t()),
                    self._packing(self._after(block.feed_forward_norm, block.gate_up)),
                    pack_float16(self._turn.rows(block.down.float().t()).t()),
                )
            )
        return False

    def forward(
        self,
        x: torch.Tensor,
        cos: torch.Tensor,
        sin: torch.Tensor,
        storage: Any,
        at: int,
        visible: torch.Tensor,
        observe: Observer | None,
    ) -> torch.Tensor:
        """Run tokens through all blocks; see `Trunk.forward`.

        Args:
            x: their embeddings, shape (n, C).
            cos, sin: of the rotary angles, shapes (n, 1, D) and (n, 1, D / 2).
            storage: of keys and values.
            at: the first slot.
            visible: shape (n, T).
            observe: is called after each block.

        Returns:
            The states after the last block, shape (n, C).
        """
        n, past, size = len(x), visible.shape[1], self._head_size
        heads, key_heads, groups = self._heads, self._key_heads, self._heads // self._key_heads
        x = x.float() @ self._turn.whole  # (n, C)
        cos, sin = cos.float(), torch.cat([-sin, sin], -1).float()  # (n, 1, D) each
        mask = None
        if not bool(visible.all()):
            mask = torch.zeros(visible.shape).masked_fill_(~visible, -math.inf)[:, None]  # (n, 1, T)
        all_keys, all_values = (kept[:, :, :past].unbind() for kept in (storage.keys, storage.values))
        own_keys, own_values = (kept[:, :, at:past].unbind() for kept in (storage.keys, storage.values))
        for layer, block in enumerate(self._blocks):
            mixed = block.query_key_value(self._normed(x)).view(n, -1, size)  # (n, H + 2K, D)
            turned = (mixed * cos).addcmul_(torch.roll(mixed, size // 2, -1), sin)  # the values too, which are not used
            keys, values = all_keys[layer], all_values[layer]  # (K, T, D) each
            own_keys[layer].copy_(turned[:, heads:-key_heads].transpose(0, 1))  # (K, n, D)
            own_values[layer].copy_(mixed[:, -key_heads:].transpose(0, 1))  # (K, n, D)
            queries = turned[:, :heads].view(n, key_heads, groups, size).transpose(0, 1)  # (K, n, G, D)
            queries = queries.reshape(key_heads, n * groups, size)
            scores = torch.bmm(queries, self._in_float32(keys).transpose(1, 2))  # (K, n G, T)
            if mask is not None:
                scores.view(key_heads, n, groups, past).add_(mask)
            gathered = torch.bmm(scores.softmax(-1), self._in_float32(values))  # (K, n G, D)
            attended = gathered.view(key_heads, n, groups, size).transpose(0, 1)  # (n, K, G, D)
            x += block.attention_out(attended.reshape(n, heads * size))
            gate, up = block.gate_up(self._normed(x)).chunk(2, -1)  # (n, F) each
            x += block.down(self._activate(gate).mul_(up))
            if observe is not None and layer + 1 in observe.layers:
                observe(layer + 1, x @ self._turn.whole.t())
        return x @ self._turn.whole.t()

    def _in_float32(self, kept: torch.Tensor) -> torch.Tensor:
        """Return keys or values in float32, until the next call."""
        if kept.dtype == torch.float32:
            return kept
        if self._room.numel() < kept.numel():
            self._room = torch.empty(2 * kept.numel())
        return self._room[: kept.numel()].view(kept.shape).copy_(kept)

    def _after(self, norm: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
        """Return the weights (outputs, C) after a norm, for rotated states that are only divided by their length."""
        return self._turn.rows(weights * (norm.float() * self._root_width))

    def _normed(self, x: torch.Tensor) -> torch.Tensor:
        """Return x divided by its length; the rest of RMSNorm is folded into the weights."""
        return x / torch.hypot(torch.linalg.vector_norm(x, dim=-1, keepdim=True), self._least)  # (n, C)
