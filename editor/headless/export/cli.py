"""The arguments of `logprose export`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from editor.headless.arguments import Subparsers, add_encoding

_MOST_CELLS = 1000


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "export",
        help="write a draft as an HTML page, coloured text or an SVG picture",
        description="Write a draft as it looks when read: an HTML page, coloured text for a terminal, or an SVG "
        "picture.",
    )
    parser.add_argument("file", metavar="FILE", help="the draft; - for standard input")
    parser.add_argument("--to", required=True, choices=("html", "ansi", "svg"), help="the format to write")
    parser.add_argument(
        "--output",
        metavar="PATH",
        help="the file to write; - for standard output (ansi: standard output; html and svg: FILE with that suffix)",
    )
    add_encoding(parser)
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    parser.add_argument("--theme", metavar="NAME", help="the colours (the editor's theme)")
    parser.add_argument(
        "--annotations",
        choices=("none", "flags", "heat"),
        default="none",
        help="add the model's view: flagged words with alternatives, or the surprisal of every word (none)",
    )
    parser.add_argument("--width", type=_width, default=80, metavar="N", help="cells per row in ansi and svg (80)")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Export the draft and return the exit status; `command` runs another worker."""
    from editor.headless.export.run import run

    return run(options, command)


def _width(value: str) -> int:
    from editor.view.layout.block_layout import MIN_WIDTH

    if not value.isdecimal() or not MIN_WIDTH <= int(value) <= _MOST_CELLS:
        raise argparse.ArgumentTypeError(f"must be a number from {MIN_WIDTH} to {_MOST_CELLS}, not “{value}”")
    return int(value)
