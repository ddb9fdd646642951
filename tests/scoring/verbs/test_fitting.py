"""The last step of the judgement, fitted to lessons. No model is used: the evidence is made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from scoring.flags.judgement import judgement
from scoring.model.calibration import Calibration, LastStep, calibration_path, keep_calibration, kept_calibration
from scoring.verbs.fitting import _Lessons, fitted
from scoring.verbs.lessons import FIRST_EDIT, OTHER, RIGHT, Lesson


def _lessons(count: int, seed: int) -> list[Lesson]:
    """Make up evidence in which the first number of an edit tells whether it is right."""
    rng = np.random.default_rng(seed)
    width = judgement()._weights["word.0.weight"].shape[1]
    edit_width = judgement()._weights["edit.0.weight"].shape[1] - width
    found = []
    for _ in range(count):
        word = np.array(rng.normal(0, 0.5, width), np.float32)
        edits = rng.normal(0, 0.5, (int(rng.integers(0, 4)), edit_width)).astype(np.float32)
        good = np.flatnonzero(edits[:, 0] > 0.6)
        truth = FIRST_EDIT + int(good[0]) if len(good) else OTHER if word[0] > 1.0 else RIGHT
        found.append(Lesson(None, None, (), (), True, word, edits if len(edits) else None, truth))  # type: ignore[arg-type]
    return found


def _surprisal(step: LastStep | None, found: list[Lesson]) -> float:
    """Return the surprisal of the truth about a word, in nats."""
    shipped = judgement()
    own = shipped if step is None else shipped.with_last(step)
    weights = torch.from_numpy(np.concatenate([own.last("word"), own.last("edit")]).astype(np.float64))
    return float(_Lessons(shipped, found).surprisal(weights)) / len(found)


def test_a_fit_makes_the_truth_more_probable_in_lessons_that_it_did_not_see() -> None:
    step = fitted(judgement(), _lessons(1500, 1))
    unseen = _lessons(500, 2)
    assert _surprisal(step, unseen) < 0.9 * _surprisal(None, unseen)


def test_without_lessons_nothing_changes() -> None:
    step = fitted(judgement(), [])
    own = judgement().with_last(step)
    for network in ("word", "edit"):
        np.testing.assert_array_equal(own.last(network), judgement().last(network))


def test_the_surprisal_is_that_of_the_softmax() -> None:
    found = _lessons(30, 3)
    shipped = judgement()
    total = 0.0
    for lesson in found:
        other = shipped.inputs("word", lesson.word[None]) @ shipped.last("word")
        scores = [0.0, float(other[0])]
        if lesson.edits is not None:
            rows = np.concatenate([lesson.edits, np.repeat(lesson.word[None], len(lesson.edits), 0)], 1)
            scores += (shipped.inputs("edit", rows) @ shipped.last("edit")).tolist()
        total += float(np.logaddexp.reduce(scores)) - scores[lesson.truth]
    assert _surprisal(None, found) == pytest.approx(total / len(found), rel=1e-5)


def test_a_last_step_is_saved_with_the_thresholds_and_only_valid_for_its_judgement(home: Path) -> None:
    step = fitted(judgement(), _lessons(200, 1))
    keep_calibration("model-1", Calibration(last_step=step))
    kept = kept_calibration("model-1").last_step
    assert kept == step
    assert kept_calibration("model-2").last_step is None
    assert judgement(kept).last("edit") == pytest.approx(np.array(step.edit), rel=1e-6)
    for other in (LastStep("another", step.word, step.edit), LastStep(step.judgement, step.word[:3], step.edit)):
        assert judgement(other) is judgement()
    calibration_path("model-1").write_bytes(b'{"strict": 3.0, "normal": 2.0, "eager": 1.0}')
    assert kept_calibration("model-1").last_step is None, "from an earlier version"
    assert kept_calibration("model-1").thresholds.normal == 2.0
