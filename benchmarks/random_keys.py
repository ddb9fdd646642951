"""Presses random keys in the real program for a given time, and prints how many and what went wrong.

    python -m benchmarks.random_keys --minutes 60

Commands, pastes, clicks and resizes are mixed in, see `tests/suites/random_keys.py`. Every walk has its own seed:
`--seed N` begins with seed N.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

from tests import idle
from tests.suites.random_keys import failure


def walks(first: int, step: int, seconds: float) -> tuple[int, list[str]]:
    """Walk for `seconds`, starting with the seed `first`; return the number of steps, and what went wrong."""
    idle.install()
    steps, wrong, end = 0, [], time.monotonic() + seconds
    for seed in _until(end, first, step):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
                os.environ[name] = f"{folder}/{name}"
            done, what = failure(seed, Path(folder))
        steps += done
        if what is not None:
            wrong.append(what)
            print(what, file=sys.stderr, flush=True)
    return steps, wrong


def _until(end: float, first: int, step: int) -> Iterator[int]:
    for seed in count(first, step):
        if time.monotonic() > end:
            return
        yield seed


def main() -> int:
    """Print the counts; return 1 if something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    work = partial(walks, step=options.processes, seconds=60 * options.minutes)
    with ProcessPoolExecutor(options.processes) as pool:
        found = list(pool.map(work, range(options.seed, options.seed + options.processes)))
    wrong = [what for _, some in found for what in some]
    print(f"{sum(steps for steps, _ in found):,} steps, {len(wrong)} walks went wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
