"""`logprose check`: the flags of drafts as a linter tells them, without a screen."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack

import msgspec

from editor.files.openings import STANDARD_INPUT
from editor.headless.arguments import ArgumentParser
from editor.headless.check.fixing import Fixer
from editor.headless.check.keys import single_keys
from editor.headless.check.kinds import KINDS
from editor.headless.check.problems import Filter, problem_of
from editor.headless.check.reports import report
from editor.headless.check.targets import find_targets
from editor.headless.drafts import NamedDraft, read_draft
from editor.headless.progress import Progress
from editor.headless.prose import Prose
from editor.headless.scoring_run import ScoringError, ScoringRun
from editor.headless.shown_flags import ignored_in, shown_flags
from editor.scorer.process import scoring_command
from editor.storage.encodings import chosen_encoding
from editor.storage.files import FileError
from editor.text.printable import printable
from scoring.protocol import THRESHOLDS, Flag

CLEAN, FLAGGED, BAD_INPUT = 0, 1, 2


def main(arguments: Sequence[str], command: Sequence[str] | None = None) -> int:
    """Run the verb with its arguments; returns the exit status (1: something is flagged, 2: bad input or no model).
    `command` runs another worker."""
    parser = _parser()
    options = parser.parse_intermixed_args(arguments)
    if options.fix:
        _check_fix(parser, options)
    try:
        return _Check(options, command).run()
    except ScoringError as error:
        print(f"logprose: {printable(str(error))}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # the reader of our output went away: nothing more to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FLAGGED
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = ArgumentParser(
        prog="logprose check",
        description="Tell what the model would change, a line each: path:line:column: kind: message [suggestion].",
        epilog="Exit status: 0 nothing is flagged, 1 something is, 2 something could not be checked.",
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="drafts, and directories with drafts (.md, .markdown, .txt) in and below them; - for standard input",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "github", "sarif"), default="text", help="of the output (text)"
    )
    parser.add_argument(
        "--min-strength",
        type=_strength,
        metavar="NATS",
        help="flag what is at least that strong (as the settings of each draft say)",
    )
    parser.add_argument(
        "--sensitivity",
        choices=tuple(THRESHOLDS),
        help="the same in a word: "
        + ", ".join(f"{level} {least:g}" for level, least in THRESHOLDS.items())
        + " nats; --min-strength goes before it",
    )
    parser.add_argument(
        "--kind",
        type=_kinds,
        default=frozenset(),
        metavar="KIND,…",
        help=f"flag only these kinds: {', '.join(KINDS)} (all)",
    )
    parser.add_argument(
        "--encoding",
        type=chosen_encoding,
        metavar="NAME",
        help="of the drafts: latin-1, … (utf-16 by its mark, else utf-8)",
    )
    parser.add_argument("--fix", action="store_true", help="ask about each flag at the terminal, and change the files")
    return parser


def _strength(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not math.isfinite(number) or number < 0:
        raise argparse.ArgumentTypeError(f"must be a number of nats of at least 0, not “{value}”")
    return number


def _kinds(value: str) -> frozenset[str]:
    kinds = frozenset(filter(None, map(str.strip, value.split(","))))
    if not kinds or kinds - KINDS.keys():
        raise argparse.ArgumentTypeError(f"must be some of {', '.join(KINDS)}, not “{value}”")
    return kinds


def _check_fix(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Leave with an error where --fix cannot ask or has nothing to change."""
    if STANDARD_INPUT in options.files:
        parser.error("--fix changes files, and standard input is none: name a file")
    if options.format != "text":
        parser.error(f"--fix asks in text: leave --format {options.format} out")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        parser.error("--fix asks at a terminal, and this is none: leave it out")


class _Check:
    """One call of the verb."""

    def __init__(self, options: argparse.Namespace, command: Sequence[str] | None) -> None:
        self._options = options
        self._command = command
        least = options.min_strength
        if least is None and options.sensitivity is not None:
            least = THRESHOLDS[options.sensitivity]
        self._filter = Filter(least, options.kind)
        self._complaints: list[str] = []
        self._is_flagged = False

    def run(self) -> int:
        """Check all drafts; returns the exit status. Raises ScoringError."""
        drafts = self._drafts()
        with ExitStack() as stack:
            progress = stack.enter_context(Progress())
            run = stack.enter_context(ScoringRun(self._worker(drafts), "check"))
            fixer = Fixer(stack.enter_context(single_keys()), sys.stdout) if self._options.fix else None
            output = report(self._options.format, sys.stdout)
            for number, draft in enumerate(drafts, 1):
                progress.about = f"{draft.name} ({number} of {len(drafts)})" if len(drafts) > 1 else draft.name
                flags = self._flags(draft, run, progress)
                progress.clear()
                if fixer is None:
                    output.add([problem_of(draft.name, draft.document, flag) for flag in flags])
                    self._is_flagged |= bool(flags)
                else:
                    self._fix(fixer, draft, flags)
                    if fixer.is_stopped:
                        break
        if fixer is None:
            output.close(self._complaints)
        return BAD_INPUT if self._complaints else FLAGGED if self._is_flagged else CLEAN

    def _complain(self, line: str) -> None:
        self._complaints.append(line)
        print(f"logprose: {printable(line)}", file=sys.stderr)

    def _drafts(self) -> list[NamedDraft]:
        """What can be read of what is named."""
        names, complaints = find_targets(self._options.files)
        for complaint in complaints:
            self._complain(complaint)
        drafts: list[NamedDraft] = []
        told: set[str] = set()  # many drafts may have the same settings files
        for name in names:
            try:
                drafts.append(read_draft(name, self._options.encoding))
            except FileError as error:
                self._complain(str(error))
                continue
            for line in map(str, drafts[-1].complaints):
                if line not in told:
                    told.add(line)
                    print(f"logprose: {line}", file=sys.stderr)
        return drafts

    def _worker(self, drafts: Sequence[NamedDraft]) -> Sequence[str]:
        """The command of a worker that tells what any of the drafts wants to know."""
        if self._command is not None or not drafts:
            return self._command or ()
        scoring = drafts[0].settings.scoring  # but for the threshold only the writer's own file sets it
        least = min(draft.settings.scoring.least_strength for draft in drafts)
        threshold = least if self._filter.least is None else self._filter.least
        return scoring_command(msgspec.structs.replace(scoring, threshold=threshold))

    def _flags(self, draft: NamedDraft, run: ScoringRun, progress: Progress) -> list[Flag]:
        """The flags of a draft that are told."""
        prose, threshold = Prose(draft.document, draft.markdown), draft.settings.scoring.least_strength
        if not prose.has_words():
            return []
        found = run.score(draft.document, progress).flags
        taken = [flag for flag in found if self._filter.takes(flag, threshold)]
        try:
            is_ignored = ignored_in(draft.document)
        except FileError as error:
            if str(error) not in self._complaints:
                self._complain(str(error))
            return shown_flags(draft.document, prose, taken, lambda start, end: False)
        return shown_flags(draft.document, prose, taken, is_ignored)

    def _fix(self, fixer: Fixer, draft: NamedDraft, flags: Sequence[Flag]) -> None:
        try:
            self._is_flagged |= bool(fixer.fix(draft.name, draft.document, flags))
        except FileError as error:
            self._complain(str(error))
