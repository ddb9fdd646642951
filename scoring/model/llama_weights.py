"""The weights of Llama-like layers as `scoring.model.llama` uses them: weights that read the same input share a matrix.

Letters in the shape comments: H query heads, K key heads, D head size, C width, F feed-forward width.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch

from scoring.model.products import Layout
from scoring.model.trunk import body, text_config

_PARTS = {
    "": {"self_attn", "mlp", "input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm",
         "post_feedforward_layernorm"},
    "self_attn": {"q_proj", "k_proj", "v_proj", "o_proj", "q_norm", "k_norm"},
    "mlp": {"gate_proj", "up_proj", "down_proj", "act_fn"},
}  # fmt: skip
"""The parts that a layer may have, under transformers' names."""


@dataclass(frozen=True, slots=True)
class Block:
    """The weights of one block; linear ones as (outputs, inputs)."""

    attention_norm: torch.Tensor | None  # (C,)
    query_key_value: torch.Tensor  # ((H + 2K) D, C)
    query_key_value_bias: torch.Tensor | None  # ((H + 2K) D,)
    query_norm: torch.Tensor | None  # (D,) for each head, or (H D,) for all together
    key_norm: torch.Tensor | None  # (D,) or (K D,)
    attention_out: torch.Tensor  # (C, H D)
    attention_out_bias: torch.Tensor | None  # (C,)
    attended_norm: torch.Tensor | None  # (C,)
    feed_forward_norm: torch.Tensor | None  # (C,)
    gate_up: torch.Tensor  # (2F, C)
    gate_up_bias: torch.Tensor | None  # (2F,)
    down: torch.Tensor  # (C, F)
    down_bias: torch.Tensor | None  # (C,)
    fed_norm: torch.Tensor | None  # (C,)
    turn: str | None  # the rotation of its queries and keys
    window: int | None  # how many tokens a token attends to

    def laid_out(self, lay_out: Layout) -> Block:
        """Return the block with its matrices in another layout."""
        return replace(
            self,
            query_key_value=lay_out(self.query_key_value),
            attention_out=lay_out(self.attention_out),
            gate_up=lay_out(self.gate_up),
            down=lay_out(self.down),
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation: for each pair the angle from one position to the next, (D / 2,), and a factor for the rotated
    numbers."""

    frequencies: torch.Tensor
    factor: float


def has_known_parts(network: Any) -> bool:
    """Return True if `network` consists of parts that this code knows. It may still use them in another way."""
    config = text_config(network)
    for layer in getattr(body(network), "layers", None) or [network]:
        for part, known in _PARTS.items():
            module: Any = getattr(layer, part, None) if part else layer
            if module is None or not {name for name, _ in module.named_children()} <= known:
                return False
        needed = ((layer.self_attn, "q_proj"), (layer.self_attn, "scaling"), (layer.mlp, "gate_proj"))
        if not all(hasattr(module, name) for module, name in (*needed, (config, "rms_norm_eps"))):
            return False
    return True


def norm_of(module: Any, name: str) -> torch.Tensor | None:
    """Copy the weight of one of transformers' norms; Gemma's are stored minus 1."""
    norm = getattr(module, name, None)
    if norm is None:
        return None
    weight: torch.Tensor = norm.weight.detach()
    return (weight.float() + 1).to(weight.dtype) if type(norm).__name__.startswith("Gemma") else weight.clone()


def _joined(*layers: Any) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Copy the weights and biases of linear layers that read the same input, joined into one layer."""
    weight = torch.cat([layer.weight for layer in layers])
    return weight, None if layers[0].bias is None else torch.cat([layer.bias for layer in layers])


def turn_of(rotary: Any, name: str) -> Turn:
    """Return one of transformers' rotations; `name` is the kind of layer that has it, or "" if all have the same."""
    prefix = f"{name}_" if name else ""
    frequencies, factor = (getattr(rotary, f"{prefix}{what}") for what in ("inv_freq", "attention_scaling"))
    return Turn(frequencies.to(torch.float64), float(factor))


def fused_block(layer: Any, config: Any, index: int) -> Block:
    """Copy the weights of one of transformers' layers, joining those that read the same input into one matrix."""
    attention, feed_forward = layer.self_attn, layer.mlp
    norms_after = hasattr(layer, "post_feedforward_layernorm")
    kinds = getattr(config, "layer_types", None)
    kind = kinds[index] if kinds else ""
    turn = kind if kind in (getattr(config, "rope_parameters", None) or {}) else ""
    window = getattr(attention if kinds else config, "sliding_window", None)
    return Block(
        norm_of(layer, "input_layernorm"),
        *_joined(attention.q_proj, attention.k_proj, attention.v_proj),
        norm_of(attention, "q_norm"),
        norm_of(attention, "k_norm"),
        *_joined(attention.o_proj),
        norm_of(layer, "post_attention_layernorm") if norms_after else None,
        norm_of(layer, "pre_feedforward_layernorm" if norms_after else "post_attention_layernorm"),
        *_joined(feed_forward.gate_proj, feed_forward.up_proj),
        *_joined(feed_forward.down_proj),
        norm_of(layer, "post_feedforward_layernorm"),
        turn if getattr(attention, "use_rope", True) else None,
        window,
    )
