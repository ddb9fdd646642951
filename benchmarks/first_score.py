"""Measures tokens per second when a text is scored for the first time: logprose, its rivals, and bare matrix products.

One thread, float32; the products have the shapes that scoring needs.

    python -m benchmarks.first_score TEXT [--tokens 1500] [--rounds 3] [--gguf FILE ...]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import torch

from benchmarks.rivals import LlamaCpp, Recompute, Windows, has_llama_cpp
from scoring.model.model import load_model, load_network
from scoring.model.processor import use_threads
from scoring.session import Session
from scoring.windows.document_windows import CHUNK
from scoring.windows.pages import WindowRule

MAX_LENGTH, STRIDE = 2048, 1024


def bare_products(tokens: int, width: int, inner: int, key_width: int, layers: int, vocabulary: int) -> None:
    """Run every matrix product that the tokens need, in logprose's chunks, and nothing else."""
    weights = [
        torch.ones(width + 2 * key_width, width),
        torch.ones(width, width),
        torch.ones(2 * inner, width),
        torch.ones(width, inner),
    ]
    head = torch.ones(vocabulary, width)
    for start in range(0, tokens, CHUNK):
        n = min(CHUNK, tokens - start)
        x, y = torch.ones(n, width), torch.ones(n, inner)
        for _ in range(layers):
            for weight in weights:
                torch.nn.functional.linear(y if weight.shape[1] == inner else x, weight)
        torch.nn.functional.linear(x, head)


@torch.inference_mode()
def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--tokens", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gguf", type=Path, action="append", default=[], help="files for llama.cpp")
    options = parser.parse_args()
    use_threads(1)
    model = load_model("default", "float32", "cpu")
    network = load_network("default", torch.float32)
    config = network.config
    text = options.text.read_text()
    _, _, ends = model.tokenizer.encode(text)
    text = text[: int(ends[min(options.tokens, len(ends)) - 1])]
    count = len(model.tokenizer.encode(text)[0])
    windows = Windows(model.tokenizer, WindowRule(MAX_LENGTH, STRIDE, model.vocabulary.cut_class), model.start_id)
    ways: dict[str, Callable[[], object]] = {
        "bare matrix products": lambda: bare_products(
            count,
            config.hidden_size,
            config.intermediate_size,
            config.num_key_value_heads * config.head_dim,
            config.num_hidden_layers,
            config.vocab_size,
        ),
        "logprose": lambda: Session(model, text, max_length=MAX_LENGTH, stride=STRIDE).settle_scores(),
        "(a) transformers, one pass": lambda: Recompute(network, windows).score(text),
    }
    if has_llama_cpp():
        for gguf in options.gguf:
            ways[f"(c) llama.cpp {gguf.stem.rpartition('.')[2]}"] = _llama(gguf, windows, text)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - begun)
    bare = statistics.median(times["bare matrix products"])
    print(f"{count} tokens, {options.rounds} rounds, medians\n{'':32} {'tokens/s':>9} {'of bare':>8}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:32} {count / median:>9.0f} {bare / median:>8.0%}")


def _llama(gguf: Path, windows: Windows, text: str) -> Callable[[], object]:
    rival = LlamaCpp(gguf, windows, 1, MAX_LENGTH)
    rival.score("a")

    def way() -> None:
        rival.forget()
        rival.score(text)

    return way


if __name__ == "__main__":
    main()
