"""The editor survives and shows nothing false, whatever its worker does; `benchmarks.protocol_faults` tries more."""

from __future__ import annotations

from pathlib import Path

from tests.suites.worker_faults import run_worker_faults


def test_whatever_the_worker_does_the_writer_can_keep_writing(home: Path) -> None:
    counts, failures = run_worker_faults(range(40), 6)
    assert failures == []
    assert counts.total() > 40
