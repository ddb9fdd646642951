"""The flags to report without a screen: those that the editor would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from editor.document import Document
from editor.flags.dictionary import load_dictionary
from editor.flags.ignored import Ignored, find_places, is_listed
from editor.flags.ignored_file import load_ignored
from editor.flags.known_flags import is_known_name
from editor.flags.shown_flags import FlagRules, counted
from editor.headless.prose import Prose
from editor.paths import dictionary_path, ignored_path
from editor.scorer.conventions import conventions
from editor.settings.settings import Scoring
from editor.storage.files import FileError
from scoring.protocol import Conventions, Dialect, Flag


def followed(scoring: Scoring, dialect: Dialect | None = None) -> Conventions:
    """Return what a draft with these settings follows; `dialect` overrides its own."""
    if dialect is not None:
        scoring = msgspec.structs.replace(scoring, dialect=dialect)
    try:
        words = load_dictionary(dictionary_path())
    except FileError:  # `ignored_in` says so
        words = frozenset()
    return conventions(scoring, words)


def ignored_in(document: Document) -> Callable[[int, int], bool]:
    """Return a test for ignored words: those of the dictionary, and those ignored in the document's file.

    Raises FileError if the dictionary or the file of ignored words can't be read.
    """
    dictionary, ignored = load_dictionary(dictionary_path()), Ignored(document)
    if document.path is not None:
        kept = load_ignored(ignored_path(), document.path)
        ignored.restore(kept.words, find_places(document.text, kept.places))

    def is_ignored(start: int, end: int) -> bool:
        return ignored.covers(start, end) or is_listed(document.slice(start, end), dictionary)

    return is_ignored


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
