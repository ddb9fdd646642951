"""CriticMarkup: additions, deletions, substitutions, highlights and comments, for exchanging drafts.

`{++in++}`, `{--out--}`, `{~~old~>new~~}`, `{==marked==}` and `{>>a remark<<}`. They don't occur in code,
escapes and HTML comments. Positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Kind = Literal["addition", "deletion", "substitution", "highlight", "comment"]
Range = tuple[int, int]

_OPENING = re.compile(r"\{(?:\+\+|--|~~|==|>>)")
_TOKEN = re.compile(rf"\\[\\`{{]|`+|<!--|{_OPENING.pattern}")
_TICKS = re.compile("`+")
_KINDS: dict[str, tuple[Kind, str]] = {
    "{++": ("addition", "++}"),
    "{--": ("deletion", "--}"),
    "{~~": ("substitution", "~~}"),
    "{==": ("highlight", "==}"),
    "{>>": ("comment", "<<}"),
}
_LINE_END = re.compile("\r\n|\r|\n")


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
        """Whether it is a change, which can be accepted or rejected."""
        return self.kind in ("addition", "deletion", "substitution")

    @property
    def texts(self) -> tuple[Range, ...]:
        """The parts between its signs, in order."""
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
    """Yield the marks in a text without block markup, in order. They don't nest.

    Takes time proportional to the text's length, however many signs are never closed.
    """
    if not may_have_marks(text):
        return
    ahead = _Ahead(text)
    position = 0
    while (token := _TOKEN.search(text, position)) is not None:
        position = token.end()
        opening = token[0]
        if opening.startswith("`"):
            is_escaped = text.startswith("`", token.start() - 1, token.start())
            position = position if is_escaped else ahead.end_of_code(len(opening), position)
        elif opening == "<!--":
            position = max(position, ahead.find("-->", position) + len("-->"))
        elif opening in _KINDS:
            kind, closing = _KINDS[opening]
            mark = _mark(kind, token.start(), position, ahead.find(closing, position), ahead)
            if mark is not None:
                position = mark.end
                yield mark


def _mark(kind: Kind, start: int, first: int, last: int, ahead: _Ahead) -> CriticMark | None:
    """Return the mark with its text at [first, last); None if it isn't closed."""
    if last < 0:
        return None
    text, end = (first, last), last + len("--}")
    match kind:
        case "addition":
            return CriticMark(kind, start, end, new=text)
        case "deletion":
            return CriticMark(kind, start, end, old=text)
        case "highlight":
            return CriticMark(kind, start, end, text, text)
        case "comment":
            return CriticMark(kind, start, end, remark=text)
    middle = ahead.find("~>", first)
    if not first <= middle < last:
        return None
    new = middle + len("~>")
    end = ahead.find("~~}", new)
    return CriticMark(kind, start, end + len("~~}"), (first, middle), (new, end)) if end >= 0 else None


class _Ahead:
    """Finds signs in a text, for ascending positions, and reads it once for each sign."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, int] = {}
        self._runs: dict[int, list[int]] | None = None  # length of backticks → where runs of it end, the last first

    def find(self, sign: str, position: int) -> int:
        """Return where a sign begins, from a position on; -1: nowhere."""
        found = self._found.get(sign, 0)
        if 0 <= found < position or sign not in self._found:
            found = self._found[sign] = self._text.find(sign, position)
        return found

    def end_of_code(self, length: int, position: int) -> int:
        """Return the end of the code begun by so many backticks before a position; the position if it has no end."""
        if self._runs is None:
            self._runs = {}
            for run in reversed(list(_TICKS.finditer(self._text))):
                self._runs.setdefault(len(run[0]), []).append(run.end())
        ends = self._runs.get(length, [])
        while ends and ends[-1] - length < position:
            ends.pop()
        return ends[-1] if ends else position


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
