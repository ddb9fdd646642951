"""Checks that a directory is a model we may load: complete safetensors weights, a configuration and a tokenizer."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scoring.errors import ModelError, unreadable

PICKLE_SUFFIXES = frozenset(
    {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".p", ".joblib", ".dill", ".mar", ".npy", ".npz", ".pt2"}
)
"""Extensions of files that are pickles or may contain them; in lower case."""

_LAYER_COUNTS = frozenset({"num_hidden_layers", "num_layers", "n_layer", "n_layers"})
_INDEX = "model.safetensors.index.json"
_PIECE = 1 << 20
"""Bytes read at once."""
_MAX_HEADER = 100_000_000
"""In bytes; the limit of the safetensors format."""


def check_directory(directory: Path) -> None:
    """Raise ModelError unless `directory` holds a complete Hugging Face model without pickles.

    This reads the headers of the weight files, never the weights, so it takes milliseconds. It opens regular files
    only, since reading a pipe or a device could block forever.
    """
    try:
        _check_directory(directory)
    except OSError as error:
        raise unreadable(error, directory) from None


def _check_directory(directory: Path) -> None:
    if not (directory / "config.json").is_file():
        raise ModelError(f"{directory}: no config.json; name the directory of a Hugging Face model")
    _refuse_special_files(directory)
    config = _read_json(directory / "config.json")
    weights = _weight_files(directory)
    if not any((directory / name).is_file() for name in ("tokenizer.json", "vocab.json")):
        raise ModelError(f"{directory}: no tokenizer.json; save the model's tokenizer next to its weights")
    tensors = sum(map(check_safetensors, weights))
    for name in _LAYER_COUNTS & config.keys():
        if not is_layer_count(config[name], tensors):
            raise ModelError(
                f"{directory / 'config.json'}: {name} cannot be {str(config[name])[:40]} with {tensors} tensors of "
                "weights; fetch or copy the model again"
            )


def is_layer_count(value: object, tensors: int) -> bool:
    """Return True if a model of so many tensors may have `value` layers. Trying a wrong number would take forever."""
    return isinstance(value, int) and 0 < value <= tensors


def check_safetensors(path: Path) -> int:
    """Return the number of tensors in `path`; raise ModelError unless the file is as long as its header says.

    The safetensors format: 8 bytes little-endian header length, a JSON object of that many bytes, then the data
    (https://huggingface.co/docs/safetensors).
    """
    return len(_tensors(path))


def parameter_count(directory: Path) -> int:
    """Return the number of parameters in the safetensors weights of a model directory. Raises ModelError, OSError."""
    return sum(math.prod(shape) for path in directory.glob("*.safetensors") for shape in _tensors(path))


def _tensors(path: Path) -> list[list[int]]:
    """Return the shapes of the tensors in a safetensors file; see `check_safetensors`."""
    problem = ModelError(f"{path}: damaged or incomplete; fetch or copy the model again")
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        if len(start) < 8:
            raise problem
        (header_length,) = struct.unpack("<Q", start)
        if header_length > min(_MAX_HEADER, size - 8):
            raise problem
        try:
            header = json.loads(file.read(header_length))
            entries = [entry for name, entry in header.items() if name != "__metadata__"]
            if not entries or 8 + header_length + max(entry["data_offsets"][1] for entry in entries) != size:
                raise problem
            return [list(entry["shape"]) for entry in entries]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            raise problem from None


def read_weights(directory: Path, report: Callable[[int, int], None]) -> None:
    """Read the weights of a model directory once and discard them, so that they are in the system's file cache.

    Loading them afterwards is quick, and this step can report progress: `report(done, total)` counts bytes, and is
    called only when more have arrived.
    """
    paths = sorted(directory.glob("*.safetensors"))
    total, done = sum(path.stat().st_size for path in paths), 0
    piece = bytearray(_PIECE)
    for path in paths:
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(piece):
                done += count
                report(done, total)


def directory_size(directory: Path) -> int:
    """Return the size of all files below `directory`, in bytes."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _refuse_special_files(directory: Path) -> None:
    """Raise ModelError for a pipe, a socket or a device that transformers might open."""
    for path in (*directory.iterdir(), *directory.glob("*_templates/*")):
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ModelError(f"{path}: neither a file nor a directory; remove it, or fetch or copy the model again")


def _weight_files(directory: Path) -> list[Path]:
    """Return the model's safetensors files; raise ModelError if there are none, or a shard in its index is missing."""
    found = sorted(directory.glob("*.safetensors"))
    if not found:
        if any(path.suffix.lower() in PICKLE_SUFFIXES for path in directory.iterdir()):
            raise ModelError(
                f"{directory}: only pickle weights, which can run code when loaded and are never read; "
                "get the model's .safetensors files"
            )
        raise ModelError(f"{directory}: no .safetensors weights; get the model's .safetensors files")
    if (directory / _INDEX).is_file():
        index = _read_json(directory / _INDEX)
        shards = index.get("weight_map")
        if not isinstance(shards, dict):
            raise ModelError(f"{directory / _INDEX}: no weight_map; fetch or copy the model again")
        for shard in sorted({str(name) for name in shards.values()}):
            if directory / shard not in found:
                raise ModelError(f"{directory}: {shard!r} is missing; fetch or copy the model again")
    return found


def _read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in `path`; raise ModelError if it isn't one."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise ModelError(f"{path}: not a JSON object; fetch or copy the model again")
    return content
