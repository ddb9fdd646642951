"""An open document as the worker sees it, and its jobs besides those of its session's schedule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from scoring.protocol import Conventions, Flag
from scoring.schedule import Rest
from scoring.session import Session


@dataclass(slots=True)
class OpenDocument:
    """A document's session, the revision of its text, what it follows, and the name of its file.

    Attributes:
        unreviewed: the code point from which the flags must be reported again; None: nowhere.
        is_reported: whether any flags were, or the editor has them from a session before.
        lacks_rules: whether it follows rules that have yet to be loaded.
        place: where to keep what is known about this revision; "": nowhere.
        is_kept: whether it was kept there, or need not be.
        gathered: the flags before the code point `gathered_to`, to be kept.
    """

    session: Session
    revision: int
    conventions: Conventions
    name: str = ""
    unreviewed: int | None = None
    is_reported: bool = False
    lacks_rules: bool = False
    place: str = ""
    is_kept: bool = False
    gathered: list[Flag] = field(default_factory=list)
    gathered_to: int = 0

    @property
    def is_known(self) -> bool:
        """Whether there is nothing left to find out about it or to report, but that this is so."""
        return not self.session.has_work and self.unreviewed is None and not self.lacks_rules

    @property
    def is_to_keep(self) -> bool:
        """Whether somebody wants to have kept what is known about it, and it has yet to be."""
        return self.place != "" and not self.is_kept

    def keep_anew(self) -> None:
        """Note that what is known is not what was kept."""
        self.is_kept, self.gathered, self.gathered_to = False, [], 0


@dataclass(frozen=True, slots=True)
class Review:
    """Report the flags of a document again: it follows other rules now, or they are known from a session before."""

    rest: ClassVar[Rest] = Rest.QUIET
    blocks_others: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """Gather flags of a document to keep, and in the end keep all that is known about it."""

    rest: ClassVar[Rest] = Rest.LONG
    blocks_others: ClassVar[bool] = False
