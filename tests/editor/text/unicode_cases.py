"""Unicode's own break tests, and walks from one stop to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import SupportsIndex

import pytest
from hypothesis import strategies as st

from tests.project import SHARED

UNICODE_TESTS = SHARED / "unicode"

# Characters that the rules for words and clusters treat differently, and some that they don't.
RULED = st.text(
    st.sampled_from(
        "aZé1 '\".:,_-\t\r\n"
        "\u0308\u200d\u200c\u00ad\u2060\u05d0\u05d1\u30a2\u3042漢ก\u0e33\u0600Ⓜ👨🏽❤🇩🇪한\u1100\u0915\u094d"
    ),
    max_size=14,
)


def unicode_cases(name: str) -> list[tuple[str, list[int]]]:
    """Return the texts of a Unicode break test and the offsets of their boundaries, including both ends."""
    path = UNICODE_TESTS / name
    if not path.exists():
        pytest.skip(f"Unicode's {name} is not next to the checkout: its cases were skipped")
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if marks := line.partition("#")[0].split():
            code_points = [chr(int(mark, 16)) for mark in marks[1::2]]
            cases.append(("".join(code_points), [i for i, mark in enumerate(marks[::2]) if mark == "÷"]))
    return cases


def forward(step: Callable[[int], int], end: int) -> list[int]:
    """Return the stops of `step` from 0 to `end`, both included; every step must advance."""
    stops = [0]
    while stops[-1] < end:
        stops.append(step(stops[-1]))
        assert stops[-2] < stops[-1] <= end
    return stops


def backward(step: Callable[[int], int], end: int) -> list[int]:
    """Return the stops of `step` from `end` to 0, both included, in ascending order; every step must advance."""
    stops = [end]
    while stops[-1] > 0:
        stops.append(step(stops[-1]))
        assert stops[-2] > stops[-1] >= 0
    return stops[::-1]


def with_stops(text: str, stops: list[int]) -> str:
    """Return the text with a | at every stop except the start of the walk."""
    return "".join(("|" if i in stops else "") + c for i, c in enumerate(text)) + "|" * (len(text) in stops)


class WatchedText(str):
    """Records the lowest and highest offset requested."""

    __slots__ = ("seen",)
    seen: list[int]

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        if isinstance(key, slice):
            self.seen += [key.start, key.stop]
        else:
            self.seen.append(int(key))
        return super().__getitem__(key)

    def find(self, sub: str, start: SupportsIndex | None = None, end: SupportsIndex | None = None, /) -> int:
        self.seen += [int(start or 0), len(self) if end is None else int(end)]
        return super().find(sub, start, end)

    def rfind(self, sub: str, start: SupportsIndex | None = None, end: SupportsIndex | None = None, /) -> int:
        self.seen += [int(start or 0), len(self) if end is None else int(end)]
        return super().rfind(sub, start, end)
