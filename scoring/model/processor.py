"""Settings for this machine: the fastest number format and thread count, measured once and remembered, and how memory
is managed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from pathlib import Path

import msgspec
import platformdirs
import torch

from scoring.model.products import fastest_fixed_product
from scoring.model_files.json_file import read_json, write_json

_TOKENS, _WIDTH, _INNER = 64, 576, 1536
"""The matrices multiplied to measure: a chunk of tokens and the default model's feed-forward weights."""
_PRODUCTS = 8
"""Products in a round."""
_ROUNDS = 3
"""Rounds; the fastest counts."""

_KERNELS = 64
"""A pass needs about eight."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""The parameters' numbers in malloc.h."""
_KEPT_BYTES = 8 * 1024 * 1024
"""Free memory at the end of the heap that isn't returned to the system."""
_OWN_MAPPING_BYTES = 2 * 1024 * 1024
"""The size from which a block gets its own mapping: larger than the blocks the layers need for a pass of 256 tokens."""


class Choice(msgspec.Struct, frozen=True):
    """The fastest settings found.

    Attributes:
        dtype: "float32" or "bfloat16".
        threads: for torch while the writer types; never all processors, since the editor needs one.
        key: the processor and torch version measured; for any other, the choice is measured again.
    """

    dtype: str
    threads: int
    key: str


def choice() -> Choice:
    """Return the remembered choice for this processor. If there is none, measure it now (about a second)."""
    usable = _usable()
    name = torch.cpu.get_capabilities().get("cpu_name", "")
    key = f"{name}, {usable} usable, torch {torch.__version__}"
    path = Path(platformdirs.user_cache_dir("logprose")) / "processor.json"
    remembered = read_json(path, Choice)
    if remembered is not None and remembered.key == key:
        return remembered
    found = _measure(max(1, usable - 1), key)
    with contextlib.suppress(OSError):  # measured again next time
        write_json(path, found)
    return found


def threads_at_rest() -> int:
    """Return the number of torch threads while nobody types: if more threads were faster, including the editor's
    processor."""
    threads = choice().threads
    return threads + 1 if threads == _usable() - 1 else threads


def _usable() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def use_threads(count: int | None = None) -> None:
    """Give torch `count` threads; None: the fastest number for this processor."""
    torch.set_num_threads(count or choice().threads)


def keep_heap_whole() -> None:
    """Make glibc always give large blocks their own mapping. Without mallopt, do nothing.

    By default glibc takes them from the heap once the first one was freed. The scores kept between two chunks then pin
    blocks as large as the logits (12 MB a chunk) or a mask of them (3 MB): 40 KB a token, instead of 2.8 KB. Smaller
    blocks stay on the heap, since mapping them would slow down every layer; and the end of the heap isn't returned
    every time a token's logits (200 KB) are freed, only to be mapped again for the next.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _OWN_MAPPING_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def return_freed_memory() -> None:
    """Return memory that was freed to the system, where glibc keeps it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def keep_few_kernels() -> None:
    """Make oneDNN, and the part of torch that calls it, keep the kernels of only a few products. Call it before the
    first product.

    Each kernel is for matrices of one size, and by default 1024 are kept. Passes come in all lengths, so over time they
    would take 300 MB.
    """
    for name in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(name, str(_KERNELS))


def _measure(most_threads: int, key: str) -> Choice:
    keep_few_kernels()
    before = torch.get_num_threads()
    counts = sorted({most_threads, *(1 << power for power in range(10) if 1 << power <= most_threads)})
    times = {
        (_seconds(dtype, threads), threads, dtype) for dtype in (torch.float32, torch.bfloat16) for threads in counts
    }
    torch.set_num_threads(before)
    _, threads, dtype = min(times, key=lambda entry: entry[0])
    return Choice(str(dtype).removeprefix("torch."), threads, key)


@torch.inference_mode()
def _seconds(dtype: torch.dtype, threads: int) -> float:
    """Return the shortest time of a few rounds of products, in seconds."""
    torch.set_num_threads(threads)
    x = torch.ones(_TOKENS, _WIDTH, dtype=dtype)
    multiply, lay_out = fastest_fixed_product(x)
    weights = [lay_out(torch.ones(_INNER, _WIDTH, dtype=dtype)) for _ in range(_PRODUCTS)]
    shortest = float("inf")
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for weight in weights:
            multiply(x, weight)
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest
