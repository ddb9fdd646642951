"""Which suggestion may be applied without asking: hardly any."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from editor.document import Document
from scoring.protocol import Flag, Suggestion

_MEANT = 0.5
"""The probability from which a word in no dictionary is replaced: likelier than all else together."""
_TWICE = 0.9
"""The probability from which a word that is there twice is dropped: both are words, and may be meant."""
_OTHER_SHARE = 0.05
"""A word as near to what is written counts as possible from this share of the best one's probability."""


def certain_fix(document: Document, flag: Flag) -> Suggestion | None:
    """Return the suggestion that is certain to be meant; None if no one is.

    That is the only word one slip away from a word in small letters that no dictionary has, or the drop of a word that
    is there twice in a row.
    """
    if not flag.suggestions:
        return None
    best = flag.suggestions[0]
    written = document.slice(flag.start, flag.end)
    if flag.kind == "spelling" and best.probability >= _MEANT and written.islower():
        likely = best.probability * _OTHER_SHARE
        near = [one for one in flag.suggestions if one.probability >= likely and _is_one_slip(flag, one, written)]
        return best if near == [best] else None
    return best if best.probability >= _TWICE and _drops_one_of_two(document, best) else None


def _is_one_slip(flag: Flag, edit: Suggestion, written: str) -> bool:
    """Return True if an edit only changes, adds, removes or swaps one or two neighbouring letters of a flagged word."""
    return (edit.start, edit.end) == (flag.start, flag.end) and OSA.distance(written, edit.replacement) == 1


def _drops_one_of_two(document: Document, edit: Suggestion) -> bool:
    """Return True if an edit drops a word that is also right before or after it."""
    dropped = document.slice(edit.start, edit.end)
    word, length = dropped.strip(), len(dropped.strip())
    if edit.replacement or not word.isalpha():
        return False
    before = document.slice(max(0, edit.start - length - 1), edit.start)
    after = document.slice(edit.end, min(len(document), edit.end + length + 1))
    return any(
        found.casefold() == word.casefold() and not beyond.isalnum() and dropped != word
        for found, beyond in ((before[-length:], before[:-length]), (after[:length], after[length:]))
    )
