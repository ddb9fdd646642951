"""A causal language model in memory: forward passes over a KV cache, logits from hidden states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache
from transformers.utils import logging as transformers_logging

from scoring import model_files
from scoring.errors import ModelError
from scoring.gguf_tokenizer import isolate_characters_without_token
from scoring.kv_cache import PrefixCache
from scoring.model_files import ProgressCallback
from scoring.tokens import Ids, Tokenizer
from scoring.vocabulary import Vocabulary

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}

_START_TOKEN = "<|endoftext|>"


class Model:
    """A causal language model with its tokenizer.

    Attributes:
        name: of its directory.
        tokenizer: its tokenizer.
        start_id: the token that stands before a text and is the context of its first token.
        max_positions: the longest sequence it was trained for, in tokens.
        vocabulary: what its tokens say, see `scoring.vocabulary`.
        bytes_per_token: what one token takes in a KV cache.
    """

    def __init__(self, name: str, network: Any, tokenizer: Tokenizer, start_id: int) -> None:
        self.name = name
        self.tokenizer = tokenizer
        self.start_id = start_id
        self._network = network.eval()
        self._trunk = network.base_model
        self._head = network.get_output_embeddings()
        config = network.config
        self.vocabulary = Vocabulary(tokenizer, int(self._head.weight.shape[0]))
        self.max_positions = int(getattr(config, "max_position_embeddings", 2048))
        self.dtype: torch.dtype = self._head.weight.dtype
        self.device: torch.device = self._head.weight.device
        probe = self.new_cache()
        hidden = self.forward(np.full(2, start_id, np.int32), probe)
        layers: list[Any] = probe.keys_values.layers
        cached = sum(int(layer.keys.nbytes + layer.values.nbytes) for layer in layers)
        self.bytes_per_token = (cached + hidden.nbytes) // len(probe)
        self._check_head(hidden)

    @torch.inference_mode()
    def _check_head(self, hidden: torch.Tensor) -> None:
        """Some architectures scale or cap what the output layer gives; those would be scored wrongly."""
        ids = torch.full((1, 2), self.start_id, device=self.device)
        whole = self._network(ids, use_cache=False).logits[0].float()
        if not torch.allclose(self.logits(hidden), whole, atol=0.1, rtol=0.02):
            raise ModelError(
                f"{self.name}: this architecture changes the logits behind its output layer; "
                "use a Llama-like or GPT-2 model"
            )

    def new_cache(self) -> PrefixCache:
        """An empty cache."""
        width = int(self._head.weight.shape[1])
        return PrefixCache(torch.empty(0, width, dtype=self.dtype, device=self.device), DynamicCache())

    @torch.inference_mode()
    def forward(self, ids: Ids, cache: PrefixCache) -> torch.Tensor:
        """Run the model over `ids` behind everything in `cache`, which grows by them.

        Args:
            ids: shape (n,), n >= 1.

        Returns:
            Last hidden states after the final norm, shape (n, width).
        """
        past = len(cache)
        positions = torch.arange(past, past + len(ids), device=self.device)[None]
        output = self._trunk(
            torch.from_numpy(ids.astype(np.int64)).to(self.device)[None],
            past_key_values=cache.keys_values,
            position_ids=positions,
            use_cache=True,
        )
        hidden: torch.Tensor = output.last_hidden_state[0]
        cache.ids = np.concatenate([cache.ids, ids])
        cache.hidden = torch.cat([cache.hidden, hidden])
        return hidden

    @torch.inference_mode()
    def branch(self, ids: Ids, positions: list[int], visible: torch.Tensor, cache: PrefixCache) -> torch.Tensor:
        """Run tokens that are not in one line behind the cache: several continuations in one pass (tree attention,
        as in Miao et al., "SpecInfer", 2023).

        The keys and values are appended to the cache, its `ids` and `hidden` stay: `prune` takes them off again.

        Args:
            ids: shape (n,).
            positions: of each token in its own line.
            visible: bool, shape (n, cached + n): what each token sees, itself included.

        Returns:
            Hidden states, shape (n, width).
        """
        mask = torch.zeros(visible.shape, dtype=self.dtype, device=self.device)
        mask.masked_fill_(~visible.to(self.device), torch.finfo(self.dtype).min)
        output = self._trunk(
            torch.from_numpy(ids.astype(np.int64)).to(self.device)[None],
            past_key_values=cache.keys_values,
            position_ids=torch.tensor([positions], device=self.device),
            attention_mask=mask[None, None],
            use_cache=True,
        )
        hidden: torch.Tensor = output.last_hidden_state[0]
        return hidden

    def prune(self, cache: PrefixCache) -> None:
        """Take off what `branch` appended to `cache`."""
        cache.keys_values.crop(len(cache) - cache.keys_values.get_seq_length())

    @torch.inference_mode()
    def logits(self, hidden: torch.Tensor) -> torch.Tensor:
        """Logits in float32, shape (n, vocabulary), of hidden states of shape (n, width)."""
        logits: torch.Tensor = self._head(hidden)
        return logits.float()


def load_model(
    name: str = "default", dtype: str = "auto", device: str = "auto", progress: ProgressCallback | None = None
) -> Model:
    """Load a model into memory, fetching and converting it first where needed.

    Args:
        name: "default" (SmolLM2-135M-Instruct), a directory, a `.gguf` file or a hub name.
        dtype: "float32", "bfloat16", "float16" or "auto": bfloat16 where the processor multiplies it natively.
        device: "cpu", "cuda" or "auto": CUDA where there is one.
        progress: hears of fetching and converting.

    Raises:
        ModelError: it cannot be had, is not of a form we read, or does not fit into memory.
        ValueError: no such dtype or device.
    """
    if dtype != "auto" and dtype not in DTYPES:
        raise ValueError(f"dtype {dtype!r} is not one of auto, {', '.join(DTYPES)}")
    if device not in ("auto", "cpu", "cuda"):
        raise ValueError(f"device {device!r} is not one of auto, cpu, cuda")
    directory = model_files.ensure(name, progress)
    place = "cuda" if device == "auto" and torch.cuda.is_available() else device.replace("auto", "cpu")
    number = _native_dtype(place) if dtype == "auto" else DTYPES[dtype]
    logging: Any = transformers_logging
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    tokenizer, start_id = _load_tokenizer(directory)
    try:
        network: Any = AutoModelForCausalLM.from_pretrained(
            directory, dtype=number, local_files_only=True, trust_remote_code=False, use_safetensors=True
        )
        return Model(directory.name, network.to(place), tokenizer, start_id)
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise ModelError(f"{directory}: not enough memory to load this model; choose a smaller one") from error
    except RuntimeError as error:
        if "memory" in str(error):
            raise ModelError(f"{directory}: not enough memory to load this model; choose a smaller one") from error
        raise ModelError(f"{directory}: {_first_line(error)}; fetch or convert the model again") from error
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{directory}: {_first_line(error)}; fetch or convert the model again") from error


def _load_tokenizer(directory: Path) -> tuple[Tokenizer, int]:
    """The tokenizer of a model directory and the token that stands before a text."""
    try:
        loaded = AutoTokenizer.from_pretrained(directory, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{directory}: no usable tokenizer ({_first_line(error)})") from error
    if not loaded.is_fast:
        raise ModelError(f"{directory}: its tokenizer gives no character offsets; use a model with a tokenizer.json")
    backend = loaded.backend_tokenizer
    isolate_characters_without_token(backend)
    tokenizer = Tokenizer(backend)
    candidates = (tokenizer.id_of(_START_TOKEN), loaded.bos_token_id, loaded.eos_token_id)
    start_id = next((candidate for candidate in candidates if candidate is not None), None)
    if start_id is None:
        raise ModelError(f"{directory}: its tokenizer names no token that begins a text (bos_token)")
    return tokenizer, int(start_id)


def _native_dtype(device: str) -> torch.dtype:
    """bfloat16 where it is multiplied natively (then about twice as fast as float32), else float32."""
    if device == "cuda":
        return torch.bfloat16
    capabilities = torch.cpu.get_capabilities()
    native = any(capabilities.get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return torch.bfloat16 if native else torch.float32


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
