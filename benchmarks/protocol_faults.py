"""Runs an editor with a misbehaving worker, and a worker with a misbehaving editor.

They send delayed, doubled, reordered, truncated, oversized and impossible messages and NaNs, fall silent, and die.

    TEXTUAL_FPS=5 python -m benchmarks.protocol_faults [--seeds 1000]

Prints how often each fault was tried and, for each seed that failed, how. The variable avoids drawing between two
steps: with it, a seed takes half a second of CPU time on either side.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from scoring.model.model import load_model
from scoring.model.processor import use_threads
from tests.scoring.models import save_tiny_llama
from tests.suites.editor_faults import run_editor_faults
from tests.suites.worker_faults import run_worker_faults

STEPS = 100
"""Steps per seed."""

_Tried = tuple[str, Counter[str], list[str]]


def tried(seeds: range) -> tuple[_Tried, _Tried]:
    """Try the seeds on both sides. Returns for each: what was tried, how often each fault was tried, and the
    failures."""
    with tempfile.TemporaryDirectory() as place:
        own = {f"XDG_{kind}_HOME": f"{place}/{kind}" for kind in ("CONFIG", "STATE", "DATA")}
        with patch.dict(os.environ, own):
            worker = run_worker_faults(seeds, STEPS)
        use_threads(1)
        model = load_model(str(save_tiny_llama(Path(place) / "model")), dtype="float32")
        editor = run_editor_faults(model, seeds, STEPS)
    return ("misbehaving worker, with a writer at the editor", *worker), ("misbehaving editor", *editor)


def run(count: int) -> list[tuple[str, int, int]]:
    """Try `count` seeds of 100 steps on both sides. Returns (what, steps, failed seeds) for each."""
    return [(what, count * STEPS, len(failures)) for what, _, failures in tried(range(count))]


def main() -> int:
    """Print what was tried. Returns 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1000, help=f"number of seeds, of {STEPS} steps each")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    sides = tried(range(options.first, options.first + options.seeds))
    for what, counts, failures in sides:
        print(f"{what}: {options.seeds:,} seeds, {options.seeds * STEPS:,} steps, {len(failures)} failed")
        print("  " + "; ".join(f"{name} {number:,}" for name, number in counts.most_common()))
        for failure in failures:
            print(f"  {failure}")
    return 1 if any(failures for _, _, failures in sides) else 0


if __name__ == "__main__":
    sys.exit(main())
