"""Matrix products with weights, by whichever library is faster on this processor."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import torch
import torch.nn.functional as F

Product = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""Multiplies (n, inputs) with weights of shape (outputs, inputs), which may be a view, to (n, outputs)."""

Layout = Callable[[torch.Tensor], torch.Tensor]
"""Lays out weights of shape (outputs, inputs) in memory as a product reads them fastest."""

_Way = TypeVar("_Way")

_SMALL = 256
"""A model with fewer inputs to its products is small."""
_ROWS = 16
"""The rows of a product after which layouts are chosen: about those of a keystroke."""
_ROUNDS = 5
"""Rounds of a measurement; the fastest counts."""


def onednn_product(x: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Multiply with oneDNN. torch uses it for bfloat16 anyway; for float32 it uses MKL, which doesn't use AVX-512 on
    non-Intel processors and is then half as fast."""
    found: torch.Tensor = torch.ops.mkldnn._linear_pointwise(x, weights, None, "none", [], "")
    return found


def fastest_product(like: torch.Tensor) -> Product:
    """Return the fastest product for a model whose weights have the format, the device and the inputs of `like`.
    Measuring takes 10 ms.

    oneDNN makes a kernel for every number of rows, which takes longer than the products of a small model.
    """
    if like.dtype != torch.float32 or not may_use_onednn(like):
        return F.linear
    x, weights = torch.ones(64, 576), torch.ones(960, 576)
    products: list[Product] = [F.linear, onednn_product]
    return fastest(products, lambda product: product(x, weights))


class FixedProduct(NamedTuple):
    """A product with weights that stay the same, and the layout that it needs them in."""

    multiply: Product
    lay_out: Layout


def in_blocks(weights: torch.Tensor) -> torch.Tensor:
    """Return a copy of weights in the blocks that oneDNN computes with; only `onednn_product` and `plain` take it.

    Other weights are copied into such blocks in every product: with few rows that takes longer than the arithmetic.
    """
    blocks: torch.Tensor = torch.ops.mkldnn._reorder_linear_weight(weights, _ROWS)
    return blocks


def plain(weights: torch.Tensor) -> torch.Tensor:
    """Return weights row by row, however they are laid out."""
    return weights.to_dense() if weights.is_mkldnn else weights


def fastest_fixed_product(like: torch.Tensor) -> FixedProduct:
    """Return the fastest product for the weights of a model's layers, which have the format, the device and the inputs
    of `like`. Measuring takes 10 ms."""
    in_rows = FixedProduct(F.linear, plain)
    if not may_use_onednn(like):
        return in_rows
    x, weights = torch.ones(_ROWS, 576, dtype=like.dtype), torch.ones(960, 576, dtype=like.dtype)
    ways = [(way, way.lay_out(weights)) for way in (in_rows, FixedProduct(onednn_product, in_blocks))]
    return fastest(ways, lambda way: way[0].multiply(x, way[1]))[0]


def may_use_onednn(like: torch.Tensor) -> bool:
    """Return True if oneDNN multiplies with weights like these, and the model isn't small."""
    onednn: Any = torch.backends.mkldnn
    if like.shape[-1] < _SMALL or like.device.type != "cpu" or not onednn.is_available():
        return False
    is_bfloat16 = like.dtype == torch.bfloat16
    return like.dtype == torch.float32 or (is_bfloat16 and torch.ops.mkldnn._is_mkldnn_bf16_supported())


@torch.inference_mode()
def fastest(ways: Sequence[_Way], use: Callable[[_Way], object]) -> _Way:
    """Return whichever of `ways` is fastest."""
    shortest = [float("inf")] * len(ways)
    for _ in range(_ROUNDS):
        for index, way in enumerate(ways):
            begun = time.perf_counter()
            use(way)
            shortest[index] = min(shortest[index], time.perf_counter() - begun)
    return ways[shortest.index(min(shortest))]
