"""Keeps what the worker's sessions know about their texts, and lets new sessions take it up."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from scoring.kept.store import LARGEST, FileMark, Kept, KeptScores
from scoring.protocol import THRESHOLDS, Conventions, Flag
from scoring.session import Session

LONGEST = LARGEST // 16
"""The longest text, in code points, that there is a point in packing: a longer one makes too large a file anyway."""


class Keeper:
    """Keeps the scores of documents.

    Args:
        scores: where they are kept.
        files: those of the model and of the rules.
        threshold: the least probability of a flagged word that the worker was asked for; None: the default.
    """

    def __init__(self, scores: KeptScores, files: tuple[FileMark, ...], threshold: float | None) -> None:
        self._scores = scores
        self._files = files
        self._least = min(*THRESHOLDS.values(), *(() if threshold is None else (threshold,)))

    def take_up(self, session: Session) -> bool:
        """Let a new session know what was known about its text; return False if that is nothing. May block."""
        found = self._scores.find(session.text, Conventions(0))  # what it knows holds for all of them
        if found is None or found[0].text != session.text or found[0].files != self._files:
            return False
        return session.restore(found[1])

    def wants(self, session: Session, conventions: Conventions, place: str) -> bool:
        """Return True if what a session knows can be kept at a place, and isn't already. May block."""
        if len(session.text) > LONGEST:
            return False
        return not (session.is_as_restored and self._scores.has(session.text, conventions, place))

    def flags(self, session: Session, start: int, end: int) -> list[Flag]:
        """Return the flags to keep that begin at the code points [start, end)."""
        return [flag for flag in session.flags(self._least, start, end) if start <= flag.start < end]

    def keep(
        self, session: Session, conventions: Conventions, place: str, flags: Sequence[Flag], *, is_final: bool
    ) -> None:
        """Keep what a session knows about its text. May block.

        Args:
            session: the session.
            conventions: what the text follows.
            place: where to keep it.
            flags: those of the whole text.
            is_final: whether that is all there is to find out.
        """
        followed, words = replace(conventions, document=0), tuple(session.word_scores())
        kept = Kept(session.text, followed, is_final, self._least, tuple(flags), words, self._files)
        self._scores.put(place, kept, session.state())
