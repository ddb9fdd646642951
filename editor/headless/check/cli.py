"""The arguments of `logprose check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import get_args

from editor.flags.kinds import KINDS
from editor.headless.arguments import STANDARD_INPUT, Subparsers, add_encoding, add_engine, are_terminals, use_engine
from scoring.protocol import THRESHOLDS, Dialect


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "check",
        help="list suggested changes, like a linter",
        description="List suggested changes, one per line: path:line:column: kind: message (probability) [suggestion].",
        epilog="Exit status: 0 if nothing is flagged, 1 if something is, 2 if something could not be checked.",
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a draft, or a directory to search for drafts; - for standard input",
    )
    parser.add_argument(
        "--stdin-name",
        metavar="PATH",
        help="treat standard input as the text of this file: its kind, settings and ignored words apply",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "github", "sarif"), default="text", help="output format (text)"
    )
    parser.add_argument(
        "--min-probability",
        type=_probability,
        metavar="P",
        help="flag only words at least this likely to be wrong, such as 0.9; overrides --sensitivity (each draft's"
        " settings)",
    )
    levels = ", ".join(f"{level} {least:.3g}" for level, least in THRESHOLDS.items())
    parser.add_argument(
        "--sensitivity",
        choices=tuple(THRESHOLDS),
        help=f"the same as a level: {levels} (each draft's settings)",
    )
    parser.add_argument(
        "--dialect", choices=get_args(Dialect), help="whose spelling counts as right (each draft's settings)"
    )
    parser.add_argument(
        "--kind",
        type=_kinds,
        default=frozenset(),
        metavar="KIND,…",
        help=f"flag only these kinds: {', '.join(KINDS)} (all)",
    )
    add_encoding(parser)
    add_engine(parser)
    parser.add_argument(
        "--no-cache", action="store_true", help="ignore the results of earlier runs and of the editor, and keep none"
    )
    parser.add_argument("--fix", action="store_true", help="ask about each flag at the terminal and change the files")
    parser.set_defaults(run=partial(_run, parser))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Check the drafts and return the exit status; `command` runs another worker."""
    if options.fix and (wrong := _why_not_fix(options)):
        parser.error(wrong)
    from editor.headless.check.run import run

    use_engine(options)
    return run(options, command)


def _why_not_fix(options: argparse.Namespace) -> str:
    """Return why --fix can't ask or has nothing to change, or ""."""
    if STANDARD_INPUT in options.files:
        return "--fix changes files, and standard input isn't one; name a file"
    if options.format != "text":
        return f"--fix asks in text; leave --format {options.format} out"
    if not are_terminals(sys.stdin, sys.stdout):
        return "--fix asks at a terminal, and this isn't one; leave it out"
    return ""


def _probability(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"must be a probability from 0 to 1, such as 0.9, not “{value}”")
    return number


def _kinds(value: str) -> frozenset[str]:
    kinds = frozenset(filter(None, map(str.strip, value.split(","))))
    if not kinds or kinds - KINDS.keys():
        raise argparse.ArgumentTypeError(f"must be some of {', '.join(KINDS)}, not “{value}”")
    return kinds
