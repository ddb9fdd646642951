"""Several thousand random keys in the real program; `python -m benchmarks.random_keys` runs for any length of time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.suites.random_keys import failure

_WALKS, _PARTS = 48, 8


@pytest.mark.parametrize("part", range(_PARTS))
def test_whatever_a_writer_presses_the_program_keeps_its_promises(part: int, home: Path) -> None:
    found = [failure(seed, home) for seed in range(part, _WALKS, _PARTS)]
    assert [what for _, what in found if what is not None] == []
    assert sum(steps for steps, _ in found) > 200
