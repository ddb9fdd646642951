"""The Llama architecture (Touvron et al., "LLaMA", 2023), written for scoring: with fused weights, and a cache that is
allocated once and whose keys can be moved to other positions.

One block is
    x = x + Attention(RMSNorm(x)),   x = x + W_down (silu(W_gate y) * W_up y)   with y = RMSNorm(x),
attention has grouped queries (Ainslie et al., "GQA", 2023) and rotary positions (Su et al., "RoFormer", 2021).
transformers' own modules are the reference: the tests check that the two agree.

Letters in the shape comments: n tokens in this pass, T slots up to the last of them, L blocks, H query heads, K key
heads, D head size, C width, F feed-forward width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F

from scoring.model.attention import FEW, Attention, Sight, fastest_attention
from scoring.model.products import fastest_product
from scoring.model.trunk import Observer, Pass


@dataclass(frozen=True, slots=True)
class _Block:
    """The weights of one block; linear ones as (outputs, inputs)."""

    attention_norm: torch.Tensor  # (C,)
    query_key_value: torch.Tensor  # ((H + 2K) D, C)
    attention_out: torch.Tensor  # (C, H D)
    feed_forward_norm: torch.Tensor  # (C,)
    gate_up: torch.Tensor  # (2F, C)
    down: torch.Tensor  # (C, F)


class LlamaStorage:
    """Keys (rotated) and values of one sequence, each of shape (layers, key heads, capacity, head size).

    Memory is taken as it is filled: untouched pages of a large allocation cost nothing.
    """

    def __init__(self, shape: tuple[int, int, int, int], dtype: torch.dtype, device: torch.device) -> None:
        self.keys = torch.empty(shape, dtype=dtype, device=device)
        self.values = torch.empty(shape, dtype=dtype, device=device)


class _Part(NamedTuple):
    """The tokens [start, end) of a pass: they belong to one sequence, and go to the slots from `at` of its storage."""

    start: int
    end: int
    storage: LlamaStorage
    at: int
    visible: torch.Tensor | None

    @property
    def past(self) -> int:
        """The end of their slots."""
        return self.at + self.end - self.start


class Llama:
    """The trunk of a Llama-family model: token ids to hidden states.

    Args:
        network: transformers' LlamaForCausalLM. We take its weights; the module itself isn't used again.
    """

    can_move = True
    can_observe = True

    @staticmethod
    def fits(network: Any) -> bool:
        """Return True if this code computes what `network` does."""
        config = network.config
        rope: Any = getattr(config, "rope_parameters", None) or {}
        return (
            config.model_type == "llama"
            and config.hidden_act == "silu"
            and rope.get("rope_type", "default") == "default"
            and not getattr(config, "attention_bias", False)
            and not getattr(config, "mlp_bias", False)
        )

    def __init__(self, network: Any) -> None:
        config = network.config
        self._heads = int(config.num_attention_heads)
        self._key_heads = int(config.num_key_value_heads)
        self._head_size = int(getattr(config, "head_dim", None) or config.hidden_size // self._heads)
        self._epsilon = float(config.rms_norm_eps)
        # transformers maps the weights' file into memory; once no tensor is left in it, the mapping is dropped.
        embedding = network.get_input_embeddings().weight
        embedding.data = embedding.data.clone()
        self._embedding: torch.Tensor = embedding
        self._final_norm: torch.Tensor = network.model.norm.weight.clone()
        self._blocks = [_fused(layer) for layer in network.model.layers]
        self.width = int(self._embedding.shape[1])
        key_size = self._key_heads * self._head_size * self._embedding.element_size()
        self.bytes_per_token = 2 * len(self._blocks) * key_size
        theta = float((getattr(config, "rope_parameters", None) or {}).get("rope_theta", 10000.0))
        pairs = torch.arange(0, self._head_size, 2, dtype=torch.float64)
        self._product = fastest_product(self._embedding)
        self._attention, self._attention_of_few = (
            fastest_attention(self._product, self._heads, self._key_heads, self._head_size, self._embedding, tokens)
            for tokens in (4 * FEW, 1)
        )
        self._frequencies = (theta ** (-pairs / self._head_size)).to(self._embedding.device)

    def new_storage(self, capacity: int) -> LlamaStorage:
        """See `Trunk`."""
        shape = (len(self._blocks), self._key_heads, capacity, self._head_size)
        return LlamaStorage(shape, self._embedding.dtype, self._embedding.device)

    def _rotation(self, positions: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the cosines and sines of the rotary angles, of shape (n, D) and (n, D / 2)."""
        angles = positions.to(torch.float64)[:, None] * self._frequencies  # (n, D / 2)
        cos, sin = angles.cos().to(self._embedding.dtype), angles.sin().to(self._embedding.dtype)
        return torch.cat([cos, cos], -1), sin

    @torch.inference_mode()
    def forward(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: LlamaStorage,
        at: int,
        visible: torch.Tensor | None,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """See `Trunk`."""
        return self._run(ids, positions, [_Part(0, len(ids), storage, at, visible)], observe)

    @torch.inference_mode()
    def forward_each(self, passes: Sequence[Pass]) -> torch.Tensor:
        """See `Trunk`. Everything but attention takes the tokens of all passes together."""
        bounds = list(accumulate((len(one.ids) for one in passes), initial=0))
        parts = [
            _Part(start, end, one.storage, one.at, None)
            for (start, end), one in zip(pairwise(bounds), passes, strict=True)
        ]
        device = self._embedding.device
        positions = torch.cat([torch.arange(one.at, one.at + len(one.ids), device=device) for one in passes])
        return self._run(torch.cat([one.ids for one in passes]), positions, parts, None)

    def _run(
        self, ids: torch.Tensor, positions: torch.Tensor, parts: Sequence[_Part], observe: Observer | None
    ) -> torch.Tensor:
        """Run the tokens of some sequences, each of which sees its own storage; return the states after the last norm,
        shape (n, C)."""
        n = len(ids)
        product, turned_heads = self._product, self._heads + self._key_heads
        x = F.embedding(ids, self._embedding)  # (n, C)
        cos, sin = (part[:, None] for part in self._rotation(positions))  # (n, 1, D) and (n, 1, D / 2)
        attends = [self._attend_in(part, x) for part in parts]
        for layer, block in enumerate(self._blocks):
            y = F.rms_norm(x, (x.shape[-1],), block.attention_norm, self._epsilon)  # (n, C)
            heads = product(y, block.query_key_value).view(n, -1, self._head_size)  # (n, H + 2K, D)
            turned = _rotate(heads[:, :turned_heads], cos, sin)  # (n, H + K, D)
            gathered = []
            for part, attend in zip(parts, attends, strict=True):
                own, of_heads = turned[part.start : part.end], heads[part.start : part.end]  # n of this part from here
                keys, values = part.storage.keys[layer, :, : part.past], part.storage.values[layer, :, : part.past]
                keys[:, part.at :] = own[:, self._heads :].transpose(0, 1)  # (K, n, D) of (K, T, D)
                values[:, part.at :] = of_heads[:, turned_heads:].transpose(0, 1)  # (K, n, D) of (K, T, D)
                gathered.append(attend(own[:, : self._heads], keys, values))  # (n, H D)
            attended = gathered[0] if len(gathered) == 1 else torch.cat(gathered)  # (n, H D)
            x += product(attended, block.attention_out)  # (n, H D) -> (n, C)
            y = F.rms_norm(x, (x.shape[-1],), block.feed_forward_norm, self._epsilon)  # (n, C)
            gate, up = product(y, block.gate_up).chunk(2, -1)  # (n, F) each
            x += product(F.silu(gate).mul_(up), block.down)  # (n, F) -> (n, C)
            if observe is not None:
                observe(layer + 1, x)
        return F.rms_norm(x, (x.shape[-1],), self._final_norm, self._epsilon)  # (n, C)

    def _attend_in(self, part: _Part, like: torch.Tensor) -> Attention:
        n = part.end - part.start
        chosen = self._attention if n >= FEW else self._attention_of_few
        return chosen(Sight(n, part.past, part.visible, like))

    @torch.inference_mode()
    def move(self, storage: LlamaStorage, start: int, end: int, distance: int) -> None:
        """Move the slots [start, end) by `distance`, and the positions of their keys with them.

        A rotary key's position is only in the angle by which it was turned, so turning it further moves it.
        """
        if distance == 0 or start == end:
            return
        cos, sin = self._rotation(torch.tensor([distance], device=self._embedding.device))  # (1, D) and (1, D / 2)
        keys = _rotate(storage.keys[:, :, start:end], cos, sin)  # (L, K, end - start, D)
        storage.keys[:, :, start + distance : end + distance] = keys
        storage.values[:, :, start + distance : end + distance] = storage.values[:, :, start:end].clone()

    def read(self, storage: LlamaStorage, slots: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """See `Trunk`."""
        places = torch.tensor(slots, device=self._embedding.device)
        return storage.keys[:, :, places], storage.values[:, :, places]  # (L, K, slots, D) each

    def write(self, storage: LlamaStorage, start: int, states: tuple[torch.Tensor, torch.Tensor]) -> None:
        """See `Trunk`."""
        keys, values = states
        storage.keys[:, :, start : start + keys.shape[2]] = keys
        storage.values[:, :, start : start + values.shape[2]] = values


def _rotate(heads: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Turn each pair (i, i + D / 2) of the last dimension by its angle; shapes (..., D), (..., D) and (..., D / 2)."""
    left, right = heads.chunk(2, -1)  # (..., D / 2) each
    turned = heads * cos  # (..., D)
    turned_left, turned_right = turned.chunk(2, -1)  # (..., D / 2) each
    turned_left.addcmul_(right, sin, value=-1)
    turned_right.addcmul_(left, sin)
    return turned


def _fused(layer: Any) -> _Block:
    """Copy the weights of one of transformers' layers, joining those that read the same input into one matrix."""
    attention, feed_forward = layer.self_attn, layer.mlp
    return _Block(
        layer.input_layernorm.weight.clone(),
        torch.cat([attention.q_proj.weight, attention.k_proj.weight, attention.v_proj.weight]),
        attention.o_proj.weight.clone(),
        layer.post_attention_layernorm.weight.clone(),
        torch.cat([feed_forward.gate_proj.weight, feed_forward.up_proj.weight]),
        feed_forward.down_proj.weight.clone(),
    )
