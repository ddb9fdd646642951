"""The flags that an editor ends up with after a series of reports."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from scoring.model.model import Model
from scoring.protocol import Scores
from scoring.session import Session


def merged(scores: Iterable[Scores]) -> dict[tuple[int, int], float]:
    """Return the flags that an editor finally shows: each message replaces those in its range."""
    known: dict[tuple[int, int], float] = {}
    for message in scores:
        touched = [span for span in known if span[0] < message.end and span[1] > message.start]
        for span in touched:
            del known[span]
        known |= {(flag.start, flag.end): flag.strength for flag in message.flags}
    return known


def assert_flags(found: dict[tuple[int, int], float], model: Model, text: str) -> None:
    """Assert that `found` are the flags of a session that had this text from the start."""
    session = Session(model, text, max_length=32, stride=16)
    session.settle()
    expected = {(flag.start, flag.end): flag.strength for flag in session.flags(0.0)}
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected, abs=1e-3)
