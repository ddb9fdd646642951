"""Compares a draft with its file in the last commit, line by line, as git would."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from editor.document.difference import common_ends, difference
from editor.document.transaction import Change, Transaction
from editor.git.repository import Committed
from editor.storage.encodings import UTF_8, Encoding, EncodingError, decode, encode
from editor.text.line_endings import split_lines

LineMark = Literal["added", "changed", "removed"]
"""The mark of a line; `removed`: lines were removed before it."""

_PAIRS = 400_000_000
"""Limit for a comparison: lines of one text times lines of the other. It takes an eighth of a byte each."""
_IDENT = re.compile(r"\$Id:[^$\r\n]*\$")
_CONTROLS = bytes([*range(8), *range(14, 27), *range(28, 32), 11, 127])  # git's signs of a binary file


class Hunk(NamedTuple):
    """Lines that differ: [start, end) of the draft replace [old_start, old_end) of the commit."""

    start: int
    end: int
    old_start: int
    old_end: int

    def marks(self) -> dict[int, LineMark]:
        """Return the mark of each line, by its index in the draft."""
        if self.start == self.end:
            return {self.start: "removed"}
        changed = self.old_end - self.old_start
        return {line: "changed" if line - self.start < changed else "added" for line in range(self.start, self.end)}

    def holds(self, first: int, last: int) -> bool:
        """Return True if it touches any of the lines from `first` to `last` of the draft.

        Where lines were removed, it touches the line before and the one after.
        """
        if self.start == self.end:
            return self.start - 1 <= last and first <= self.start
        return self.start <= last and first < self.end


class Comparison(NamedTuple):
    """The differences of two texts.

    Attributes:
        hunks: in the order of the text.
        lines: those of the draft, with their endings.
        old_lines: those of the commit, with the endings that they have in the draft.
    """

    hunks: tuple[Hunk, ...]
    lines: Sequence[str]
    old_lines: Sequence[str]

    def marks(self) -> dict[int, LineMark]:
        """Return the marks of the draft's lines, by index."""
        return {line: mark for hunk in self.hunks for line, mark in hunk.marks().items()}

    def reverting(self, hunks: Sequence[Hunk]) -> Transaction:
        """Return the edit that restores the commit's text in some hunks."""
        starts = list(accumulate(map(len, self.lines), initial=0))
        changes: list[Change] = []
        for hunk in hunks:
            new = "".join(self.lines[hunk.start : hunk.end])
            old = "".join(self.old_lines[hunk.old_start : hunk.old_end])
            start = starts[hunk.start]
            parts = difference(new, old).changes
            changes += [Change(start + part.start, start + part.end, part.text) for part in parts]
        return Transaction(tuple(changes))


def compare(text: str, committed: Committed, encoding: Encoding, newline: str) -> Comparison:
    """Compare a draft with the commit.

    Args:
        text: the draft's.
        committed: its file.
        encoding: the draft's.
        newline: the line ending of its new lines.
    """
    old_text = _decoded(committed, encoding)
    new_pieces, old_pieces = _pieces(text), _pieces(old_text)
    converts = _converts(text, committed, encoding)
    new_keys = [_key(line, eol, converts, committed.rules.has_ident) for line, eol in new_pieces]
    old_keys = [line + eol for line, eol in old_pieces]
    hunks = tuple(_hunks(old_keys, new_keys))
    lines = [line + eol for line, eol in new_pieces]
    old_lines = [line + (newline if converts and eol == "\n" else eol) for line, eol in old_pieces]
    return Comparison(hunks, lines, old_lines)


def _decoded(committed: Committed, encoding: Encoding) -> str:
    try:
        return decode(committed.data, UTF_8 if committed.rules.is_utf_8 else _chosen(encoding))[0].removeprefix(
            "\ufeff"
        )
    except EncodingError:
        return decode(committed.data)[0]


def _chosen(encoding: Encoding) -> Encoding | None:
    return None if encoding.is_found else encoding


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the lines with their endings; after the last ending there is none."""
    pieces = split_lines(text)
    if pieces[-1] == ("", ""):
        pieces.pop()
    return pieces


def _converts(text: str, committed: Committed, encoding: Encoding) -> bool:
    """Return True if git, reading the draft's file, converts a return and a line feed to a line feed."""
    endings = committed.rules.endings
    if endings != "automatic":
        return endings == "converted"
    try:
        data = text.encode("utf-8", "surrogatepass") if committed.rules.is_utf_8 else encode(text, encoding)
    except EncodingError:
        return False
    # A file that already contains returns is left alone: otherwise every line would seem changed.
    return not _is_binary(data) and (b"\r\n" not in committed.data or _is_binary(committed.data))


def _is_binary(data: bytes) -> bool:
    """Return True if git treats these bytes as a binary file when it decides about line endings."""
    if b"\0" in data or data.count(b"\r") != data.count(b"\r\n"):
        return True
    odd = len(data) - len(data.translate(None, _CONTROLS))
    endings = data.count(b"\n") + data.count(b"\r")
    return (len(data) - odd - endings) >> 7 < odd


def _key(line: str, eol: str, converts: bool, has_ident: bool) -> str:
    """Return a line of the draft as git would put it into the repository."""
    if has_ident and "$Id:" in line:
        line = _IDENT.sub("$Id$", line)
    return line + ("\n" if converts and eol == "\r\n" else eol)


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    before, after = common_ends(old, new)
    old_end, new_end = len(old) - after, len(new) - after
    if before == old_end and before == new_end:
        return []
    if (old_end - before) * (new_end - before) > _PAIRS:
        return [Hunk(before, new_end, before, old_end)]
    numbers: dict[str, int] = {}
    old_numbers = [numbers.setdefault(line, len(numbers)) for line in old[before:old_end]]
    new_numbers = [numbers.setdefault(line, len(numbers)) for line in new[before:new_end]]
    found: list[Hunk] = []
    for part in LCSseq.opcodes(old_numbers, new_numbers):
        if part.tag == "equal":
            continue
        starts, ends = (part.dest_start, part.src_start), (part.dest_end, part.src_end)
        hunk = Hunk(before + starts[0], before + ends[0], before + starts[1], before + ends[1])
        if found and (found[-1].end, found[-1].old_end) == (hunk.start, hunk.old_start):
            hunk = Hunk(found[-1].start, hunk.end, found.pop().old_start, hunk.old_end)
        found.append(hunk)
    return found


def next_hunk(hunks: Sequence[Hunk], line: int) -> Hunk:
    """Return the first of some hunks that begins after a line of the draft; after the last one, the first."""
    index = bisect_left(hunks, line + 1, key=lambda hunk: hunk.start)
    return hunks[index % len(hunks)]


def previous_hunk(hunks: Sequence[Hunk], line: int) -> Hunk:
    """Return the last of some hunks that begins before a line of the draft; before the first one, the last."""
    return hunks[bisect_left(hunks, line, key=lambda hunk: hunk.start) - 1]
