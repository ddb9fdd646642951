"""`logprose model calibrate`: measure how strong a model's flags are in clean prose and set its thresholds to match.

The prose comes from packages in the public domain; see `scoring.verbs.clean_prose`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from scoring.engines.engine_model import AnyModel, open_model
from scoring.language.words import words
from scoring.model.calibration import RATES, Calibration, Thresholds, keep_calibration, thresholds_for
from scoring.model.processor import use_threads
from scoring.model_files.store import Progress, ProgressCallback
from scoring.protocol import probability
from scoring.session import Session
from scoring.verbs.clean_prose import clean_prose

_MAX_LENGTH, _STRIDE = 1024, 512
"""Tokens."""


def run(
    options: argparse.Namespace, report: ProgressCallback, close: Callable[[], None], show: Callable[[str], str]
) -> int:
    """Measure a model, save its thresholds and print them. Returns the exit status.

    Args:
        options: `model` and `dtype`, as for `load_model`.
        report: gets the progress.
        close: ends the progress display.
        show: makes a line of untrusted text safe and visible on a terminal.

    Raises:
        ModelError: the model does not exist, the prose cannot be fetched, or the thresholds cannot be saved.
    """
    use_threads()
    texts = clean_prose()
    model = open_model(options.model, options.dtype, progress=report)
    strengths, count = measure(model, texts, report)
    close()
    thresholds = thresholds_for(strengths, count)
    path = keep_calibration(model.identity, thresholds)
    print(_table(show(model.name), strengths, count, thresholds))
    print(f"saved in {show(str(path))}")
    return 0


def measure(model: AnyModel, texts: Sequence[str], report: ProgressCallback) -> tuple[list[float], int]:
    """Return the strengths of the words the model flags at all (nats, on its own scale), and the number of words."""
    model.calibration = Calibration()
    total = sum(_count(text, 0, len(text)) for text in texts)
    strengths: list[float] = []
    done = 0
    max_length = min(_MAX_LENGTH, model.max_positions)
    for text in texts:
        session = Session(model, text, max_length=max_length, stride=min(_STRIDE, max_length // 2))
        session.settle_scores()
        while session.step():
            done += _count(text, *session.scored)
            report(Progress("calibrating", min(done, total), total))
        strengths += [flag.strength for flag in session.flags(0.0)]
    return strengths, total


def _count(text: str, start: int, end: int) -> int:
    return sum(1 for _ in words(text, start, end)) if start < end else 0


def _table(name: str, strengths: Sequence[float], count: int, thresholds: Thresholds) -> str:
    lines = [f"{name}, {count:,} words of clean prose", "sensitivity  probability  flags per 100 words  allowed"]
    for level in ("strict", "normal", "eager"):
        threshold, rate = getattr(thresholds, level), getattr(RATES, level)
        flagged = sum(strength >= threshold for strength in strengths)
        lines.append(f"{level:11}  {probability(threshold):11.2f}  {100 * flagged / count:19.2f}  {rate:7.1f}")
    return "\n".join(lines)
