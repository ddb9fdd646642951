"""iA Writer's Markdown Annotations: a block at the end of a text that says who wrote which part of it.

The format is that of https://github.com/iainc/Markdown-Annotations, version 0.1: three dashes, annotations, three dots.
The first annotation has the hash of the text, which shows whether the others still fit it. Ranges count grapheme
clusters.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from wcwidth import iter_graphemes

from editor.document.authorship import Authored, Spans, joined, within
from editor.text.line_endings import split_lines

_KEY = r"[^:\\]*(?:\\.[^:\\]*)*:"
_NUMBER = r"(\d{1,12})(?:,(\d{1,12}))?"
HASH_ANNOTATION = re.compile(rf"{_KEY}[ ]*{_NUMBER}[ ]+SHA-256[ ]+([0-9A-Fa-f]{{32,64}})[ ]*")
"""Matches the first line of the annotations. Its key is a word for “Annotations” in any language."""

_ANNOTATION = re.compile(rf"({_KEY})(.*)")
_AUTHOR = re.compile(rf"[@&]{_KEY}[ ]*(?:{_NUMBER}(?:[ ]+|$))+")
_RANGE = re.compile(_NUMBER)
_OPENING = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_DIGITS = 32  # of the hash that are written; the fewest allowed
_CONTINUED = 2  # columns by which the lines that continue an annotation are indented further
_ENDINGS = "\r\n"


STALE, UNKNOWN = "it belongs to another text", "its format is unknown"


class Block(NamedTuple):
    """The annotations at the end of a text.

    Attributes:
        start: where their first line begins, in code points.
        problem: why they can't be used: `STALE` or `UNKNOWN`; empty if they can.
        spans: the authors.
    """

    start: int
    problem: str
    spans: Spans = ()


def is_annotation(line: str) -> bool:
    """Return True if a line looks like one of the annotations."""
    if line.startswith(("@", "&")):
        return _AUTHOR.fullmatch(line) is not None
    return "SHA-256" in line and HASH_ANNOTATION.fullmatch(line) is not None


def find_block(text: str) -> int | None:
    """Return where the annotations at the end of a text begin; None if there are none."""
    end = at = len(text.rstrip())
    if not text.endswith("\n...", 0, end) and not text.endswith("\r...", 0, end):
        return None
    while (at := text.rfind("---", 0, at)) >= 0:
        opening = _OPENING.match(text, at, end)
        if opening is not None and (at == 0 or text[at - 1] in _ENDINGS):
            (first, _), *_ = split_lines(text[opening.end() : end])
            return at if HASH_ANNOTATION.fullmatch(first) else None
    return None


def without_block(text: str) -> str:
    """Return a text without the annotations at its end."""
    start = find_block(text)
    return text if start is None else text[:start]


def read_block(text: str) -> Block | None:
    """Return the contents of the annotations at the end of a text; None if there are none."""
    start = find_block(text)
    if start is None:
        return None
    annotations = _annotations([line for line, _ in split_lines(text[start:].rstrip())][1:-1])
    if annotations is None:
        return Block(start, UNKNOWN)
    ranges: list[tuple[int, int, str]] = []
    for author, value in annotations[1:]:
        pieces = [_RANGE.fullmatch(piece) for piece in value.split()]
        if not author.startswith(("@", "&")) or None in pieces:
            return Block(start, UNKNOWN)
        ranges += [(int(one[1]), int(one[2] or 1), author) for one in pieces if one is not None]
    found = HASH_ANNOTATION.fullmatch(":".join(annotations[0]))
    assert found is not None
    graphemes, first, count = _Graphemes(text[:start]), int(found[1]), int(found[2] or 1)
    hashed = text[graphemes.offset(first) : graphemes.offset(first + count)]
    if first + count > graphemes.count or not _hash(hashed).startswith(found[3].lower()):
        return Block(start, STALE)
    offset = graphemes.offset
    return Block(
        start, "", joined(Authored(offset(low), offset(low + length), author) for low, length, author in ranges)
    )


def _annotations(lines: list[str]) -> list[tuple[str, str]] | None:
    """Return the key and the value of each annotation, the hash first; None if anything else is among them."""
    found: list[tuple[str, str]] = []
    indent = 0
    for line in lines:
        blanks = len(line) - len(line.lstrip())
        if found and (not line.strip() or blanks >= indent + _CONTINUED):
            key, value = found.pop()
            found.append((key, f"{value} {line.strip()}"))
        elif match := _ANNOTATION.fullmatch(line):
            indent = blanks
            found.append((match[1][:-1].strip(), match[2].strip()))
        else:
            return None
    return found


def block_of(text: str, spans: Iterable[Authored], newline: str) -> str:
    """Return the annotations for a text without a block; empty if no authors are known.

    Args:
        text: the text before them; the empty lines at its end don't belong to it.
        spans: the authors.
        newline: the line ending.
    """
    text = text.rstrip(_ENDINGS)
    graphemes = _Graphemes(text)
    ranges: dict[str, list[str]] = {}
    for start, end, author in within(spans, 0, len(text)):
        first = graphemes.before(start)
        length = graphemes.before(end) - first
        if length:
            ranges.setdefault(author, []).append(f"{first},{length}" if length > 1 else str(first))
    if not ranges:
        return ""
    lines = [f"Annotations: 0,{graphemes.count} SHA-256 {_hash(text)[:_DIGITS]}"]
    lines += [f"{author}: {' '.join(ranges[author])}" for author in sorted(ranges, key=lambda one: one[0] != "@")]
    # Two blanks at the end keep the lines apart where a program without annotations renders them.
    return newline.join(["---", *(f"{line}  " for line in lines), "...", ""])


def with_block(text: str, spans: Iterable[Authored], newline: str) -> str:
    """Return a text without annotations with some added, after an empty line."""
    block = block_of(text, spans, newline)
    return f"{text.rstrip(_ENDINGS)}{newline}{newline}{block}" if block else text


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Graphemes:
    """Counts the grapheme clusters of a text. A line end is one, so each line is counted by itself.

    Attributes:
        count: how many there are.
    """

    def __init__(self, text: str) -> None:
        self._inside: dict[int, list[int]] = {}  # line → edges of its clusters, where they are not its code points
        lengths, counts = list[int](), list[int]()
        for line, ending in split_lines(text):
            count = len(line)
            if not line.isascii():
                edges = list(accumulate(map(len, iter_graphemes(line)), initial=0))
                count = len(edges) - 1
                if count < len(line):
                    self._inside[len(counts)] = edges
            lengths.append(len(line) + len(ending))
            counts.append(count + bool(ending))
        self._starts = list(accumulate(lengths, initial=0))
        self._counted = list(accumulate(counts, initial=0))
        self.count = self._counted[-1]

    def before(self, offset: int) -> int:
        """Return how many clusters begin before a code point of the text."""
        line = bisect_right(self._starts, offset) - 1
        edges, rest = self._inside.get(line), offset - self._starts[line]
        return self._counted[line] + (rest if edges is None else bisect_left(edges, rest))

    def offset(self, index: int) -> int:
        """Return the code point at which a cluster begins; for those beyond the end, the length of the text."""
        if index >= self.count:
            return self._starts[-1]
        line = bisect_right(self._counted, index) - 1
        edges, rest = self._inside.get(line), index - self._counted[line]
        return self._starts[line] + (rest if edges is None else edges[rest])
