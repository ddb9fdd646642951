"""Checks that the ranges in a message are possible in some text. Each function raises ValueError if not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from scoring.protocol.values import Stretch

_REACH = 1_000
"""How many code points an edit of a word, and its flag, may extend past the word: when it joins the next one."""


class Placed(Protocol):
    """Anything in a message that has the code points [start, end)."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def need_range(start: int, end: int) -> None:
    """Require that [start, end) does not end before it begins."""
    if start > end:
        raise ValueError(f"[{start}, {end}) ends before it begins")


def need_ascending(changes: Iterable[Placed]) -> None:
    """Require that `changes` ascend and are disjoint."""
    reached = 0
    for change in changes:
        if not reached <= change.start <= change.end:
            raise ValueError(f"the change of [{change.start}, {change.end}) does not ascend")
        reached = change.end


def need_stretches(stretches: Iterable[Stretch], start: int, end: int | None) -> None:
    """Require that `stretches` ascend, are disjoint, and are in [start, end)."""
    reached = start
    for low, high in stretches:
        if not reached <= low < high or (end is not None and high > end):
            raise ValueError(f"the stretch [{low}, {high}) does not ascend from {reached}")
        reached = high


def need_text(start: int, end: int) -> None:
    """Require that [start, end) holds text."""
    if start >= end:
        raise ValueError(f"no text is at [{start}, {end})")


def need_ordered(words: Iterable[Placed], start: int, end: int) -> None:
    """Require that `words` ascend, are disjoint, and are in [start, end)."""
    reached = start
    for word in words:
        if not reached <= word.start < word.end <= end:
            raise ValueError(f"the word at [{word.start}, {word.end}) does not ascend in [{start}, {end})")
        reached = word.end


def need_near(items: Iterable[Placed], start: int, end: int) -> None:
    """Require that flags, edits or tokens belong to [start, end); they may extend a little past it."""
    for item in items:
        if not start - _REACH <= item.start <= item.end <= end + _REACH:
            raise ValueError(f"the item at [{item.start}, {item.end}) does not belong to [{start}, {end})")
