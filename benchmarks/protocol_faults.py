"""An editor whose worker does anything, and a worker whose editor does: delayed, doubled, reordered, truncated,
oversized, impossible messages, numbers that are none, silence, death; 100 steps for each seed.

    python -m benchmarks.protocol_faults [--seeds 1000]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from benchmarks.bad_input import Row, print_rows

_STEPS = 100


def run(count: int) -> list[Row]:
    """Both sides with `count` seeds each.

    Returns:
        What was tried, how many steps of how many seeds, and in how many of the seeds something was not as it must be.
    """
    from scoring.model import load_model
    from tests.editor.worker_faults import run_worker_faults
    from tests.scoring.editor_faults import run_editor_faults
    from tests.scoring.models import save_tiny_llama

    with tempfile.TemporaryDirectory() as place:
        home = {f"XDG_{kind}_HOME": f"{place}/{kind}" for kind in ("CONFIG", "STATE", "DATA")}
        with patch.dict(os.environ, home):
            worker = _failed(count, lambda seeds: run_worker_faults(seeds, _STEPS))
        model = load_model(str(save_tiny_llama(Path(place) / "model")), dtype="float32")
        editor = _failed(count, lambda seeds: run_editor_faults(model, seeds, _STEPS))
    return [
        ("steps of a faulty worker, while somebody writes", count * _STEPS, worker),
        ("steps of a faulty editor, to a worker", count * _STEPS, editor),
    ]
