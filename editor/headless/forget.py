"""`logprose forget`: erase what the model found out about drafts."""

from __future__ import annotations

import argparse
from pathlib import Path

from editor.headless.arguments import BAD_INPUT, Subparsers, complain


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "forget",
        help="erase what the model found out about drafts",
        description="Erase what the model found out about drafts, their text included, which is kept so that they are "
        "scored only once. The drafts themselves stay as they are.",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="the drafts (all)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """Erase it, say how much it was, and return the exit status."""
    from editor.paths import kept_scores_directory
    from scoring.kept.store import forget, place_of

    directory = kept_scores_directory()
    try:
        places = [place_of(Path(name)) for name in options.files]
        count = sum(forget(directory, place) for place in places) if places else forget(directory)
    except (OSError, ValueError) as error:
        complain(f"{directory}: {getattr(error, 'strerror', None) or error}; delete it yourself")
        return BAD_INPUT
    print(f"forgot the scores of {count} text{'' if count == 1 else 's'}")
    return 0
