"""An edit that is suggested, in a word or two."""

from __future__ import annotations

from scoring.protocol import Suggestion


def suggestion_label(edit: Suggestion, old: str) -> str:
    """What an edit does, to be sanitised: `day`, `add “to”`, `drop “very”`; `old` is what it replaces."""
    word = edit.replacement.strip()
    if edit.start == edit.end:
        return f"add “{word}”"
    return word or f"drop “{old.strip()}”"
