"""How this machine multiplies fastest (which number format, how many threads: measured once, remembered), and how its
memory stays whole."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

import msgspec
import platformdirs
import torch

_TOKENS, _WIDTH, _INNER = 64, 576, 1536
"""A chunk of tokens and the feed-forward weights of the default model."""
_PRODUCTS = 8
_ROUNDS = 3


_M_MMAP_THRESHOLD = -3  # of malloc.h
_OWN_MAPPING_BYTES = 1024 * 1024


class Choice(msgspec.Struct, frozen=True):
    """What was found best.

    Attributes:
        dtype: "float32" or "bfloat16".
        threads: for torch while the writer types; never all processors, one is the editor's.
        key: what it was measured on; another processor or torch is measured anew.
    """

    dtype: str
    threads: int
    key: str


def choice() -> Choice:
    """The remembered choice for this processor; measured now (about a second) where there is none."""
    usable = _usable()
    name = torch.cpu.get_capabilities().get("cpu_name", "")
    key = f"{name}, {usable} usable, torch {torch.__version__}"
    path = Path(platformdirs.user_cache_dir("logprose")) / "processor.json"
    try:
        remembered = msgspec.json.decode(path.read_bytes(), type=Choice)
        if remembered.key == key:
            return remembered
    except (OSError, msgspec.DecodeError):
        pass
    found = _measure(max(1, usable - 1), key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(msgspec.json.encode(found))
        unfinished.replace(path)
    except OSError:
        pass  # measured again next time
    return found


def threads_at_rest() -> int:
    """For torch while the writer's hands rest: also the editor's processor, where more of them were found better."""
    threads = choice().threads
    return threads + 1 if threads == _usable() - 1 else threads


def _usable() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def use_threads(count: int | None = None) -> None:
    """Give torch `count` threads; None: as many as were found best on this processor."""
    torch.set_num_threads(count or choice().threads)


def keep_heap_whole() -> None:
    """Have glibc give large blocks a mapping of their own, always.

    By default it takes them from the heap once the first was freed; the scores kept between two chunks then pin what
    was as large as the logits, 12 MB a chunk, or as a mask of them, 3 MB (40 KB a token; 2.8 KB as it is). What is
    smaller comes from the heap: mapping it would slow down every layer. Does nothing where there is no mallopt.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _OWN_MAPPING_BYTES)


def _measure(most_threads: int, key: str) -> Choice:
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
    """The shortest time of a few rounds of products, seconds."""
    torch.set_num_threads(threads)
    x = torch.ones(_TOKENS, _WIDTH, dtype=dtype)
    weights = [torch.ones(_INNER, _WIDTH, dtype=dtype) for _ in range(_PRODUCTS)]
    shortest = float("inf")
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for weight in weights:
            torch.nn.functional.linear(x, weight)
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest
