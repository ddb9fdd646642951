"""The verbs that need a model but no screen: `logprose score`, `logprose verify`, `logprose model`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.errors import ModelError
from scoring.model_files.offline import keep_off_network
from scoring.verbs import model_verb
from scoring.verbs.text_file import ENCODINGS, InputError, read_text

if TYPE_CHECKING:
    from scoring.session import Session


def add_parsers(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs to a command line."""
    score = subparsers.add_parser("score", help="print the score of every token in a text")
    score.add_argument("file", metavar="FILE", help="the text; - for standard input")
    score.add_argument("--format", choices=("json", "ansi"), help="json (the default when piped) or coloured text")
    score.add_argument("--top-k", type=int, default=10, help="predicted tokens to list for each token (10)")
    _add_scoring_options(score)
    verify = subparsers.add_parser("verify", help="replay edits and check the scores against a full recompute")
    verify.add_argument("file", metavar="FILE", help="the text; - for standard input; or a recorded trace (.json.gz)")
    verify.add_argument("--edits", type=int, default=20, help="how many edits (20)")
    verify.add_argument("--seed", type=int, default=0, help="seed of the random edits (0)")
    _add_scoring_options(verify)
    model_verb.add_parser(subparsers)


def _add_scoring_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--encoding", choices=ENCODINGS, help="encoding (default: UTF-8, or UTF-16 if marked)")
    parser.add_argument("--max-length", type=int, default=2048, help="context length in tokens (2048)")
    parser.add_argument("--stride", type=int, default=1024, help="tokens scored per window, at most (1024)")
    parser.add_argument("--model", default="default", help="a directory, a .gguf file or a hub name")
    parser.add_argument("--dtype", default="auto", choices=("auto", "float32", "bfloat16", "float16"))


def main(arguments: list[str], parser: argparse.ArgumentParser, show: Callable[[str], str]) -> int:
    """Run one verb. Returns the exit status (2: bad input).

    Args:
        arguments: the verb and what follows it.
        parser: gets the verbs.
        show: makes a line of untrusted text safe and visible on a terminal.
    """
    keep_off_network()
    add_parsers(parser.add_subparsers(dest="verb", required=True, metavar="VERB"))
    options = parser.parse_args(arguments)
    try:
        return {"model": model_verb.run, "score": _score, "verify": _verify}[options.verb](options, show)
    except (InputError, ModelError, ValueError) as error:
        print(f"logprose: {show(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whatever read our output went away (head, a closed pager). That isn't an error, and nothing is left to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


def _score(options: argparse.Namespace, show: Callable[[str], str]) -> int:
    text = read_text(options.file, options.encoding)
    session = _open_session(options, text, options.top_k)
    _settle(session)
    form = options.format or ("ansi" if sys.stdout.isatty() else "json")
    if form == "json":
        _print_json(session)
    else:
        from scoring.verbs.ansi import paint

        print(paint(session.text, session.tokens, show), end="" if session.text.endswith("\n") else "\n")
    sys.stdout.flush()
    return 0


def _open_session(options: argparse.Namespace, text: str, top_k: int) -> Session:
    from scoring.model.model import load_model
    from scoring.model.processor import use_threads
    from scoring.session import Session

    use_threads()
    progress = model_verb.terminal_progress()
    model = load_model(options.model, options.dtype, progress=progress)
    progress.close()
    return Session(model, text, max_length=options.max_length, stride=options.stride, top_k=top_k)


def _verify(options: argparse.Namespace, show: Callable[[str], str]) -> int:
    """Print a line per edit and a summary. Returns 1 if a float32 score is off by more than the tolerance, else 0."""
    import numpy as np
    import torch

    from scoring.model.model import load_network
    from scoring.verbs.verify import TOLERANCE, Verifier, random_edits, recorded_edits

    recorded = options.file.endswith((".json", ".json.gz"))
    if recorded:
        text, edits = recorded_edits(Path(options.file), options.edits)
    else:
        text, edits = read_text(options.file, options.encoding), None
    session = _open_session(options, text, top_k=10)
    verifier = Verifier(session, load_network(options.model, session.model.dtype))
    _settle(session)
    name, dtype = show(session.model.name), session.model.dtype
    print(f"{len(session.tokens):,} tokens, {len(session.pages)} pages, {name}, {dtype}")
    print(f"{'edit':>5} {'at':>8} {'deleted':>8} {'inserted':>9} {'forwarded':>10} {'largest difference (nats)':>26}")
    for number, (start, end, new) in enumerate(edits or random_edits(session, options.edits, options.seed), 1):
        before = session.stats.tokens_forwarded
        session.edit(start, end, new)
        touched = session.unsettled_pages
        session.settle_scores()
        forwarded = session.stats.tokens_forwarded - before
        worst = verifier.compare(touched)
        print(f"{number:>5} {start:>8} {end - start:>8} {len(new):>9} {forwarded:>10} {worst:>26.6f}", flush=True)
    verifier.compare(session.pages)
    total, differences = verifier.total, verifier.total.all
    print(
        f"{len(differences):,} scores compared: mean difference {differences.mean():.6f} nats, "
        f"p99 {np.quantile(differences, 0.99):.6f}, largest {differences.max():.6f}; "
        f"{total.ranks} ranks and {total.first_choices} first choices differ by more than rounding"
    )
    exact = session.model.dtype == torch.float32
    failed = exact and (differences.max() > TOLERANCE or total.ranks or total.first_choices)
    return 1 if failed else 0


def _settle(session: Session) -> None:
    """Score the whole text, showing progress on standard error if that is a terminal."""
    shown = sys.stderr.isatty()
    total = len(session.tokens)
    while session.step(tries=False):
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
