"""Finds the ends of sentences by their punctuation."""

from __future__ import annotations

import re

_INITIAL = r"(?<!\b[A-HJ-Z])"
_TITLES = r"(?<!\bMr|\bDr|\bMs|\bSt|\bLt)(?<!\bMrs|\bRev|\bGen|\bCol|\bSgt|\bSen|\bGov|\bHon)(?<!\bProf|\bCapt)"
_REFERENCES = (
    r"(?<=\bp\.|\bn\.|\bc\.)",
    r"(?<=\bNo\.|\bpp\.|\bcf\.|\bch\.|\bvs\.|\bca\.)",
    r"(?<=\bNos\.|\bvol\.|\bfig\.|\bsec\.|\bviz\.|\besp\.)",
)
_REFERRING = "".join(rf"(?!{before}\s[\da-z])" for before in _REFERENCES)
SENTENCE_END = rf"""{_INITIAL}{_TITLES}[.!?…]{_REFERRING}["'”’)\]]*\s"""
"""Pattern for the end of a sentence, including closing quotes and brackets and one blank.

A sentence doesn't end after a title or an initial, or between an abbreviation and the number or word that it refers to.
"""

_END = re.compile(SENTENCE_END + r"|\n")
_REACH = 600
"""How far to look for the end of a sentence on either side, in code points."""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen the code points [start, end) to whole sentences, by at most 600 on either side."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    ends = [match.end() for match in _END.finditer(text, low, high)]
    first = max((bound for bound in ends if bound <= start), default=low)
    return first, next((bound for bound in ends if bound >= end and bound > first), high)
