"""The kinds of models whose GGUF files we read: their settings in addition to a Llama's, and how llama.cpp changed
their weights (the conversion is in llama.cpp's convert_hf_to_gguf.py, constants missing from the files in
src/models/)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Settings = dict[str, Any]

_GEMMA3_PERIOD, _GEMMA3_LOCAL_THETA = 6, 10000.0
_LARGEST_GEMMA2, _LARGEST_GEMMA3 = 46, 62
"""The number of layers of the 27B models, the only ones that scale attention by the width over the heads."""


class OtherwiseError(Exception):
    """A file has a setting that can't be converted; the message names it."""


@dataclass(frozen=True, slots=True)
class GGUFKind:
    """A kind of model.

    Attributes:
        model_type: transformers' name for it.
        model_class: its model class there.
        settings: returns its configuration values other than a Llama's, from the metadata and the names of the tensors;
            may raise KeyError and OtherwiseError.
        turns: whether llama.cpp reordered the rows of queries and keys.
        adds_one: whether it added 1 to the weights of the norms.
    """

    model_type: str
    model_class: str
    settings: Callable[[Settings, set[str]], Settings] = lambda metadata, names: {}
    turns: bool = False
    adds_one: bool = False


def _llama(metadata: Settings, names: set[str]) -> Settings:
    return {"attention_bias": "blk.0.attn_q.bias" in names}


def _gemma2(metadata: Settings, names: set[str]) -> Settings:
    return {
        "sliding_window": metadata["gemma2.attention.sliding_window"],
        "attn_logit_softcapping": metadata["gemma2.attn_logit_softcapping"],
        "final_logit_softcapping": metadata["gemma2.final_logit_softcapping"],
        "query_pre_attn_scalar": _scalar(metadata, "gemma2", _LARGEST_GEMMA2),
    }


def _gemma3(metadata: Settings, names: set[str]) -> Settings:
    period = metadata.get("gemma3.attention.sliding_window_pattern", _GEMMA3_PERIOD)
    if not isinstance(period, int) or period < 1:
        raise OtherwiseError("gemma3.attention.sliding_window_pattern")
    layers = metadata["gemma3.block_count"]
    everywhere = {"rope_type": "default", "rope_theta": metadata.get("gemma3.rope.freq_base", 10000.0)}
    if metadata.get("gemma3.rope.scaling.type", "none") == "linear":
        everywhere |= {"rope_type": "linear", "factor": metadata["gemma3.rope.scaling.factor"]}
    elif metadata.get("gemma3.rope.scaling.type", "none") != "none":
        raise OtherwiseError("gemma3.rope.scaling.type")
    nearby = {"rope_type": "default", "rope_theta": metadata.get("gemma3.rope.freq_base_swa", _GEMMA3_LOCAL_THETA)}
    return {
        "sliding_window": metadata["gemma3.attention.sliding_window"],
        "layer_types": ["sliding_attention" if (n + 1) % period else "full_attention" for n in range(layers)],
        "final_logit_softcapping": metadata.get("gemma3.final_logit_softcapping"),
        "query_pre_attn_scalar": _scalar(metadata, "gemma3", _LARGEST_GEMMA3),
        "rope_parameters": {"full_attention": everywhere, "sliding_attention": nearby},
    }


def _scalar(metadata: Settings, kind: str, largest: int) -> int:
    """Return the number whose root divides a Gemma's attention scores."""
    width, heads = metadata[f"{kind}.embedding_length"], metadata[f"{kind}.attention.head_count"]
    head = metadata.get(f"{kind}.attention.key_length", width // heads)
    return int(width // heads if metadata[f"{kind}.block_count"] == largest else head)


def _phi3(metadata: Settings, names: set[str]) -> Settings:
    width, heads = metadata["phi3.embedding_length"], metadata["phi3.attention.head_count"]
    turned = metadata.get("phi3.rope.dimension_count", width // heads)
    context = metadata["phi3.context_length"]
    return {
        "sliding_window": metadata.get("phi3.attention.sliding_window") or None,
        "partial_rotary_factor": turned / (width // heads),
        "original_max_position_embeddings": metadata.get("phi3.rope.scaling.original_context_length", context),
    }


KINDS = {
    "llama": GGUFKind("llama", "LlamaForCausalLM", _llama, turns=True),
    "qwen2": GGUFKind("qwen2", "Qwen2ForCausalLM"),
    "qwen3": GGUFKind("qwen3", "Qwen3ForCausalLM"),
    "gemma": GGUFKind("gemma", "GemmaForCausalLM", adds_one=True),
    "gemma2": GGUFKind("gemma2", "Gemma2ForCausalLM", _gemma2, adds_one=True),
    "gemma3": GGUFKind("gemma3_text", "Gemma3ForCausalLM", _gemma3, adds_one=True),
    "phi3": GGUFKind("phi3", "Phi3ForCausalLM", _phi3),
}
"""Keyed by GGUF's name for the architecture."""
