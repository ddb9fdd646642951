"""`logprose forget`: erase what is kept about drafts: scores, snapshots, words written per day, what was accepted,
the index of `ask`, what was learnt."""

from __future__ import annotations

import argparse
from pathlib import Path

from editor.headless.arguments import BAD_INPUT, Subparsers, complain


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "forget",
        help="erase what is kept about drafts, their snapshots included",
        description="Erase what the model found out about drafts, which is kept so that they are scored only once, "
        "the drafts' snapshots, how many words were written on which day, what was accepted from the model, "
        "the index that `ask` looks in, and what `learn` has read. The drafts themselves stay as they are.",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="the drafts, or folders of learnt texts (all)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """Erase it, say how much it was, and return the exit status."""
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
    accepted = f"what was accepted in {known} draft{'' if known == 1 else 's'}"
    found = f"the index of {indexed} draft{'' if indexed == 1 else 's'}"
    texts = f"{learnt} learnt text{'' if learnt == 1 else 's'}"
    print(f"forgot {scores}, {snapshots_taken}, {words}, {accepted}, {texts}, and {found}")
    return 0
