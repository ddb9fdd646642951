"""Compare a session's scores with a full recompute: transformers' own modules, run over each window without a cache."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from scoring.session import Session
from scoring.windows.pages import Page

TOLERANCE = 1e-3
"""How many nats float32 scores may differ from recomputed ones, since sums in another order round differently."""


@dataclass(slots=True)
class Comparison:
    """Scores compared with recomputed ones.

    Attributes:
        differences: |log_prob - recomputed log_prob| of each token compared, nats.
        first_choices: number of tokens with a different first choice, although the right one led by more than the
            tolerance.
        ranks: number of tokens whose rank is off by more than rounding explains.
    """

    differences: list[npt.NDArray[np.float64]] = field(default_factory=list)
    first_choices: int = 0
    ranks: int = 0

    @property
    def all(self) -> npt.NDArray[np.float64]:
        """All differences, shape (tokens,); [0] if nothing was compared."""
        return np.concatenate(self.differences) if self.differences else np.zeros(1)

    @property
    def is_off(self) -> bool:
        """Whether any score differs by more than rounding, as float32 rounds."""
        return bool(self.all.max() > TOLERANCE or self.ranks or self.first_choices)

    def __str__(self) -> str:
        differences = self.all
        return (
            f"{len(differences):,} scores compared: mean difference {differences.mean():.6f} nats, "
            f"p99 {np.quantile(differences, 0.99):.6f}, largest {differences.max():.6f}; "
            f"{self.ranks} ranks and {self.first_choices} first choices differ by more than float32 rounding"
        )


class Verifier:
    """Compares a session with a full recompute.

    Args:
        session: must have settled whenever `compare` is called.
        network: the same model, as transformers loads it.
    """

    def __init__(self, session: Session, network: Any) -> None:
        self._session = session
        self._network = network
        self.total = Comparison()

    @torch.inference_mode()
    def compare(self, pages: list[Page]) -> float:
        """Recompute the windows of `pages` and return the largest difference among their tokens, nats."""
        worst = 0.0
        for page in pages:
            ids = torch.from_numpy(self._session.window(page).astype(np.int64))[None]
            logits = self._network(ids, use_cache=False).logits[0]
            expected = torch.log_softmax(logits[page.start - page.context : -1].float(), -1)
            worst = max(worst, self._compare_page(page, expected, ids[0, page.start - page.context + 1 :]))
        return worst

    def _compare_page(self, page: Page, expected: torch.Tensor, ids: torch.Tensor) -> float:
        scores = self._session.tokens[page.start : page.end]
        own = expected.gather(1, ids[:, None])
        log_probs = torch.tensor([score.log_prob for score in scores], dtype=torch.float64)
        difference = (log_probs - own[:, 0].double()).abs()
        self.total.differences.append(difference.numpy())
        ranks = torch.tensor([score.rank for score in scores])
        least = (expected > own + TOLERANCE).sum(-1) + 1
        most = (expected > own - TOLERANCE).sum(-1)  # the token itself is among these
        self.total.ranks += int(((ranks < least) | (ranks > most)).sum())
        best = expected.topk(2, dim=-1)
        text_of = self._session.model.tokenizer.text_of
        for score, choices, values in zip(scores, best.indices, best.values, strict=True):
            assert score.predicted_tokens is not None
            clear = float(values[0] - values[1]) > TOLERANCE
            self.total.first_choices += clear and score.predicted_tokens[0][0] != text_of(int(choices[0]))
        return float(difference.max())
