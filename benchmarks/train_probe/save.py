"""Writes a trained network as the file that `scoring.probe` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from benchmarks.train_probe.train import Network
from scoring.probe.probe import FINGERPRINT_TOKENS

MOST_BYTES = 1_000_000


def save(
    path: Path,
    network: Network,
    layers: tuple[int, ...],
    mean: torch.Tensor,
    spread: torch.Tensor,
    embedding: torch.Tensor,
    kinds: tuple[str, ...],
    notes: Mapping[str, str],
) -> None:
    """Write a probe.

    Args:
        path: of the file.
        network: trained on states less `mean`, divided by `spread`.
        layers: whose states it reads, in this order.
        mean, spread: shape (layers * width,).
        embedding: of its model, (vocabulary, width).
        kinds: of mistakes.
        notes: what else to write into the file, such as what it was trained on.
    """
    width = embedding.shape[1]
    tensors = {
        "offset": network.project.bias,
        "bias": network.bias,
        "hidden.weight": network.hidden.weight,
        "hidden.bias": network.hidden.bias,
        "out.weight": network.out.weight,
        "out.bias": network.out.bias,
        "fingerprint": embedding[:FINGERPRINT_TOKENS],
    }
    for place, layer in enumerate(layers):
        columns = slice(place * width, (place + 1) * width)
        tensors |= {
            f"project.{layer}": network.project.weight[:, columns],
            f"mean.{layer}": mean[columns],
            f"spread.{layer}": spread[columns],
        }
    # safetensors would write a transposed array in the wrong order.
    arrays = {name: np.ascontiguousarray(tensor.detach().half().numpy()) for name, tensor in tensors.items()}
    save_file(arrays, path, {"kinds": json.dumps(kinds), **notes})
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{path}: {size} bytes, more than {MOST_BYTES}; choose fewer layers or a lower rank")
