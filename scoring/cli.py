"""The verbs without a screen: `logprose score`, `logprose model`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scoring import model_cli
from scoring.errors import ModelError

if TYPE_CHECKING:
    from scoring.session import Session

VERBS = ("score", "model")


class InputError(Exception):
    """A file that cannot be read; the message is one line."""


def add_parsers(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs to a command line."""
    score = subparsers.add_parser("score", help="print the score of every token of a text")
    score.add_argument("file", metavar="FILE", help="the text; - for standard input")
    score.add_argument("--format", choices=("json", "ansi"), help="json (the default when piped) or coloured text")
    score.add_argument("--top-k", type=int, default=10, help="how many predicted tokens to list for each (10)")
    score.add_argument("--max-length", type=int, default=2048, help="most tokens in a window (2048)")
    score.add_argument("--stride", type=int, default=1024, help="most tokens scored in one window (1024)")
    score.add_argument("--model", default="default", help="a directory, a .gguf file or a hub name")
    score.add_argument("--dtype", default="auto", choices=("auto", "float32", "bfloat16", "float16"))
    model_cli.add_parser(subparsers)


def main(arguments: list[str]) -> int:
    """Run one verb with its arguments; returns the exit status (2: bad input)."""
    parser = argparse.ArgumentParser(prog="logprose")
    add_parsers(parser.add_subparsers(dest="verb", required=True, metavar="VERB"))
    options = parser.parse_args(arguments)
    try:
        return model_cli.run(options) if options.verb == "model" else _score(options)
    except (InputError, ModelError, ValueError) as error:
        print(f"logprose: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output went away (head, a closed pager): not an error, and nothing more to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


def read_text(name: str) -> str:
    """The text of a file, or of standard input for "-"; bytes that are no UTF-8 become lone surrogates.

    Raises:
        InputError: it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {(error.strerror or str(error)).lower()}") from error
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def _score(options: argparse.Namespace) -> int:
    text = read_text(options.file)
    from scoring.model import load_model
    from scoring.session import Session
    from scoring.threads import use_threads

    use_threads()
    progress = model_cli.terminal_progress()
    model = load_model(options.model, options.dtype, progress=progress)
    progress.close()
    lengths = {"max_length": options.max_length, "stride": options.stride, "top_k": options.top_k}
    session = Session(model, text, **lengths)
    _settle(session)
    form = options.format or ("ansi" if sys.stdout.isatty() else "json")
    if form == "json":
        _print_json(session)
    else:
        from scoring.ansi import paint

        print(paint(session.text, session.tokens), end="" if session.text.endswith("\n") else "\n")
    sys.stdout.flush()
    return 0


def _settle(session: Session) -> None:
    """Score all, with progress on standard error where that is a terminal."""
    shown = sys.stderr.isatty()
    total = len(session.tokens)
    while session.step():
        if shown:
            done = session.settled_tokens
            print(f"\rscoring {done:,} of {total:,} tokens ({done / max(1, total):.0%})", end="", file=sys.stderr)
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _print_json(session: Session) -> None:
    """A JSON array, one token a line, so that it can be read as it comes."""
    print("[", end="")
    for index, token in enumerate(session.tokens):
        fields = {
            "start": token.start,
            "end": token.end,
            "token": token.token,
            "log_prob": token.log_prob,
            "prob": token.prob,
            "rank": token.rank,
            "entropy": token.entropy,
            "predicted_tokens": token.predicted_tokens,
        }
        print(",\n" if index else "\n", json.dumps(fields, ensure_ascii=True), sep="", end="")
    print("\n]")
