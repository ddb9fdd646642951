"""A flag at its place in a file, as every form of output tells it."""

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
        start, end: what it replaces; equal where it inserts.
        label: what it does in a word or two, as the file and the model have it: to be sanitised.
    """

    edit: Suggestion
    start: Place
    end: Place
    label: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A flagged word.

    Attributes:
        path: the file as it was named, "-" for standard input.
        start, end: where the word begins, and the place behind it.
        word, line: the word and its line, like all texts here to be sanitised.
        remedies: the best one first.
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
    """Which flags are told.

    Attributes:
        least: strength from which on, in nats; None: the draft's own threshold.
        kinds: empty: all.
    """

    least: float | None = None
    kinds: frozenset[str] = frozenset()

    def takes(self, flag: Flag, threshold: float) -> bool:
        """Whether a flag of a draft with this threshold is told."""
        least = threshold if self.least is None else self.least
        return flag.strength >= least and (not self.kinds or flag.kind in self.kinds)


def problem_of(path: str, document: Document, flag: Flag) -> Problem:
    """A flag of a document as it is now."""
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
