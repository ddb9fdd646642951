"""Tiny random checkpoints for the tests of the algebra (windows, caches, splices, offsets): their predictions mean
nothing, but each depends strongly on the whole context, so a wrong context shows. And the oracle: `transformers`
without a cache."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Regex, decoders, models, normalizers, pre_tokenizers, trainers
from tokenizers import Tokenizer as Backend
from transformers import (
    CONFIG_MAPPING,
    AutoModelForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    PreTrainedTokenizerFast,
)

from scoring.model.tokens import Ids
from scoring.probe.probe import FINGERPRINT_TOKENS, PARTS, Probe

START = "<|endoftext|>"
PROSE = (
    "The harbour lay still that morning. Nobody had told the children about the storm, and so they went down to the "
    "water with their nets, as they did every day. “It's too quiet,” said Anna; her brother only laughed.\n\n"
    "By noon the first clouds stood over the hills. A fisherman's wife called out from the quay: they should come "
    "back, now, all of them! But the wind took her words, and the small boat went on towards the island.\n"
)
POSITIONS = 64
"""Longest sequence of the tiny models, in tokens."""

_LLAMA_LIKE: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": POSITIONS,
    "initializer_range": 0.4,
}


def byte_level_tokenizer(**settings: Any) -> Backend:
    """Return a byte-level BPE tokenizer like GPT-2's, trained on PROSE; `settings` go to the pre-tokenizer."""
    backend = Backend(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(**({"add_prefix_space": False} | settings))
    backend.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=[START], initial_alphabet=alphabet, show_progress=False
    )
    backend.train_from_iterator([PROSE], trainer)
    return backend


def digits_tokenizer() -> Backend:
    """Return a byte-level tokenizer that splits a text at digits and line ends, and nowhere else."""
    backend = byte_level_tokenizer()
    rules = [pre_tokenizers.Split(Regex("[0-9\\n]"), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False)]
    backend.pre_tokenizer = pre_tokenizers.Sequence(rules)
    return backend


def composed_tokenizer() -> Backend:
    """Return a byte-level tokenizer that composes characters first (NFC), as Qwen's does."""
    backend = byte_level_tokenizer()
    backend.normalizer = normalizers.NFC()
    return backend


def metaspace_tokenizer() -> Backend:
    """Return a tokenizer like SentencePiece's: a blank before the text, bytes for unknown characters."""
    backend = Backend(models.BPE(byte_fallback=True, unk_token="<unk>"))
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    pieces = ["<unk>", START, *(f"<0x{byte:02X}>" for byte in range(256))]
    trainer = trainers.BpeTrainer(vocab_size=450, special_tokens=pieces, show_progress=False)
    backend.train_from_iterator([PROSE], trainer)
    description = json.loads(backend.to_str())
    description["added_tokens"] = [token for token in description["added_tokens"] if token["content"] == START]
    return Backend.from_str(json.dumps(description))


def tiny_llama_config(**settings: Any) -> LlamaConfig:
    """Return the config of a Llama with two layers, grouped heads and 64 positions; `settings` override it."""
    return LlamaConfig(**(_LLAMA_LIKE | _ids() | settings))


def save_tiny_llama(directory: Path, **settings: Any) -> Path:
    """Save a random Llama; `settings` as for `tiny_llama_config`."""
    torch.manual_seed(1)
    return _save(LlamaForCausalLM(tiny_llama_config(**settings)), directory)


def save_tiny_mistral(directory: Path, **settings: Any) -> Path:
    """Save a random Mistral with grouped heads whose tokens see the last 16; `settings` override the config."""
    torch.manual_seed(1)
    config = MistralConfig(**(_LLAMA_LIKE | _ids() | {"sliding_window": 16} | settings))
    return _save(MistralForCausalLM(config), directory)


def save_tiny_gpt2(directory: Path, **settings: Any) -> Path:
    """Save a random GPT-2 with two layers and 64 learned positions; `settings` override the config."""
    shape = {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": POSITIONS, "initializer_range": 0.4}
    config = GPT2Config(**(shape | _ids() | settings))
    torch.manual_seed(1)
    return _save(GPT2LMHeadModel(config), directory)


def save_tiny(kind: str, directory: Path, **settings: Any) -> Path:
    """Save a random model of a kind in transformers, Llama-like in size; `settings` override the config."""
    torch.manual_seed(1)
    make: Any = AutoModelForCausalLM
    network = make.from_config(CONFIG_MAPPING[kind](**(_LLAMA_LIKE | _ids() | settings)))
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if "norm" in name or "bias" in name:
                weight.uniform_(0.5, 2.0)
    return _save(network, directory)


def tiny_probe(embedding: npt.NDArray[np.float32], layers: tuple[int, ...] = (1, 2), rank: int = 4) -> Probe:
    """Return a random probe, of as many kinds as the judgement reads, for a model with this embedding, (vocabulary,
    width)."""
    random = np.random.default_rng(2)
    shapes = {f"project.{layer}": (PARTS * rank, embedding.shape[1]) for layer in layers} | {
        "offset": (PARTS * rank,), "bias": (rank,), "hidden.weight": (6, rank), "hidden.bias": (6,),
        "out.weight": (12, 6), "out.bias": (12,),
    }  # fmt: skip
    shapes |= {f"{name}.{layer}": embedding.shape[1:] for layer in layers for name in ("mean", "spread")}
    tensors = {name: random.normal(size=shape, scale=0.5).astype(np.float32) for name, shape in shapes.items()}
    tensors |= {f"spread.{layer}": np.float32(0.1) + np.abs(tensors[f"spread.{layer}"]) for layer in layers}
    return Probe(
        tensors | {"fingerprint": embedding[:FINGERPRINT_TOKENS]}, tuple(f"kind {number}" for number in range(11))
    )


def _ids() -> dict[str, Any]:
    backend = byte_level_tokenizer()
    start = backend.token_to_id(START)
    return {"vocab_size": backend.get_vocab_size(), "bos_token_id": start, "eos_token_id": start}


def _save(network: Any, directory: Path) -> Path:
    network.save_pretrained(directory)
    fast: Any = PreTrainedTokenizerFast
    fast(tokenizer_object=byte_level_tokenizer(), bos_token=START, eos_token=START).save_pretrained(directory)
    return directory


@dataclass(frozen=True)
class Reference:
    """The scores from `transformers` without a cache; arrays of shape (tokens,) and (tokens, vocabulary)."""

    log_prob: npt.NDArray[np.float32]
    log_probs: npt.NDArray[np.float32]

    @property
    def rank(self) -> npt.NDArray[np.int64]:
        return np.asarray((self.log_probs > self.log_prob[:, None]).sum(1) + 1, np.int64)

    @property
    def entropy(self) -> npt.NDArray[np.float32]:
        return np.asarray(-(np.exp(self.log_probs) * self.log_probs).sum(1), np.float32)


@torch.inference_mode()
def reference(network: Any, start_id: int, ids: Ids, scored_from: int = 0) -> Reference:
    """Score ids[scored_from:] with the start token and all of `ids` before each as context, in one forward pass."""
    whole = torch.tensor([[start_id, *ids.tolist()]])
    log_probs = torch.log_softmax(network(whole, use_cache=False).logits[0, scored_from:-1].float(), dim=-1)
    log_prob = log_probs.gather(1, whole[0, scored_from + 1 :, None])[:, 0]
    return Reference(log_prob.numpy(), log_probs.numpy())
