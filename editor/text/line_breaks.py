"""Line break opportunities: UAX #14, the Unicode line breaking algorithm, as implemented by uniseg (Unicode 16).

uniseg processes a whole string and takes tens of microseconds per character: too slow for every row of a draft. But
whether a line may break at a position depends only on the line breaking classes of the few graphemes around it. So each
grapheme is replaced by a sample of its class, and uniseg's answer for each combination of samples is cached; there are
few combinations.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from uniseg.emoji import extended_pictographic
from uniseg.linebreak import LineBreak, line_break, line_break_breakables
from uniseg.unicodedatawrapper import category, east_asian_width

LOOK_AHEAD = 3
"""Graphemes after a position that affect whether a line may break there (LB25: `$|(.5`)."""

_LOOK_BEHIND = 4  # graphemes before it (LB25: `1.)|%`); a run of spaces, which many rules skip, counts as one
_LONGEST_SAMPLE = 8  # code points; only both ends of a longer grapheme are used
_NAMED = frozenset("\u2010\u25cc")  # characters that rules name in addition to classes (LB20a, LB28a)

_RESOLVED = {
    LineBreak.AI: LineBreak.AL,
    LineBreak.SG: LineBreak.AL,
    LineBreak.XX: LineBreak.AL,
    LineBreak.SA: LineBreak.AL,
    LineBreak.CJ: LineBreak.NS,
}

_samples: dict[tuple[object, ...], str] = {}  # the properties that the rules use → the first character that had them


def may_break(graphemes: Sequence[str], index: int) -> bool:
    """Return True if a line that begins with `graphemes[0]` may break before `graphemes[index]`, `index` > 0.

    `LOOK_AHEAD` graphemes from `index` on are enough. Follows UAX #14, except that query and fragment of a URL start
    a new line with their `?`, `&` or `#` instead of leaving it at the end of the old one.
    """
    after = graphemes[index]
    if after == " ":
        return False
    if after in "?&#" and _is_in_url(graphemes, index):
        return True
    before = graphemes[index - 1]
    before_sample, after_sample = _sample(before), _sample(after)
    if before_sample[-1] in _ALPHANUMERIC and after_sample[0] in _ALPHANUMERIC:  # by far the most frequent case
        return False
    if before == "?" and _is_in_url(graphemes, index - 1):
        return False
    behind = [before_sample]
    place = index - 2
    while place >= 0 and len(behind) < _LOOK_BEHIND:
        sample = _sample(graphemes[place])
        if sample != " " or behind[-1] != " ":
            behind.append(sample)
        place -= 1
    ahead = [after_sample, *map(_sample, graphemes[index + 1 : index + LOOK_AHEAD])]
    return _may_break_between("".join(reversed(behind)), "".join(ahead))


def _is_in_url(graphemes: Sequence[str], index: int) -> bool:
    """Return True if `graphemes[index]` divides a URL: something follows it, and a path or parameter precedes it."""
    if index + 1 >= len(graphemes) or not (graphemes[index + 1].isalnum() or graphemes[index + 1] in "_%"):
        return False
    while index > 0 and graphemes[index - 1] != " ":
        index -= 1
        if graphemes[index] in "/=":
            return True
    return False


@lru_cache(maxsize=8192)
def _sample(grapheme: str) -> str:
    """Return a string with the same line breaking behaviour as `grapheme`, identical for all similar graphemes."""
    if len(grapheme) > _LONGEST_SAMPLE:
        grapheme = grapheme[: _LONGEST_SAMPLE // 2] + grapheme[-_LONGEST_SAMPLE // 2 :]
    sample = ""
    for character in grapheme:
        line_class = _line_class(character)
        if line_class != LineBreak.CM or sample[-1:] in ("", " ", "\u200d"):  # LB9: otherwise it takes its base's class
            sample += _sample_of(character, line_class)
    return sample


def _line_class(character: str) -> LineBreak:
    """Return the line breaking class of a character, resolving classes left to the implementation (LB1)."""
    line_class = line_break(character)
    if line_class == LineBreak.SA and category(character).value in ("Mn", "Mc"):
        return LineBreak.CM
    return _RESOLVED.get(line_class, line_class)


def _sample_of(character: str, line_class: LineBreak) -> str:
    kind = category(character).value
    asked = (
        line_class,
        kind if kind in ("Pi", "Pf") else kind == "Cn" and extended_pictographic(character),
        east_asian_width(character).value in "FWH",
        character if character in _NAMED else "",
    )
    return _samples.setdefault(asked, character)


@lru_cache(maxsize=32768)
def _may_break_between(before: str, after: str) -> bool:
    return bool(list(line_break_breakables(before + after))[len(before)])


_ALPHANUMERIC = _sample("a") + _sample("1")  # lines never break between letters and digits (LB23, LB25, LB28)
