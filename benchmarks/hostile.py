"""Shows hostile texts on every surface of the real program, and random documents full of control characters.

Everything that the program writes to its pseudo-terminal is checked against the grammar in
`tests.e2e.terminal_grammar`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from tests.scoring.models import save_tiny_llama
from tests.suites.hostile_run import HostileRun, findings_in_documents, findings_of, verbs
from tests.suites.hostile_texts import CLASSES

_AT_ONCE = 50
"""Documents in one run of the program."""


def run(count: int, seed: int = 0) -> list[tuple[str, int, int]]:
    """Try everything, with `count` random documents, seeded from `seed` on. A small `count` tries fewer classes too.

    Returns:
        (what, tried, failed) for each kind of input. Failures are printed on standard error.
    """
    classes = dict(islice(CLASSES.items(), max(1, count // 100)))
    return [_surfaces(classes), _verbs(classes), _documents(count, seed)]


def _surfaces(classes: Mapping[str, str]) -> tuple[str, int, int]:
    """Try each class separately on every surface of the screen."""
    tried = failed = 0
    for name, hostile in classes.items():
        with _home() as home:
            surfaces = HostileRun(home, hostile)
            failed += _told(name, surfaces.findings())
        tried += len(surfaces.surfaces)
    return "hostile text on each surface of the screen, by class", tried, failed


def _verbs(classes: Mapping[str, str]) -> tuple[str, int, int]:
    """Try each class separately in the output of the verbs without a screen."""
    tried = failed = 0
    with _home() as model:
        save_tiny_llama(model)
        for name, hostile in classes.items():
            with _home() as home:
                for verb in verbs(home, hostile, model):
                    tried += 1
                    failed += _told(name, findings_of(home, verb))
    return "hostile text in the terminal output of each verb, by class", tried, failed


def _documents(count: int, seed: int) -> tuple[str, int, int]:
    failed = 0
    for start in range(seed, seed + count, _AT_ONCE):
        seeds = range(start, min(start + _AT_ONCE, seed + count))
        with _home() as home:
            failed += _told(f"documents {seeds.start} to {seeds.stop - 1}", findings_in_documents(home, seeds))
    return "random documents full of control characters", count, failed


def _told(what: str, found: list[str]) -> bool:
    """Print the findings; return True if there are any."""
    for finding in found:
        print(f"{what}: {finding}", file=sys.stderr)
    return bool(found)


@contextmanager
def _home() -> Iterator[Path]:
    """Provide an empty directory."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
