"""A small random model with the architecture of a large one: the same code and settings, with few layers and small
sizes.

What transformers computes with a cache, and whether windows and positions work as we assume, depends on its code, not
on the weights. So we can check it in float32 in a moment, past the end of a window, whatever the size of the model.
"""

from __future__ import annotations

from typing import Any

import torch

WINDOW = 12
"""The size of a stand-in's window in tokens, if its model has windows at all."""

_HEADS, _KEY_HEADS, _HEAD_SIZE, _LAYERS, _VOCABULARY = 4, 2, 16, 2, 96
_WIDTH = _HEADS * _HEAD_SIZE
_MOST_LAYERS = 12

_SIZES = {
    **dict.fromkeys(("hidden_size", "n_embd", "d_model", "embedding_size", "rnn_width", "lru_width"), _WIDTH),
    **dict.fromkeys(("intermediate_size", "ffn_dim", "decoder_ffn_dim", "encoder_ffn_dim", "ffn_hidden_size"), 48),
    **dict.fromkeys(("moe_intermediate_size", "shared_expert_intermediate_size", "expert_dim", "dff", "n_inner"), 48),
    **dict.fromkeys(("num_attention_heads", "n_head", "decoder_attention_heads", "encoder_attention_heads"), _HEADS),
    **dict.fromkeys(("head_dim", "kv_channels", "attention_head_dim", "v_head_dim", "head_size"), _HEAD_SIZE),
    **dict.fromkeys(("vocab_size", "vocab_size_per_layer_input"), _VOCABULARY),
    **dict.fromkeys(("sliding_window", "window_size", "attention_chunk_size", "attention_window_size"), WINDOW),
    **dict.fromkeys(("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts"), 4),
    **dict.fromkeys(("num_experts_per_tok", "moe_topk", "moe_k", "top_k_experts"), 2),
    **dict.fromkeys(("n_group", "topk_group", "n_shared_experts", "num_shared_experts"), 1),
    **dict.fromkeys(("q_lora_rank", "kv_lora_rank"), 16),
    **dict.fromkeys(("qk_rope_head_dim", "qk_nope_head_dim"), 8),
    "num_global_key_value_heads": _KEY_HEADS,
    "global_head_dim": _HEAD_SIZE,
    "hidden_size_per_layer_input": 8,
    "rotary_dim": _HEAD_SIZE // 2,
    "mamba_n_heads": 8, "mamba_num_heads": 8, "mamba_d_head": 16, "mamba_head_dim": 16, "mamba_d_ssm": 128,
    "mamba_n_groups": 1, "mamba_d_state": 8, "state_size": 8, "n_groups": 1, "num_heads": 8, "ssm_state_size": 8,
    "linear_num_key_heads": 2, "linear_num_value_heads": 4, "linear_key_head_dim": 16, "linear_value_head_dim": 16,
}  # fmt: skip
"""The small sizes, under the names that the families give them in a configuration."""

_LAYER_COUNTS = (
    "num_hidden_layers", "n_layer", "n_layers", "num_layers", "decoder_layers", "encoder_layers", "num_decoder_layers",
    "num_encoder_layers",
)  # fmt: skip
_KEY_HEAD_COUNTS = ("num_key_value_heads", "num_kv_heads", "n_head_kv")
_HEAD_COUNTS = ("num_attention_heads", "n_head", "decoder_attention_heads")
_PER_LAYER = (
    "layer_types", "no_rope_layers", "mlp_layer_types", "layers_block_type", "attention_layers", "moe_layers",
    "num_experts_per_layer",
)  # fmt: skip
_TOKENS = ("pad_token_id", "bos_token_id", "eos_token_id", "decoder_start_token_id", "sep_token_id", "unk_token_id")


def stand_in(config: Any) -> Any:
    """Return a small random network, in float32, with the architecture of this configuration.

    Raises:
        Exception: of any kind, from transformers: this architecture has sizes that cannot be reduced like the others'.
    """
    from transformers import AutoModelForCausalLM

    small = type(config).from_dict(_smaller(config.to_dict()))
    make: Any = AutoModelForCausalLM
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        network = make.from_config(small, dtype=torch.float32)
        with torch.no_grad():
            for parameter in network.parameters():
                # Wide enough that each token's state depends strongly on everything it sees, norms and biases included.
                spread = torch.randn_like(parameter)
                parameter.copy_(parameter + 0.2 * spread if parameter.ndim < 2 else 0.3 * spread)
    return network.eval()


def _smaller(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a configuration with small sizes; the kinds of layers and their order stay."""
    layers, before = _layer_count(values), next((values[name] for name in _LAYER_COUNTS if values.get(name)), 0)
    heads = next((values[name] for name in _HEAD_COUNTS if values.get(name)), 1)
    small = {
        name: value for name, value in values.items() if name not in ("quantization_config", "transformers_version")
    }
    for name, value in values.items():
        if name in _LAYER_COUNTS:
            small[name] = value and layers
        elif name in _KEY_HEAD_COUNTS:
            small[name] = _HEADS if value in (None, heads) else min(_KEY_HEADS, value)
        elif isinstance(value, list) and (name in _PER_LAYER or len(value) == before):
            small[name] = [_SIZES.get(name, one) for one in value[:layers]]
        elif name in _SIZES and (value or name == "head_dim") and isinstance(value, int | None):
            small[name] = _SIZES[name]
        elif name in _TOKENS and value is not None:
            small[name] = 1
        elif name in ("short_factor", "long_factor") and isinstance(value, list):
            small[name] = value[: _HEAD_SIZE // 2]
        elif name == "per_layer_config" and value:
            small[name] = {layer: _smaller(own) for layer, own in value.items() if int(layer) < layers}
        elif isinstance(value, dict) and name != "id2label":
            small[name] = _smaller(value)
    if small.get("num_kv_shared_layers"):
        small["num_kv_shared_layers"] = layers // 2
    if small.get("qk_rope_head_dim") and "head_dim" in small:
        small["head_dim"] = small["qk_rope_head_dim"]
    return small


def _layer_count(values: dict[str, Any]) -> int:
    """Return how many layers from the first on include every kind of layer."""
    lists = [values[name] for name in _PER_LAYER if isinstance(values.get(name), list) and values[name]]
    kinds = [str(kind) for kind in zip(*lists, strict=False)]
    needed = max([_LAYERS - 1, *map(kinds.index, kinds)]) + 1
    return min(_MOST_LAYERS, 2 * needed if values.get("num_kv_shared_layers") else needed)
