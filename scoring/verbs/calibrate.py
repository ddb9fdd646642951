"""`logprose model calibrate`: fit the judgement's last step to a model, measure its flags in clean prose, and set
thresholds to match.

The prose comes from public-domain packages; see `scoring.verbs.clean_prose`. For the fit, mistakes are added to it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from scoring.engines.engine_model import AnyModel, open_model
from scoring.flags.judgement import judgement
from scoring.language.english import english
from scoring.language.words import words
from scoring.model.calibration import RATES, Calibration, Thresholds, keep_calibration, thresholds_for
from scoring.model.processor import use_threads
from scoring.model_files.store import Progress, ProgressCallback
from scoring.protocol import probability
from scoring.session import Session
from scoring.verbs.clean_prose import clean_prose
from scoring.verbs.fitting import fitted
from scoring.verbs.lessons import lessons
from scoring.verbs.mistakes import with_mistakes

_MAX_LENGTH, _STRIDE = 1024, 512
"""Tokens."""


def run(
    options: argparse.Namespace, report: ProgressCallback, close: Callable[[], None], show: Callable[[str], str]
) -> int:
    """Measure a model, save its thresholds and print them. Returns the exit status.

    Args:
        options: `model`, `dtype` and `tokenizer`, as for `open_model`.
        report: called with the progress.
        close: ends the progress display.
        show: makes a line of untrusted text safe and visible on a terminal.

    Raises:
        ModelError: the model does not exist, the prose cannot be fetched, or the thresholds cannot be saved.
    """
    use_threads()
    texts = clean_prose()
    model = open_model(options.model, options.dtype, progress=report, tokenizer=options.tokenizer)
    calibration, strengths, count = calibrated(model, texts, report)
    close()
    path = keep_calibration(model.identity, calibration)
    print(_table(show(model.name), strengths, count, calibration.thresholds))
    print(f"saved in {show(str(path))}")
    return 0


def calibrated(model: AnyModel, texts: Sequence[str], report: ProgressCallback) -> tuple[Calibration, list[float], int]:
    """Calibrate a model.

    Returns:
        The calibration, the strengths under it of all words with a flag (nats, on the model's own scale), and the
        number of words.
    """
    progress = _Progress(report)
    model.calibration = Calibration()
    wrong = [with_mistakes(text, english(), seed) for seed, text in enumerate(texts)] if model.probe is None else []
    progress.total = sum(_count(text, 0, len(text)) for text in (*texts, *(text for text, _ in wrong)))
    if wrong:
        found = [lesson for text, edits in wrong for lesson in lessons(_settled(model, text, progress), edits)]
        model.calibration = Calibration(last_step=fitted(judgement(), found))
    strengths = [flag.strength for text in texts for flag in _settled(model, text, progress).flags(0.0)]
    count = sum(_count(text, 0, len(text)) for text in texts)
    return Calibration(thresholds_for(strengths, count), model.calibration.last_step), strengths, count


class _Progress:
    """Reports how many words are done.

    Args:
        report: called with the progress.

    Attributes:
        total: the number of words.
    """

    def __init__(self, report: ProgressCallback) -> None:
        self._report = report
        self._done = 0
        self.total = 0

    def add(self, words_done: int) -> None:
        """Count some more words as done."""
        self._done = min(self._done + words_done, self.total)
        self._report(Progress("calibrating", self._done, self.total))


def _settled(model: AnyModel, text: str, progress: _Progress) -> Session:
    """Return a session that has finished all work on a text."""
    max_length = min(_MAX_LENGTH, model.max_positions)
    session = Session(model, text, max_length=max_length, stride=min(_STRIDE, max_length // 2))
    session.settle_scores()
    while session.step():
        progress.add(_count(text, *session.scored))
    return session


def _count(text: str, start: int, end: int) -> int:
    return sum(1 for _ in words(text, start, end)) if start < end else 0


def _table(name: str, strengths: Sequence[float], count: int, thresholds: Thresholds) -> str:
    lines = [f"{name}, {count:,} words of clean prose", "sensitivity  probability  flags per 100 words  allowed"]
    for level in ("strict", "normal", "eager"):
        threshold, rate = getattr(thresholds, level), getattr(RATES, level)
        flagged = sum(strength >= threshold for strength in strengths)
        lines.append(f"{level:11}  {probability(threshold):11.2f}  {100 * flagged / count:19.2f}  {rate:7.1f}")
    return "\n".join(lines)
