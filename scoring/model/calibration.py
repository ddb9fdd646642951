"""A model's own scale of strengths: which of them are as rare in clean prose as those of the default model.

The thresholds that the program and its settings speak of are the default model's. What another model gives is put on
that scale, so that a threshold underlines as much of good prose whichever model reads along. `logprose model
calibrate` measures a model; what it found is kept by the model's identity, in the platform's data directory.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import numpy as np
import platformdirs

from scoring.errors import ModelError
from scoring.protocol import THRESHOLDS


class Thresholds(msgspec.Struct, frozen=True):
    """Strengths, in nats, from which on words are flagged, by how much the writer wants flagged."""

    strict: float
    normal: float
    eager: float


RATES = Thresholds(0.3, 0.7, 2.0)
"""Not strengths but how many of 100 words of clean prose each of them may flag at most."""

DEFAULT = Thresholds(THRESHOLDS["strict"], THRESHOLDS["normal"], THRESHOLDS["eager"])
"""Those of the default model."""

_LEAST_STEP = 0.01
"""Nats that two thresholds are apart at least."""


class Calibration:
    """Puts the strengths that a model gives on the default model's scale.

    Args:
        thresholds: the model's own.
    """

    def __init__(self, thresholds: Thresholds = DEFAULT) -> None:
        self.thresholds = thresholds
        self._own = (0.0, thresholds.eager, thresholds.normal, thresholds.strict)

    def scaled(self, strength: float) -> float:
        """What a strength of the model, in nats, would be if the default model had given it."""
        if self.thresholds == DEFAULT or strength <= 0:
            return strength
        if strength >= self.thresholds.strict:
            return strength - self.thresholds.strict + DEFAULT.strict
        return float(np.interp(strength, self._own, (0.0, DEFAULT.eager, DEFAULT.normal, DEFAULT.strict)))


def thresholds_for(strengths: list[float], words: int) -> Thresholds:
    """The lowest thresholds from which on no more than `RATES` of the words are flagged.

    Args:
        strengths: of the words of clean prose that have any, nats.
        words: how many words that prose has.
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
    """What was measured of a model; the default model's scale where nothing was."""
    try:
        found = msgspec.json.decode(calibration_path(identity).read_bytes(), type=Thresholds)
    except (OSError, msgspec.DecodeError):
        return Calibration()
    return Calibration(found) if 0 < found.eager < found.normal < found.strict else Calibration()


def is_calibrated(identity: str) -> bool:
    """Whether anything was measured of a model."""
    return calibration_path(identity).exists()


def keep_calibration(identity: str, thresholds: Thresholds) -> Path:
    """Keep what was measured of a model, in place of what was. Returns the file. Raises ModelError."""
    path = calibration_path(identity)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(msgspec.json.encode(thresholds))
        unfinished.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"{path}: the thresholds cannot be kept ({reason}); check its permissions") from error
    return path


def calibration_path(identity: str) -> Path:
    """Where what was measured of a model is kept, or would be."""
    return Path(platformdirs.user_data_dir("logprose")) / "calibration" / f"{identity}.json"
