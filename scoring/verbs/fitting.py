"""Fits the last step of the judgement to a model: how much weight its surprisal and its gains get.

The first layers of the two networks stay as they are. The last ones are linear, so the probabilities are those of a
multinomial logistic regression; the fitted weights stay close to the default model's unless the lessons say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from scoring.flags.judgement import Judgement
from scoring.model.calibration import LastStep
from scoring.verbs.lessons import FIRST_EDIT, RIGHT, Lesson

_SPREAD = 0.3
"""The prior's standard deviation: about how much a weight differs from the default model's."""
_STEPS = 200


def fitted(judgement: Judgement, found: Sequence[Lesson]) -> LastStep:
    """Return the last step under which the truth of the lessons is most probable."""
    before = torch.from_numpy(np.concatenate([judgement.last("word"), judgement.last("edit")]).astype(np.float64))
    weights = before.clone().requires_grad_()
    if found:
        _fit(_Lessons(judgement, found), weights, before)
    values, split = weights.detach().tolist(), len(judgement.last("word"))
    return LastStep(judgement.digest, tuple(values[:split]), tuple(values[split:]))


def _fit(lessons: _Lessons, weights: torch.Tensor, before: torch.Tensor) -> None:
    """Change the weights to the most probable ones given the truth and their initial values."""
    optimiser = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = lessons.surprisal(weights) + ((weights - before) ** 2).sum() / (2 * _SPREAD**2)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]


class _Lessons:
    """The lessons as tensors: the last step's inputs for n words and their m edits."""

    def __init__(self, judgement: Judgement, found: Sequence[Lesson]) -> None:
        words = np.array([lesson.word for lesson in found], np.float32)
        counts = [0 if lesson.edits is None else len(lesson.edits) for lesson in found]
        rows = [lesson.edits for lesson in found if lesson.edits is not None]
        self._words = torch.from_numpy(judgement.inputs("word", words).astype(np.float64))  # (n, W)
        self._edits = torch.zeros(0, len(judgement.last("edit")), dtype=torch.float64)
        if rows:
            together = np.concatenate([np.concatenate(rows), np.repeat(words, counts, axis=0)], 1)
            self._edits = torch.from_numpy(judgement.inputs("edit", together).astype(np.float64))  # (m, E)
        self._word_of = torch.from_numpy(np.repeat(np.arange(len(found)), counts))  # (m,)
        truth = np.array([lesson.truth for lesson in found])
        starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
        self._wrong = torch.from_numpy(np.flatnonzero((truth != RIGHT) & (truth < FIRST_EDIT)))
        mended = truth >= FIRST_EDIT
        self._right_edits = torch.from_numpy((starts + truth - FIRST_EDIT)[mended])

    def surprisal(self, weights: torch.Tensor) -> torch.Tensor:
        """Return the surprisal of the truth about all words together, in nats."""
        split = self._words.shape[1]
        others, edits = self._words @ weights[:split], self._edits @ weights[split:]
        # The score of a right word is 0. Edits are summed by word, relative to the highest score of all.
        top = torch.cat([others.detach(), edits.detach(), others.new_zeros(1)]).max()
        total = torch.exp(-top) + torch.exp(others - top)
        total = total.index_add(0, self._word_of, torch.exp(edits - top))
        return (torch.log(total) + top).sum() - others[self._wrong].sum() - edits[self._right_edits].sum()
