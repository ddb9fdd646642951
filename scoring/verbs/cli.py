"""Command-line arguments of the verbs that need a model but no screen: `logprose score`, `verify` and `model`.

Fast to import: the code of a verb is only loaded when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TypeAlias

from scoring.errors import ModelError
from scoring.model_files.offline import keep_off_network
from scoring.verbs.text_file import InputError

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_DTYPES = ("auto", "float32", "bfloat16", "float16")
_DEFAULT = "default"  # the name of the default model; also in `model_files.store`, which is slow to import
_WHICH = "'default', a directory, a .gguf file, or a Hugging Face name (org/name)"


def add_parsers(
    verbs: Subparsers, show: Callable[[str], str], add_encoding: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add the verbs to a command line. Each sets `run`, which takes the options and returns the exit status.

    Args:
        verbs: the subparsers to add to.
        show: makes a line of untrusted text safe and visible on a terminal.
        add_encoding: adds the option --encoding, whose value is one of `text_file.ENCODINGS` or None.
    """
    summary = "print the score of every token in a text"
    score = verbs.add_parser("score", help=summary, description=_sentence(summary))
    score.add_argument("file", metavar="FILE", help="the text; - for standard input")
    score.add_argument("--format", choices=("json", "ansi"), help="json (the default when piped) or coloured text")
    score.add_argument(
        "--top-k", type=int, default=10, metavar="N", help="predicted tokens to list for each token (10)"
    )
    add_encoding(score)
    _add_scoring_options(score)
    score.set_defaults(run=partial(_run, "scoring.verbs.score", show))
    summary = "replay edits and check the scores against a full recompute"
    verify = verbs.add_parser("verify", help=summary, description=_sentence(summary))
    verify.add_argument("file", metavar="FILE", help="the text; - for standard input; or a recorded trace (.json.gz)")
    verify.add_argument("--edits", type=int, default=20, metavar="N", help="how many edits (20)")
    verify.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the random edits (0)")
    add_encoding(verify)
    _add_scoring_options(verify)
    verify.set_defaults(run=partial(_run, "scoring.verbs.verify", show))
    _add_model(verbs, show)


def _add_scoring_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--max-length", type=int, default=2048, metavar="N", help="context length in tokens (2048)")
    parser.add_argument("--stride", type=int, default=1024, metavar="N", help="tokens scored per window (1024)")
    _add_model_options(parser)


def _add_model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=_DEFAULT, metavar="NAME", help=f"the model: {_WHICH}")
    parser.add_argument("--dtype", default="auto", choices=_DTYPES, help="number format of the weights (auto: fastest)")
    parser.add_argument("--tokenizer", default="", metavar="NAME", help="tokenizer for an engine's model (its own)")


def _add_model(verbs: Subparsers, show: Callable[[str], str]) -> None:
    """Add the verb `model`, which has subcommands; `list` is the default."""
    summary = "list, fetch, locate and calibrate language models"
    model = verbs.add_parser("model", help=summary, description=_sentence(summary))
    model.set_defaults(run=partial(_run, "scoring.verbs.model_verb", show))
    inner = model.add_subparsers(dest="model_verb", metavar="VERB", title="verbs")
    summary = "list the models on this machine (the default verb)"
    inner.add_parser("list", help=summary, description=_sentence(summary))
    for verb, summary in (
        ("fetch", "fetch a model and, if needed, convert it"),
        ("path", "print the directory of a fetched model"),
    ):
        parser = inner.add_parser(verb, help=summary, description=_sentence(summary))
        parser.add_argument("name", nargs="?", default=_DEFAULT, metavar="NAME", help=f"the model: {_WHICH}")
    summary = "fit flags to a model: the judgement and the thresholds, on clean prose"
    _add_model_options(inner.add_parser("calibrate", help=summary, description=_sentence(summary)))


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _run(module: str, show: Callable[[str], str], options: argparse.Namespace) -> int:
    """Run the verb in `module`. Returns its exit status, or 2 for bad input."""
    keep_off_network()
    try:
        status: int = import_module(module).run(options, show)
    except (InputError, ModelError, ValueError) as error:
        print(f"logprose: {show(str(error))}", file=sys.stderr)
        return 2
    return status
