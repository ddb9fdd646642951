"""How many threads the matrix products take."""

from __future__ import annotations

import os

import torch


def use_threads(count: int | None = None) -> None:
    """Give torch `count` threads; None: all processors that this process may use but one, which is the editor's."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(count or max(1, usable - 1))
