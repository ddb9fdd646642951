"""`logprose report`: how readable a draft is, its repetitions and long sentences; each line with its place."""

from __future__ import annotations

import argparse
import shutil

from editor.headless.arguments import BAD_INPUT, STANDARD_INPUT, Subparsers, add_encoding, complain

_LEAST_CELLS = 40


def add_parser(verbs: Subparsers) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "report",
        help="report on a draft: readability, lengths, repetitions, passives",
        description="Report on a draft: two indices of readability, the words written per day, its sentences by "
        "length, the longest ones, close repetitions, and passives. Each line begins with the place it refers to: "
        "path:line:column.",
    )
    parser.add_argument("file", metavar="FILE", help="the draft; - for standard input")
    add_encoding(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """Print the report and return the exit status."""
    from editor.document.places import Place
    from editor.headless.drafts import read_draft
    from editor.paths import days_path
    from editor.report.days import written_on_days
    from editor.report.draft_report import Row, report_on
    from editor.report.drawing import drawn
    from editor.storage.files import FileError
    from editor.text.printable import printable

    try:
        draft = read_draft(options.file, options.encoding)
    except FileError as error:
        complain(str(error))
        return BAD_INPUT
    document = draft.document
    days = {} if document.path is None else written_on_days(days_path(), document.path)
    name = printable("(standard input)" if options.file == STANDARD_INPUT else options.file)

    def place(row: Row) -> str:
        if row.place is None:
            return ""
        line, column = Place.at(document, row.place)
        return f"{name}:{line}:{column}: "

    sections = report_on(document, draft.markdown, days)
    head = max(len(place(row)) for section in sections for row in section.rows)
    width = max(_LEAST_CELLS, shutil.get_terminal_size().columns - head)
    for number, section in enumerate(sections):
        print(f"\n{section.title}" if number else section.title)
        for row in section.rows:
            print(f"{place(row):<{head}}{drawn(row, width)}")
    return 0
