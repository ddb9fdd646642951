"""Hostile texts on every surface of the real program: nothing of them reaches the terminal.

`python -m benchmarks.bad_inputs` goes through the surfaces with each class by itself, and through many more documents.
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
        # The markup is what is looked for on each surface, just as it is.
        MARKUP + "".join(text for name, text in CLASSES.items() if name.startswith(_SOME)),
        CLASSES["separators and selectors"] + CLASSES["C0"],  # a letter first, and blanks that are no spaces
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


def test_random_documents(home: Path) -> None:
    assert hostile_run.findings_in_documents(home, range(20)) == []
