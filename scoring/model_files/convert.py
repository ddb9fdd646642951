"""Converts a GGUF file to a Hugging Face directory: config.json, model.safetensors in float32, tokenizer files.

The weights are exactly what gguf's own dequantization yields, under Hugging Face's names and in its row order. We don't
use transformers' GGUF reader for them: it may keep them packed, skips unknown tensors, and reports no progress.
Anything that cannot be converted exactly is rejected.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.errors import ModelError
from scoring.model_files.checkpoint import is_layer_count
from scoring.model_files.gguf_header import GGUFHeader, TensorEntry, read_gguf_header
from scoring.model_files.gguf_kinds import KINDS, OtherwiseError
from scoring.model_files.gguf_tokenizer import save_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from transformers import PreTrainedConfig

_DIVISORS = "rope_freqs.weight"
_SYNCED_BYTES = 1 << 26
"""Bytes written between syncs. With one sync at the end, a slow disk would be silent for minutes."""
_INSTEAD = "name the directory of the model's original safetensors files instead"


def converted_size(header: GGUFHeader) -> int:
    """Return the size of the weights in float32, in bytes."""
    return 4 * sum(_elements(tensor) for tensor in header.tensors)


def convert_gguf(source: Path, directory: Path, report: Callable[[int, int], None]) -> None:
    """Write the model in `source` into the existing, empty `directory`, with one tensor in memory at a time.

    `report(done, total)` counts bytes of the weights written. Raises ModelError if the file is damaged or cannot be
    converted exactly, OSError if the disk is full.
    """
    header = read_gguf_header(source)
    report(0, converted_size(header))
    config = _config(source, header)
    config.save_pretrained(directory)
    save_tokenizer(source, header, directory)
    _save_weights(source, directory / "model.safetensors", _named_tensors(source, header, config), header, report)


def _config(source: Path, header: GGUFHeader) -> PreTrainedConfig:
    """Return the transformers configuration that the metadata describes."""
    from transformers import AutoConfig

    architecture, metadata = header.architecture, header.metadata
    kind = KINDS.get(architecture)
    if kind is None:
        known = ", ".join(KINDS)
        raise ModelError(f"{source}: cannot read GGUF files of kind {architecture!r} (only {known}); {_INSTEAD}")
    names = {tensor.name for tensor in header.tensors}
    layers = metadata.get(f"{architecture}.block_count")
    if not is_layer_count(layers, len(names)):
        raise ModelError(f"{source}: {len(names)} tensors cannot make {layers} layers; {_INSTEAD}")
    try:
        hidden = metadata[f"{architecture}.embedding_length"]
        heads = metadata[f"{architecture}.attention.head_count"]
        settings: dict[str, Any] = {
            "architectures": [kind.model_class],
            "dtype": "float32",
            "vocab_size": len(metadata["tokenizer.ggml.tokens"]),
            "hidden_size": hidden,
            "intermediate_size": metadata[f"{architecture}.feed_forward_length"],
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "num_key_value_heads": metadata.get(f"{architecture}.attention.head_count_kv", heads),
            "head_dim": metadata.get(f"{architecture}.attention.key_length", hidden // heads),
            "max_position_embeddings": metadata[f"{architecture}.context_length"],
            "rms_norm_eps": metadata[f"{architecture}.attention.layer_norm_rms_epsilon"],
            "rope_parameters": _rope(source, header),
            "tie_word_embeddings": "output.weight" not in names,
            "bos_token_id": metadata.get("tokenizer.ggml.bos_token_id"),
            "eos_token_id": metadata.get("tokenizer.ggml.eos_token_id"),
            "pad_token_id": metadata.get("tokenizer.ggml.padding_token_id"),
        }
        settings |= kind.settings(metadata, names)
    except OtherwiseError as error:
        raise ModelError(f"{source}: cannot convert its {error}; {_INSTEAD}") from None
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise ModelError(f"{source}: its description of the model is incomplete ({error}); {_INSTEAD}") from None
    return AutoConfig.for_model(kind.model_type, **settings)


def _rope(source: Path, header: GGUFHeader) -> dict[str, Any]:
    """Return the settings that turn positions into angles; raise ModelError if they have no exact counterpart."""
    architecture, metadata = header.architecture, header.metadata
    prefix = f"{architecture}.rope.scaling."
    kind, factor = metadata.get(f"{prefix}type", "none"), metadata.get(f"{prefix}factor")
    settings: dict[str, Any] = {"rope_theta": metadata.get(f"{architecture}.rope.freq_base", 10000.0)}
    divisors = next((tensor for tensor in header.tensors if tensor.name == _DIVISORS), None)
    if divisors is not None and kind in ("none", "linear") and factor in (None, 1.0):
        # In Llama 3.1 and later, each frequency is divided by its own factor. transformers stores the rule that
        # computes the factors; but its LongRoPE takes them directly, here the same ones for texts of all lengths.
        import numpy as np

        packed = np.memmap(source, mode="r", dtype=np.uint8)
        numbers = _weights(source, packed, divisors, header).tolist()
        context = metadata[f"{architecture}.context_length"]
        lengths = {"factor": 1.0, "attention_factor": 1.0, "original_max_position_embeddings": context}
        return settings | {"rope_type": "longrope", "short_factor": numbers, "long_factor": numbers} | lengths
    if kind == "none" and divisors is None:
        return settings | {"rope_type": "default"}
    if kind == "linear" and divisors is None and factor:
        return settings | {"rope_type": "linear", "factor": factor}
    known = {f"{prefix}{name}" for name in ("type", "factor", "original_context_length", "finetuned")}
    if (
        kind == "yarn"
        and divisors is None
        and factor
        and not {key for key in metadata if key.startswith(prefix)} - known
    ):
        original = metadata[f"{prefix}original_context_length"]
        return settings | {"rope_type": "yarn", "factor": factor, "original_max_position_embeddings": original}
    raise ModelError(f"{source}: cannot convert positions scaled by {kind!r} from a GGUF file; {_INSTEAD}")


def _named_tensors(source: Path, header: GGUFHeader, config: PreTrainedConfig) -> list[tuple[str, TensorEntry]]:
    """Pair every tensor's Hugging Face name with its GGUF entry, one to one; raise ModelError if they don't match."""
    import torch
    import transformers
    from gguf import MODEL_ARCH_NAMES, get_tensor_name_map

    with torch.device("meta"):
        expected = getattr(transformers, KINDS[header.architecture].model_class)(config).state_dict()
    if config.tie_word_embeddings:
        del expected["lm_head.weight"]
    architecture = next(key for key, value in MODEL_ARCH_NAMES.items() if value == header.architecture)
    gguf_names = get_tensor_name_map(architecture, config.num_hidden_layers)
    entries = {tensor.name: tensor for tensor in header.tensors if tensor.name != _DIVISORS}

    named = []
    for name, parameter in expected.items():
        entry = entries.pop(gguf_names.get_name(name, (".weight", ".bias")) or "", None)
        if entry is None:
            raise ModelError(f"{source}: the tensor for {name} is missing; {_INSTEAD}")
        if entry.shape != tuple(parameter.shape):
            raise ModelError(
                f"{source}: {entry.name!r} has shape {entry.shape}, not {tuple(parameter.shape)}; {_INSTEAD}"
            )
        named.append((name, entry))
    if entries:
        raise ModelError(f"{source}: {sorted(entries)[0]!r} has no place in a {header.architecture} model; {_INSTEAD}")
    return named


def _save_weights(
    source: Path,
    target: Path,
    named: list[tuple[str, TensorEntry]],
    header: GGUFHeader,
    report: Callable[[int, int], None],
) -> None:
    """Write `target` in the safetensors format, tensor by tensor, since a whole model may not fit into memory."""
    import numpy as np

    layout: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    position = 0
    for name, entry in named:
        end = position + 4 * _elements(entry)
        layout[name] = {"dtype": "F32", "shape": entry.shape, "data_offsets": (position, end)}
        position = end
    text = json.dumps(layout, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data begins aligned

    packed = np.memmap(source, mode="r", dtype=np.uint8)
    with target.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        done = unsynced = 0
        for _, entry in named:
            data = np.ascontiguousarray(_weights(source, packed, entry, header), dtype="<f4").reshape(-1).view(np.uint8)
            for start in range(0, len(data), _SYNCED_BYTES):
                written = file.write(data[start : start + _SYNCED_BYTES].data)
                done, unsynced = done + written, unsynced + written
                report(done, position)
                if unsynced >= _SYNCED_BYTES:
                    file.flush()
                    os.fsync(file.fileno())
                    unsynced = 0
        file.flush()
        os.fsync(file.fileno())


def _weights(source: Path, packed: NDArray[np.uint8], entry: TensorEntry, header: GGUFHeader) -> NDArray[np.float32]:
    """Return one tensor, dequantized and in Hugging Face's row order, of shape `entry.shape`."""
    import numpy as np
    from gguf import GGMLQuantizationType, dequantize

    quantization = GGMLQuantizationType(entry.quantization)
    raw = packed[entry.offset : entry.offset + entry.size]
    try:
        weights: NDArray[np.float32]
        if quantization == GGMLQuantizationType.F64:  # gguf can write but not read it
            with np.errstate(over="ignore", invalid="ignore"):
                weights = raw.view("<f8").astype("<f4").reshape(entry.shape)
        else:
            weights = dequantize(raw.reshape(*entry.shape[:-1], -1), quantization)
    except NotImplementedError:
        raise ModelError(f"{source}: cannot unpack weights of type {quantization.name}; {_INSTEAD}") from None
    kind = KINDS[header.architecture]
    if kind.adds_one and entry.name.endswith("norm.weight"):
        return weights - np.float32(1)
    if kind.turns and (".attn_q." in entry.name or ".attn_k." in entry.name):
        heads = header.metadata[f"{header.architecture}.attention.head_count"]
        if ".attn_k." in entry.name:
            heads = header.metadata.get(f"{header.architecture}.attention.head_count_kv", heads)
        return _rows_by_halves(weights, heads)
    return weights


def _rows_by_halves(weights: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Undo LlamaModel.permute of llama.cpp's convert_hf_to_gguf.py.

    llama.cpp rotates neighbouring rows of a head together; Hugging Face pairs rows of the first and the second half.
    """
    pairs = weights.shape[0] // heads // 2
    return weights.reshape(heads, pairs, 2, *weights.shape[1:]).swapaxes(1, 2).reshape(weights.shape)


def _elements(tensor: TensorEntry) -> int:
    count = 1
    for extent in tensor.shape:
        count *= extent
    return count
