"""Find the ends of sentences by their punctuation."""

from __future__ import annotations

import re

SENTENCE_END = r"""[.!?…]["'”’)\]]*\s"""
"""Pattern for the end of a sentence, with the quotes and brackets that close there and one blank."""

_END = re.compile(SENTENCE_END + r"|\n")
_REACH = 600
"""How far to look for the end of a sentence on either side, in code points."""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen the code points [start, end) to whole sentences, by at most 600 on either side."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    ends = [match.end() for match in _END.finditer(text, low, high)]
    first = max((bound for bound in ends if bound <= start), default=low)
    return first, next((bound for bound in ends if bound >= end and bound > first), high)
