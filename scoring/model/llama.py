"""The Llama architecture (Touvron et al., "LLaMA", 2023) and close relatives, written for scoring: with fused weights,
and a cache that is allocated once and whose keys can be moved to other positions.

One block is
    x = x + Attention(RMSNorm(x)),   x = x + W_down (silu(W_gate y) * W_up y)   with y = RMSNorm(x),
attention has grouped queries (Ainslie et al., "GQA", 2023) and rotary positions (Su et al., "RoFormer", 2021). Families
leave out, move or add norms (OLMo 2, Gemma 3), norm queries and keys (Qwen 3), add biases (Qwen 2), leave some layers
without rotation (SmolLM 3), attend only within a window (Mistral), or scale the residuals (Granite) or the angles
(Llama 3.1). transformers' own modules are the reference: the tests check that the two agree, and so does
`scoring.model.proof` before a model is used.

Letters in the shape comments: n tokens in this pass, T slots up to the last of them, L blocks, H query heads, K key
heads, D head size, C width, F feed-forward width.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F

from scoring.model.attention import FEW, Attention, Sight, fastest_attention
from scoring.model.decoding import Decoder, can_decode
from scoring.model.llama_weights import Turn, fused_block, has_known_parts, norm_of, turn_of
from scoring.model.packed import packing_for
from scoring.model.products import fastest_fixed_product, fastest_product
from scoring.model.trunk import Observer, Pass, body, text_config


class LlamaStorage:
    """Keys (rotated) and values of one sequence, each of shape (layers, key heads, capacity, head size), and each
    slot's position. Memory is used only as it is filled: untouched pages of a large allocation cost nothing."""

    def __init__(self, shape: tuple[int, int, int, int], dtype: torch.dtype, device: torch.device) -> None:
        self.keys = torch.empty(shape, dtype=dtype, device=device)
        self.values = torch.empty(shape, dtype=dtype, device=device)
        self.positions = torch.empty(shape[2], dtype=torch.int64, device=device)


class _Part(NamedTuple):
    """The tokens [start, end) of a pass, which belong to one sequence and go to the slots from `at` of its storage."""

    start: int
    end: int
    storage: LlamaStorage
    at: int
    visible: torch.Tensor | None

    @property
    def past(self) -> int:
        """The slot after the last one."""
        return self.at + self.end - self.start


class Llama:
    """The trunk of a Llama-like model: token ids to hidden states. It copies the weights of `network`, transformers'
    causal language model; the module itself isn't used again."""

    can_move = True
    can_observe = True

    @staticmethod
    def fits(network: Any) -> bool:
        """Return True if `network` consists of parts that this code knows. It may still use them in another way."""
        return has_known_parts(network)

    def __init__(self, network: Any) -> None:
        config, base = text_config(network), body(network)
        first: Any = base.layers[0]
        self._heads = int(config.num_attention_heads)
        self._key_heads = int(config.num_key_value_heads)
        self._head_size = int(first.self_attn.head_dim)
        self._epsilon = float(config.rms_norm_eps)
        self._activate = first.mlp.act_fn
        self._query_factor = float(first.self_attn.scaling) * self._head_size**0.5
        self._residual_factor = float(getattr(first, "residual_multiplier", 1.0))
        self._embedding_factor = getattr(base.embed_tokens, "embed_scale", getattr(config, "embedding_multiplier", 1.0))
        # transformers maps the weight file into memory; once no tensor uses it, the mapping is dropped.
        embedding = network.get_input_embeddings().weight
        embedding.data = embedding.data.clone()
        self._embedding: torch.Tensor = embedding
        self._final_norm = norm_of(base, "norm")
        self._product, lay_out = fastest_fixed_product(embedding)
        self._blocks = [fused_block(layer, config, index).laid_out(lay_out) for index, layer in enumerate(base.layers)]
        self._windows = {block.window for block in self._blocks}
        self.width = int(self._embedding.shape[1])
        key_size = self._key_heads * self._head_size * self._embedding.element_size()
        self.bytes_per_token = 2 * len(self._blocks) * key_size
        of_states = fastest_product(self._embedding)
        self._attention, self._attention_of_few = (
            fastest_attention(of_states, self._heads, self._key_heads, self._head_size, self._embedding, tokens)
            for tokens in (4 * FEW, 1)
        )
        names = dict.fromkeys(block.turn for block in self._blocks if block.turn is not None)
        self._turns = {name: turn_of(base.rotary_emb, name) for name in names}
        packing = packing_for(self._embedding)
        is_scaled = (self._residual_factor, self._embedding_factor) != (1.0, 1.0)
        self._decoder: Decoder | None = None
        if packing is not None and not is_scaled and can_decode(self._blocks):
            sizes = self._heads, self._key_heads, self._head_size, self._epsilon
            self._decoder = Decoder(self._blocks, packing, self._activate, self._query_factor, *sizes)
        self.decodes_exactly = self._decoder is None

    def new_storage(self, capacity: int) -> LlamaStorage:
        """See `Trunk`."""
        shape = (len(self._blocks), self._key_heads, capacity, self._head_size)
        return LlamaStorage(shape, self._embedding.dtype, self._embedding.device)

    def _rotation(self, turn: Turn, positions: torch.Tensor, factor: float) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the cosines and sines of the rotary angles, of shape (n, 1, D) and (n, 1, D / 2)."""
        angles = positions.to(torch.float64)[:, None, None] * turn.frequencies  # (n, 1, D / 2)
        cos, sin = ((factor * part).to(self._embedding.dtype) for part in (angles.cos(), angles.sin()))
        return torch.cat([cos, cos], -1), sin

    def _attentions(self, part: _Part, like: torch.Tensor) -> dict[int | None, Attention]:
        """Return the attention of a part's tokens for each window size that layers have."""
        n, past = part.end - part.start, part.past
        way = self._attention if n >= FEW else self._attention_of_few
        attentions = dict.fromkeys(self._windows, way(Sight(n, past, part.visible, like)))
        for window in self._windows:
            if window is not None and past > window:
                seen = part.visible
                if seen is None:
                    seen = torch.ones(n, past, dtype=torch.bool, device=like.device).tril(past - n)  # (n, T)
                places = part.storage.positions[:past]  # (T,)
                in_reach = places[part.at :, None] - places < window  # (n, T)
                attentions[window] = way(Sight(n, past, seen & in_reach, like))
        return attentions

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
        """See `Trunk`. Everything except attention runs the tokens of all passes together."""
        bounds = list(accumulate((len(one.ids) for one in passes), initial=0))
        parts = [
            _Part(start, end, one.storage, one.at, one.visible)
            for (start, end), one in zip(pairwise(bounds), passes, strict=True)
        ]
        positions = torch.cat([one.placed() for one in passes])
        return self._run(torch.cat([one.ids for one in passes]), positions, parts, None)

    def _run(
        self, ids: torch.Tensor, positions: torch.Tensor, parts: Sequence[_Part], observe: Observer | None
    ) -> torch.Tensor:
        """Run the tokens of some sequences, each over its own storage; return the states after the last norm, shape
        (n, C)."""
        n, product, turned_heads = len(ids), self._product, self._heads + self._key_heads
        x = F.embedding(ids, self._embedding)  # (n, C)
        if self._embedding_factor != 1.0:
            x *= self._embedding_factor
        rotations = {name: self._rotation(turn, positions, turn.factor) for name, turn in self._turns.items()}
        for part in parts:
            part.storage.positions[part.at : part.past] = positions[part.start : part.end]
        attends = [self._attentions(part, x) for part in parts]
        for layer, block in enumerate(self._blocks):
            y = self._normed(x, block.attention_norm)  # (n, C)
            heads = _plus(product(y, block.query_key_value), block.query_key_value_bias)  # (n, (H + 2K) D)
            heads = heads.view(n, -1, self._head_size)  # (n, H + 2K, D)
            if block.query_norm is not None:
                self._norm_heads(heads[:, : self._heads], block.query_norm)
                self._norm_heads(heads[:, self._heads : turned_heads], block.key_norm)
            turned = heads[:, :turned_heads]  # (n, H + K, D)
            if block.turn is not None:
                turned = _rotate(turned, *rotations[block.turn])
            gathered = []
            for part, attend in zip(parts, attends, strict=True):
                own, of_heads = turned[part.start : part.end], heads[part.start : part.end]  # n of this part from here
                keys, values = part.storage.keys[layer, :, : part.past], part.storage.values[layer, :, : part.past]
                keys[:, part.at :] = own[:, self._heads :].transpose(0, 1)  # (K, n, D) of (K, T, D)
                values[:, part.at :] = of_heads[:, turned_heads:].transpose(0, 1)  # (K, n, D) of (K, T, D)
                queries = own[:, : self._heads]  # (n, H, D)
                if self._query_factor != 1.0:
                    queries = queries * self._query_factor
                gathered.append(attend[block.window](queries, keys, values))  # (n, H D)
            attended = gathered[0] if len(gathered) == 1 else torch.cat(gathered)  # (n, H D)
            y = _plus(product(attended, block.attention_out), block.attention_out_bias)  # (n, H D) -> (n, C)
            x.add_(self._normed(y, block.attended_norm), alpha=self._residual_factor)
            y = self._normed(x, block.feed_forward_norm)  # (n, C)
            gate, up = _plus(product(y, block.gate_up), block.gate_up_bias).chunk(2, -1)  # (n, F) each
            y = _plus(product(self._activate(gate).mul_(up), block.down), block.down_bias)  # (n, F) -> (n, C)
            x.add_(self._normed(y, block.fed_norm), alpha=self._residual_factor)
            if observe is not None:
                observe(layer + 1, x)
        return self._normed(x, self._final_norm)  # (n, C)

    def _normed(self, x: torch.Tensor, norm: torch.Tensor | None) -> torch.Tensor:
        """Return RMSNorm(x) over the last dimension; x itself without a norm."""
        return x if norm is None else F.rms_norm(x, norm.shape, norm, self._epsilon)

    def _norm_heads(self, heads: torch.Tensor, norm: torch.Tensor | None) -> None:
        """Norm each head in place, or all of them together if the norm is that wide; shape (n, heads, D)."""
        is_for_each = norm is None or len(norm) == self._head_size
        heads.copy_(self._normed(heads if is_for_each else heads.flatten(1), norm).view(heads.shape))

    @torch.inference_mode()
    def decode(
        self,
        ids: torch.Tensor,
        positions: torch.Tensor,
        storage: LlamaStorage,
        at: int,
        visible: torch.Tensor,
        observe: Observer | None = None,
    ) -> torch.Tensor:
        """See `Trunk`."""
        decoder = self._decoder
        if decoder is None or not decoder.get_ready() or len(ids) >= FEW:
            return self.forward(ids, positions, storage, at, visible, observe)
        x = F.embedding(ids, self._embedding)  # (n, C)
        (turn,) = self._turns.values()
        storage.positions[at : at + len(ids)] = positions
        x = decoder.forward(x, *self._rotation(turn, positions, turn.factor), storage, at, visible, observe)  # (n, C)
        return self._normed(x.to(self._embedding.dtype), self._final_norm)  # (n, C)

    @torch.inference_mode()
    def move(self, storage: LlamaStorage, start: int, end: int, distance: int) -> None:
        """Move the slots [start, end) by `distance`, and the positions of their keys with them.

        A rotary key's position is nothing but the angle by which it was rotated, so rotating it further moves it.
        """
        if distance == 0 or start == end:
            return
        moved = slice(start + distance, end + distance)
        keys = storage.keys[:, :, start:end]  # (L, K, end - start, D)
        for name, turn in self._turns.items():
            cos, sin = self._rotation(turn, torch.tensor([distance], device=keys.device), 1.0)  # one row each
            has_it = torch.tensor([block.turn == name for block in self._blocks], device=keys.device)[
                :, None, None, None
            ]
            turned = _rotate(keys, cos, sin)  # (L, K, end - start, D)
            keys = turned if bool(has_it.all()) else turned.where(has_it, keys)
        storage.keys[:, :, moved] = keys if self._turns else keys.clone()
        storage.values[:, :, moved] = storage.values[:, :, start:end].clone()
        storage.positions[moved] = storage.positions[start:end] + distance

    def read(self, storage: LlamaStorage, slots: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """See `Trunk`."""
        places = torch.tensor(slots, device=self._embedding.device)
        return storage.keys[:, :, places], storage.values[:, :, places]  # (L, K, slots, D) each

    def write(self, storage: LlamaStorage, start: int, states: tuple[torch.Tensor, torch.Tensor]) -> None:
        """See `Trunk`."""
        keys, values = states
        storage.keys[:, :, start : start + keys.shape[2]] = keys
        storage.values[:, :, start : start + values.shape[2]] = values
        storage.positions[start : start + keys.shape[2]] = torch.arange(start, start + keys.shape[2])


def _rotate(heads: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotate each pair (i, i + D / 2) of the last dimension by its angle; shapes (..., D), (..., D) and
    (..., D / 2)."""
    left, right = heads.chunk(2, -1)  # (..., D / 2) each
    turned = heads * cos  # (..., D)
    turned_left, turned_right = turned.chunk(2, -1)  # (..., D / 2) each
    turned_left.addcmul_(right, sin, value=-1)
    turned_right.addcmul_(left, sin)
    return turned


def _plus(x: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
    return x if bias is None else x.add_(bias)
