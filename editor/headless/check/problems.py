"""A flag at its place in a file, ready for every output format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.document import Document
from editor.document.places import Place
from editor.flags.suggestion_label import suggestion_label
from scoring.protocol import Flag, Suggestion


@dataclass(frozen=True, slots=True)
class Remedy:
    """A suggested edit.

    Attributes:
        start, end: the text that it replaces; equal if it inserts.
        label: the edit in a word or two, with raw text from the file and the model: pass it through `printable`.
    """

    edit: Suggestion
    start: Place
    end: Place
    label: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A flagged word.

    Attributes:
        path: the file's name on the command line, "-" for standard input.
        start, end: the start of the word, and the place after its end.
        word, line: the word and its line, raw: pass all texts here through `printable`.
        remedies: the suggested edits, the best first.
    """

    path: str
    flag: Flag
    start: Place
    end: Place
    word: str
    line: str
    remedies: Sequence[Remedy]


@dataclass(frozen=True, slots=True)
class Filter:
    """Selects the flags to report.

    Attributes:
        least: the probability that a flag needs; None: the draft's own threshold.
        kinds: the kinds to report; empty: all.
    """

    least: float | None = None
    kinds: frozenset[str] = frozenset()

    def takes(self, flag: Flag, threshold: float) -> bool:
        """Return True if a flag of a draft with this threshold is reported."""
        least = threshold if self.least is None else self.least
        return flag.probability >= least and (not self.kinds or flag.kind in self.kinds)


def problem_of(path: str, document: Document, flag: Flag) -> Problem:
    """Return the problem that a flag of a document reports."""
    return Problem(
        path,
        flag,
        Place.at(document, flag.start),
        Place.at(document, flag.end),
        document.slice(flag.start, flag.end),
        document.blocks[document.block_index(flag.start)].text,
        [_remedy(document, edit) for edit in flag.suggestions],
    )


def _remedy(document: Document, edit: Suggestion) -> Remedy:
    label = suggestion_label(document.slice(edit.start, edit.end), edit.replacement)
    return Remedy(edit, Place.at(document, edit.start), Place.at(document, edit.end), label)
