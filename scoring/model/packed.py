"""Weights packed for decoding. With one token at a time, the cost of a pass is reading all weights, so a second copy of
them is kept with fewer bits.

If the processor multiplies 8-bit numbers without overflow (VNNI), most weights get eight bits with a scale for each
output, and so do the inputs: 97 % of the default model's greedy tokens are the same as in float32. Otherwise they get
float16, which takes twice as long and keeps 99 %. Scores are never computed with packed weights.
`benchmarks.continuation` has the figures.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import torch

Packed = Callable[[torch.Tensor], torch.Tensor]
"""Multiplies float32 (n, inputs) with packed weights, to float32 (n, outputs)."""
Packing = Callable[[torch.Tensor], Packed]
"""Packs weights of shape (outputs, inputs)."""


def pack_8_bits(weights: torch.Tensor) -> Packed:
    """Keep 8 bits of each weight."""
    weights = weights.detach().float()
    scales = torch.linalg.vector_norm(weights, torch.inf, dim=1).clamp_(min=1e-12).double() / 127  # (outputs,)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecated in torch 2.13, to which we are pinned
        quantized = torch.quantize_per_channel(weights, scales, scales.new_zeros(len(scales)).long(), 0, torch.qint8)
    operations: Any = torch.ops.quantized
    packed, multiply = (
        operations.linear_prepack(quantized, None),
        operations.linear_dynamic.default._op,
    )  # skips a check for stand-ins that takes as long as the product
    return lambda x: multiply(x, packed)


def pack_float16(weights: torch.Tensor) -> Packed:
    """Keep 16 bits of each weight."""
    operations: Any = torch.ops.quantized
    packed = operations.linear_prepack_fp16(weights.detach().float(), None)
    multiply = operations.linear_dynamic_fp16.default._op
    return lambda x: multiply(x, packed)


def packing_for(like: torch.Tensor) -> Packing | None:
    """Return how to pack weights on this processor and the device of `like`; None if packing isn't worth it."""
    can = torch.cpu.get_capabilities()
    if like.device.type != "cpu" or "fbgemm" not in torch.backends.quantized.supported_engines or not can.get("avx2"):
        return None
    return pack_8_bits if can.get("avx512_vnni") else pack_float16
