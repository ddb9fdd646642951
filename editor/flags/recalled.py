"""The results from the last time a draft was scored, without ignored words."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from editor.document import Document
from editor.document.formats.kinds import Kind
from editor.flags.dictionary import words_for
from editor.flags.ignored import find_places, is_listed
from editor.flags.ignored_file import IgnoredIn, load_ignored
from editor.paths import ignored_path
from editor.scorer.conventions import conventions
from editor.scorer.recall import Recalled, recall
from editor.settings.settings import Scoring
from editor.storage.files import FileError
from scoring.kept.store import KeptScores


def recall_shown(scores: KeptScores, document: Document, scoring: Scoring, kind: Kind) -> Recalled | None:
    """Return the last results for a document that has a file and is of a kind, without flags of ignored words;
    `scoring` are the draft's most likely settings. May block.

    The ignored words are otherwise only known after the first paint, and a flag must not flash up and disappear. Flags
    by rules may have changed with the dictionary, but nothing else: the worker soon reports that.
    """
    assert document.path is not None
    listed, ignored = words_for(document.path)[0], IgnoredIn("")
    with suppress(FileError):  # reported when the file is read for the draft
        ignored = load_ignored(ignored_path(), document.path)
    found = recall(scores, document, conventions(scoring, listed, kind))
    if found is None:
        return None
    words, places = listed | set(ignored.words), find_places(document.text, ignored.places)
    flags = [
        flag
        for flag in found.flags
        if not is_listed(document.slice(flag.start, flag.end), words)
        and not any(start < flag.end and flag.start < end for start, end in places)
    ]
    return replace(found, flags=flags)
