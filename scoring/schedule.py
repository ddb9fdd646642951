"""Decides what to do next for a document: the only place that determines the order of work in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from scoring.flags.review import Review
from scoring.language.passages import Passage
from scoring.windows.document_scores import DocumentScores
from scoring.windows.writer import Writer

_Range = tuple[int, int]


class Rest(Enum):
    """How long the writer must pause before a job is worth doing."""

    QUIET = auto()
    PAUSE = auto()
    LONG = auto()
    LATER = auto()

    @property
    def is_leisure(self) -> bool:
        """Whether nobody is waiting for work done after a pause this long."""
        return self in (Rest.LONG, Rest.LATER)


@dataclass(frozen=True, slots=True)
class ScoreSoon:
    """Give the tokens [token, past) any score as soon as possible; [first, past) is the whole wanted range."""

    token: int
    first: int
    past: int
    rest: ClassVar[Rest] = Rest.QUIET
    blocks_others: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Settle:
    """Settle the score of `token`, and as many as possible after it, before `past`."""

    token: int
    past: int
    rest: Rest = Rest.LONG
    blocks_others: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class TryEdits:
    """Try edits in a passage, or in several at once.

    Attributes:
        passages: the most urgent first.
        blocks_others: whether no other job, of any document, may run before this one.
    """

    passages: tuple[Passage, ...]
    rest: Rest
    blocks_others: bool = False


Job = ScoreSoon | Settle | TryEdits


class Schedule:
    """Decides what comes next for one document. Every job is a chunk of work: about one forward pass.

    Args:
        scores: the document's.
        review: knows which passages still have to be judged.
        writer: where the writer is working.
    """

    def __init__(self, scores: DocumentScores, review: Review, writer: Writer) -> None:
        self._scores = scores
        self._review = review
        self._writer = writer

    def next_job(self) -> Job | None:
        """Return what to do next while someone is writing; None if everything is settled and tried.

        The sentence being written comes first: once it has its scores, nothing else runs until edits were tried in it.
        Then come scores for the text on the screen, edits in the other sentences written without a pause, and
        everything else.
        """
        if self.edited_is_scored and (job := self.edited()) is not None:
            return job
        return self.urgent() or self.written() or self.at_leisure()

    def next_step(self, *, soon: bool = False, tries: bool = True) -> Job | None:
        """Return what to do next when nobody is writing: scores for the text on the screen, then everything else.

        Args:
            soon: leave out everything else.
            tries: whether to try edits too.
        """
        return self.urgent() or (None if soon else self.at_leisure(tries))

    @property
    def edited_is_scored(self) -> bool:
        """Whether every token of the last edited sentence has a score for the current text, at least a provisional
        one."""
        return not self._scores.book.outdated[slice(*self._tokens(self._writer.edited))].any()

    def edited(self) -> TryEdits | None:
        """Return the job of trying edits in the sentence where the last edit ended."""
        caret = self._writer.caret
        passages = self._review.wanted(max(0, caret - 1), caret + 1) if caret is not None else ()
        return TryEdits(passages[:1], Rest.PAUSE, blocks_others=True) if passages else None

    def urgent(self) -> ScoreSoon | None:
        """Return the job of scoring the edited sentence, then the focus, then the text written without a pause."""
        outdated = self._scores.book.outdated
        for first, past in self._ranges():
            wanted = most_wanted(outdated, [(first, past)], everywhere=False)
            if wanted is not None:
                return ScoreSoon(wanted[0], first, past)
        return None

    def written(self) -> TryEdits | None:
        """Return the job of trying edits in the other sentences written without a pause, latest first."""
        passage = self._review.wanted_last(*self._writer.written)
        return TryEdits((passage,), Rest.PAUSE) if passage is not None else None

    def at_leisure(self, tries: bool = True) -> Job | None:
        """Return the job of settling scores or trying edits: first in the focus, then in the rest of the document.

        Scores come before edits in both, and the edited sentence comes last among the edits in the focus. If only whole
        windows can be settled, provisional scores are good enough until everything else is done.
        """
        book, ranges, spares = self._scores.book, self._ranges(), self._scores.settles_whole_windows
        missing = book.outdated if spares else book.unsettled
        seen = most_wanted(missing, ranges, everywhere=False)
        if seen is None and tries:
            passages = self._review.wanted(*self._writer.focus, self._writer.edited)
            if passages:
                return TryEdits(passages, Rest.LONG)
        wanted = seen or most_wanted(missing, ranges)
        if wanted is not None:
            return Settle(*wanted)
        passages = self._review.first_wanted() if tries else ()
        if passages:
            return TryEdits(passages, Rest.LONG)
        provisional = most_wanted(book.unsettled, ranges) if spares else None
        return None if provisional is None else Settle(*provisional, Rest.LATER)

    def _ranges(self) -> list[_Range]:
        """The tokens of the edited sentence, of the focus, and of the passages written without a pause."""
        written = self._writer.written
        passages = self._review.passages(*written)
        if passages:
            written = passages[0].start, passages[-1].end
        return [self._tokens(place) for place in (self._writer.edited, self._writer.focus, written)]

    def _tokens(self, place: _Range) -> _Range:
        return self._scores.tokenized.at(*place)


def most_wanted(
    unsettled: npt.NDArray[np.bool_], ranges: Iterable[_Range], *, everywhere: bool = True
) -> _Range | None:
    """Return the first unsettled token of the first range that has one, and the range's end.

    Args:
        unsettled: shape (tokens,).
        ranges: of tokens, most urgent first.
        everywhere: whether to go on after the last range, and then from the start of the document.

    Returns:
        (token, past): score `token` and as much as possible before `past`; None if everything is settled.
    """
    last = 0
    for start, end in ranges:
        hits = np.flatnonzero(unsettled[start:end])
        if len(hits):
            return start + int(hits[0]), end
        last = start
    for start in (last, 0) if everywhere else ():
        first = start + int(np.argmax(unsettled[start:])) if start < len(unsettled) else start
        if first < len(unsettled) and unsettled[first]:
            return first, len(unsettled)
    return None
