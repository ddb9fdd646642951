"""Wordings that could be shorter: "in order to" for "to".

They don't surprise a model, since everyone writes them. So rules find them, in the text alone. A session asks a
`Shortener`; `scoring.language.english_wordiness` implements it for English. Another language needs another class with
the same method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from scoring.language.passages import Passage

LEAST_SURE, CAP = 4.6, 6.0
"""In nats. A change that any good editor would make has a strength from the first up to (not including) the second: it
is underlined at the default threshold, but never in the strict setting."""

_COMPANY, _MOST_COMPANY = 0.05, 8
"""How much each other shortening in the passage adds to the strength of one, and how many of them count: an editor cuts
more readily if there is a lot to cut."""
_MIDDLING = 20
"""Words in a passage of medium length. Shortenings are stronger in longer passages: short ones don't need cutting."""
_LARGEST = 0.25
"""The most nats that other shortenings and the length can add to an underlined shortening."""


@dataclass(frozen=True, slots=True)
class Shortening:
    """A wording and a shorter alternative.

    Attributes:
        start, end: the code points to flag, which say little for their length.
        edit_start, edit_end: the code points to replace; they usually include a blank next to the flagged ones, or an
            article that has to change.
        replacements: the best one first; empty strings drop the words.
        strength: how likely a good editor would make the cut, in nats like other flags; less than CAP.
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
        """Return the same shortening, `distance` code points further on."""
        return replace(
            self,
            start=self.start + distance,
            end=self.end + distance,
            edit_start=self.edit_start + distance,
            edit_end=self.edit_end + distance,
        )


class Shortener(Protocol):
    """Finds wordings in a language that could be shorter."""

    def shortenings(self, text: str) -> list[Shortening]:
        """Return the shortenings in a text of about a sentence, in order; no two of them touch."""


class Wordiness:
    """The shortenings of a document's passages, cached by the passage's text.

    Args:
        shortener: returns the language's shortener; called on first use.
    """

    def __init__(self, shortener: Callable[[], Shortener]) -> None:
        self._shortener = shortener
        self._found: dict[str, list[Shortening]] = {}

    def overlapping(self, text: str, passages: Iterable[Passage], start: int, end: int) -> list[Shortening]:
        """Return the shortenings in these passages of a text that overlap [start, end), in order."""
        return [
            shortening.moved(passage.start)
            for passage in passages
            for shortening in self.of(text[passage.start : passage.end])
            if shortening.start + passage.start < end and shortening.end + passage.start > start
        ]

    def of(self, passage: str) -> list[Shortening]:
        """Return the shortenings of a passage's text, with positions relative to its start."""
        found = self._found.get(passage)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[passage] = _weighed(self._shortener().shortenings(passage), len(passage.split()))
        return found


_REMEMBERED = 20_000
"""Number of passages whose shortenings are remembered: enough for a long book."""


def _weighed(found: list[Shortening], words: int) -> list[Shortening]:
    """Return the same shortenings, strengthened by their number and by the passage's length in words.

    Those that only rank passages are multiplied by a factor; the others gain so little that they stay on the same side
    of the thresholds.
    """
    more = _COMPANY * min(len(found) - 1, _MOST_COMPANY) + 0.6 * words / (words + _MIDDLING)  # from 0 to 1
    return [
        replace(one, strength=one.strength * (0.7 + more) if one.strength < 1 else one.strength + _LARGEST * more)
        for one in found
    ]
