"""The command `logprose`: opens the editor, or hands a verb that needs no screen to `scoring.cli`."""

from __future__ import annotations

import argparse
import os
import sys

_VERBS = ("score", "verify", "model")


def main() -> int:
    """Run the command line; returns the exit status (2: bad input)."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in _VERBS:
        from scoring.cli import main as run_verb

        return run_verb(arguments)
    parser = argparse.ArgumentParser(
        prog="logprose",
        description="A text editor for the terminal in which a local language model reads along while you write.",
        epilog="Without a screen: logprose score FILE (tokens and their scores), logprose model (list, fetch, path). "
        "A file that is named like a verb opens as ./score.",
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="the draft; a new one where there is no such file")
    parser.add_argument("--no-scorer", action="store_true", help="open without the model")
    options = parser.parse_args(arguments)
    # Textual draws on standard error.
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        print("logprose: the editor needs a terminal; `logprose score FILE` works without one", file=sys.stderr)
        return 2
    return _edit(options.file, scorer=not options.no_scorer)


def _edit(file: str | None, *, scorer: bool) -> int:
    # Read by Textual when it is imported: at its default of 60 a key waits up to 17 ms for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from editor.app import LogproseApp
    from editor.document.files import FileError
    from editor.view.sanitise import sanitise

    try:
        app = LogproseApp(file, scorer=scorer)
    except FileError as error:
        print(f"logprose: {sanitise(str(error))}", file=sys.stderr)
        return 2
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
