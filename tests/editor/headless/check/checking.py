"""`logprose check` with a worker that has no model."""

from __future__ import annotations

import sys

from editor import cli
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"
TEXT = "Every 漢字 grammar is so.\n\nA `codewords` of misspelt\n"


def check(*arguments: str, worker: str = "score") -> int:
    """Return the exit status with a worker that has no model."""
    options = cli.parse(["check", *arguments])
    status: int = options.run(options, (sys.executable, str(_FAKE), ".", worker))
    return status
