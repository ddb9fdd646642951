"""Which suggestion may be applied without asking: hardly any."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from editor.document import Document
from scoring.protocol import Flag, Suggestion

_MEANT = 0.5
"""The probability from which a word not in the dictionary is replaced: likelier than everything else together."""
_TWICE = 0.9
"""The probability from which a repeated word is dropped: both are words, and may be intended."""
_OTHER_SHARE = 0.05
"""A word equally near to the written one counts as possible from this share of the best one's probability."""


def certain_fix(document: Document, flag: Flag) -> Suggestion | None:
    """Return the suggestion that is certainly right; None if there is none.

    That is the only word one slip away from a lowercase word that isn't in the dictionary, or the removal of a word
    that is repeated.
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
