"""Which snapshots stay: the older, the further apart."""

from __future__ import annotations

from collections.abc import Sequence

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_STEPS: tuple[tuple[float, float], ...] = (
    (_HOUR, 0),  # of the last hour, all
    (_DAY, 10 * _MINUTE),
    (7 * _DAY, _HOUR),
    (60 * _DAY, _DAY),
    (float("inf"), 7 * _DAY),
)
"""Pairs: an age in seconds, and the interval in seconds of which one snapshot is kept up to that age."""


def outlived(times: Sequence[float], now: float) -> set[int]:
    """Return the indices of the snapshots to drop: in each stretch of time, all but the newest.

    The oldest and the newest of all stay. Intervals are counted from a fixed time, so that thinning again later keeps
    the same snapshots.

    Args:
        times: when they were taken, in seconds since 1970.
        now: the present time.
    """
    newest = dict[tuple[float, float], int]()
    gone = set[int]()
    for index in sorted(range(len(times)), key=lambda index: times[index]):
        every = next(every for age, every in _STEPS if now - times[index] <= age)
        if every:
            stretch = (every, times[index] // every)
            if stretch in newest:
                gone.add(newest[stretch])
            newest[stretch] = index
    return gone.difference({times.index(min(times)), times.index(max(times))} if times else ())
