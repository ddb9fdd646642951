"""The command `logprose`: opens the editor, or runs a verb that needs no screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from editor.storage.encodings import Encoding

from editor.headless.arguments import ArgumentParser

_VERBS = ("score", "verify", "model")
_STANDARD_INPUT = "-"


def main() -> int:
    """Run the command line; returns the exit status (2: bad input)."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in _VERBS:
        from editor.text.printable import printable
        from scoring.verbs.cli import main as run_verb

        return run_verb(arguments, ArgumentParser(prog="logprose"), printable)
    if arguments and arguments[0] == "export":
        from editor.headless.export.cli import main as export

        return export(arguments[1:])
    if arguments and arguments[0] == "check":
        from editor.headless.check.cli import main as check

        return check(arguments[1:])
    from editor.storage.encodings import chosen_encoding

    parser = ArgumentParser(
        prog="logprose",
        description="A text editor for the terminal in which a local language model reads along while you write.",
        epilog="Without a screen: logprose check FILE… (what the model would change, as a linter tells it), logprose "
        "score FILE (tokens and their scores), logprose export FILE (a page of HTML, coloured text, a picture), "
        "logprose model (list, fetch, path). A file named like a verb opens as ./score.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE[:LINE[:COLUMN]]",
        help="the drafts, each in a tab; a new one where there is no such file; +LINE before a file is its place too; "
        "- reads standard input",
    )
    parser.add_argument(
        "--encoding",
        type=chosen_encoding,
        metavar="NAME",
        help="read the files as utf-8, utf-16-le, utf-16-be, latin-1 or windows-1252 (utf-16 by its mark, else utf-8)",
    )
    parser.add_argument("--no-scorer", action="store_true", help="open without the model")
    options = parser.parse_args(arguments)
    reads_input = _STANDARD_INPUT in options.files
    # Textual draws on standard error.
    if not ((reads_input or sys.stdin.isatty()) and sys.stdout.isatty() and sys.stderr.isatty()):
        print("logprose: the editor needs a terminal; `logprose score FILE` works without one", file=sys.stderr)
        return 2
    try:
        data = _read_standard_input() if reads_input else None
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print(f"logprose: standard input or the terminal cannot be read ({error.strerror})", file=sys.stderr)
        return 2
    return _edit(options.files, data, options.encoding, scorer=not options.no_scorer)


def _read_standard_input() -> bytes:
    """What standard input holds, to its end; from then on it is the terminal, for the keys. Raises OSError."""
    data = sys.stdin.buffer.read()
    terminal = os.open("/dev/tty", os.O_RDWR)
    os.dup2(terminal, 0)
    os.close(terminal)
    return data


def _edit(files: Sequence[str], data: bytes | None, encoding: Encoding | None, *, scorer: bool) -> int:
    # Read by Textual when it is imported: at its default of 60 a key waits up to 17 ms for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from editor.app import LogproseApp
    from editor.document import Document
    from editor.files.openings import Opening, openings
    from editor.storage.files import FileError
    from editor.text.printable import printable

    try:
        piped = None
        if data is not None:
            document = Document.from_bytes(data, encoding, "standard input")
            piped = Opening(text=document.text, encoding=document.encoding)
        app = LogproseApp(openings=openings(files, piped, encoding), scorer=scorer)
    except FileError as error:
        print(f"logprose: {printable(str(error))}", file=sys.stderr)
        return 2
    app.run()
    if app.return_code and app.recovery.has_unsaved:
        print("logprose: what was not saved is kept, and is offered at the next start", file=sys.stderr)
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
