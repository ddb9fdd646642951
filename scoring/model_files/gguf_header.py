"""The header of a GGUF file: its metadata, and the position of each tensor.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. We don't use gguf's own GGUFReader: it builds a numpy
view for each string of the vocabulary (4 s for 49,152 of them), and does not notice a truncated file.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from scoring.errors import ModelError

_FIXED = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
"""Struct codes of the metadata's fixed-size value types."""
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class TensorEntry:
    """One tensor: its shape in numpy's order (last dimension fastest), `offset` and `size` in bytes of the file."""

    name: str
    shape: tuple[int, ...]
    quantization: int  # a gguf.GGMLQuantizationType
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class GGUFHeader:
    """Everything before the tensor data; arrays in the metadata are lists."""

    metadata: dict[str, Any]
    tensors: tuple[TensorEntry, ...]

    @property
    def architecture(self) -> str:
        """llama.cpp's name for the kind of model, such as "llama" or "qwen2"."""
        return str(self.metadata.get("general.architecture"))


def read_gguf_header(path: Path) -> GGUFHeader:
    """Return the header of `path`; raise ModelError unless it is a complete GGUF file, with every tensor inside it."""
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ModelError(f"{path}: not a GGUF file; name a .gguf file or the directory of a Hugging Face model")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                header = _parse(data)
            except (struct.error, ArithmeticError, LookupError, TypeError, ValueError, MemoryError):
                raise ModelError(f"{path}: damaged or incomplete; download the file again") from None
    size = path.stat().st_size
    for tensor in header.tensors:
        if tensor.offset + tensor.size > size:
            raise ModelError(f"{path}: incomplete, {tensor.name!r} is cut off; download the file again")
    return header


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: mmap.mmap, position: int) -> None:
        self.data = data
        self.position = position

    def values(self, codes: str) -> tuple[Any, ...]:
        """Read the values of these struct codes; raises struct.error past the end."""
        layout = struct.Struct("<" + codes)
        values = layout.unpack_from(self.data, self.position)
        self.position += layout.size
        return values

    def string(self) -> str:
        """Read a length and that many bytes of UTF-8; raises ValueError past the end."""
        (length,) = self.values("Q")
        raw = self.data[self.position : self.position + length]
        if len(raw) != length:
            raise ValueError("string cut off")
        self.position += length
        # some tokens in a vocabulary aren't valid UTF-8 on their own
        return raw.decode("utf-8", "surrogateescape")

    def value(self, kind: int) -> Any:
        """Read one metadata value of the given type. Arrays of arrays, which no file has, raise KeyError."""
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            element, count = self.values("IQ")
            if element == _STRING:
                return [self.string() for _ in range(count)]
            return list(self.values(f"{count}{_FIXED[element]}"))
        return self.values(_FIXED[kind])[0]


def _parse(data: mmap.mmap) -> GGUFHeader:
    from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType  # takes 0.3 s and only .gguf files need it

    cursor = _Cursor(data, 4)
    version, tensor_count, metadata_count = cursor.values("IQQ")
    if version not in (2, 3):
        raise ValueError("unknown version, or big-endian")
    metadata: dict[str, Any] = {}
    for _ in range(metadata_count):
        key = cursor.string()
        (kind,) = cursor.values("I")
        metadata[key] = cursor.value(kind)
    table: list[tuple[str, tuple[int, ...], int, int]] = []
    for _ in range(tensor_count):
        name = cursor.string()
        (dimensions,) = cursor.values("I")
        shape = tuple(reversed(cursor.values(f"{dimensions}Q")))
        quantization, offset = cursor.values("IQ")
        table.append((name, shape, quantization, offset))
    alignment = metadata.get("general.alignment", 32)
    start = -(-cursor.position // alignment) * alignment
    tensors = []
    for name, shape, quantization, offset in table:
        block, block_bytes = GGML_QUANT_SIZES[GGMLQuantizationType(quantization)]
        if shape[-1] % block:
            raise ValueError("a row isn't a whole number of blocks")
        tensors.append(TensorEntry(name, shape, quantization, start + offset, prod(shape) // block * block_bytes))
    return GGUFHeader(metadata, tuple(tensors))
