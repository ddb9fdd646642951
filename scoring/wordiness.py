"""Wordings that could be shorter: "in order to" for "to". Surprisal cannot see them, for they are what everyone writes;
so rules find them, in the text alone.

`Shortener` is what a session asks; `scoring.english_wordiness` answers it for English. Another language needs another
class of the same method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from scoring.passages import Passage

LEAST_SURE = 4.6
"""Strength from which on a good editor would surely change it, in nats: it is underlined at the default threshold."""
CAP = 6.0
"""No shortening is as strong as this, so that the strict setting shows none."""

_COMPANY, _MOST_COMPANY = 0.03, 8
"""Strength for each other shortening in the same passage, up to so many: an editor cuts sooner where there is much to
cut."""
_LENGTH, _MIDDLING = 0.2, 20
"""Strength for the length of the passage, at most, and the words in one of middling length, which get half of it."""


@dataclass(frozen=True, slots=True)
class Shortening:
    """A wording and a shorter one for it.

    Attributes:
        start, end: the code points that say little for their length.
        edit_start, edit_end: the code points that the replacements replace: a blank beside them too, mostly, or an
            article that has to change.
        replacements: the best one first; empty where the words can be left out.
        strength: how sure it is that a good editor would do it, in nats as the strength of other flags; less than CAP.
        reason: one line in plain words.
    """

    start: int
    end: int
    edit_start: int
    edit_end: int
    replacements: tuple[str, ...]
    strength: float
    reason: str

    def moved(self, distance: int) -> Shortening:
        return replace(
            self,
            start=self.start + distance,
            end=self.end + distance,
            edit_start=self.edit_start + distance,
            edit_end=self.edit_end + distance,
        )


class Shortener(Protocol):
    """A language's wordings that could be shorter."""

    def shortenings(self, text: str) -> list[Shortening]:
        """Those of a text of about a sentence, in order; none touches another."""


class Wordiness:
    """The shortenings of a document's passages, found once for each wording of a passage.

    Args:
        shortener: gives that of the language; asked for when it is needed first.
    """

    def __init__(self, shortener: Callable[[], Shortener]) -> None:
        self._shortener = shortener
        self._found: dict[str, list[Shortening]] = {}

    def overlapping(self, text: str, passages: Iterable[Passage], start: int, end: int) -> list[Shortening]:
        """The shortenings in these passages of a text that overlap [start, end), in order."""
        return [
            shortening.moved(passage.start)
            for passage in passages
            for shortening in self.of(text[passage.start : passage.end])
            if shortening.start + passage.start < end and shortening.end + passage.start > start
        ]

    def of(self, passage: str) -> list[Shortening]:
        """The shortenings of a passage's text, places counted from its beginning."""
        found = self._found.get(passage)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[passage] = _weighed(self._shortener().shortenings(passage), len(passage.split()))
        return found


_REMEMBERED = 20_000
"""Passages whose shortenings are remembered: those of a long book."""


def _weighed(found: list[Shortening], words: int) -> list[Shortening]:
    """The same, each the stronger the more there are and the longer their passage is, in words: what is short need
    not be cut. What is not sure stays below what is, all below CAP."""
    more = _COMPANY * min(len(found) - 1, _MOST_COMPANY)
    length = words / (words + _MIDDLING)
    return [
        replace(
            one,
            strength=min(one.strength + more + _LENGTH * length, CAP - 0.01)
            if one.strength >= LEAST_SURE
            else min(one.strength * (0.5 + length) + more, LEAST_SURE - 0.01),
        )
        for one in found
    ]
