"""A suggested edit in a word or two."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^ \t\r\n]+")  # other white space is shown


def suggestion_label(old: str, new: str) -> str:
    """Describe an edit of `old` to `new`: `day`, `add “to”`, `drop “very”`. Pass it through `printable`.

    A capital may move from one word to another with the edit.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    if not after or _ends_in(before, after):
        return f"drop “{' '.join(before[: len(before) - len(after)])}”"
    if not before or _ends_in(after, before):
        return f"add “{' '.join(after[: len(after) - len(before)])}”"
    return " ".join(after)


def _ends_in(words: list[str], last: list[str]) -> bool:
    return len(words) > len(last) and "".join(words[-len(last) :]).casefold() == "".join(last).casefold()
