"""The results from the last time a document was scored, at their present positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from editor.document import Document
from editor.document.difference import difference
from editor.document.transaction import Transaction
from editor.scorer.carried import carried
from scoring.kept.store import KeptScores, place_of
from scoring.protocol import Conventions, Flag, WordScore, sendable


@dataclass(frozen=True, slots=True)
class EarlierText:
    """The text that a worker already knows, and the edits since.

    Attributes:
        text: the text.
        edits: those that turn it into the document's text.
        revision: of the document then.
    """

    text: str
    edits: Transaction
    revision: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """The results from the last time a document was scored.

    Attributes:
        earlier: the text that was scored.
        flags, words: the remaining flags and words, at their present positions.
        is_whole: whether these are all results for the document.
        least: the probability from which flags are listed.
        conventions: those of the text then.
    """

    earlier: EarlierText
    flags: Sequence[Flag]
    words: Sequence[WordScore]
    is_whole: bool
    least: float
    conventions: Conventions

    def following(self, conventions: Conventions) -> Recalled:
        """Return the results that are valid under other conventions: everything except the flags."""
        return self if conventions == self.conventions else replace(self, flags=(), is_whole=False)


def recall(scores: KeptScores, document: Document, conventions: Conventions) -> Recalled | None:
    """Return the results kept for a document's text, or else for an earlier text of its file; if there is a choice,
    those for these conventions. May block."""
    text, revision = sendable(document.text), document.revision
    found = scores.find(text, conventions, place(document))
    if found is None:
        return None
    kept, _ = found
    if kept.text == text:
        earlier = EarlierText(text, Transaction(()), revision)
        return Recalled(earlier, kept.flags, kept.words, kept.is_final, kept.least, kept.conventions)
    edits = difference(kept.text, text)
    earlier, flags, words = EarlierText(kept.text, edits, revision), carried(kept.flags, [edits]), kept.words
    return Recalled(earlier, flags, carried(words, [edits]), False, kept.least, kept.conventions)


def place(document: Document) -> str:
    """Return the name under which scores of a document's file are kept; "" if it has no file. May block."""
    return "" if document.path is None else place_of(document.path)
