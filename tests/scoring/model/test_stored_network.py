"""A model read without transformers equals the one that transformers reads; unusual models are left to transformers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from scoring.model import attention, products
from scoring.model.llama import Llama
from scoring.model.model import Model
from scoring.model.stored_network import stored_network, stored_tokenizer
from tests.scoring.models import save_tiny_gpt2, save_tiny_llama, save_tiny_mistral

SHAPES: dict[str, dict[str, Any]] = {
    "tied": {"tie_word_embeddings": True},
    "untied": {"tie_word_embeddings": False},
    "head size given": {"head_dim": 24, "num_key_value_heads": 1},
}


def change_json(path: Path, **values: object) -> None:
    """Change values of a JSON object in a file; None removes one."""
    found = json.loads(path.read_text("utf-8")) | values
    path.write_text(json.dumps({name: value for name, value in found.items() if value is not None}), "utf-8")


def is_read(directory: Path) -> bool:
    with stored_network(directory, torch.float32, "cpu") as network:
        return network is not None


def split_weights(directory: Path) -> None:
    """Save the weights in two files, as those of large models are."""
    weights = load_file(directory / "model.safetensors")
    (directory / "model.safetensors").unlink()
    names = sorted(weights)
    for part, chosen in enumerate((names[::2], names[1::2])):
        save_file({name: weights[name] for name in chosen}, directory / f"model-{part}.safetensors")


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("files", [1, 2])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_it_computes_the_same_as_a_model_loaded_by_transformers(
    tmp_path: Path, shape: dict[str, Any], files: int, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (attention, products):  # the fastest way may change at any moment
        monkeypatch.setattr(module, "fastest", lambda ways, _: ways[0])
    directory = save_tiny_llama(tmp_path / "model", **shape)
    loaded: Any = AutoModelForCausalLM.from_pretrained(directory, dtype=dtype)
    if files == 2:
        split_weights(directory)
    with stored_network(directory, dtype, "cpu") as network, torch.inference_mode():
        assert network is not None
        own, head = Llama(network), network.get_output_embeddings()
    ids, places = torch.arange(30) * 7, torch.arange(30)
    with torch.inference_mode():  # the files are closed: no tensor may still use them
        reference = Llama(loaded)
        hidden, expected = (trunk.forward(ids, places, trunk.new_storage(30), 0, None) for trunk in (own, reference))
        assert torch.equal(hidden, expected)
        assert torch.equal(head(hidden), loaded.get_output_embeddings()(expected))


@pytest.mark.parametrize("save", [save_tiny_mistral, save_tiny_gpt2])
def test_other_architectures_are_left_to_transformers(tmp_path: Path, save: Any) -> None:
    assert not is_read(save(tmp_path / "model"))


@pytest.mark.parametrize(
    "change",
    [
        {"head_dim": None},
        {"rope_parameters": None},
        {"rope_parameters": {"rope_type": "linear", "factor": 2.0, "rope_theta": 10000.0}},
        {"hidden_act": "gelu"},
        {"attention_bias": True},
        {"quantization_config": {"quant_method": "fp8"}},
        {"num_hidden_layers": 3},
        {"intermediate_size": 65},
        {"tie_word_embeddings": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_configuration_that_is_not_plain_is_left_to_transformers(tmp_path: Path, change: dict[str, object]) -> None:
    directory = save_tiny_llama(tmp_path / "model")
    assert is_read(directory)
    change_json(directory / "config.json", **change)
    assert not is_read(directory)


def test_a_tokenizer_equals_the_one_of_transformers(default_model_dir: Path, default_model: Model) -> None:
    stored = stored_tokenizer(default_model_dir)
    assert stored is not None
    backend, bos_id, eos_id = stored
    loaded: Any = AutoTokenizer.from_pretrained(default_model_dir)
    assert backend.to_str() == loaded.backend_tokenizer.to_str()
    assert (bos_id, eos_id) == (loaded.bos_token_id, loaded.eos_token_id)


@pytest.mark.parametrize(
    "change",
    [
        {"tokenizer_class": "LlamaTokenizer"},
        {"add_prefix_space": True},
        {"extra_special_tokens": {"name": "<name>"}},
        {"bos_token": "<not in the vocabulary>"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_tokenizer_with_its_own_rules_is_left_to_transformers(
    tmp_path: Path, default_model_dir: Path, change: dict[str, object]
) -> None:
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tmp_path / name).write_bytes((default_model_dir / name).read_bytes())
    assert stored_tokenizer(tmp_path) is not None
    change_json(tmp_path / "tokenizer_config.json", **change)
    assert stored_tokenizer(tmp_path) is None
