"""A causal language model in memory: loading it, and turning hidden states into logits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer as Backend

from scoring.errors import ModelError
from scoring.model.calibration import is_calibrated, kept_calibration
from scoring.model.chat import ChatTemplate, chat_template
from scoring.model.guesser import Guesser, default_guesser
from scoring.model.head import Head
from scoring.model.kv_cache import WindowCache
from scoring.model.llama import Llama
from scoring.model.processor import choice, keep_few_kernels, keep_heap_whole
from scoring.model.proof import trunk_for
from scoring.model.stored_network import StoredNetwork, stored_network, stored_tokenizer
from scoring.model.tokens import Tokenizer
from scoring.model.trunk import Trunk, text_config
from scoring.model.vocabulary import Vocabulary
from scoring.model_files import store
from scoring.model_files.checkpoint import parameter_count, read_weights
from scoring.model_files.gguf_tokenizer import isolate_characters_without_token
from scoring.model_files.store import Progress, ProgressCallback
from scoring.probe.probe import probe_for

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}

_ROWS = 64
"""How many hidden states get their logits at once: few, so that the scratch tensors stay small."""
_START_TOKEN = "<|endoftext|>"


class Model:
    """A causal language model with its tokenizer.

    Attributes:
        name: of its directory.
        identity: a name that no other model has.
        calibration: rescales the strengths of its flags to fit the thresholds.
        tokenizer: its tokenizer.
        vocabulary: its tokens by their text, see `scoring.model.vocabulary`.
        start_id: the token put before a text, as context for its first token.
        max_positions: the longest sequence that it was trained for, in tokens.
        trunk: its layers, see `scoring.model.trunk`.
        probe: reads its inner layers; None if there is none for this model.
        guesser: guesses the next tokens while continuations are decoded; None if there is none for this model.
        bytes_per_token: size of one token in a window's cache.
        parameters: the number of parameters.
        chat: its chat template; None if it isn't an instruction model.
    """

    def __init__(
        self,
        name: str,
        network: Any,
        tokenizer: Tokenizer,
        start_id: int,
        identity: str,
        parameters: int,
        chat: ChatTemplate | None,
    ) -> None:
        self.name = name
        self.identity = identity
        self.parameters, self.chat = parameters, chat
        self.calibration = kept_calibration(identity)
        self.tokenizer = tokenizer
        self.start_id = start_id
        self.max_positions = _most_positions(text_config(network))
        self._head = Head(network)
        self.vocabulary = Vocabulary(tokenizer, self._head.size)
        self._scratch: torch.Tensor | None = None
        self.dtype, self.device = self._head.dtype, self._head.device
        self.trunk: Trunk = Llama(network) if isinstance(network, StoredNetwork) else trunk_for(network, name)
        self._check_numbers()
        self.probe = probe_for(network.get_input_embeddings().weight) if self.trunk.can_observe else None
        self.guesser: Guesser | None = None
        if self.probe is not None and not self.trunk.decodes_exactly:
            self.guesser = default_guesser(network.get_input_embeddings().weight.detach())
        self.bytes_per_token = self.trunk.bytes_per_token + self.trunk.width * self.dtype.itemsize
        if self.probe is not None:
            self.bytes_per_token += self.probe.width * torch.float16.itemsize

    @torch.inference_mode()
    def _check_numbers(self) -> None:
        """Raise ModelError if the model computes NaN."""
        ids, places = torch.full((2,), self.start_id, device=self.device), torch.arange(2, device=self.device)
        hidden = self.trunk.forward(ids, places, self.trunk.new_storage(2), 0, None)
        if self.logits(hidden).isnan().any():
            raise ModelError(f"{self.name}: its logits are NaN; fetch or convert it again, or try float32")

    @property
    def title(self) -> str:
        """Its name, marked “uncalibrated” if the strength of its flags in good prose hasn't been measured."""
        is_known = self.probe is not None or is_calibrated(self.identity)
        return self.name if is_known else f"{self.name}, uncalibrated"

    @property
    def numbers(self) -> str:
        """The number format and device that it computes with: any other would give slightly different scores."""
        return f"{self.dtype} {self.device.type}"

    def new_cache(self, capacity: int, *, short_context: bool = False) -> WindowCache:
        """Return an empty cache for windows of at most `capacity` tokens; for `short_context` see `WindowCache`."""
        return WindowCache(self.trunk, capacity, self.device, self.dtype, self.probe, has_short_context=short_context)

    def logits(self, hidden: torch.Tensor, out: torch.Tensor | None = None) -> torch.Tensor:
        """Return float32 logits, shape (n, vocabulary), of hidden states of shape (n, width); in `out` if given."""
        return self._head.logits(hidden, out)

    @torch.inference_mode()
    def log_softmax(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the log-probabilities of all tokens after each hidden state of shape (n, width), in nats, float32 of
        shape (n, vocabulary)."""
        found = torch.empty(len(hidden), self.vocabulary.size, device=self.device)
        for states, rows in zip(torch.split(hidden, _ROWS), torch.split(found, _ROWS), strict=True):
            logits, _ = self.scratch(len(states))
            torch.log_softmax(self.logits(states, out=logits), -1, out=rows)
        return found

    @torch.inference_mode()
    def log_probs(self, hidden: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the log-probability of one token after each hidden state, in nats, float32 of shape (n,).

        Args:
            hidden: shape (n, width).
            targets: the tokens, int64 of shape (n,).
        """
        found = []
        for states, wanted in zip(torch.split(hidden, _ROWS), torch.split(targets.to(self.device), _ROWS), strict=True):
            logits, scratch = self.scratch(len(states))
            self.logits(states, out=logits)
            most, at = logits.max(-1, keepdim=True)  # (rows, 1) each
            probs = torch.softmax(logits, -1, out=scratch)
            log_sum = most - probs.gather(1, at).log()  # (rows, 1); a logsumexp would take memory for another table
            found.append((logits.gather(1, wanted[:, None]) - log_sum)[:, 0])
        return torch.cat(found)

    @torch.inference_mode()
    def decoded_log_probs(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the log-probabilities after hidden states of shape (n, width), in nats, for decoding: shape
        (n, vocabulary). They are exact for the likeliest tokens and approximate for the rest."""
        rough = not self.trunk.decodes_exactly
        return torch.log_softmax(self._head.decoded_logits(hidden) if rough else self.logits(hidden), -1)

    @torch.inference_mode()
    def scratch(self, rows: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return two float32 scratch tensors of shape (rows, vocabulary), the same ones in every call.

        Allocating new ones, 12 MB each for a chunk, would cost as much in page faults as the softmax itself.
        """
        if self._scratch is None or self._scratch.shape[1] < rows:
            self._scratch = torch.empty(2, rows, self.vocabulary.size, device=self.device)
        return self._scratch[0, :rows], self._scratch[1, :rows]

    def rest(self) -> None:
        """Free the scratch tensors until they are needed again."""
        self._scratch = None


def _most_positions(config: Any) -> int:
    """Return the longest sequence, in tokens, that a model with this configuration can run with the same rotations."""
    most = int(getattr(config, "max_position_embeddings", None) or 2048)
    rope = getattr(config, "rope_parameters", None) or {}
    if rope.get("rope_type") == "longrope":
        return min(most, int(rope["original_max_position_embeddings"]))
    return most


def load_model(
    name: str = "default", dtype: str = "auto", device: str = "auto", progress: ProgressCallback | None = None
) -> Model:
    """Load a model into memory; fetch and convert it first if needed.

    Args:
        name: "default" (SmolLM2-135M-Instruct), a directory, a `.gguf` file or a hub name.
        dtype: "float32", "bfloat16", "float16" or "auto": whichever is faster on this processor.
        device: "cpu", "cuda" or "auto": CUDA if there is any.
        progress: gets the progress of fetching, converting and loading.

    Raises:
        ModelError: the model cannot be found or fetched, is in a format we don't read, or does not fit into memory.
        ValueError: unknown dtype or device.
    """
    if dtype != "auto" and dtype not in DTYPES:
        raise ValueError(f"dtype {dtype!r} is not one of auto, {', '.join(DTYPES)}")
    if device not in ("auto", "cpu", "cuda"):
        raise ValueError(f"device {device!r} is not one of auto, cpu, cuda")
    directory = store.ensure(name, progress)
    keep_few_kernels()
    place = "cuda" if device == "auto" and torch.cuda.is_available() else device.replace("auto", "cpu")
    if dtype == "auto":
        dtype = "bfloat16" if place == "cuda" else choice().dtype
    keep_heap_whole()
    if progress is not None:
        report = progress
        with _failing_in_one_line(directory):
            read_weights(directory, lambda done, total: report(Progress("loading", done, total)))
    tokenizer, start_id = load_tokenizer(directory)
    with _failing_in_one_line(directory), stored_network(directory, DTYPES[dtype], place) as stored:
        network = stored or _load_network(directory, DTYPES[dtype], place)
        chat = chat_template(directory, tokenizer)
        identity, parameters = store.identity(directory), parameter_count(directory)
        return Model(directory.name, network, tokenizer, start_id, identity, parameters, chat)


def load_network(name: str, dtype: torch.dtype, device: str = "cpu") -> Any:
    """Load a model with transformers alone, as the reference. `name`: as for `load_model`. Raises ModelError."""
    return _load_network(store.ensure(name), dtype, device)


def ids_afresh(name: str, text: str) -> list[int]:
    """Return the tokens of a whole text, tokenized at once without our cuts; special tokens in it are ordinary text.
    `name`: as for `load_model`. Raises ModelError."""
    directory = store.ensure(name)
    with _failing_in_one_line(directory, "no usable tokenizer"):
        backend = _tokenizer_of_transformers(directory)[0]
        backend.no_truncation()
        backend.no_padding()
        backend.encode_special_tokens = True
        return list(backend.encode(text, add_special_tokens=False).ids)


def _load_network(directory: Path, dtype: torch.dtype, device: str) -> Any:
    from transformers import AutoModelForCausalLM
    from transformers.utils import logging

    verbose: Any = logging
    verbose.set_verbosity_error()
    verbose.disable_progress_bar()
    with _failing_in_one_line(directory):
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            directory,
            dtype=dtype,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            output_loading_info=True,
        )
        network, report = loaded
        # transformers fills missing weights with random numbers.
        if report["missing_keys"]:
            missing = ", ".join(sorted(report["missing_keys"])[:3])
            raise ModelError(f"{directory}: weights are missing ({missing}); fetch or convert the model again")
        return network.to(device).eval()


@contextmanager
def _failing_in_one_line(directory: Path, what: str = "no usable model") -> Iterator[None]:
    """Raise ModelError for anything that goes wrong inside the block, which loads a model or part of one."""
    try:
        yield
    except (ModelError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a damaged file makes libraries raise anything; those in Rust not even an Exception
        if isinstance(error, MemoryError | torch.OutOfMemoryError) or "memory" in str(error):
            complaint = "not enough memory to load this model; choose a smaller one"
        else:
            complaint = f"{what} ({_first_line(error)}); fetch or convert the model again"
        raise ModelError(f"{directory}: {complaint}") from error


def load_tokenizer(directory: Path) -> tuple[Tokenizer, int]:
    """Load a model directory's tokenizer; return it and the id of its start token. Raises ModelError."""
    with _failing_in_one_line(directory, "no usable tokenizer"):
        stored = stored_tokenizer(directory)
        backend, bos_id, eos_id = _tokenizer_of_transformers(directory) if stored is None else stored
        own_start = _own_start(backend)
        isolate_characters_without_token(backend)
        tokenizer = Tokenizer(backend)
        candidates = (own_start, tokenizer.id_of(_START_TOKEN), bos_id, eos_id)
    start_id = next((candidate for candidate in candidates if candidate is not None), None)
    if start_id is None:
        raise ModelError(f"{directory}: its tokenizer has no start token; set bos_token in tokenizer_config.json")
    return tokenizer, int(start_id)


def _own_start(backend: Backend) -> int | None:
    """Return the token that a tokenizer itself puts before a text because its model never saw a text without it."""
    with_added, plain = (backend.encode("a", add_special_tokens=added).ids for added in (True, False))
    return with_added[0] if with_added[:1] != plain[:1] else None


def _tokenizer_of_transformers(directory: Path) -> tuple[Backend, int | None, int | None]:
    """Return a tokenizer with the ids that transformers uses to begin and end a text.

    A tokenizer.json, if there is one, is used as it is: for classes such as LlamaTokenizer and Qwen2Tokenizer,
    transformers would take only the vocabulary from it and replace the file's rules with its own.
    """
    from transformers import AutoTokenizer

    loaded = AutoTokenizer.from_pretrained(directory, local_files_only=True, trust_remote_code=False)
    if not loaded.is_fast:
        raise ModelError(f"{directory}: its tokenizer has no character offsets; use a model with a tokenizer.json")
    path = directory / "tokenizer.json"
    backend = Backend.from_file(str(path)) if path.is_file() else loaded.backend_tokenizer
    return backend, loaded.bos_token_id, loaded.eos_token_id


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
