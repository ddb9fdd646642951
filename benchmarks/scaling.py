"""Measures an edit in the middle of documents of several sizes: its cost, the memory, and the error of early scores.

    python -m benchmarks.scaling TEXT [--words 1000 10000 100000] [--edits 8]

TEXT is repeated or cut to each size. Only the text around the edit is scored beforehand; the rest doesn't matter.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from pathlib import Path

import numpy as np

from scoring.flags.flagging import DEFAULT_THRESHOLD
from scoring.model.model import Model, load_model
from scoring.model.processor import use_threads
from scoring.session import Session

SENTENCE = "Honestly, this surprised me more than anything else in the project. "
AROUND = 1500
"""Code points on either side of the edit that are on the screen."""


def sized(text: str, words: int) -> str:
    """Repeat and cut `text` to `words` words, keeping its line breaks."""
    pieces = (text + "\n").split(" ")
    return " ".join((pieces * (words // len(pieces) + 1))[:words])


def prepared(model: Model, text: str, focus: tuple[int, int]) -> Session:
    """Return a session in which the text in `focus` is settled."""
    session = Session(model, text)
    session.focus(*focus)
    first, past = session.tokenized.at(*focus)
    while not all(token.settled for token in session.tokens[first:past]):
        session.step(tries=False)
    return session


def edit_costs(model: Model, text: str, edits: int) -> str:
    """Measure one row: the edit itself, and the tokens and time until the edited sentence is scored."""
    middle = text.index(". ", len(text) // 2) + 2
    session = prepared(model, text, (middle - AROUND, middle + AROUND))
    editing, tokens, scored = [], [], []
    for number in range(edits):
        begun, before = time.perf_counter(), session.stats.tokens_forwarded
        session.edit(middle, middle + (number % 2) * len(SENTENCE), "" if number % 2 else SENTENCE)
        editing.append(time.perf_counter() - begun)
        while not session.schedule.edited_is_scored:
            session.step(tries=False)
        scored.append(time.perf_counter() - begun)
        tokens.append(session.stats.tokens_forwarded - before)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{len(text.split()):>8,} {len(session.tokens):>8,} {1000 * statistics.median(editing):>9.2f} "
        f"{statistics.median(tokens):>7.0f} {1000 * statistics.median(scored):>11.0f} {peak:>8.0f}"
    )


def provisional_errors(model: Model, text: str, edits: int) -> str:
    """Measure how much provisional scores after an edit differ from the settled ones, and how often a flag does."""
    chance = np.random.default_rng(0)
    session = Session(model, text)
    session.settle_scores()
    errors: list[float] = []
    words = differ = 0
    for _ in range(edits):
        at = text.index(" ", int(chance.integers(len(text) // 10, len(text) // 3))) + 1
        session.edit(at, at, SENTENCE)
        start = at + int(chance.integers(1000, len(text) - at - 1000))
        session.focus(start, start + 600)
        while session.step(soon=True):
            pass
        first, past = session.tokenized.at(start, start + 600)
        soon = [token.log_prob or 0.0 for token in session.tokens[first:past]]
        flagged = {(flag.start, flag.end) for flag in session.flags(DEFAULT_THRESHOLD, start, start + 600)}
        session.settle_scores()
        settled = [token.log_prob or 0.0 for token in session.tokens[first:past]]
        errors += np.abs(np.array(soon) - np.array(settled)).tolist()
        words += len(session.flags(0.0, start, start + 600))
        differ += len(flagged ^ {(flag.start, flag.end) for flag in session.flags(None, start, start + 600)})
        session.edit(at, at + len(SENTENCE), "")
        session.settle_scores()
    return (
        f"provisional scores, {len(errors)} tokens 1,000 or more characters after an inserted sentence: off by "
        f"{np.mean(errors):.3f} nats on average, {np.quantile(errors, 0.99):.3f} at p99; "
        f"{differ} of {words} words flagged differently ({differ / words:.2%})"
    )


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--words", type=int, nargs="+", default=[1000, 10000, 100000])
    parser.add_argument("--edits", type=int, default=8)
    options = parser.parse_args()
    use_threads(1)
    model = load_model("default", "float32", "cpu")
    text = options.text.read_text()
    print(f"{'words':>8} {'tokens':>8} {'edit ms':>9} {'tokens':>7} {'scored ms':>11} {'peak MB':>8}")
    for words in options.words:
        print(edit_costs(model, sized(text, words), options.edits), flush=True)
    print(provisional_errors(model, sized(text, 1000), options.edits))


if __name__ == "__main__":
    main()
