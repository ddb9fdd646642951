"""Train the probe that ships with the program, `scoring/probe/probe.safetensors`.

    python -m benchmarks.train_probe ../shared/prose --pairs ../shared/quality/harper_dev.jsonl \
        --history history.jsonl --work /tmp/probe

Mistakes are made in clean prose and in everyday sentences; pairs of wrong and right sentences come to them, some of
tests, some from the history of documents (`benchmarks.train_probe.history` collects those). Running the default model
over all of it takes half an hour on two cores, the training ten minutes. What was run is kept in the work folder, so
that an interrupted run goes on where it stopped. With --hold-out every third pair is kept out of the training, so that
`python -m benchmarks.probe_quality` can measure on those. With --hold-out 1 or 2 it is another third: the judgement can
learn from that one.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import torch

from benchmarks.train_probe.mistakes import KINDS
from benchmarks.train_probe.model_run import SOURCES, run_model
from benchmarks.train_probe.pairs import HELD_OUT, read_pairs
from benchmarks.train_probe.save import save
from benchmarks.train_probe.texts import Prose
from benchmarks.train_probe.train import Course, Shape, States, train
from scoring.model.model import load_network
from scoring.probe import probe

WEIGHTS = {"prose": 1.0, "everyday": 1.0, "pairs": 12.0, "history": 3.0}
"""How much a word of each source counts."""


def fit(work: Path, out: Path, shape: Shape, hold_out: int | None) -> None:
    """Train on the shards in the work folder and write the probe."""
    data = States([work / name for name in SOURCES], shape.layers, shape.layers)
    mean, spread = data.normalise()
    weights = torch.tensor([WEIGHTS[name] for name in SOURCES])[data.source]
    if hold_out is not None:
        from_pairs = data.source >= SOURCES.index("pairs")
        weights[from_pairs & (data.document // 2 % HELD_OUT == hold_out)] = 0
    network = train(data, weights, len(KINDS), shape, Course())
    embedding = load_network("default", torch.float32).get_input_embeddings().weight
    learnt = (
        "public-domain prose and everyday sentences with mistakes made by rules; pairs of Harper's lint tests and from "
        "the history of documents under free licences"
    )
    save(out, network, shape.layers, mean, spread, embedding, KINDS, {"trained_on": learnt})


def main() -> None:
    """Run the model, train, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prose", type=Path, help="folder of clean prose in the public domain")
    parser.add_argument("--pairs", type=Path, required=True, help="file with pairs of wrong and right sentences")
    parser.add_argument("--history", type=Path, required=True, help="file with pairs from the history of documents")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is kept between runs")
    parser.add_argument("--out", type=Path, default=Path(probe.__file__).with_name("probe.safetensors"))
    parser.add_argument(
        "--hold-out",
        type=int,
        nargs="?",
        const=0,
        choices=range(HELD_OUT),
        help="keep every third pair, from this one on, out of the training",
    )
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    try:
        Prose(options.prose)
        read_pairs(options.pairs)
        read_pairs(options.history)
    except OSError as error:
        sys.exit(f"train_probe: {error}")
    shape = Shape()
    files = {"prose": options.prose, "pairs": options.pairs, "history": options.history}
    run = partial(run_model, files=files, work=options.work, layers=shape.layers)
    # Unlike a Pool, this raises an error when a process is killed.
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        list(pool.map(run, range(options.processes), repeat(options.processes)))
    fit(options.work, options.out, shape, options.hold_out)


if __name__ == "__main__":
    main()
