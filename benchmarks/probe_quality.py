"""Measure what the probe alone knows, on sets with human edits and on everyday sentences.

    python -m benchmarks.probe_quality jfleg_dev harper_dev gmeg_wiki_dev clean_dev --folder ../shared/quality

Prints for each set the average precision over words of surprisal, of the probe and of both together, and recall and
precision at the odds that 0.5 of 100 words of the clean set reach. Of harper_dev only every third row is measured: from
those `python -m benchmarks.train_probe --hold-out` learns nothing. The measures are those of evaluate.py in the sets'
folder; each row is a document of its own, and a word at its very end has no odds.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import scoring
from benchmarks.quality import load_measure
from benchmarks.train_probe.pairs import HELD_OUT
from scoring.model.model import Model
from scoring.model.processor import use_threads
from scoring.session import Session

EVERYDAY = Path("tests/scoring/probe/everyday.txt")
CLEAN = "clean_dev"
RATE = 0.005
"""The share of clean words that may be flagged."""
_SURPRISAL = 0.2
"""The weight of a nat of surprisal beside the probe's log-odds."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """Words of a set: log-odds of any mistake, surprisal in nats, and 1 where a human changed the word."""

    odds: Numbers
    surprisal: Numbers
    labels: npt.NDArray[np.int64]


def judged(model: Model, text: str, words: list[tuple[int, int, int]]) -> tuple[list[float], list[float]]:
    """Return the odds and the surprisal of words (start, end, label): the most that any part of them has."""
    session = Session(model, text, max_length=1024, stride=512)
    session.settle_scores()
    found, surprisals = session.log_odds(0, len(text)), session.word_scores()
    assert found is not None
    any_mistake = np.nan_to_num(found.log_odds[:, -1], nan=-np.inf)
    odds, surprisal = [], []
    for start, end, _ in words:
        inside = (found.spans[:, 0] < end) & (found.spans[:, 1] > start)
        odds.append(float(any_mistake[inside].max(initial=-np.inf)))
        surprisal.append(max((w.surprisal for w in surprisals if w.start < end and w.end > start), default=0.0))
    return odds, surprisal


def measure(model: Model, evaluate: Any, rows: list[dict[str, Any]]) -> Judged:
    """Judge all words of some rows."""
    odds, surprisal, labels = [], [], []
    for row in rows:
        words = list(evaluate.words(row))
        one, other = judged(model, row["text"], words)
        odds += one
        surprisal += other
        labels += [label for *_, label in words]
    return Judged(np.array(odds), np.array(surprisal), np.array(labels))


def print_set(name: str, found: Judged, threshold: float, evaluate: Any) -> None:
    """Print a line for a set."""
    least = found.odds[np.isfinite(found.odds)].min(initial=0.0)
    odds = np.maximum(found.odds, least)
    both = odds + _SURPRISAL * found.surprisal
    figures = [evaluate.precision_recall(list(zip(one, found.labels, strict=True)))[0] for one in
               (found.surprisal, odds, both)]  # fmt: skip
    flagged, wrong = found.odds > threshold, found.labels == 1
    recall = flagged[wrong].mean() if wrong.any() else float("nan")
    precision = wrong[flagged].mean() if flagged.any() else float("nan")
    line = "  ".join(f"{figure:9.3f}" for figure in figures)
    print(f"{name:14} {len(odds):6} {wrong.sum():6}  {line}  {recall:7.2f} {precision:10.2f}", flush=True)


def print_everyday(model: Model, threshold: float) -> None:
    """Print how many mistakes in everyday sentences are found, by their kinds."""
    found, first = defaultdict(list), []
    for line in EVERYDAY.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, marked = line.split("|")
            text, start, end = marked.replace("[", "").replace("]", ""), marked.index("["), marked.index("]") - 1
            pieces = [(start, end, 1), (0, start, 0), (end, len(text), 0)]
            odds, _ = judged(model, text, pieces)
            found[kind].append(odds[0] > threshold)
            first.append(odds[0] >= max(odds))
    flags = [flag for some in found.values() for flag in some]
    print(f"\neveryday sentences: {np.mean(flags):.0%} found; the mistake has the highest odds in {np.mean(first):.0%}")
    print(", ".join(f"{kind} {sum(some)} of {len(some)}" for kind, some in found.items()))


def main() -> None:
    """Measure the sets named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--folder", type=Path, default=Path("../shared/quality"))
    parser.add_argument("--dtype", default="float32")
    options = parser.parse_args()
    evaluate = load_measure(options.folder)
    use_threads()
    model = scoring.load_model("default", dtype=options.dtype)
    measured = {}
    for name in dict.fromkeys([CLEAN, *options.sets]):
        lines = (options.folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        measured[name] = measure(model, evaluate, rows[::HELD_OUT] if name.startswith("harper") else rows)
    threshold = float(np.quantile(measured[CLEAN].odds, 1 - RATE))
    columns = f"{'surprisal':>9}  {'probe':>9}  {'both':>9}  {'recall':>7} {'precision':>10}"
    print(f"{'set':14} {'words':>6} {'wrong':>6}  {columns}")
    for name, found in measured.items():
        print_set(name, found, threshold, evaluate)
    print_everyday(model, threshold)


if __name__ == "__main__":
    main()
