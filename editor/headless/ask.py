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
    from editor.asking.likeness import Paragraph
    from editor.asking.lookup import Found
    from editor.headless.progress import Progress
    from editor.settings.settings import Scoring
    from scoring.protocol import WrittenAnswer

FOUND, NOTHING = 0, 1
_COUNT = 5


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "ask",
        help="ask your drafts: the passages that answer a question",
        description="List the passages of your drafts that answer a question, best first, each with its position "
        "(path:line:column), the headings above it, and the answering sentence between » and «. Passages are found by "
        "the words of the question; then the model ranks them by how much more probable they make the question. "
        "Nothing leaves this machine, except with --answer and an engine. The exit status is 1 if nothing is found.",
    )
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="the question, in plain words")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders of drafts, and drafts (the current folder)")
    parser.add_argument(
        "--related", metavar="FILE:LINE", help="instead of a question: list passages similar to the paragraph there"
    )
    parser.add_argument("--no-model", action="store_true", help="rank by words alone")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="say why each passage is listed: how many nats more probable it makes each word of the question, and "
        "which of the words occur in it",
    )
    parser.add_argument(
        "--answer",
        action="store_true",
        help="answer in two or three sentences in the model's own words, each with its source; this needs an "
        "instruction model of at least 1B parameters, or an engine, to which the question and the passages are sent; "
        "with --explain, also show everything the model saw",
    )
    parser.add_argument(
        "--seen",
        type=_numbers,
        default=(),
        metavar="N,…",
        help="with --answer: which of the listed passages the model sees (the first 5)",
    )
    parser.add_argument(
        "--count", type=_positive, default=_COUNT, metavar="N", help=f"list at most N passages ({_COUNT})"
    )
    parser.set_defaults(run=run)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to 1000")
    return int(text)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(_positive(part.strip()) for part in text.split(","))


def run(options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Print the passages and return the exit status; `command` runs another worker."""
    from editor.asking.answers import FOUND as MOST_FOUND
    from editor.asking.likeness import LONGEST
    from editor.asking.terms import words
    from editor.headless.progress import Progress
    from scoring.protocol import sendable

    places = options.paths
    like = None
    if options.related is not None:
        like = _paragraph(options.related)
        if like is None:
            return BAD_INPUT
        places = [one for one in (options.question, *places) if one is not None]
    question = sendable(options.question or "" if like is None else like.text)
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
        found = _found(question, places or ["."], max(MOST_FOUND, options.count), lack, progress)
        if found is None:
            return BAD_INPUT
        if like is not None:
            found, question = like.others(found), question[:LONGEST]
        listed, answer = _answered(question, found, options, command, progress)
    if answer is not None:
        _print_answer(*answer, is_explained=options.explain)
    _print(listed, question if options.explain else "")
    if not is_complete:
        return BAD_INPUT
    return FOUND if listed else NOTHING


def _answered(
    question: str,
    found: Sequence[Found],
    options: argparse.Namespace,
    command: Sequence[str] | None,
    progress: Progress,
) -> tuple[list[Answer], tuple[WrittenAnswer, list[Answer], str] | None]:
    """Return the passages found, best first. If an answer in the model's own words was requested and given, also return
    it, the passages that the model saw, and its whole prompt."""
    from editor.asking.answers import answers, by_words
    from editor.asking.written import seen
    from editor.headless.ask_run import AskRun
    from editor.headless.worker_news import ScoringError
    from scoring.address import is_address

    listed = by_words(question, found[: options.count])
    if not found or options.no_model:
        return listed, None
    model = _scoring().model
    try:
        if is_address(model) and not options.answer:
            raise ScoringError("an engine can't rank passages")
        with AskRun(command or _worker(), progress) as run:
            if not is_address(model):
                listed = answers(question, found, options.count, run.compare)
            if beyond := [number for number in options.seen if number > len(listed)]:
                progress.clear()
                complain(f"--seen {beyond[0]}: only {len(listed)} passages are listed")
            elif options.answer:
                shown = seen(listed, [number - 1 for number in options.seen])
                written, prompt = run.answer(question, [one.found.piece.titled for one in shown])
                if not written.refusal:
                    return listed, (written, shown, prompt)
                progress.clear()
                complain(written.refusal)
    except ScoringError as error:
        progress.clear()
        complain(f"the passages are ranked by words alone: {error}")
    return listed, None


def _paragraph(name: str) -> Paragraph | None:
    """Return the paragraph at a file and line; None, after a complaint, if there is none."""
    from editor.asking.library import absolute
    from editor.asking.likeness import Paragraph
    from editor.document.document import Document
    from editor.files.openings import named_place
    from editor.storage.files import FileError

    opening = named_place(name)
    assert opening.path is not None
    line = 1 if opening.place is None else opening.place.line
    try:
        document = Document.from_bytes(opening.path.read_bytes(), None, str(opening.path))
    except (OSError, FileError) as error:
        complain(str(error) if isinstance(error, FileError) else f"{opening.path}: {(error.strerror or '').lower()}")
        return None
    found = Paragraph.at(document, absolute(opening.path), min(line, len(document.blocks)) - 1)
    if not found.text:
        complain(f"{name}: no paragraph there; name a line of one: {opening.path}:{line + 1}")
        return None
    return found


def _found(
    question: str, names: Sequence[str], count: int, lack: Callable[[str], None], progress: Callable[[str], None]
) -> list[Found] | None:
    """Return the passages with a question's words, best first; None, after a complaint, if there is nothing to
    search."""
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


def _scoring() -> Scoring:
    """Return the writer's settings of the model."""
    from editor.settings.entries import settings_of
    from editor.settings.layers import own_layer

    own = own_layer()
    return settings_of(own.values, own.keys).scoring


def _worker() -> Sequence[str]:
    from editor.scorer.process import scoring_command

    return scoring_command(_scoring())


def _print_answer(written: WrittenAnswer, shown: Sequence[Answer], prompt: str, *, is_explained: bool) -> None:
    """Print an answer, each sentence with its source; if it `is_explained`, then everything the model saw."""
    from editor.asking.written import said
    from editor.text.printable import printable

    for one in said(written, [_place(answer) for answer in shown]):
        print(f"{one.text} ({one.source})" if one.source else one.text)
    print()
    if is_explained:
        print("What the model saw:")
        print("\n".join(f"  {printable(line)}" for line in prompt.splitlines()))
        print()


def _print(listed: Sequence[Answer], explained: str) -> None:
    """Print passages, separated by blank lines; for a question to be `explained`, also the reason for each."""
    from editor.asking import terms
    from editor.asking.drawing import figures, matching
    from editor.asking.excerpts import excerpt
    from editor.text.printable import printable

    for number, answer in enumerate(listed):
        piece = answer.found.piece
        nats = "" if answer.nats is None else f" ({answer.nats:+.1f} nats)"
        headings = " › ".join(piece.headings)
        if number:
            print()
        print(printable(f"{_place(answer)}: {headings}".rstrip(": ") + nats))
        print(f"  {printable(excerpt(piece, answer.sentence).marked)}")
        if explained:
            print(f"  {figures(answer.gains, matching(terms.words(explained), answer))}")


def _place(answer: Answer) -> str:
    """Return where the sentence that answers is."""
    at = answer.found.piece.sentences[answer.sentence]
    return f"{_shown(answer.found.path)}:{at.line}:{at.column}"


def _shown(path: Path) -> str:
    """Return the shortest way to write a path from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
