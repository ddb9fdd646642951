"""Runs the default model over the training texts, in processes side by side.

These stand in a module of their own since a started process can't import what stands in `__main__`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from pathlib import Path

import torch

from benchmarks.train_probe.features import Labelled, StateReader, extract
from benchmarks.train_probe.pairs import read_pairs, right, wrong
from benchmarks.train_probe.texts import Prose, everyday, labelled
from scoring.model.model import load_model, load_network

MADE = {"prose": 10_000, "everyday": 9_000}
"""How many documents are made of each kind of text."""
SOURCES = (*MADE, "pairs", "history")
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


def documents(name: str, files: Mapping[str, Path]) -> tuple[Callable[[int], Labelled], int]:
    """Return what makes the documents of one of `SOURCES`, and how many there are."""
    if name == "prose":
        texts = Prose(files[name])
        return lambda number: labelled(texts.document(number)), MADE[name]
    if name == "everyday":
        return lambda number: labelled(everyday(number)), MADE[name]
    rows = read_pairs(files[name])
    return lambda number: (right if number % 2 else wrong)(rows[number // 2]), 2 * len(rows)


def run_model(part: int, parts: int, files: Mapping[str, Path], work: Path, layers: tuple[int, ...]) -> None:
    """Write every `parts`-th shard of all sources that the work folder lacks.

    Args:
        part, parts: which shards.
        files: the folder of prose and the files of pairs, by the names of their sources.
        work: the folder of the shards.
        layers: whose states are kept.
    """
    torch.set_num_threads(1)
    model = load_model("default", dtype="float32")
    keep_freed_memory()
    reader = StateReader(load_network("default", torch.bfloat16), model.tokenizer, model.start_id, layers)
    for name in SOURCES:
        extract(reader, *documents(name, files), work / name, part, parts)


def keep_freed_memory() -> None:
    """Make glibc keep what is freed: fresh pages cost more than the products that fill them."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, 1 << 30)
        mallopt(_M_TRIM_THRESHOLD, (1 << 31) - 1)
