"""Wordings that could be shorter: "in order to" for "to". Surprisal cannot see them, for they are what everyone writes;
so rules find them, in the text alone.

`Shortener` is what a session asks; `scoring.language.english_wordiness` answers it for English. Another language needs
another class of the same method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from scoring.language.passages import Passage

LEAST_SURE, CAP = 4.6, 6.0
"""What a good editor would surely change has a strength of at least the one and less than the other, in nats: it is
underlined at the default threshold, and never in the strict setting."""

_COMPANY, _MOST_COMPANY = 0.05, 8
"""By how much each other shortening in a passage makes one stronger, and how many count: an editor cuts sooner where
there is much to cut."""
_MIDDLING = 20
"""Words in a passage of middling length. In a longer one a shortening is stronger: what is short need not be cut."""
_LARGEST = 0.25
"""Nats that company and length may add to what is underlined at all."""


@dataclass(frozen=True, slots=True)
class Shortening:
    """A wording and a shorter one for it.

    Attributes:
        start, end: the code points that say little for their length: what is flagged.
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
    """The same, stronger by their company and by the length of their passage, in words: those that only put passages
    in order by a factor, the others by so little that they stay what they are."""
    more = _COMPANY * min(len(found) - 1, _MOST_COMPANY) + 0.6 * words / (words + _MIDDLING)  # from 0 to 1
    return [
        replace(one, strength=one.strength * (0.7 + more) if one.strength < 1 else one.strength + _LARGEST * more)
        for one in found
    ]
