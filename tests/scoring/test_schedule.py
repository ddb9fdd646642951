"""The order of work: the edited sentence, then the screen, then the text after it, then the rest."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.model.model import Model
from scoring.schedule import Rest, ScoreSoon, Settle, TryEdits, most_wanted
from scoring.session import Session
from tests.scoring.models import PROSE


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


def test_the_order_of_work_while_someone_writes(tiny_llama: Model) -> None:
    session = Session(tiny_llama, PROSE * 2, max_length=32, stride=16)
    session.focus(0, 60)
    place = session.text.index("By noon", len(PROSE))
    for sentence in ("It were late. ", "He go home. "):
        session.edit(place, place, sentence)
        place += len(sentence)
    jobs = []
    while (job := session.schedule.next_job()) is not None:
        jobs.append(job)
        assert session.run(job)
    # Text whose scores change later is judged again.
    kinds = list(dict.fromkeys((type(job), job.rest, job.blocks_others) for job in jobs))
    assert kinds == [
        (ScoreSoon, Rest.QUIET, False),  # the sentence being written; later the focus, and the other sentence
        (TryEdits, Rest.PAUSE, True),  # edits in it
        (TryEdits, Rest.PAUSE, False),  # edits in the other sentence just written
        (TryEdits, Rest.LONG, False),  # edits in the focus
        (Settle, Rest.LONG, False),  # the rest of the document
    ]
    soon = [job.rest for job in jobs].index(Rest.LONG)
    assert not any(isinstance(job, ScoreSoon) for job in jobs[soon:])
    assert isinstance(jobs[-1], TryEdits)
    assert not session.has_work
    assert session.settled_tokens == len(session.tokens)


def test_at_leisure_the_focus_comes_first(tiny_llama: Model) -> None:
    session = Session(tiny_llama, PROSE * 2, max_length=32, stride=16)
    session.focus(0, 60)
    kinds = []
    while (job := session.schedule.next_step()) is not None:
        kinds.append(type(job))
        session.run(job)
    order = [kind for kind, _ in groupby(kinds)]
    assert order[0] is ScoreSoon
    assert Settle in kinds[kinds.index(TryEdits) :], "edits where the writer looks come before scores elsewhere"
    assert order[-1] is TryEdits
    assert session.schedule.next_step(soon=True) is None
