"""Old snapshots are thinned out; the first and last stay."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from editor.snapshots.thinning import outlived

_DAY = 86_400.0


def _left(times: list[float], now: float) -> list[float]:
    gone = outlived(times, now)
    return [time for index, time in enumerate(times) if index not in gone]


@given(st.lists(st.floats(0, 400 * _DAY), max_size=80), st.floats(0, 50 * _DAY))
def test_the_ends_and_the_last_hour_stay_and_thinning_again_changes_nothing(ages: list[float], later: float) -> None:
    now = 2_000_000_000.0
    times = [now - age for age in ages]
    left = _left(times, now)
    if not times:
        return
    assert {min(times), max(times)} <= set(left)
    assert {time for time in times if now - time <= 3600} <= set(left)
    assert outlived(left, now) == set()
    again = _left(left, now + later)
    assert {min(times), max(times)} <= set(again)


def test_a_year_of_steady_work_leaves_some_hundred() -> None:
    now = 2_000_000_000.0
    times = [now - 600 * step for step in range(365 * 144)]
    left = sorted(now - time for time in _left(times, now))
    assert 300 < len(left) < 450
    apart = [later - earlier for earlier, later in pairwise(left)]
    assert max(apart[:100]) <= 1200
    assert max(apart) <= 14 * _DAY
