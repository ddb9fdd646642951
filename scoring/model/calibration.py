"""Calibration: puts the strengths of any model's flags on the default model's scale.

The thresholds in the program and its settings are the default model's. Another model's strengths are rescaled, so that
a threshold underlines the same share of good prose whichever model is in use. A model without a probe also has its own
last step of the judgement. `logprose model calibrate` measures a model; the result is saved under the model's identity
in the platform's data directory.
"""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import numpy as np
import platformdirs

from scoring.errors import ModelError
from scoring.model_files.json_file import read_json, write_json
from scoring.protocol import THRESHOLDS


class Thresholds(msgspec.Struct, frozen=True):
    """The strengths, in nats, from which words are flagged: one for each sensitivity."""

    strict: float
    normal: float
    eager: float


class LastStep(msgspec.Struct, frozen=True):
    """The last step of the judgement, fitted to a model; see `scoring.verbs.fitting`.

    Attributes:
        judgement: the digest of the judgement whose last step it replaces.
        word, edit: the weights and the bias of its two networks' last layers.
    """

    judgement: str
    word: tuple[float, ...]
    edit: tuple[float, ...]


class _Kept(Thresholds, frozen=True):
    last_step: LastStep | None = None


RATES = Thresholds(0.3, 0.7, 2.0)
"""How many words in 100 of clean prose each threshold may flag at most; these aren't strengths."""


def _strength(probability: float) -> float:
    """Return the strength, in nats, of a flag whose word is wrong with this probability, which is below 1."""
    return -math.log1p(-probability)


DEFAULT = Thresholds(*(_strength(THRESHOLDS[level]) for level in ("strict", "normal", "eager")))
"""The default model's thresholds."""

_LEAST_STEP = 0.01
"""The smallest distance between two thresholds, in nats."""


class Calibration:
    """Puts a model's strengths on the default model's scale.

    Args:
        thresholds: the model's own.
        last_step: the judgement's, for this model; None: the one shipped with the program.
    """

    def __init__(self, thresholds: Thresholds = DEFAULT, last_step: LastStep | None = None) -> None:
        self.thresholds = thresholds
        self.last_step = last_step
        self._own = (0.0, thresholds.eager, thresholds.normal, thresholds.strict)

    def scaled(self, strength: float) -> float:
        """Convert a strength of this model to the default model's scale, both in nats."""
        if self.thresholds == DEFAULT or strength <= 0:
            return strength
        if strength >= self.thresholds.strict:
            return strength - self.thresholds.strict + DEFAULT.strict
        return float(np.interp(strength, self._own, (0.0, DEFAULT.eager, DEFAULT.normal, DEFAULT.strict)))


def thresholds_for(strengths: list[float], words: int) -> Thresholds:
    """Return the lowest thresholds that flag no more words than `RATES` allows.

    Args:
        strengths: of the words of clean prose that are flagged at all, in nats.
        words: number of words in that prose.
    """
    ranked = sorted(strengths, reverse=True)

    def above(rate: float, least: float) -> float:
        allowed = int(rate * words / 100)
        limit = ranked[allowed] if allowed < len(ranked) else 0.0
        return round(max(limit + _LEAST_STEP / 2, least) + _LEAST_STEP / 2, 2)

    eager = above(RATES.eager, 0.0)
    normal = above(RATES.normal, eager + _LEAST_STEP)
    return Thresholds(above(RATES.strict, normal + _LEAST_STEP), normal, eager)


def kept_calibration(identity: str) -> Calibration:
    """Return a model's saved calibration, or the default model's scale if there is none."""
    found = read_json(calibration_path(identity), _Kept)
    if found is None or not 0 < found.eager < found.normal < found.strict:
        return Calibration()
    return Calibration(Thresholds(found.strict, found.normal, found.eager), found.last_step)


def is_calibrated(identity: str) -> bool:
    """Return True if a calibration of the model was saved."""
    return calibration_path(identity).exists()


def keep_calibration(identity: str, calibration: Calibration) -> Path:
    """Save a model's calibration, replacing any saved before. Returns the file. Raises ModelError."""
    own = calibration.thresholds
    kept = _Kept(own.strict, own.normal, own.eager, calibration.last_step)
    path = calibration_path(identity)
    try:
        write_json(path, kept)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"{path}: cannot save the thresholds ({reason}); check its permissions") from error
    return path


def calibration_path(identity: str) -> Path:
    """Return the file for a model's calibration, whether or not it exists yet."""
    return Path(platformdirs.user_data_dir("logprose")) / "calibration" / f"{identity}.json"
