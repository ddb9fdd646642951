"""`logprose score`: print the score of every token in a text."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from scoring.address import is_address
from scoring.errors import ModelError
from scoring.garbage import loading
from scoring.model_files.store import resolve
from scoring.verbs.ansi import paint
from scoring.verbs.model_verb import terminal_progress
from scoring.verbs.text_file import read_text

if TYPE_CHECKING:
    from scoring.session import Session


def run(options: argparse.Namespace, show: Callable[[str], str]) -> int:
    """Print the scores as JSON or as coloured text. Returns the exit status.

    Args:
        options: see `scoring.verbs.cli`.
        show: makes a line of untrusted text safe and visible on a terminal.

    Raises:
        InputError: the text cannot be read.
        ModelError: the model cannot be loaded.
        ValueError: an option is out of its bounds.
    """
    text = read_text(options.file, options.encoding)
    session = open_session(options, text, options.top_k)
    settle(session)
    form = options.format or ("ansi" if sys.stdout.isatty() else "json")
    if form == "json":
        _print_json(session)
    else:
        print(paint(session.text, session.tokens, show), end="" if session.text.endswith("\n") else "\n")
    sys.stdout.flush()
    return 0


def open_session(options: argparse.Namespace, text: str, top_k: int) -> Session:
    """Return a session on a text with the model and windows given by `options`, showing the loading on the terminal."""
    if not is_address(options.model):
        resolve(options.model)  # rejects what can never be loaded, before the slow imports
    with loading():
        from scoring.engines.engine_model import open_model
        from scoring.model.processor import use_threads
        from scoring.session import Session

        use_threads()
        progress = terminal_progress()
        try:
            model = open_model(options.model, options.dtype, progress=progress, tokenizer=options.tokenizer)
        except ValueError as error:
            raise ModelError(f"{options.model}: {error}") from error
        progress.close()
    is_remote = is_address(options.model)  # an engine's longest prompt isn't known earlier
    max_length, stride = options.max_length, options.stride
    if is_remote:
        max_length = min(max_length, model.max_positions)
        stride = min(stride, max_length)
    return Session(model, text, max_length=max_length, stride=stride, top_k=top_k)


def settle(session: Session) -> None:
    """Score the whole text, showing progress on standard error if that is a terminal."""
    from scoring.windows.document_windows import BULK_CHUNK

    shown = sys.stderr.isatty()
    total = len(session.tokens)
    while session.step(tries=False, chunk=BULK_CHUNK):
        if shown:
            done = session.settled_tokens
            print(f"\rscoring {done:,} of {total:,} tokens ({done / max(1, total):.0%})", end="", file=sys.stderr)
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _print_json(session: Session) -> None:
    """Print a JSON array, one token per line, so that a reader can stream it."""
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
