"""The worker answers, or ends with one line, whatever an editor sends; `benchmarks.protocol_faults` tries much more."""

from __future__ import annotations

from pathlib import Path

from scoring.model.model import load_model
from tests.suites.editor_faults import run_editor_faults


def test_whatever_the_editor_sends_the_worker_reports_nothing_false(tiny_llama_dir: Path) -> None:
    _, failures = run_editor_faults(load_model(str(tiny_llama_dir), dtype="float32"), range(40), 8)
    assert failures == []
