"""CriticMarkup: additions, deletions, substitutions, highlights and comments that people exchange drafts with.

`{++in++}`, `{--out--}`, `{~~old~>new~~}`, `{==marked==}` and `{>>a remark<<}`. Code, escapes and HTML comments hold
none. Positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Kind = Literal["addition", "deletion", "substitution", "highlight", "comment"]
Range = tuple[int, int]

_OPENING = re.compile(r"\{(?:\+\+|--|~~|==|>>)")
_MARKS = re.compile(
    r"""
    \{\+\+(?P<addition>.*?)\+\+\} | \{--(?P<deletion>.*?)--\} | \{~~(?P<old>(?:(?!~~\}).)*?)~>(?P<new>.*?)~~\}
    | \{==(?P<highlight>.*?)==\} | \{>>(?P<comment>.*?)<<\}
    | (?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`) | `+ | \\[\\`{] | <!--.*?-->
    """,
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile("\r\n|\r|\n")
_KINDS: tuple[Kind, ...] = ("addition", "deletion", "highlight", "comment")


class CriticMark(NamedTuple):
    """A mark at [start, end), its own signs included.

    Attributes:
        old: the text without the change; None where there is none, as for an addition or a comment.
        new: the text with it; None for a deletion and a comment.
        remark: the text of a comment, else None.
    """

    kind: Kind
    start: int
    end: int
    old: Range | None = None
    new: Range | None = None
    remark: Range | None = None

    @property
    def is_change(self) -> bool:
        """Whether it says that the text is changed: it can be accepted or rejected."""
        return self.kind in ("addition", "deletion", "substitution")

    @property
    def texts(self) -> tuple[Range, ...]:
        """What is between its signs, in order."""
        parts = (self.old, self.new if self.new != self.old else None, self.remark)
        return tuple(part for part in parts if part is not None)

    @property
    def signs(self) -> tuple[Range, ...]:
        """Its signs, in order."""
        edges = [self.start, *(edge for text in self.texts for edge in text), self.end]
        return tuple((edges[at], edges[at + 1]) for at in range(0, len(edges), 2))


def may_have_marks(text: str) -> bool:
    """Return True if a text has the opening sign of a mark."""
    return "{" in text and _OPENING.search(text) is not None


def critic_marks(text: str) -> Iterator[CriticMark]:
    """Yield the marks in a text without block markup, in order. They don't nest."""
    if not may_have_marks(text):
        return
    for found in _MARKS.finditer(text):
        start, end = found.span()
        if found["old"] is not None:
            yield CriticMark("substitution", start, end, found.span("old"), found.span("new"))
            continue
        kind = next((kind for kind in _KINDS if found[kind] is not None), None)
        if kind == "addition":
            yield CriticMark(kind, start, end, new=found.span(kind))
        elif kind == "deletion":
            yield CriticMark(kind, start, end, old=found.span(kind))
        elif kind == "highlight":
            yield CriticMark(kind, start, end, found.span(kind), found.span(kind))
        elif kind == "comment":
            yield CriticMark(kind, start, end, remark=found.span(kind))


def without_signs(text: str, marks: Sequence[CriticMark]) -> str:
    """Return a text of the same length with blanks for the signs and for comments, to be read as Markdown."""
    parts, reached = [], 0
    for mark in marks:
        for start, end in mark.signs if mark.remark is None else ((mark.start, mark.end),):
            parts += [text[reached:start], " " * (end - start)]
            reached = end
    return "".join([*parts, text[reached:]])


def meant(text: str) -> str:
    """Return a text with its changes accepted and without signs and comments; every line end stays."""
    parts, reached = [], 0
    for mark in critic_marks(text):
        parts.append(text[reached : mark.start])
        start, end = mark.new or (mark.start, mark.start)
        parts += [_line_ends(text[mark.start : start]), text[start:end], _line_ends(text[end : mark.end])]
        reached = mark.end
    return "".join([*parts, text[reached:]])


def _line_ends(text: str) -> str:
    return "".join(_LINE_END.findall(text))
