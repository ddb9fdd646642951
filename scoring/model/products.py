"""Matrix products with weights, by whichever library is faster on this processor."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import torch
import torch.nn.functional as F

Product = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""Multiplies (n, inputs) with weights of shape (outputs, inputs), which may be a view, to (n, outputs)."""

_Way = TypeVar("_Way")

_SMALL = 256
"""A model with fewer inputs to its products is small."""
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
    onednn: Any = torch.backends.mkldnn
    is_small = like.shape[-1] < _SMALL
    if is_small or like.dtype != torch.float32 or like.device.type != "cpu" or not onednn.is_available():
        return F.linear
    x, weights = torch.ones(64, 576), torch.ones(960, 576)
    products: list[Product] = [F.linear, onednn_product]
    return fastest(products, lambda product: product(x, weights))


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
