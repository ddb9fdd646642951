"""Training data for the judgement from a text with known mistakes: the evidence about each word, and the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from scoring.edits.trials import Gain
from scoring.flags.evidence import Rows, edit_rows, word_rows
from scoring.flags.review import Reading
from scoring.flags.word_cases import WordCase
from scoring.session import Session

RIGHT, OTHER, FIRST_EDIT = 0, 1, 2
"""The possible truths about a word: it is right, it is wrong but no edit fixes it, or the first edit fixes it."""


class Correction(Protocol):
    """Replacing the code points [start, end) of a text by `replacement` corrects a mistake."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def replacement(self) -> str: ...


class Lesson(NamedTuple):
    """One word's evidence and truth.

    Attributes:
        reading: its passage.
        case: the word.
        corrections: of the mistakes that touch it.
        gains: the edits tried.
        is_searched: whether all its edits were tried.
        word: the evidence about it, shape (numbers,).
        edits: the evidence about each edit, shape (edits, numbers); None if none was tried.
        truth: `RIGHT`, `OTHER`, or `FIRST_EDIT` and how many edits come before the right one.
    """

    reading: Reading
    case: WordCase
    corrections: Sequence[Correction]
    gains: Sequence[Gain]
    is_searched: bool
    word: Rows
    edits: Rows | None
    truth: int


def lessons(session: Session, corrections: Sequence[Correction]) -> Iterator[Lesson]:
    """Yield the lesson of each word of a settled document, in order."""
    review = session.review
    for passage in review.passages(0, len(session.text)):
        reading = review.read(passage)
        found = {one.word.start: one for one in review.findings(reading) or ()}
        if not reading.cases:
            continue
        rows = word_rows(reading.cases, found, review.lexicon)
        for case, row in zip(reading.cases, rows, strict=True):
            gains = found[case.start].gains if case.start in found else ()
            start, end = case.start + passage.start, case.end + passage.start
            golden = [one for one in corrections if touches(session.text, one, start, end)]
            place = right_edit(reading, golden, gains)
            truth = RIGHT if not golden else OTHER if place is None else FIRST_EDIT + place
            is_searched = case.start in found and found[case.start].is_complete
            edits = edit_rows(case, gains, review.lexicon) if gains else None
            yield Lesson(reading, case, golden, gains, is_searched, row, edits, truth)


def right_edit(reading: Reading, golden: Sequence[Correction], gains: Sequence[Gain]) -> int | None:
    """Return the index of the first edit with the same result as one of the `golden` ones."""
    start = reading.passage.start
    wanted = {_outcome(reading, edit.start, edit.end, edit.replacement, start) for edit in golden}
    made = [_outcome(reading, gain.edit.start, gain.edit.end, gain.edit.replacement, 0) for gain in gains]
    return next((place for place, text in enumerate(made) if text in wanted), None)


def touches(text: str, edit: Correction, start: int, end: int) -> bool:
    """Return True if an edit changes the word at [start, end), or inserts something right before it."""
    first, past = edit.start, edit.end
    if first < past:
        while first < past and text[first].isspace():
            first += 1
        while past > first and text[past - 1].isspace():
            past -= 1
        if first < past:
            return first < end and past > start
        return first == start or (past <= start and not text[past:start].strip())
    return first <= start and not text[first:start].strip()


def _outcome(reading: Reading, start: int, end: int, replacement: str, shift: int) -> str:
    """Return a passage after an edit, without blanks and in lower case."""
    text, start, end = reading.text, start - shift, end - shift
    return "".join((text[: max(0, start)] + replacement + text[max(0, end) :]).lower().split())
