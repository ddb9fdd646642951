"""Programs started by tests keep their priority, unlike the worker, which lowers its own for a writer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.terminal import environment

CODE = "import os; os.nice(5); print(os.getpriority(os.PRIO_PROCESS, 0))"


def test_a_started_program_has_the_same_priority_as_the_tests(home: Path) -> None:
    for variables in (None, environment(home)):
        done = subprocess.run([sys.executable, "-P", "-c", CODE], env=variables, capture_output=True, check=True)
        assert int(done.stdout) == os.getpriority(os.PRIO_PROCESS, 0)
