"""Train the probe that ships with the program, `scoring/probe/probe.safetensors`.

    python -m benchmarks.train_probe ../shared/prose --pairs ../shared/quality/harper_dev.jsonl --work /tmp/probe

Mistakes are made in clean prose and in everyday sentences; pairs of wrong and right sentences come to them. Running the
default model over all of it takes half an hour on two cores, the training ten minutes. What was run is kept in the work
folder, so that an interrupted run goes on where it stopped. With --hold-out every third pair is kept out of the
training, so that `python -m benchmarks.probe_quality` can measure on those.
"""

from __future__ import annotations

import argparse
import ctypes
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import torch

from benchmarks.train_probe.features import Labelled, StateReader, extract
from benchmarks.train_probe.mistakes import KINDS
from benchmarks.train_probe.pairs import HELD_OUT, read_pairs, right, wrong
from benchmarks.train_probe.save import save
from benchmarks.train_probe.texts import Prose, everyday, labelled
from benchmarks.train_probe.train import Course, Shape, States, train
from scoring.model.model import load_model, load_network
from scoring.probe import probe

SOURCES = ("prose", "everyday", "pairs")
DOCUMENTS = {"prose": 10_000, "everyday": 9_000}
PAIRS_WEIGHT = 12.0
"""How much more a word of a pair counts than one of the other sources."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


def documents(name: str, prose: Path, pairs: Path) -> tuple[Callable[[int], Labelled], int]:
    """Return what makes the documents of one of `SOURCES`, and how many there are."""
    if name == "prose":
        texts = Prose(prose)
        return lambda number: labelled(texts.document(number)), DOCUMENTS[name]
    if name == "everyday":
        return lambda number: labelled(everyday(number)), DOCUMENTS[name]
    rows = read_pairs(pairs)
    return lambda number: (right if number % 2 else wrong)(rows[number // 2]), 2 * len(rows)


def run_model(part: int, parts: int, prose: Path, pairs: Path, work: Path, layers: tuple[int, ...]) -> None:
    """Write every `parts`-th shard of all sources that the work folder lacks."""
    torch.set_num_threads(1)
    model = load_model("default", dtype="float32")
    keep_freed_memory()
    reader = StateReader(load_network("default", torch.bfloat16), model.tokenizer, model.start_id, layers)
    for name in SOURCES:
        extract(reader, *documents(name, prose, pairs), work / name, part, parts)


def keep_freed_memory() -> None:
    """Make glibc keep what is freed: fresh pages cost more than the products that fill them."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, 1 << 30)
        mallopt(_M_TRIM_THRESHOLD, (1 << 31) - 1)


def fit(work: Path, out: Path, shape: Shape, *, hold_out: bool) -> None:
    """Train on the shards in the work folder and write the probe."""
    data = States([work / name for name in SOURCES], shape.layers, shape.layers)
    mean, spread = data.normalise()
    from_pairs = data.source == SOURCES.index("pairs")
    weights = torch.where(from_pairs, PAIRS_WEIGHT, 1.0)
    if hold_out:
        weights[from_pairs & (data.document // 2 % HELD_OUT == 0)] = 0
    network = train(data, weights, len(KINDS), shape, Course())
    embedding = load_network("default", torch.float32).get_input_embeddings().weight
    learnt = "public-domain prose and everyday sentences with mistakes made by rules; pairs of Harper's lint tests"
    save(out, network, shape.layers, mean, spread, embedding, KINDS, {"trained_on": learnt})


def main() -> None:
    """Run the model, train, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prose", type=Path, help="folder of clean prose in the public domain")
    parser.add_argument("--pairs", type=Path, required=True, help="file with pairs of wrong and right sentences")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is kept between runs")
    parser.add_argument("--out", type=Path, default=Path(probe.__file__).with_name("probe.safetensors"))
    parser.add_argument("--hold-out", action="store_true", help="keep every third pair out of the training")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    try:
        Prose(options.prose)
        read_pairs(options.pairs)
    except OSError as error:
        sys.exit(f"train_probe: {error}")
    shape = Shape()
    run = partial(run_model, prose=options.prose, pairs=options.pairs, work=options.work, layers=shape.layers)
    # Unlike a Pool, this raises an error when a process is killed.
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        list(pool.map(run, range(options.processes), repeat(options.processes)))
    fit(options.work, options.out, shape, hold_out=options.hold_out)


if __name__ == "__main__":
    main()
