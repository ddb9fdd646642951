"""The flags to report without a screen: those that the editor would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from editor.document import Document
from editor.document.formats.kinds import Kind
from editor.flags.dictionary import words_for
from editor.flags.kept_ignores import KeptIgnores
from editor.flags.known_flags import is_known_name
from editor.flags.shown_flags import FlagRules, counted
from editor.headless.prose import Prose
from editor.scorer.conventions import conventions
from editor.settings.settings import Scoring
from editor.storage.files import FileError
from scoring.protocol import Conventions, Dialect, Flag


def followed(document: Document, scoring: Scoring, kind: Kind, dialect: Dialect | None = None) -> Conventions:
    """Return the conventions of a draft of a kind with these settings; `dialect` overrides its own. May block."""
    if dialect is not None:
        scoring = msgspec.structs.replace(scoring, dialect=dialect)
    return conventions(scoring, words_for(document.path)[0], kind)  # `ignored_in` reports files that can't be read


def ignored_in(document: Document) -> Callable[[int, int], bool]:
    """Return a test for ignored words: those of the dictionary and of the folder's word lists, and those ignored in the
    document's file.

    Raises FileError if one of these files can't be read.
    """
    kept = KeptIgnores(document)
    kept.look()
    if kept.complaints:
        raise FileError(kept.complaints[0])
    return kept.covers


def shown_flags(
    document: Document, prose: Prose, flags: Iterable[Flag], is_ignored: Callable[[int, int], bool]
) -> list[Flag]:
    """Return the flags that the editor would show, in order. In a crowded paragraph, their reasons count the rest."""
    placed = {
        (flag.start, flag.end): flag
        for flag in flags
        if prose.takes_flags(flag.start, flag.end) and not is_known_name(document, flag)
    }
    wanted = [placed[place] for place in sorted(placed)]
    rules = FlagRules(document, prose.holds)
    rules.is_ignored = is_ignored
    return [
        msgspec.structs.replace(flag, reason=counted(flag.reason, decision.more)) if decision.more else flag
        for flag, decision in zip(wanted, rules.decide(wanted), strict=True)
        if decision.hidden_because is None
    ]
