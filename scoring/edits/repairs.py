"""A passage with its most certain mistakes corrected, so that they don't hide the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scoring.edits.kinds import FAMILY, EditKind
from scoring.edits.proposals import WordEdit
from scoring.edits.trials import Findings, Gain
from scoring.language.lexicon import Lexicon
from scoring.language.words import bare

_SURE = 5.0
"""The least gain, in nats, of an edit certain enough to correct the passage before its other words are searched."""
_SURE_SPELLING = -1.0
"""The same for the respelling of a word that is in no dictionary."""

_RIVAL = 2.0
"""The least gain, in nats, of an edit of the next word that makes it a rival."""

_NEVER = {EditKind.REWORD, EditKind.DROP, EditKind.ADD_CONTENT, EditKind.RENAME, EditKind.COLLOCATE}


class Repair:
    """A passage after some edits. Positions are code points.

    Args:
        text: the passage.
        edits: in order; no two overlap.

    Attributes:
        text: the passage after the edits.
    """

    def __init__(self, text: str, edits: tuple[WordEdit, ...] = ()) -> None:
        self._edits = edits
        pieces, reached = [], 0
        for edit in edits:
            pieces += [text[reached : edit.start], edit.replacement]
            reached = edit.end
        self.text = "".join([*pieces, text[reached:]])

    def __len__(self) -> int:
        return len(self._edits)

    def keeps(self, position: int) -> bool:
        """Return True if the word that starts at `position` of the old text is still there."""
        return not any(edit.start <= position < max(edit.end, edit.start + 1) for edit in self._edits)

    def new(self, position: int) -> int:
        """Return where `position` of the old text is in the new one."""
        return position + sum(_growth(edit) for edit in self._edits if edit.end <= position)

    def undone(self, found: Findings, repaired: bool) -> Findings:
        """Return findings about the new text with positions in the old one, without edits that touch a corrected
        place."""
        shift = self._shift(found.word.start)
        low, high = self._neighbours(found.word.start)
        gains = tuple(_moved(gain, shift) for gain in found.gains if low <= gain.edit.start and gain.edit.end <= high)
        word = replace(found.word, start=found.word.start - shift, end=found.word.end - shift)
        return Findings(word, found.surprisal, gains, found.is_complete, repaired)

    def _shift(self, position: int) -> int:
        """Return how far a `position` of the new text is to the right of its place in the old one."""
        shift = 0
        for edit in self._edits:
            if edit.start + shift + len(edit.replacement) <= position:
                shift += _growth(edit)
        return shift

    def _neighbours(self, position: int) -> tuple[int, int]:
        """Return the range of the new text around `position` that no edit touched."""
        low, high, shift = 0, len(self.text), 0
        for edit in self._edits:
            start, end = edit.start + shift, edit.start + shift + len(edit.replacement)
            if end <= position:
                low = end
            elif start > position:
                return low, start
            shift += _growth(edit)
        return low, high


def repair(text: str, found: Collection[Findings], lexicon: Lexicon) -> Repair:
    """Return a passage with its certain edits made: the highest gains first, skipping edits that overlap."""
    sure: list[tuple[float, WordEdit]] = []
    for one in found:
        is_known = lexicon.is_word(bare(one.word.text))
        best = max((gain for gain in one.gains if _is_sure(gain, is_known)), key=lambda gain: gain.nats, default=None)
        if best is not None and (
            FAMILY[best.edit.kind] == "spelling" or not any(_rivals(one, other) for other in found)
        ):
            sure.append((best.nats, best.edit))
    made: list[WordEdit] = []
    for _, edit in sorted(sure, key=lambda entry: -entry[0]):
        if all(edit.end < other.start or other.end < edit.start for other in made):
            made.append(edit)
    return Repair(text, tuple(sorted(made, key=lambda edit: edit.start)))


def _is_sure(gain: Gain, is_known: bool) -> bool:
    if gain.edit.kind in _NEVER:
        return False
    return gain.nats >= (_SURE_SPELLING if FAMILY[gain.edit.kind] == "spelling" and not is_known else _SURE)


def _rivals(one: Findings, other: Findings) -> bool:
    """Return True if the other word is next to this one and has a correction too: one of the two may be right."""
    return (
        other is not one
        and other.word.start <= one.word.end + 1
        and other.word.end >= one.word.start - 1
        and any(gain.nats >= _RIVAL and gain.edit.kind not in _NEVER for gain in other.gains)
    )


def _growth(edit: WordEdit) -> int:
    return len(edit.replacement) - (edit.end - edit.start)


def _moved(gain: Gain, shift: int) -> Gain:
    edit = gain.edit
    return replace(gain, edit=replace(edit, start=edit.start - shift, end=edit.end - shift))
