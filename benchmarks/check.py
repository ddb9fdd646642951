"""Measures the cost of `logprose check`, compared with an earlier build.

    python -m benchmarks.check --before OLD/.venv/bin/python --words 1000 --rounds 3

Both check the same text in turn; the medians of wall time and CPU time are compared.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from scoring.verbs.clean_prose import clean_prose


def cost(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; return its wall time and CPU time in seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    # Each run gets a new home directory, so that no kept results help. Exit status 1 means that something was found.
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, env=os.environ | {"XDG_STATE_HOME": home}, check=False
        )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} exits with {done.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, spent


def main() -> None:
    """Check the text with both builds in turn and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", required=True, help="the Python of the earlier build's environment")
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    prose = "\n\n".join(clean_prose())
    text = " ".join(prose.split(" ")[: options.words])
    costs: dict[str, list[tuple[float, float]]] = {options.before: [], sys.executable: []}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "draft.md")
        path.write_text(text, encoding="utf-8")
        for _ in range(options.rounds):
            for python, found in costs.items():
                found.append(cost((python, "-P", "-m", "editor.cli", "check", str(path))))
    print(f"load {os.getloadavg()[0]:.1f}; {len(text.split())} words, {options.rounds} rounds in turns; medians")
    (wall, spent), (new_wall, new_spent) = (
        (statistics.median(one for one, _ in found), statistics.median(other for _, other in found))
        for found in costs.values()
    )
    print(f"before   {wall:6.1f} s  {spent:6.1f} s of CPU")
    print(f"now      {new_wall:6.1f} s  {new_spent:6.1f} s of CPU")
    print(f"ratio    {new_wall / wall:6.2f}    {new_spent / spent:6.2f}")


if __name__ == "__main__":
    main()
