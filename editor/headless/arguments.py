"""The parts of the command line that the verbs share. Light: building the parser doesn't load the verbs' code."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeAlias

from scoring.address import ENGINE_VARIABLE, engine_address

if TYPE_CHECKING:
    from editor.storage.encodings import Encoding

STANDARD_INPUT = "-"

BAD_INPUT = 2
"""The exit status of every verb for bad input, argparse's own for a wrong command line."""

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class ArgumentParser(argparse.ArgumentParser):
    """A parser that never writes arguments to the terminal unchanged: they could contain escape sequences."""

    def error(self, message: str) -> NoReturn:
        """Print one line about the error and exit with status 2."""
        super().error(visible(message))

    def print_help(self, file: Any = None) -> None:
        """Print the help. Raises OSError, which the base class drops."""
        (file or sys.stdout).write(self.format_help())


class Answer(argparse.Action):
    """An option that prints a text and exits with status 0.

    Args:
        text: returns the text for the option's value; it is called only if the option is given.
    """

    def __init__(self, *arguments: Any, text: Callable[[Any], str], **options: Any) -> None:
        super().__init__(*arguments, **{**options, "default": argparse.SUPPRESS})
        self._text = text

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Print the text and exit."""
        sys.stdout.write(self._text(values))
        parser.exit()


def encoding(name: str) -> Encoding:
    """Return the encoding that people call `name`. Raises argparse.ArgumentTypeError."""
    from editor.storage.encodings import chosen_encoding

    return chosen_encoding(name)


def encoding_name(name: str) -> str:
    """Return the proper name of the encoding that people call `name`. Raises argparse.ArgumentTypeError."""
    return encoding(name).name


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Add the option --engine to a command line."""
    parser.add_argument(
        "--engine",
        type=_engine,
        metavar="URL",
        help="score with the model of a vLLM or SGLang server (docs/engines.md)",
    )


def use_engine(options: argparse.Namespace) -> None:
    """Score with the engine that --engine names, if it does."""
    if options.engine:
        os.environ[ENGINE_VARIABLE] = options.engine


def _engine(value: str) -> str:
    try:
        engine_address(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return value


def add_encoding(parser: argparse.ArgumentParser, kind: Callable[[str], object] = encoding) -> None:
    """Add the option --encoding, for every verb that reads a text; `kind` converts its value."""
    parser.add_argument(
        "--encoding",
        type=kind,
        metavar="NAME",
        help="read as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (UTF-8, or UTF-16 if marked)",
    )


def standard_input() -> bytes:
    """Return all of standard input. Raises OSError."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer.read()


def are_terminals(*streams: TextIO | None) -> bool:
    """Return True if all these streams are open, and terminals."""
    return all(stream is not None and stream.isatty() for stream in streams)


def visible(line: str) -> str:
    """Make a line of untrusted text safe and visible on a terminal."""
    from editor.text.printable import printable

    return printable(line)


def complain(line: str) -> None:
    """Print one line about a problem to standard error."""
    print(f"logprose: {visible(line)}", file=sys.stderr)
