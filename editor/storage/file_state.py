"""What became of a draft's file while the draft is open, and how to take over what is in it now."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path

from editor.document.transaction import Change, Transaction
from editor.storage.encodings import Encoding
from editor.storage.files import ABSENT, FileContent, FileStamp, read_file, stamp_of

_COMPARED_PAIRS = 1_000_000
"""Lines (or words) of one text times those of the other, beyond which what differs is taken as one piece:
SequenceMatcher is quadratic."""
_WORDS = re.compile(r"\s+|\S+")


def look(path: Path) -> FileStamp | None:
    """The stamp of a file now, `ABSENT` where there is none; None where that cannot be told. May block."""
    try:
        return stamp_of(os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    except (OSError, ValueError):
        return None


def read_settled(path: Path, chosen: Encoding | None = None) -> FileContent | None:
    """What a file holds; None where it is gone, or is being written at this moment. As `read_file` otherwise."""
    content = read_file(path, chosen)
    return content if content.stamp != ABSENT and look(path) == content.stamp else None


def difference(old: str, new: str) -> Transaction:
    """What makes `new` of `old`, touching only the lines that differ, and of those only the words that do."""
    changes: list[Change] = []
    for start, old_lines, new_lines in _hunks(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        for offset, old_words, new_words in _hunks(_WORDS.findall(old_lines), _WORDS.findall(new_lines)):
            changes.append(_trimmed(start + offset, old_words, new_words))
    return Transaction(tuple(change for change in changes if change.text or change.end > change.start))


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, str, str]]:
    """The runs of pieces that differ: each where it begins in the old text, as it was there, and as it is."""
    before = _common(old, new)
    behind = _common(old[before:][::-1], new[before:][::-1])
    old_middle, new_middle = old[before : len(old) - behind], new[before : len(new) - behind]
    start = sum(map(len, old[:before]))
    if not old_middle or not new_middle or len(old_middle) * len(new_middle) > _COMPARED_PAIRS:
        return [(start, "".join(old_middle), "".join(new_middle))]
    starts = list(accumulate(map(len, old_middle), initial=start))
    matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=False)
    return [
        (starts[first], "".join(old_middle[first:last]), "".join(new_middle[new_first:new_last]))
        for kind, first, last, new_first, new_last in matcher.get_opcodes()
        if kind != "equal"
    ]


def _trimmed(position: int, old: str, new: str) -> Change:
    """The change at `position` from `old` to `new`, without what both begin and end with."""
    before = _common(old, new)
    behind = _common(old[before:][::-1], new[before:][::-1])
    return Change(position + before, position + len(old) - behind, new[before : len(new) - behind])


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many items two sequences begin with that are the same."""
    differing = (index for index, (one, other) in enumerate(zip(first, second, strict=False)) if one != other)
    return next(differing, min(len(first), len(second)))
