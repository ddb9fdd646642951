"""What differs between two texts, as lines that people read."""

from __future__ import annotations

from difflib import unified_diff

from editor.text.line_endings import split_lines

_MOST_LINES = 400
_COMPARED_PAIRS = 4_000_000
"""Lines of one text times those of the other that are compared: difflib is quadratic."""
_CONTEXT = 3


def compared(old: str, new: str) -> list[str]:
    """A unified diff without its two heads, cut to what a person reads. Lines without their endings."""
    old_lines, new_lines = _lines(old), _lines(new)
    before = _common(old_lines, new_lines)
    behind = _common(old_lines[before:][::-1], new_lines[before:][::-1])
    first = max(0, before - _CONTEXT)
    old_part = old_lines[first : len(old_lines) - max(0, behind - _CONTEXT)]
    new_part = new_lines[first : len(new_lines) - max(0, behind - _CONTEXT)]
    if old_part == new_part:
        return ["only line endings differ"]
    if len(old_part) * len(new_part) > _COMPARED_PAIRS:
        half = _MOST_LINES // 2
        shown = [f"-{line}" for line in old_part[:half]] + [f"+{line}" for line in new_part[:half]]
        return [*shown, f"… {len(old_part):,} lines here and {len(new_part):,} there differ"]
    lines = list(unified_diff(old_part, new_part, lineterm="", n=_CONTEXT))[2:]
    lines = [_placed(line, first) if line.startswith("@@") else line for line in lines]
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [f"… {len(lines) - _MOST_LINES:,} more lines"]
    return lines


def _placed(head: str, first: int) -> str:
    """The head of a hunk, told by the line of the new text that it begins at."""
    start = int(head.split("+")[1].split(",")[0].split()[0])
    return f"@ line {first + max(1, start):,}"


def _lines(text: str) -> list[str]:
    return [line for line, _ in split_lines(text)]


def _common(one: list[str], other: list[str]) -> int:
    """How many lines both begin with."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
