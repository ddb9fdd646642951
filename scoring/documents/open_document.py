"""An open document as the worker sees it, and its jobs in addition to those of its session's schedule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from scoring.protocol import Conventions, Flag
from scoring.schedule import Rest
from scoring.session import Session


@dataclass(slots=True)
class OpenDocument:
    """A document's session, revision, conventions and file name.

    Attributes:
        unreviewed: the code point from which the flags must be reported again; None if nowhere.
        is_reported: whether any flags were reported, or the editor has them from an earlier session.
        lacks_rules: whether it needs rules that are not loaded yet.
        place: where to keep the results about this revision; "" for nowhere.
        is_kept: whether they are kept there or need not be.
        gathered: the flags up to the code point `gathered_to`, to be kept.
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
        """Whether all work on it is done and reported, except for the final report."""
        return not self.session.has_work and self.unreviewed is None and not self.lacks_rules

    @property
    def is_to_keep(self) -> bool:
        """Whether its results still have to be kept."""
        return self.place != "" and not self.is_kept

    def keep_anew(self) -> None:
        """Note that its results differ from the kept ones."""
        self.is_kept, self.gathered, self.gathered_to = False, [], 0


@dataclass(frozen=True, slots=True)
class Review:
    """Report the flags of a document again, because its rules have changed or the flags are known from an earlier
    session."""

    rest: ClassVar[Rest] = Rest.QUIET
    blocks_others: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """Gather the flags of a document, then keep all its results."""

    rest: ClassVar[Rest] = Rest.LONG
    blocks_others: ClassVar[bool] = False
