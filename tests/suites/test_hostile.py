"""Hostile texts on every surface of the real program: none of them reaches the terminal.

`test_bad_inputs` shows random documents; `python -m benchmarks.bad_inputs` tries each class by itself on every surface,
and many more documents.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.suites import hostile_run
from tests.suites.hostile_texts import CLASSES, MARKUP

_SOME = ("SGR", "OSC 52", "DCS", "C1 in UTF-8", "bidi", "tag")


@pytest.mark.parametrize(
    "hostile",
    [
        # The markup must be on each surface, exactly as it is.
        MARKUP + "".join(text for name, text in CLASSES.items() if name.startswith(_SOME)),
        CLASSES["separators and selectors"] + CLASSES["C0"],  # a letter first, and blanks that aren't spaces
    ],
    ids=["many", "blanks"],
)
def test_on_the_screen(home: Path, hostile: str) -> None:
    run = hostile_run.HostileRun(home, hostile)
    assert run.findings() == []


@pytest.mark.parametrize("marker", ["option", "reason", "theme", "model"])
def test_in_lines(home: Path, marker: str) -> None:
    hostile = CLASSES["OSC 0 and 2, title"] + CLASSES["bidi controls"]
    verb = next(verb for verb in hostile_run.verbs(home, hostile) if verb.marker == marker)
    assert hostile_run.findings_of(home, verb) == []
