"""An editor whose worker does anything, and a worker whose editor does: delayed, doubled, reordered, truncated,
oversized and impossible messages, numbers that are none, silence, death.

    TEXTUAL_FPS=5 python -m benchmarks.protocol_faults [--seeds 1000]

Says what was done how often, and for each seed that failed, how. The variable spares what is drawn between two steps:
with it a seed takes half a second of processor time, either way.
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
"""For each seed."""

_Tried = tuple[str, Counter[str], list[str]]


def tried(seeds: range) -> tuple[_Tried, _Tried]:
    """What was tried from either side, what was done how often, and what failed."""
    with tempfile.TemporaryDirectory() as place:
        own = {f"XDG_{kind}_HOME": f"{place}/{kind}" for kind in ("CONFIG", "STATE", "DATA")}
        with patch.dict(os.environ, own):
            worker = run_worker_faults(seeds, STEPS)
        use_threads(1)
        model = load_model(str(save_tiny_llama(Path(place) / "model")), dtype="float32")
        editor = run_editor_faults(model, seeds, STEPS)
    return ("worker that does anything, beside a writer", *worker), (
        "editor that says anything, to the worker",
        *editor,
    )


def run(count: int) -> list[tuple[str, int, int]]:
    """Either side with `count` seeds of 100 steps: what was tried, in how many steps, how many seeds failed."""
    return [(what, count * STEPS, len(failures)) for what, _, failures in tried(range(count))]


def main() -> int:
    """Print what was done; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1000, help=f"of {STEPS} steps each")
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
