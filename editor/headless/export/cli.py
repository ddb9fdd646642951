"""The arguments of `logprose export`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from editor.headless.arguments import Subparsers, add_encoding
from editor.system.document_tools import PRINTER, SUFFIXES

_MOST_CELLS = 1000


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "export",
        help="write a draft as a Word file, PDF, web page and more, or print it",
        description="Write a draft as the reading view shows it: as a document (docx, odt, pdf, epub, latex, txt), a "
        "web page (html), a picture (svg) or coloured text for a terminal (ansi); or as Markdown (md), with changes "
        "applied and comments left out; or print it. Documents other than txt need pandoc, PDF also a typesetter: "
        "pip install 'logprose[export]' installs both.",
    )
    parser.add_argument("file", metavar="FILE", help="the draft; - for standard input")
    parser.add_argument(
        "--to",
        required=True,
        choices=(*SUFFIXES, PRINTER),
        help="the format to write; printer: send it to lp, as PDF if that can be made here, otherwise as plain text",
    )
    parser.add_argument(
        "--output",
        metavar="PATH",
        help="the file to write; - for standard output (ansi: standard output; others: FILE with the format's suffix)",
    )
    parser.add_argument(
        "--stdin-name",
        metavar="PATH",
        help="treat standard input as the text of this file: its title, settings and pictures apply",
    )
    add_encoding(parser)
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    parser.add_argument("--theme", metavar="NAME", help="the colours (the editor's theme)")
    parser.add_argument(
        "--annotations",
        choices=("none", "flags", "heat"),
        default="none",
        help="add the model's view to html, svg or ansi: flagged words with alternatives, or the surprisal of every "
        "word (none)",
    )
    parser.add_argument(
        "--authors",
        action="store_true",
        help="add to md a block that records which text was accepted from the model, in iA Writer's format",
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
