"""Measures how fast a new text is scored while nobody types, and how much memory the worker uses afterwards.

    python -m benchmarks.bulk [--words 5000] [--rounds 3] [--idle 15]

The rival is transformers: one forward pass over the same tokens, all logits, and their log_softmax. It runs each token
once, with all the text before it; logprose runs windows, and so reruns the context of each page. Both use one thread
and take turns; CPU time is measured, so that other programs on the machine matter less.

Memory is the resident set of a real worker process: with its model loaded, at rest after the text was scored and edits
were tried, and after the text was closed.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.verdict import Worker
from editor.scorer.process import worker_command
from scoring import protocol
from scoring.model.model import DTYPES, Model, load_model, load_network
from scoring.model.processor import use_threads
from scoring.model_files import store
from scoring.session import Session
from scoring.verbs.clean_prose import clean_prose

_FORMATS = ("float32", "bfloat16")
_RATE_GOAL, _MEMORY_GOAL = 1.15, 1.3


@dataclass(frozen=True, slots=True)
class Memory:
    """The resident set of a worker in bytes: with its model loaded, at rest, and after its text was closed."""

    loaded: int
    at_rest: int
    closed: int


@torch.inference_mode()
def score_with_transformers(network: Any, ids: torch.Tensor) -> torch.Tensor:
    """Return the log-probabilities of every next token, shape (tokens, vocabulary), from one forward pass."""
    return torch.log_softmax(network(ids, use_cache=False).logits[0].float(), -1)


def prose(words: int) -> str:
    """Return `words` words of edited English."""
    return "".join(re.findall(r"\S+\s*", "\n\n".join(clean_prose()))[:words])


def _score(model: Model, text: str) -> None:
    Session(model, text).settle_scores()


def measure_rates(text: str, rounds: int) -> int:
    """Print how fast both score `text`, in both number formats. Returns the size of the float32 weights in bytes."""
    models: dict[str, tuple[Model, Any]] = {
        name: (load_model("default", name, "cpu"), load_network("default", DTYPES[name])) for name in _FORMATS
    }
    model, network = models["float32"]
    ids = torch.from_numpy(np.append(model.start_id, model.tokenizer.encode(text)[0]).astype(np.int64))[None]
    session = Session(model, text)
    session.settle_scores()  # warms up, and counts
    print(f"{len(text.split()):,} words, {rounds} rounds, medians; tokens through the model: ", end="")
    print(f"logprose {session.stats.tokens_forwarded:,}, transformers {ids.numel():,}")
    print(f"{'':10} {'logprose':>10} {'transformers':>13} {'ratio':>6}   goal {_RATE_GOAL}")
    ours: dict[str, list[float]] = {name: [] for name in _FORMATS}
    theirs: dict[str, list[float]] = {name: [] for name in _FORMATS}
    for _ in range(rounds):
        for name, (own, rival) in models.items():
            ours[name].append(_seconds(partial(_score, own, text)))
            theirs[name].append(_seconds(partial(score_with_transformers, rival, ids)))
    for name in _FORMATS:
        ratio = statistics.median(b / a for a, b in zip(ours[name], theirs[name], strict=True))
        rates = [ids.numel() / statistics.median(seconds) for seconds in (ours[name], theirs[name])]
        print(f"{name:10} {rates[0]:>10.0f} {rates[1]:>13.0f} {ratio:>6.2f}   tokens of the text/s", flush=True)
    return sum(weights.numel() * weights.element_size() for weights in network.parameters())


def _seconds(way: Callable[[], object]) -> float:
    """Return the CPU seconds of calling `way`."""
    begun = time.process_time()
    way()
    return time.process_time() - begun


def measure_memory(text: str, dtype: str, idle: float) -> Memory:
    """Return the memory of a worker that scores `text` and then rests for `idle` seconds."""
    worker = Worker(worker_command(("--dtype", dtype)))
    try:
        worker.ready()
        time.sleep(idle)  # English is loaded in a thread
        loaded = worker.resident()
        worker.send(protocol.Open(1, 0, text))
        while not worker.scores()[1].is_final:
            pass
        time.sleep(idle)
        at_rest = worker.resident()
        worker.send(protocol.Close(1))
        time.sleep(1)
        return Memory(loaded, at_rest, worker.resident())
    finally:
        worker.close()


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--idle", type=float, default=15, help="how many seconds the worker rests (15)")
    options = parser.parse_args()
    use_threads(1)
    text = prose(options.words)
    weights = measure_rates(text, options.rounds)
    file = sum(path.stat().st_size for path in Path(store.ensure("default")).glob("*.safetensors"))
    print(f"\n{'MB':10} {'weights':>8} {'file':>5} {'loaded':>7} {'at rest':>8} {'closed':>7}", end="")
    print(f" {'at rest/weights':>16} {'/file':>6}   goal {_MEMORY_GOAL}")
    for name in _FORMATS:
        found = measure_memory(text, name, options.idle)
        own = weights * DTYPES[name].itemsize // torch.float32.itemsize
        sizes = [size / 1e6 for size in (own, file, found.loaded, found.at_rest, found.closed)]
        print(f"{name:10} {sizes[0]:>8.0f} {sizes[1]:>5.0f} {sizes[2]:>7.0f} {sizes[3]:>8.0f} {sizes[4]:>7.0f}", end="")
        print(f" {found.at_rest / own:>16.2f} {found.at_rest / file:>6.2f}", flush=True)


if __name__ == "__main__":
    main()
