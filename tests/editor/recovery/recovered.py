"""The text that a journal reproduces."""

from __future__ import annotations

from editor.recovery.journal import Journal
from editor.recovery.journal_file import read_journal


def recovered(kept: Journal) -> str:
    assert kept.path is not None
    return read_journal(kept.path).text
