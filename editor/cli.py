"""The command `logprose`: opens the editor, or runs a verb that needs no screen."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor.storage.encodings import Encoding

from editor.headless import ask, forget, learn, report
from editor.headless.arguments import (
    BAD_INPUT,
    STANDARD_INPUT,
    Answer,
    ArgumentParser,
    add_encoding,
    add_engine,
    are_terminals,
    complain,
    encoding_name,
    standard_input,
    use_engine,
    visible,
)
from editor.headless.check import cli as check
from editor.headless.export import cli as export
from editor.lsp import cli as lsp
from scoring.verbs import cli as scoring_verbs

SHELLS = ("bash", "zsh", "fish")
"""The shells that the program completes its command line in."""

_USAGE = "logprose [OPTION ...] [FILE[:LINE[:COLUMN]] ...]\n       logprose VERB ..."
_INTERRUPTED = 130
_FULL = (errno.ENOSPC, errno.EDQUOT)  # only standard output: code that writes elsewhere handles its own errors


class CommandLine(NamedTuple):
    """The whole command line, from which help, man page and completions are made.

    Attributes:
        parser: all of it. argparse can't parse with it: both a draft and a verb can come first.
        editor: what opens the editor.
        verbs: each verb's part, by name.
    """

    parser: argparse.ArgumentParser
    editor: argparse.ArgumentParser
    verbs: Mapping[str, argparse.ArgumentParser]


def command_line() -> CommandLine:
    """Build the command line. Fast: a verb's code is imported only when it runs."""
    whole = _editor_parser()
    verbs = whole.add_subparsers(title="verbs (no screen needed)", metavar="VERB", dest="verb", prog="logprose")
    check.add_parser(verbs)
    scoring_verbs.add_parsers(verbs, visible, partial(add_encoding, kind=encoding_name))
    export.add_parser(verbs)
    report.add_parser(verbs)
    ask.add_parser(verbs)
    learn.add_parser(verbs)
    forget.add_parser(verbs)
    lsp.add_parser(verbs)
    help_verb = verbs.add_parser("help", help="show help for a verb", description="Show help for a verb.")
    help_verb.add_argument("topic", nargs="*", metavar="VERB", help="the verb, such as check or model fetch")
    help_verb.set_defaults(run=partial(_help, whole, verbs.choices))
    editor = _editor_parser(whole)
    return CommandLine(whole, editor, verbs.choices)


def _editor_parser(whole: argparse.ArgumentParser | None = None) -> argparse.ArgumentParser:
    """Return a parser for the arguments that open the editor; its help is that of `whole`."""
    parser = ArgumentParser(
        prog="logprose",
        usage=_USAGE,
        description="Edit prose in the terminal while a local language model reads along.",
        epilog="To open a file named like a verb, write ./ before it: logprose ./score",
        add_help=False,
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE[:LINE[:COLUMN]]",
        help="a draft to open in a tab; it need not exist; +LINE before it sets the line; - for standard input",
    )
    add_encoding(parser)
    add_engine(parser)
    parser.add_argument("--no-scorer", action="store_true", help="open without the model")
    parser.add_argument(
        "-h", "--help", action=Answer, nargs=0, text=lambda _: (whole or parser).format_help(), help="show this help"
    )
    parser.add_argument("--version", action=Answer, nargs=0, text=_version, help="show the version")
    parser.add_argument(
        "--print-completion", action=Answer, choices=SHELLS, text=completion, help="print completions for a shell"
    )
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse a command line: `run` in the result takes it and returns the exit status. Exits if it is invalid."""
    line = command_line()
    verb = arguments[0] if arguments else ""
    if verb == "model":  # it has verbs itself, which argparse cannot mix with options
        return line.verbs[verb].parse_args(arguments[1:])
    if verb in line.verbs:
        return _parse_mixed(line.verbs[verb], arguments[1:])
    options = _parse_mixed(line.editor, arguments)
    options.run = _open
    return options


def _parse_mixed(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """Parse arguments that may come before, between and after options."""
    if "--" in arguments:  # parse_intermixed_args of Python 3.11 and 3.12 forgets it
        return parser.parse_args(arguments)
    return parser.parse_intermixed_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line, by default the process's own. Returns the exit status (2: bad input)."""
    _fill_closed_descriptors()
    if sys.stdout is None:
        complain("standard output is closed; write to a file, or to /dev/null")
        return BAD_INPUT
    try:
        try:
            options = parse(sys.argv[1:] if arguments is None else arguments)
            status: int = options.run(options)
        finally:
            sys.stdout.flush()  # here, where it can still be said that it failed
    except BrokenPipeError:
        # The reader of our output went away (head, a closed pager). That isn't an error, and nothing is left to flush.
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        complain(_failure(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return _INTERRUPTED
    return status


def _fill_closed_descriptors() -> None:
    """Open the standard streams that the shell has closed; otherwise the next file opened would take their place."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, which is this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # as long as the program runs


def _drop_output() -> None:
    """Discard everything still to be written to standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failure(error: OSError) -> str:
    """Return one line for an unhandled error: code that writes files handles its own."""
    if error.errno in _FULL:
        return "no space left to write the output; free some, or write it elsewhere"
    reason = (error.strerror or str(error)).lower()
    return f"{error.filename}: {reason}" if error.filename else f"the output cannot be written ({reason})"


def completion(shell: str) -> str:
    """Return the completion script for one of `SHELLS`."""
    from importlib.resources import files

    return (files("editor") / "shell" / f"logprose.{shell}").read_text("utf-8")


def _version(_: object) -> str:
    from importlib.metadata import version

    return f"logprose {version('logprose')}\n"


def _help(
    whole: argparse.ArgumentParser, verbs: Mapping[str, argparse.ArgumentParser], options: argparse.Namespace
) -> int:
    """Show the help of the verb that `options.topic` names word by word, of the whole program for none."""
    parser, choices = whole, verbs
    for word in options.topic:
        if word not in choices:
            complain(f"there is no verb “{word}”; `logprose help` lists them")
            return BAD_INPUT
        parser = choices[word]
        inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        choices = inner[0].choices if inner else {}
    parser.print_help()
    return 0


def _open(options: argparse.Namespace) -> int:
    """Open the editor and return its exit status."""
    reads_input = STANDARD_INPUT in options.files
    # Textual draws on standard error.
    if not are_terminals(*([] if reads_input else [sys.stdin]), sys.stdout, sys.stderr):
        complain("the editor needs a terminal; `logprose check FILE` works without one")
        return BAD_INPUT
    use_engine(options)
    try:
        data = _read_standard_input() if reads_input else None
    except OSError as error:
        complain(f"standard input or the terminal cannot be read ({error.strerror})")
        return BAD_INPUT
    return _edit(options.files, data, options.encoding, scorer=not options.no_scorer)


def _read_standard_input() -> bytes:
    """Read standard input to its end, then put the terminal in its place, for the keys. Raises OSError."""
    data = standard_input()
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)
    return data


def _edit(files: Sequence[str], data: bytes | None, encoding: Encoding | None, *, scorer: bool) -> int:
    # Textual reads this when it is imported. At its default of 60 a key waits up to 17 ms for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from editor.app import LogproseApp
    from editor.document import Document
    from editor.files.openings import Opening, openings
    from editor.storage.files import FileError

    try:
        piped = None
        if data is not None:
            document = Document.from_bytes(data, encoding, "standard input")
            piped = Opening(text=document.text, encoding=document.encoding)
        app = LogproseApp(openings=openings(files, piped, encoding), scorer=scorer)
    except FileError as error:
        complain(str(error))
        return BAD_INPUT
    app.run()
    if app.return_code:
        for line in app.farewell():
            complain(line)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
