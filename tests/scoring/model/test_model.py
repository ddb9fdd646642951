"""A model that cannot be loaded or would score wrongly is rejected in one line with its name and the remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer as Backend
from tokenizers import normalizers, processors
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

from scoring.errors import ModelError
from scoring.model import model as model_module
from scoring.model import stored_network
from scoring.model.calibration import Calibration, Thresholds, keep_calibration
from scoring.model.model import Model, load_model, load_network
from scoring.model_files import checkpoint
from scoring.model_files.store import Progress
from scoring.session import Session
from tests.scoring.models import (
    POSITIONS,
    PROSE,
    START,
    byte_level_tokenizer,
    metaspace_tokenizer,
    save_tiny,
    save_tiny_gpt2,
    save_tiny_llama,
)
from tests.scoring.oracle import SMALL, Oracle, assert_scores_equal, log_probs


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return the directory of a tiny Llama that loads."""
    return save_tiny_llama(tmp_path / "model")


def refusal(directory: Path) -> str:
    """Return `load_model`'s message: one line that names the directory."""
    with pytest.raises(ModelError) as caught:
        load_model(str(directory), "float32")
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(directory))
    return message.removeprefix(str(directory))


def change_weights(directory: Path, change: Callable[[dict[str, torch.Tensor]], None]) -> None:
    path = directory / "model.safetensors"
    weights = load_file(path)
    change(weights)
    save_file(weights, path, metadata={"format": "pt"})


def test_a_complete_model_is_loaded(directory: Path) -> None:
    model = load_model(str(directory), "float32")
    assert (model.name, model.max_positions, model.dtype) == ("model", POSITIONS, torch.float32)


def test_missing_weights_are_not_made_up(directory: Path) -> None:
    def forget(weights: dict[str, torch.Tensor]) -> None:
        del weights["model.layers.1.mlp.down_proj.weight"]

    change_weights(directory, forget)
    assert refusal(directory) == (
        ": weights are missing (model.layers.1.mlp.down_proj.weight); fetch or convert the model again"
    )


def test_weights_of_another_shape(directory: Path) -> None:
    def halve(weights: dict[str, torch.Tensor]) -> None:
        weights["model.norm.weight"] = weights["model.norm.weight"][:16].clone()

    change_weights(directory, halve)
    assert refusal(directory).endswith("; fetch or convert the model again")


def test_weights_that_are_nan(directory: Path) -> None:
    def spoil(weights: dict[str, torch.Tensor]) -> None:
        weights["model.norm.weight"].fill_(torch.nan)

    change_weights(directory, spoil)
    with pytest.raises(ModelError, match=r"^model: its logits are NaN; [^\n]+$"):
        load_model(str(directory), "float32")


def test_an_architecture_that_is_unknown(directory: Path) -> None:
    config = json.loads((directory / "config.json").read_text())
    (directory / "config.json").write_text(json.dumps(config | {"model_type": "perceptron"}))
    assert "perceptron" in refusal(directory)


def test_an_architecture_that_no_trunk_can_run_is_rejected_by_name(tmp_path: Path) -> None:
    save_tiny("mamba", tmp_path)
    with pytest.raises(ModelError) as caught:
        load_model(str(tmp_path), "float32")
    assert str(caught.value) == (
        f"{tmp_path.name}: models of kind 'mamba' cannot be used, since each token updates a running state that an "
        "edit cannot undo; docs/families.md names those that can"
    )


def tokenizer_of(directory: Path, backend: Backend, **names: str) -> None:
    """Replace a model's tokenizer."""
    for path in directory.glob("tokenizer*"):
        path.unlink()
    fast: Any = PreTrainedTokenizerFast
    fast(tokenizer_object=backend, **names).save_pretrained(directory)


@pytest.mark.parametrize("text", ["The harbour lay still.", " Two  blanks, é and 漢字\n\nnext", ""])
def test_the_ids_of_a_sentencepiece_vocabulary_are_its_own(directory: Path, text: str) -> None:
    tokenizer_of(directory, metaspace_tokenizer(), bos_token=START)
    expected = metaspace_tokenizer().encode(text, add_special_tokens=False).ids
    assert load_model(str(directory), "float32").tokenizer.encode(text)[0].tolist() == expected


@pytest.mark.parametrize("name", ["LlamaTokenizer", "Qwen2Tokenizer", "GemmaTokenizer", "GPT2Tokenizer"])
def test_the_rules_of_a_tokenizer_are_those_of_its_file_whatever_class_is_named(directory: Path, name: str) -> None:
    backend = metaspace_tokenizer()
    backend.normalizer = normalizers.Sequence([normalizers.Lowercase(), normalizers.Replace(" ", "▁")])
    tokenizer_of(directory, backend, bos_token=START)
    path = directory / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"tokenizer_class": name}))
    found = load_model(str(directory), "float32").tokenizer.encode("The SEA")[0].tolist()
    assert found == backend.encode("The SEA", add_special_tokens=False).ids


def test_a_tokenizer_without_a_rule_for_splitting(directory: Path) -> None:
    backend = metaspace_tokenizer()
    backend.normalizer = normalizers.Replace(" ", "▁")
    setattr(backend, "pre_tokenizer", None)  # noqa: B010  # typed as never None
    tokenizer_of(directory, backend, bos_token=START)
    model = load_model(str(directory), "float32")
    assert model.tokenizer.encode("The sea")[0].tolist() == backend.encode("The sea", add_special_tokens=False).ids


def test_a_text_begins_with_the_token_that_the_tokenizer_puts_before_it(directory: Path) -> None:
    """Phi 3 and LFM 2 also have <|endoftext|>, but begin with another token."""
    backend = byte_level_tokenizer()
    backend.post_processor = processors.TemplateProcessing(single="h $A", special_tokens=[("h", 71)])
    tokenizer_of(directory, backend, bos_token=START)
    assert load_model(str(directory), "float32").start_id == 71


def test_a_model_is_called_uncalibrated_until_it_is_calibrated(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, default_model: Model
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    model = load_model(str(directory), "float32")
    assert model.title == "model, uncalibrated"
    keep_calibration(model.identity, Calibration(Thresholds(3.0, 2.0, 1.0)))
    assert model.title == "model"
    assert default_model.title == default_model.name


@pytest.mark.parametrize("kind", ["qwen3", "gpt_neox", "gemma2"])
def test_a_padded_vocabulary_with_byte_fallback_and_a_tied_head(kind: str, tmp_path: Path) -> None:
    """More logits than tokens, as in padded vocabularies, and an embedding that is also the output layer."""
    save_tiny(kind, tmp_path, vocab_size=512, tie_word_embeddings=True, pad_token_id=None)
    tokenizer_of(tmp_path, metaspace_tokenizer(), bos_token=START)
    model = load_model(str(tmp_path), "float32")
    session = Session(model, "The sea, 漢字 and\nnets.", **SMALL)
    session.settle_scores()
    session.edit(3, 4, " cold ")
    session.settle_scores()
    assert_scores_equal(session, Oracle(model, load_network(str(tmp_path), torch.float32)).scores(session))
    assert model.vocabulary.size == 512
    assert not model.vocabulary.writable[model.tokenizer.vocab_size :].any()


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize("kind", ["mistral", "gemma3_text", "gpt_neox"])
def test_half_precision_is_close(kind: str, dtype: str, tmp_path: Path) -> None:
    save_tiny(kind, tmp_path, sliding_window=12, pad_token_id=None, head_dim=8)
    half, whole = (Session(load_model(str(tmp_path), form), PROSE[:150], **SMALL) for form in (dtype, "float32"))
    for session in (half, whole):
        session.settle_scores()
    assert np.abs(log_probs(half) - log_probs(whole)).mean() < 0.2


def slow_tokenizer(directory: Path) -> None:
    """A tokenizer written in Python, which has no offsets."""
    (directory / "tokenizer.json").unlink()
    (directory / "vocab.json").write_text('{"the": 0, "sea</w>": 1, "<unk>": 2}')
    (directory / "merges.txt").write_text("#version: 0.2\n")
    (directory / "tokenizer_config.json").write_text('{"tokenizer_class": "CTRLTokenizer"}')


def test_a_tokenizer_without_offsets(directory: Path) -> None:
    slow_tokenizer(directory)
    assert refusal(directory) == (": its tokenizer has no character offsets; use a model with a tokenizer.json")


def test_a_tokenizer_that_is_damaged(directory: Path) -> None:
    (directory / "tokenizer.json").write_text('{"model": 7}')
    assert refusal(directory).startswith(": no usable tokenizer (")


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.\nmore"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.\nmore"),
    ],
    ids=["python", "cuda", "cpu"],
)
@pytest.mark.parametrize("place", ["weights", "another's weights", "fused weights"])
def test_out_of_memory(directory: Path, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    if place == "weights":
        monkeypatch.setattr(stored_network, "StoredNetwork", fail)
    elif place == "another's weights":
        save_tiny_gpt2(directory)
        monkeypatch.setattr(AutoModelForCausalLM, "from_pretrained", fail)
    else:
        monkeypatch.setattr(model_module, "Llama", fail)
    assert refusal(directory) == ": not enough memory to load this model; choose a smaller one"


@pytest.mark.parametrize("save", [save_tiny_llama, save_tiny_gpt2])
def test_windows_longer_than_the_models_positions_are_shortened(tmp_path: Path, save: Callable[[Path], Path]) -> None:
    model = load_model(str(save(tmp_path / "short")), "float32")
    session, fitting = Session(model, PROSE), Session(model, PROSE, max_length=POSITIONS, stride=POSITIONS // 2)
    for one in (session, fitting):
        one.settle_scores()
    assert list(session.tokens) == list(fitting.tokens)


@pytest.mark.parametrize(("dtype", "device"), [("int8", "auto"), ("", "auto"), ("float32", "tpu"), ("float32", "")])
def test_settings_that_are_unknown(directory: Path, dtype: str, device: str) -> None:
    with pytest.raises(ValueError, match="is not one of auto, "):
        load_model(str(directory), dtype, device)


def test_the_real_model_in_bfloat16_scores_within_its_noise(default_model: Model, default_model_dir: Path) -> None:
    text = "She walked along the harbour in the rain, and nobody saw her."
    exact = Session(default_model, text)
    rounded = Session(load_model(str(default_model_dir), "bfloat16", "cpu"), text)
    for session in (exact, rounded):
        session.settle()
    pairs = zip(exact.tokens, rounded.tokens, strict=True)
    assert np.mean([abs((one.log_prob or 0) - (other.log_prob or 0)) for one, other in pairs]) < 0.15


def test_loading_reports_progress(tiny_llama_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "_PIECE", 1 << 14)
    size = (tiny_llama_dir / "model.safetensors").stat().st_size
    heard: list[Progress] = []
    load_model(str(tiny_llama_dir), "float32", progress=heard.append)
    done = [progress.done for progress in heard]
    assert {progress.stage for progress in heard} == {"loading"}
    assert len(done) > 3
    assert done == sorted(set(done)), "it only reports when there is progress"
    assert done[-1] == heard[-1].total == size
