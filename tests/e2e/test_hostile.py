"""Hostile texts on every surface of the real program: nothing of them reaches the terminal.

`python -m benchmarks.bad_inputs` goes through the surfaces with each class by itself, and through thousands of documents.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e import hostile_run
from tests.e2e.hostile_texts import CLASSES, document
from tests.e2e.terminal_grammar import findings

_SOME = ("SGR", "CSI, cursor", "CSI, alt", "OSC 0", "OSC 52", "DCS", "APC", "C1 in", "bidi", "zero", "tag")


def test_on_the_screen(home: Path) -> None:
    hostile = "".join(text for name, text in CLASSES.items() if name.startswith(_SOME))
    run = hostile_run.HostileRun(home, hostile)
    assert run.findings() == []
