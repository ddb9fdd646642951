"""The difference of two texts: as a transaction that turns one into the other, and as lines for people to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher, unified_diff
from itertools import accumulate

from editor.document.transaction import Change, Transaction
from editor.text.line_endings import split_lines

_MOST_LINES = 400
_CONTEXT = 3  # lines
_READABLE_PAIRS = 4_000_000
"""Limit for a readable diff: lines of one text times lines of the other. difflib is quadratic."""
_MATCHED_PAIRS = 1_000_000
"""The same for a transaction, in lines or words; beyond it the differing part becomes one change."""
_WORDS = re.compile(r"\s+|\S+")


def difference(old: str, new: str) -> Transaction:
    """Return the transaction from `old` to `new`; it touches only differing lines, and in them only differing words."""
    changes: list[Change] = []
    for start, old_lines, new_lines in _hunks(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        for offset, old_words, new_words in _hunks(_WORDS.findall(old_lines), _WORDS.findall(new_lines)):
            changes.append(_trimmed(start + offset, old_words, new_words))
    return Transaction(tuple(change for change in changes if change.text or change.end > change.start))


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, str, str]]:
    """Return the differing runs of pieces: the position in the old text, the old text and the new text of each."""
    before, after = common_ends(old, new)
    old_middle, new_middle = old[before : len(old) - after], new[before : len(new) - after]
    start = sum(map(len, old[:before]))
    if not old_middle or not new_middle or len(old_middle) * len(new_middle) > _MATCHED_PAIRS:
        return [(start, "".join(old_middle), "".join(new_middle))]
    starts = list(accumulate(map(len, old_middle), initial=start))
    matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=False)
    return [
        (starts[first], "".join(old_middle[first:last]), "".join(new_middle[new_first:new_last]))
        for kind, first, last, new_first, new_last in matcher.get_opcodes()
        if kind != "equal"
    ]


def _trimmed(position: int, old: str, new: str) -> Change:
    """Return the change from `old` to `new` at `position`, without the ends that both share."""
    before, after = common_ends(old, new)
    return Change(position + before, position + len(old) - after, new[before : len(new) - after])


def compared(old: str, new: str) -> list[str]:
    """Return a unified diff without its header, shortened for reading; its lines have no line endings."""
    old_lines, new_lines = _lines(old), _lines(new)
    before, after = common_ends(old_lines, new_lines)
    first = max(0, before - _CONTEXT)
    old_part = old_lines[first : len(old_lines) - max(0, after - _CONTEXT)]
    new_part = new_lines[first : len(new_lines) - max(0, after - _CONTEXT)]
    if old_part == new_part:
        return ["only line endings differ"]
    if len(old_part) * len(new_part) > _READABLE_PAIRS:
        half = _MOST_LINES // 2
        shown = [f"-{line}" for line in old_part[:half]] + [f"+{line}" for line in new_part[:half]]
        return [*shown, f"… {len(old_part):,} lines here and {len(new_part):,} there differ"]
    lines = list(unified_diff(old_part, new_part, lineterm="", n=_CONTEXT))[2:]
    lines = [_placed(line, first) if line.startswith("@@") else line for line in lines]
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [f"… {len(lines) - _MOST_LINES:,} more lines"]
    return lines


def _placed(head: str, first: int) -> str:
    """Shorten the header of a hunk to its first line in the new text."""
    start = int(head.split("+")[1].split(",")[0].split()[0])
    return f"@ line {first + max(1, start):,}"


def _lines(text: str) -> list[str]:
    return [line for line, _ in split_lines(text)]


def common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many items two sequences share at the start, and after those at the end."""
    before = _common(old, new)
    return before, _common(old[before:][::-1], new[before:][::-1])


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    differing = (index for index, (one, other) in enumerate(zip(first, second, strict=False)) if one != other)
    return next(differing, min(len(first), len(second)))
