"""Text in a programming language: parsed incrementally, with the kind of each stretch of its rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import inf
from typing import Any, NamedTuple

from tree_sitter import Parser, QueryCursor, Tree

from editor.document.markdown.grammars import OPAQUE, Grammar
from editor.document.markdown.spans import StyleSpan

ROW_REACH = 8_000
"""Bytes of a row that are highlighted; the rest is plain."""

_SURVEYED = 100  # maximum number of changed rows for which related rows are searched
_READ = 4096  # bytes passed to the parser at a time
_WITHIN = bytes(range(0x80, 0xC0))  # bytes of UTF-8 within a code point
_RUN = re.compile(rb"([^\0])\1*", re.DOTALL)


class _Edit(NamedTuple):
    """Rows [first, old_end) became rows [first, new_end); the bytes likewise."""

    first: int
    old_end: int
    new_end: int
    start_byte: int
    old_end_byte: int
    new_end_byte: int


class _Reading(NamedTuple):
    """Rows being parsed: `edited` is the previous tree, adjusted for the edit; `is_afresh`: it must not be reused."""

    rows: list[str]
    source: bytes
    parser: Parser
    edit: _Edit | None
    edited: Tree | None
    is_afresh: bool


class CodeText:
    """Rows of code, parsed in steps so that a long text doesn't block.

    Args:
        grammar: of its language.
        reach: the bytes of a row that are read; the rest is plain.
    """

    def __init__(self, grammar: Grammar, reach: int = ROW_REACH) -> None:
        self._grammar = grammar
        self._reach = reach
        self._rows: list[str] = []
        self._source = b""
        self._starts: Sequence[int] = (0,)  # byte offsets of the rows, and of the end after them
        self._tree: Tree | None = None
        self._reading: _Reading | None = None

    @property
    def rows(self) -> Sequence[str]:
        """The rows that `spans` refers to: the last ones parsed."""
        return self._rows

    def change(self, rows: list[str]) -> None:
        """Set the rows, without line feeds. They take effect when `parse` has finished."""
        if self._tree is not None and rows == self._rows:
            self._reading = None
            return
        source = _bytes_of(rows)
        edit = edited = None
        if self._tree is not None:
            edit = _difference(self._rows, rows, len(self._source), len(source))
            edited = self._tree.copy()
            old, new = (edit.old_end, 0), (edit.new_end, 0)
            edited.edit(edit.start_byte, edit.old_end_byte, edit.new_end_byte, (edit.first, 0), old, new)
        self._reading = _Reading(rows, source, Parser(self._grammar.language), edit, edited, self._grammar.is_afresh)

    def parse(self, steps: int | None = None) -> Iterable[int] | None:
        """Continue parsing the new rows for `steps` steps of about 0.03 ms, or to the end.

        Returns the current rows whose spans may have changed; None if parsing isn't finished.
        """
        reading = self._reading
        if reading is None:
            return ()
        tree = _parse(reading, steps)
        if tree is None:
            return None
        changed = self._changed(reading, tree)
        self._rows, self._source, self._tree, self._reading = reading.rows, reading.source, tree, None
        self._starts = list(accumulate([len(row) + 1 for row in reading.source.split(b"\n")[:-1]], initial=0))
        return changed

    def _changed(self, reading: _Reading, tree: Tree) -> Iterable[int]:
        """Return the rows of a new tree that may differ.

        A node's kind depends on other nodes within one match of the query, so the matches that touch the change are
        considered, in both the old and the new tree.
        """
        edit, edited = reading.edit, reading.edited
        if edit is None or edited is None or self._tree is None:
            return range(len(reading.rows))
        ranges = edited.changed_ranges(tree)
        low = min([edit.start_byte, *[part.start_byte for part in ranges]])
        high = max([edit.new_end_byte, *[part.end_byte for part in ranges]])
        first = min([edit.first, *[part.start_point.row for part in ranges]])
        last = max([edit.new_end, *[part.end_point.row for part in ranges]])
        if last - first > _SURVEYED:
            return range(len(reading.rows))
        rows = set(range(first, min(last + 1, len(reading.rows))))
        for start, end in self._captured_rows(tree, low - 1, high + 1):
            rows.update(range(start, end))
        moved, moved_bytes = edit.new_end - edit.old_end, edit.new_end_byte - edit.old_end_byte
        for start, end in self._captured_rows(self._tree, low - 1, high - moved_bytes + 1):
            rows.update(range(start, min(end, edit.first)))
            rows.update(range(max(start, edit.old_end) + moved, end + moved))
        return sorted(row for row in rows if row < len(reading.rows))

    def _captured_rows(self, tree: Tree, low: int, high: int) -> set[tuple[int, int]]:
        """Return the row ranges of all nodes in the matches that touch bytes [low, high)."""
        cursor = QueryCursor(self._grammar.query)
        cursor.set_byte_range(max(low, 0), high)
        return {
            (node.start_point.row, node.end_point.row + 1)
            for _, captured in cursor.matches(tree.root_node)
            for nodes in captured.values()
            for node in nodes
        }

    def spans(self, first: int, end: int) -> list[tuple[StyleSpan, ...]]:
        """Return the spans of rows [first, end), row by row: disjoint, by start, in offsets of the row."""
        starts, painted = self._starts, []
        while first < end:
            next_ = max(bisect_right(starts, starts[first] + self._reach) - 1, first + 1)
            next_ = min(next_, end)
            low, high = starts[first], min(starts[next_], starts[first] + self._reach)
            paint = self._paint(low, high)
            for row in range(first, next_):
                bounds = starts[row], min(starts[row + 1] - 1, high)
                part = paint[bounds[0] - low : bounds[1] - low]
                painted.append(_runs(part, self._source[slice(*bounds)], self._grammar.kinds))
            first = next_
        return painted

    def _paint(self, low: int, high: int) -> bytearray:
        """Return the kind of each byte in [low, high), as an index in the grammar's kinds."""
        tree = self._tree
        assert tree is not None
        cursor = QueryCursor(self._grammar.query)
        cursor.set_byte_range(low, high)
        kinds = self._grammar.captures
        captures = [
            (capture.strength >= OPAQUE, node.start_byte, -node.end_byte, capture.strength, pattern, capture.kind)
            for pattern, captured in cursor.matches(tree.root_node)
            for name, nodes in captured.items()
            if (capture := kinds.get(name)) is not None
            for node in nodes
        ]
        captures.sort()  # inner nodes come later; of two captures of one node, the winner
        paint = bytearray(high - low)
        for _, start, end, _, _, kind in captures:
            start, end = max(start, low), min(-end, high)
            if start < end:
                paint[start - low : end - low] = bytes((kind,)) * (end - start)
        return paint


def _bytes_of(rows: Sequence[str]) -> bytes:
    """Encode rows for the parser: one character per code point, and a line feed after each row."""
    text = "\n".join([*rows, ""])
    return text.replace("\0", " ").encode("utf-8", "replace")  # the parser might take a null byte for the end


def _difference(old: Sequence[str], new: Sequence[str], old_bytes: int, new_bytes: int) -> _Edit:
    """Return the differing rows in the middle of two texts of the given sizes."""
    shorter = min(len(old), len(new))
    first = next((row for row in range(shorter) if old[row] != new[row]), shorter)
    same = next((count for count in range(shorter - first) if old[-1 - count] != new[-1 - count]), shorter - first)
    start_byte = len(_bytes_of(old[:first]))
    tail = len(_bytes_of(old[len(old) - same :]))
    return _Edit(first, len(old) - same, len(new) - same, start_byte, old_bytes - tail, new_bytes - tail)


def _parse(reading: _Reading, steps: int | None) -> Tree | None:
    """Parse for that many steps: after each the parser asks whether to stop; the next call resumes."""
    source = reading.source
    left = inf if steps is None else steps

    def read(offset: int, _point: object) -> bytes:
        return source[offset : offset + _READ]

    def is_enough(_offset: int, _has_error: bool) -> bool:
        nonlocal left
        left -= 1
        return left < 0

    before: Any = {} if reading.edited is None or reading.is_afresh else {"old_tree": reading.edited}
    try:
        return reading.parser.parse(read, **before, progress_callback=is_enough)
    except ValueError:  # raised when it was stopped
        if left >= 0:
            raise
        return None


def _runs(paint: bytearray, source: bytes, kinds: Sequence[str]) -> tuple[StyleSpan, ...]:
    """Return the stretches of a row that are of one kind, in code points."""
    is_ascii = source.isascii()
    spans, reached, position = [], 0, 0  # in bytes, and in code points
    for run in _RUN.finditer(paint):
        start = position + _length(source[reached : run.start()], is_ascii)
        reached, position = run.end(), start + _length(source[run.start() : run.end()], is_ascii)
        if start < position:
            spans.append(StyleSpan(start, position, kinds[run[1][0]]))
    return tuple(spans)


def _length(part: bytes, is_ascii: bool) -> int:
    """Return the number of code points that begin in a part of a text in UTF-8."""
    return len(part) if is_ascii else len(part.translate(None, _WITHIN))
