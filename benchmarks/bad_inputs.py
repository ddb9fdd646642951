"""Tries every kind of bad input and prints a Markdown table with the counts.

    python -m benchmarks.bad_inputs [--quick]

The full counts take hours, `--quick` takes a minute. docs/reliability.md has the table between two
markers, and `tests/suites/test_bad_inputs.py` compares its kinds with those of the quick run.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

Row = tuple[str, int, int]
"""The kind of input, how often it was tried, and how often it failed: something was lost, accepted or wrong."""

BEGIN, END = "<!-- bad inputs: python -m benchmarks.bad_inputs -->", "<!-- /bad inputs -->"


class Part(NamedTuple):
    """A module with `run(count) -> list[Row]`, and the counts for it."""

    module: str
    full: int
    quick: int

    def run(self, *, quick: bool) -> list[Row]:
        """Try the full count, or with `quick` a little of everything."""
        found: list[Row] = importlib.import_module(self.module).run(self.quick if quick else self.full)
        return found


PARTS = (
    Part("benchmarks.reliability", 200, 1),
    Part("benchmarks.bytes", 20_000, 200),
    Part("benchmarks.hostile", 5_000, 20),
    Part("benchmarks.mutants", 1_000, 4),
    Part("benchmarks.protocol_faults", 1_000, 3),
)


def table(found: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of the Markdown table."""
    yield "| Bad input | tried | failed |"
    yield "| --- | ---: | ---: |"
    for what, tried, failed in found:
        yield f"| {what} | {tried:,} | {failed:,} |"


def kinds(lines: Iterable[str]) -> list[str]:
    """Return the first column of a table's rows."""
    cells = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    return cells[2:]


def main() -> int:
    """Print the table. Returns 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="try a little of everything")
    found: list[Row] = []
    quick = parser.parse_args().quick
    for line in table(_noted(chain.from_iterable(part.run(quick=quick) for part in PARTS), found)):
        print(line, flush=True)
    return 1 if any(failed for _, _, failed in found) else 0


def _noted(some: Iterable[Row], found: list[Row]) -> Iterator[Row]:
    for row in some:
        found.append(row)
        yield row


if __name__ == "__main__":
    sys.exit(main())
