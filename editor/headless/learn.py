"""`logprose learn`: let the model read the writer's own texts, so that it knows their names, terms and turns of
phrase."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from editor.headless.arguments import BAD_INPUT, Subparsers, complain

if TYPE_CHECKING:
    from scoring.kept.learnt import Learnt


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "learn",
        help="let the model read your own texts",
        description="Read your texts, so that their names, terms and turns of phrase are underlined less often and "
        "are likelier in continuations. The texts are kept on this machine, readable by you alone. Later, `learn` "
        "without a path reads changed files again, `learn --list` lists the known texts, and `forget` erases them. "
        "An open editor uses them within a few seconds.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders and single files (those named before)")
    parser.add_argument("--list", action="store_true", help="list the known texts, with their word counts")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """Learn or list, and return the exit status."""
    from editor.headless.learnt_texts import changed, learn
    from editor.headless.progress import Progress
    from editor.paths import learnt_path
    from scoring.kept.learnt import Learnt, LearntError, read_learnt, write_learnt

    where = learnt_path()
    is_complete = True
    try:
        known = read_learnt(where)
    except LearntError as error:
        complain(f"{error}; name your folders and files again: logprose learn PATH")
        if not options.paths:
            return BAD_INPUT
        known = Learnt()
    if options.list:
        _list(known)
        return 0
    named = [Path(os.path.abspath(path)) for path in options.paths]
    missing = [path for path in named if not os.path.lexists(path)]
    if missing:
        complain(f"{missing[0]}: no such file or directory")
        return BAD_INPUT
    if not named and not known.places:
        complain("nothing has been learnt yet; name folders or files: logprose learn PATH")
        return BAD_INPUT

    with Progress() as progress:

        def lack(line: str) -> None:
            nonlocal is_complete
            is_complete = False
            progress.clear()
            complain(line)

        now = learn(known, named, lack, progress)
    try:
        if now != known:
            write_learnt(where, now)
    except OSError as error:
        complain(f"{where}: the learnt texts cannot be saved ({(error.strerror or str(error)).lower()})")
        return BAD_INPUT
    gone = {text.mark.path for text in known.texts} - {text.mark.path for text in now.texts}
    print(f"{_total(now)}; {changed(known, now)} new or changed, {len(gone)} gone")
    return 0 if is_complete else BAD_INPUT


def _list(known: Learnt) -> None:
    from editor.text.printable import printable

    for text in known.texts:
        print(f"{text.words:>9,}  {printable(str(text.path))}")
    print(_total(known))


def _total(known: Learnt) -> str:
    count, words = len(known.texts), sum(text.words for text in known.texts)
    return f"{words:,} words of {_texts(count)} are known"


def _texts(count: int) -> str:
    return f"{count} text{'' if count == 1 else 's'}"


def forget(where: Path, files: Sequence[Path]) -> int:
    """Erase the learnt texts of some files and folders (none given: of all); return how many. Raises OSError."""
    from editor.headless.learnt_texts import without
    from scoring.kept.learnt import Learnt, LearntError, read_learnt, write_learnt

    try:
        known = read_learnt(where)
    except LearntError:  # damaged: nothing in it can be told apart
        known, files = Learnt(), ()
    left = without(known, files) if files else Learnt()
    if left.places or left.texts:
        if left != known:
            write_learnt(where, left)
    else:
        where.unlink(missing_ok=True)
    return len(known.texts) - len(left.texts)
