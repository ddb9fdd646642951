"""What is scored first: the edited sentence, then the screen, then what follows, then the rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.schedule import most_wanted


def unsettled(pattern: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([character == "x" for character in pattern], np.bool_)


@pytest.mark.parametrize(
    ("pattern", "ranges", "wanted"),
    [
        ("..x.x.x..x", [(4, 6), (6, 8)], (4, 6)),
        ("..x...x..x", [(4, 6), (6, 8)], (6, 8)),
        ("..x......x", [(4, 6), (6, 8)], (9, 10)),
        ("..x.......", [(4, 6), (6, 8)], (2, 10)),
        ("..........", [(4, 6), (6, 8)], None),
        ("..x.......", [(10, 10)], (2, 10)),
        ("..x.......", [(5, 5)], (2, 10)),
        (".x........", [], (1, 10)),
        ("", [(0, 0)], None),
    ],
)
def test_the_most_wanted_token(pattern: str, ranges: list[tuple[int, int]], wanted: tuple[int, int] | None) -> None:
    assert most_wanted(unsettled(pattern), ranges) == wanted


@given(pattern=st.text("x.", max_size=40), ranges=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_nothing_unsettled_is_ever_forgotten(pattern: str, ranges: list[tuple[int, int]]) -> None:
    inside = [(min(a, b, len(pattern)), min(max(a, b), len(pattern))) for a, b in ranges]
    wanted = most_wanted(unsettled(pattern), inside)
    if "x" not in pattern:
        assert wanted is None
    else:
        assert wanted is not None
        token, past = wanted
        assert pattern[token] == "x"
        assert token < past <= len(pattern)
