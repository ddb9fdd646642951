"""Hostile texts on every surface of the real program, and random documents full of control characters.

Everything that the program writes to its pseudo-terminal is held against the grammar of `tests.e2e.terminal_grammar`.
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

_AT_ONCE = 50  # documents in one run of the program


def run(count: int, seed: int = 0) -> list[tuple[str, int, int]]:
    """Try everything, with `count` random documents, whose seeds count from `seed`; of the classes only the first ones
    where they are few.

    Returns:
        (what, tried, failed) for each kind of input. What failed is printed on standard error.
    """
    classes = dict(islice(CLASSES.items(), max(1, count // 100)))
    return [_surfaces(classes), _verbs(classes), _documents(count, seed)]


def _surfaces(classes: Mapping[str, str]) -> tuple[str, int, int]:
    """Each class by itself on every surface of the screen."""
    tried = failed = 0
    for name, hostile in classes.items():
        with _home() as home:
            surfaces = HostileRun(home, hostile)
            failed += _told(name, surfaces.findings())
        tried += len(surfaces.surfaces)
    return "hostile text, class by class on the surfaces of the screen", tried, failed


def _verbs(classes: Mapping[str, str]) -> tuple[str, int, int]:
    """Each class by itself in what the verbs without a screen print."""
    tried = failed = 0
    with _home() as model:
        save_tiny_llama(model)
        for name, hostile in classes.items():
            with _home() as home:
                for verb in verbs(home, hostile, model):
                    tried += 1
                    failed += _told(name, findings_of(home, verb))
    return "hostile text, class by class in the output of verbs on a terminal", tried, failed


def _documents(count: int, seed: int) -> tuple[str, int, int]:
    failed = 0
    for start in range(seed, seed + count, _AT_ONCE):
        seeds = range(start, min(start + _AT_ONCE, seed + count))
        with _home() as home:
            failed += _told(f"documents {seeds.start} to {seeds.stop - 1}", findings_in_documents(home, seeds))
    return "random documents full of control characters", count, failed


def _told(what: str, found: list[str]) -> bool:
    """Whether there are findings; they are printed."""
    for finding in found:
        print(f"{what}: {finding}", file=sys.stderr)
    return bool(found)


@contextmanager
def _home() -> Iterator[Path]:
    """An empty directory."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
