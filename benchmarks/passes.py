"""Measures passes of a few tokens, as each keystroke needs them, compared with an earlier build.

    python -m benchmarks.passes --before OLD/.venv/bin/python --rounds 3

Each pass runs some tokens after 300 others, in the layers alone, without the output layer. Both builds run in turn,
each round in a process of its own; the medians are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys

COUNTS = (4, 8, 16, 32, 64, 128, 256)
_RUN = """
import json, statistics, sys, time
import torch
import scoring
dtype, threads, counts = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
torch.set_num_threads(threads)
model = scoring.load_model("default", dtype)
ids, places, found = torch.arange(1000, 1600), torch.arange(600), []
storage = model.trunk.new_storage(1024)
model.trunk.forward(ids[:300], places[:300], storage, 0, None)
for count in counts:
    times = []
    for _ in range(15):
        begun = time.perf_counter()
        model.trunk.forward(ids[300 : 300 + count], places[300 : 300 + count], storage, 300, None)
        times.append(time.perf_counter() - begun)
    found.append(1000 * statistics.median(times))
print(json.dumps(found))
"""


def times(python: str, dtype: str, threads: int) -> list[float]:
    """Return how long passes of `COUNTS` tokens take with a build's Python, in ms."""
    command = (python, "-P", "-c", _RUN, dtype, str(threads), json.dumps(COUNTS))
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: list[float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Run both builds in turn and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", required=True, help="the Python of the earlier build's environment")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, {options.threads} thread(s), {options.rounds} rounds in turns; ms, medians")
    print(f"{'tokens':16}" + "".join(f"{count:8}" for count in COUNTS))
    for dtype in ("float32", "bfloat16"):
        rounds = [
            [times(python, dtype, options.threads) for python in (options.before, sys.executable)]
            for _ in range(options.rounds)
        ]
        before, now = (
            [statistics.median(one) for one in zip(*(pair[build] for pair in rounds), strict=True)] for build in (0, 1)
        )
        for name, row in (("before", before), ("now", now)):
            print(f"{dtype} {name:7}" + "".join(f"{value:8.1f}" for value in row))
        print(f"{'ratio':16}" + "".join(f"{new / old:8.2f}" for old, new in zip(before, now, strict=True)), flush=True)


if __name__ == "__main__":
    main()
