"""`logprose ask`: which passages of the writer's own drafts answer a question, and where they are."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from editor.headless.arguments import BAD_INPUT, Subparsers, complain

if TYPE_CHECKING:
    from editor.asking.answers import Answer
    from editor.asking.index import Found

FOUND, NOTHING = 0, 1
_COUNT = 5


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "ask",
        help="ask your drafts: the passages that answer a question",
        description="List the passages of your drafts that answer a question, best first: each with its place, "
        "path:line:column, the headings above it, and the sentence that answers between » and «. Passages are found by "
        "the words of the question; then the model ranks the best 50 by how much they make the question more probable. "
        "Nothing leaves this machine. The exit status is 1 if nothing is found.",
    )
    parser.add_argument("question", metavar="QUESTION", help="the question, in plain words")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders of drafts, and drafts (the current folder)")
    parser.add_argument("--no-model", action="store_true", help="rank by words alone")
    parser.add_argument(
        "--count", type=_positive, default=_COUNT, metavar="N", help=f"list at most N passages ({_COUNT})"
    )
    parser.set_defaults(run=run)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to 1000")
    return int(text)


def run(options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Print the passages and return the exit status; `command` runs another worker."""
    from editor.asking.answers import RERANKED, answers, by_words
    from editor.asking.terms import words
    from editor.headless.progress import Progress
    from editor.headless.relevance_run import RelevanceRun
    from editor.headless.worker_news import ScoringError
    from scoring.protocol import sendable

    question = sendable(options.question)
    if not words(question):
        complain('the question is empty; ask in words: logprose ask "where did I write about this"')
        return BAD_INPUT
    is_complete = True

    def lack(line: str) -> None:
        nonlocal is_complete
        is_complete = False
        progress.clear()
        complain(line)

    with Progress() as progress:
        found = _found(question, options.paths or ["."], max(RERANKED, options.count), lack, progress)
        if found is None:
            return BAD_INPUT
        listed = by_words(question, found[: options.count])
        if found and not options.no_model:
            try:
                with RelevanceRun(command or _worker(), "ask", progress) as model:
                    listed = answers(question, found, options.count, model.compare)
            except ScoringError as error:
                progress.clear()
                complain(f"the passages are ranked by words alone: {error}")
    _print(listed)
    if not is_complete:
        return BAD_INPUT
    return FOUND if listed else NOTHING


def _found(
    question: str, names: Sequence[str], count: int, lack: Callable[[str], None], progress: Callable[[str], None]
) -> list[Found] | None:
    """Return the passages with a question's words, best first; None if there is nothing to look in, as is said then."""
    from editor.asking.library import Library, absolute
    from editor.paths import draft_index_path

    files: list[Path] = []
    folders: list[Path] = []
    for name in names:
        place = absolute(name)
        if place.is_dir():
            folders.append(place)
        elif os.path.lexists(place):
            files.append(place)
        else:
            lack(f"{name}: no such file or directory")
    library = Library(draft_index_path(), lack, complain, progress)
    try:
        library.look_in(folders, files)
        if not library.paths:
            if folders:
                lack(f"{folders[0]}: no drafts in it; name other folders or files")
            return None
        while library.step():
            pass
        return library.best(question, count)
    finally:
        library.close()


def _worker() -> Sequence[str]:
    from editor.paths import settings_path
    from editor.scorer.process import scoring_command
    from editor.settings.entries import settings_of
    from editor.settings.layers import SettingsLayer, load_layer

    own = load_layer(settings_path(), is_own=True) or SettingsLayer()
    return scoring_command(settings_of(own.values, own.keys).scoring)


def _print(listed: Sequence[Answer]) -> None:
    """Print passages, a blank line between two."""
    from editor.asking.excerpts import excerpt
    from editor.text.printable import printable

    for number, answer in enumerate(listed):
        piece = answer.found.piece
        at = piece.sentences[answer.sentence]
        nats = "" if answer.nats is None else f" ({answer.nats:+.1f} nats)"
        headings = " › ".join(piece.headings)
        if number:
            print()
        print(printable(f"{_shown(answer.found.path)}:{at.line}:{at.column}: {headings}".rstrip(": ") + nats))
        print(f"  {printable(excerpt(piece, answer.sentence).marked)}")


def _shown(path: Path) -> str:
    """Return a path as it is shortest to write from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
