"""Where a line may break: UAX #14, the Unicode line breaking algorithm, as uniseg implements it (Unicode 16).

uniseg goes through a whole string, tens of microseconds a character: too slow for every row of a draft. But whether a
line may break at one place hangs on the line breaking classes of the few graphemes around it. So each grapheme is put
down to a sample of its class, and what uniseg says of a place between samples is remembered: few differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from uniseg.emoji import extended_pictographic
from uniseg.linebreak import LineBreak, line_break, line_break_breakables
from uniseg.unicodedatawrapper import category, east_asian_width

LOOK_AHEAD = 3
"""Graphemes behind a place that have a say in whether a line may break there (LB25: `$|(.5`)."""

_LOOK_BEHIND = 4  # graphemes before it (LB25: `1.)|%`); a run of spaces, which many rules look through, counts as one
_LONGEST_SAMPLE = 8  # code points; a longer grapheme is put down to both its ends
_NAMED = frozenset("\u2010\u25cc")  # characters that rules name beside the classes (LB20a, LB28a)

_RESOLVED = {
    LineBreak.AI: LineBreak.AL,
    LineBreak.SG: LineBreak.AL,
    LineBreak.XX: LineBreak.AL,
    LineBreak.SA: LineBreak.AL,
    LineBreak.CJ: LineBreak.NS,
}

_samples: dict[tuple[object, ...], str] = {}  # all that the rules ask of a character → the first such that was met


def may_break(graphemes: Sequence[str], index: int) -> bool:
    """Say whether a line that begins with `graphemes[0]` may break before `graphemes[index]`, where `index` > 0.

    Of the graphemes from `index` on, `LOOK_AHEAD` are enough. As in UAX #14, except that the query and the fragment of
    a URL begin a line rather than leave their `?`, `&` or `#` at the end of one.
    """
    after = graphemes[index]
    if after == " ":
        return False
    if after in "?&#" and _is_in_url(graphemes, index):
        return True
    before = graphemes[index - 1]
    before_sample, after_sample = _sample(before), _sample(after)
    if before_sample[-1] in _ALPHANUMERIC and after_sample[0] in _ALPHANUMERIC:  # the most frequent by far
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
    """Say whether `graphemes[index]` parts a URL: something follows it, and a path or a parameter comes before it."""
    if index + 1 >= len(graphemes) or not (graphemes[index + 1].isalnum() or graphemes[index + 1] in "_%"):
        return False
    while index > 0 and graphemes[index - 1] != " ":
        index -= 1
        if graphemes[index] in "/=":
            return True
    return False


@lru_cache(maxsize=8192)
def _sample(grapheme: str) -> str:
    """Give a string that breaks from what is around it as `grapheme` does, the same for all that are alike."""
    if len(grapheme) > _LONGEST_SAMPLE:
        grapheme = grapheme[: _LONGEST_SAMPLE // 2] + grapheme[-_LONGEST_SAMPLE // 2 :]
    sample = ""
    for character in grapheme:
        line_class = _line_class(character)
        if line_class != LineBreak.CM or sample[-1:] in ("", " ", "\u200d"):  # LB9: else as what it stands on
            sample += _sample_of(character, line_class)
    return sample


def _line_class(character: str) -> LineBreak:
    """Give the line breaking class of a character, resolved where it is left to the implementation (LB1)."""
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


_ALPHANUMERIC = _sample("a") + _sample("1")  # no line breaks among letters and digits (LB23, LB25, LB28)
