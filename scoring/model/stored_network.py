"""Reads a Llama model and its tokenizer from disk without transformers.

transformers' own classes would do, but importing them takes as long as loading the weights, and 100 MB of memory. They
apply many rules and defaults, so we only read models whose files leave nothing for those to decide.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import torch.nn.functional as F
from safetensors import safe_open
from tokenizers import Tokenizer as Backend

_TOKENS = frozenset({"bos_token", "eos_token", "pad_token", "unk_token"})
_HARMLESS = frozenset(
    {"backend", "clean_up_tokenization_spaces", "is_local", "local_files_only", "model_max_length", "tokenizer_class"}
)
"""Values of tokenizer_config.json that don't change which ids a text has."""


@contextmanager
def stored_network(directory: Path, dtype: torch.dtype, device: str) -> Iterator[StoredNetwork | None]:
    """Open the model in `directory`; its weights can be read until the context ends.

    Yields None if transformers must load the model: it isn't a Llama, its files don't match its configuration exactly,
    or the configuration relies on transformers' defaults.
    """
    config = SimpleNamespace(**json.loads((directory / "config.json").read_text("utf-8")))
    with ExitStack() as files:
        file_of: dict[str, Any] = {}
        for path in sorted(directory.glob("*.safetensors")):
            file = files.enter_context(safe_open(path, "pt"))
            file_of.update(dict.fromkeys(file.keys(), file))
        found = {name: tuple(file.get_slice(name).get_shape()) for name, file in file_of.items()}
        expected = _expected(config)
        fits = expected is not None and expected.items() <= found.items()
        yield StoredNetwork(config, file_of, dtype, device) if fits else None


def stored_tokenizer(directory: Path) -> tuple[Backend, int | None, int | None] | None:
    """Return the tokenizer in `directory` and the ids that begin and end a text; None if transformers must load it."""
    path = directory / "tokenizer_config.json"
    values: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    if values.get("tokenizer_class") != "TokenizersBackend" or values.keys() - _TOKENS - _HARMLESS:
        return None
    backend = Backend.from_file(str(directory / "tokenizer.json"))
    ids = {name: backend.token_to_id(str(values[name])) for name in _TOKENS & values.keys()}
    return None if None in ids.values() else (backend, ids.get("bos_token"), ids.get("eos_token"))


class StoredNetwork:
    """A model whose parts have the same names as in transformers' LlamaForCausalLM.

    A layer's weights are read when asked for, and aren't kept.

    Attributes:
        config: the values of config.json.
        model: the layers and the final norm.
    """

    def __init__(self, config: SimpleNamespace, file_of: dict[str, Any], dtype: torch.dtype, device: str) -> None:
        """Read the embedding and the output layer. `file_of`: the open file of each weight."""
        self.config = config
        pairs = torch.arange(0, config.head_dim, 2, dtype=torch.float32)  # in transformers' order and number format
        frequencies = 1.0 / config.rope_parameters["rope_theta"] ** (pairs / config.head_dim)
        values = {
            "head_dim": config.head_dim,
            "scaling": config.head_dim**-0.5,
            "act_fn": F.silu,
            "rotary_emb": SimpleNamespace(inv_freq=frequencies.to(device), attention_scaling=1.0),
        }
        self.model = _Part(file_of, "model", dtype, device, values)
        self._embedding = _linear(self.model.embed_tokens.weight)
        is_tied = config.tie_word_embeddings
        self._head = self._embedding if is_tied else _linear(_Part(file_of, "lm_head", dtype, device, {}).weight)

    def get_input_embeddings(self) -> torch.nn.Linear:
        """Return the layer whose weight is the embedding, shape (vocabulary, width)."""
        return self._embedding

    def get_output_embeddings(self) -> torch.nn.Linear:
        """Return the output layer."""
        return self._head


class _Part:
    """A part of a stored network. Its attributes are its own parts and weights; its items are the layers, if it is a
    list.

    Args:
        values: attributes that every part has.
    """

    def __init__(
        self, file_of: dict[str, Any], name: str, dtype: torch.dtype, device: str, values: dict[str, Any]
    ) -> None:
        self._file_of, self._name, self._dtype, self._device, self._values = file_of, name, dtype, device, values

    def __getattr__(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        path = f"{self._name}.{name}"
        if name in ("weight", "bias"):
            file = self._file_of.get(path)
            return None if file is None else file.get_tensor(path).to(self._device, self._dtype)
        if not any(stored.startswith(f"{path}.") for stored in self._file_of):
            raise AttributeError(path)
        return _Part(self._file_of, path, self._dtype, self._device, self._values)

    def __getitem__(self, number: int) -> _Part:
        """Return a layer; raise IndexError past the last."""
        try:
            found: _Part = getattr(self, str(number))
        except AttributeError:
            raise IndexError(number) from None
        return found

    def __iter__(self) -> Iterator[_Part]:
        number = 0
        with suppress(IndexError):
            while True:
                yield self[number]
                number += 1


def _linear(weight: torch.Tensor) -> torch.nn.Linear:
    layer = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
    layer.weight = torch.nn.Parameter(weight.clone(), requires_grad=False)  # a clone: the file is closed later
    return layer


def _expected(config: SimpleNamespace) -> dict[str, tuple[int, ...]] | None:
    """Return the shapes of a Llama's weights by their names; None if the configuration doesn't describe a complete
    Llama."""
    try:
        if config.model_type != "llama" or config.rope_parameters["rope_type"] != "default":
            return None
        if config.hidden_act != "silu" or config.attention_bias or config.mlp_bias or config.rms_norm_eps <= 0:
            return None
        width, inner, head = config.hidden_size, config.intermediate_size, config.head_dim
        heads, key_heads = config.num_attention_heads * head, config.num_key_value_heads * head
        shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (config.vocab_size, width)}
        shapes["model.norm.weight"] = (width,)
        if not config.tie_word_embeddings:
            shapes["lm_head.weight"] = (config.vocab_size, width)
        for number in range(config.num_hidden_layers):
            layer = {
                "input_layernorm": (width,),
                "self_attn.q_proj": (heads, width),
                "self_attn.k_proj": (key_heads, width),
                "self_attn.v_proj": (key_heads, width),
                "self_attn.o_proj": (width, heads),
                "post_attention_layernorm": (width,),
                "mlp.gate_proj": (inner, width),
                "mlp.up_proj": (inner, width),
                "mlp.down_proj": (width, inner),
            }
            shapes.update((f"model.layers.{number}.{name}.weight", shape) for name, shape in layer.items())
        return shapes if "quantization_config" not in vars(config) and config.rope_parameters["rope_theta"] else None
    except (AttributeError, LookupError, TypeError):
        return None
