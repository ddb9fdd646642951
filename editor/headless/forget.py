"""`logprose forget`: erase the records kept about drafts: scores, snapshots, words written per day, accepted text,
the index of `ask`, learnt texts."""

from __future__ import annotations

import argparse
from pathlib import Path

from editor.headless.arguments import BAD_INPUT, Subparsers, complain


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "forget",
        help="erase the records kept about drafts, including their snapshots",
        description="Erase the records kept about drafts: the model's results, the snapshots, the number of words "
        "written on each day, which text was accepted from the model, the index of `ask`, and the texts that "
        "`learn` has read. The drafts themselves stay as they are.",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="the drafts, or folders of learnt texts (all)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """Erase the records, print how many there were, and return the exit status."""
    from editor.asking import index
    from editor.authorship import kept as authors
    from editor.headless import learn
    from editor.paths import (
        authors_directory,
        days_path,
        draft_index_path,
        kept_scores_directory,
        learnt_path,
        snapshots_directory,
    )
    from editor.report import days
    from editor.snapshots import store as snapshots
    from editor.storage.files import FileError
    from scoring.kept.store import forget, place_of

    files = [Path(name) for name in options.files]
    directory = kept_scores_directory()
    try:
        places = [place_of(file) for file in files]
        count = sum(forget(directory, place) for place in places) if places else forget(directory)
        directory = snapshots_directory()
        taken = sum(snapshots.forget(directory, file) for file in files) if files else snapshots.forget(directory)
        directory = days_path()
        counted = sum(days.forget(directory, file) for file in files) if files else days.forget(directory)
        directory = authors_directory()
        known = sum(authors.forget(directory, file) for file in files) if files else authors.forget(directory)
        directory = draft_index_path()
        indexed = index.forget(directory, files)
        directory = learnt_path()
        learnt = learn.forget(directory, files)
    except (OSError, ValueError, FileError) as error:
        complain(f"{directory}: {getattr(error, 'strerror', None) or error}; delete it yourself")
        return BAD_INPUT
    scores = f"the scores of {count} text{'' if count == 1 else 's'}"
    snapshots_taken = f"{taken} snapshot{'' if taken == 1 else 's'}"
    words = f"the words per day of {counted} draft{'' if counted == 1 else 's'}"
    accepted = f"the record of accepted text in {known} draft{'' if known == 1 else 's'}"
    found = f"the index of {indexed} draft{'' if indexed == 1 else 's'}"
    texts = f"{learnt} learnt text{'' if learnt == 1 else 's'}"
    print(f"forgot {scores}, {snapshots_taken}, {words}, {accepted}, {texts}, and {found}")
    return 0
