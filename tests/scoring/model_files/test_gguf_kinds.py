"""A tiny random model of each kind, written as llama.cpp writes it, computes the same once it is converted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
import transformers
from transformers import AutoModelForCausalLM

from scoring.errors import ModelError
from scoring.model.model import load_model
from scoring.model_files.convert import convert_gguf
from scoring.model_files.gguf_kinds import KINDS

_PIECES = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", "h", "i", "hi", "▁hi", "▁▁", "▁▁▁"]
_SIZE: dict[str, Any] = {
    "vocab_size": len(_PIECES),
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 7,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 96,
    "initializer_range": 0.2,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
}
_WIDE_HEADS = {"head_dim": 32, "query_pre_attn_scalar": 32, "sliding_window": 8}
_GEMMA3_ROPE = {
    "full_attention": {"rope_type": "linear", "rope_theta": 1e6, "factor": 8.0},
    "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
}
_CONFIGS: dict[str, tuple[str, dict[str, Any]]] = {
    "gemma": ("gemma", {"head_dim": 32}),
    "gemma2": ("gemma2", _WIDE_HEADS | {"attn_logit_softcapping": 20.0, "final_logit_softcapping": 15.0}),
    "gemma3": ("gemma3_text", _WIDE_HEADS | {"rope_parameters": _GEMMA3_ROPE}),
    "phi3": ("phi3", {"sliding_window": 24, "original_max_position_embeddings": 96}),
}


def _network(kind: str) -> Any:
    torch.manual_seed(3)
    name, own = _CONFIGS[kind]
    config = transformers.AutoConfig.for_model(name, **_SIZE, **own)
    maker: Any = AutoModelForCausalLM
    network = maker.from_config(config, dtype=torch.float32)
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.ndim == 1:  # norms are initialised to constants
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return network.eval()


def _write(path: Path, kind: str, network: Any, leave_out: str = "") -> None:
    """Write a model as llama.cpp's converter does."""
    config = network.config
    writer = gguf.GGUFWriter(path, kind)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    if kind == "phi3":
        writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
        writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
        writer.add_rope_scaling_orig_ctx_len(config.original_max_position_embeddings)
    else:
        writer.add_key_length(config.head_dim)
        writer.add_value_length(config.head_dim)
    if kind == "gemma2":
        writer.add_attn_logit_softcapping(config.attn_logit_softcapping)
        writer.add_final_logit_softcapping(config.final_logit_softcapping)
    if kind == "gemma3":
        writer.add_rope_freq_base(1e6)
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(8.0)
    if getattr(config, "sliding_window", None):
        writer.add_sliding_window(config.sliding_window)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(_PIECES)
    writer.add_token_scores([-float(index) for index in range(len(_PIECES))])
    writer.add_token_types([2, 3, 3] + [6] * 256 + [1] * 5 + [4] * 2)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(0)
    writer.add_add_space_prefix(kind == "phi3")
    architecture = next(key for key, name in gguf.MODEL_ARCH_NAMES.items() if name == kind)
    names = gguf.get_tensor_name_map(architecture, config.num_hidden_layers)
    for name, value in network.state_dict().items():
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        own = names.get_name(name, (".weight", ".bias"))
        assert own is not None
        if own != leave_out:
            plus = 1.0 if kind.startswith("gemma") and name.endswith("norm.weight") else 0.0
            writer.add_tensor(own, value.numpy() + np.float32(plus))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.mark.parametrize("kind", _CONFIGS)
def test_a_model_computes_what_it_did_before_it_was_a_gguf_file(kind: str, tmp_path: Path) -> None:
    network = _network(kind)
    source = tmp_path / "tiny.gguf"
    _write(source, kind, network)
    converted = tmp_path / "out"
    converted.mkdir()
    convert_gguf(source, converted, lambda done, total: None)
    again = AutoModelForCausalLM.from_pretrained(converted, local_files_only=True, dtype=torch.float32)
    ids = torch.arange(3, 43)[None]
    with torch.inference_mode():
        expected = network(ids).logits
        torch.testing.assert_close(again(ids).logits, expected, atol=2e-3, rtol=1e-3)
        assert expected.std() > 0.1, "something is computed"


@pytest.mark.parametrize("kind", ["gemma2", "gemma3", "phi3"])
def test_transformers_reads_the_same_weights_from_the_file(kind: str, tmp_path: Path) -> None:
    """What llama.cpp does to weights is a convention; transformers' own reader has it, too."""
    network = _network(kind)
    _write(tmp_path / "tiny.gguf", kind, network)
    theirs = AutoModelForCausalLM.from_pretrained(tmp_path, gguf_file="tiny.gguf", dtype=torch.float32).state_dict()
    for name, value in network.state_dict().items():
        torch.testing.assert_close(theirs[name], value, atol=1e-6, rtol=0, msg=name)


def test_runs_of_blanks_are_pieces_of_a_gemma(tmp_path: Path) -> None:
    _write(tmp_path / "tiny.gguf", "gemma3", _network("gemma3"))
    (tmp_path / "out").mkdir()
    convert_gguf(tmp_path / "tiny.gguf", tmp_path / "out", lambda done, total: None)
    model = load_model(str(tmp_path / "out"), "float32", "cpu")
    text = "hi hi  hi   hi"
    ids, starts, ends = model.tokenizer.encode(text)
    assert [_PIECES[token] for token in ids] == ["hi", "▁hi", "▁▁", "hi", "▁▁▁", "hi"]
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == ["hi", " hi", "  ", "hi", "   ", "hi"]
    assert _PIECES[model.start_id] == "<s>"


def test_a_missing_tensor_is_named(tmp_path: Path) -> None:
    _write(tmp_path / "tiny.gguf", "gemma3", _network("gemma3"), leave_out="blk.3.attn_q_norm.weight")
    (tmp_path / "out").mkdir()
    with pytest.raises(ModelError, match=r"layers\.3\.self_attn\.q_norm\.weight is missing"):
        convert_gguf(tmp_path / "tiny.gguf", tmp_path / "out", lambda done, total: None)


def test_every_kind_is_tried() -> None:
    assert KINDS.keys() - _CONFIGS.keys() == {"llama", "qwen2", "qwen3"}, "those are in test_convert"
