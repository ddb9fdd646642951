"""The interface shared by all models, whether their layers run here or on an engine."""

from __future__ import annotations

from typing import Protocol

from scoring.model.calibration import Calibration
from scoring.model.tokens import Tokenizer
from scoring.model.vocabulary import Vocabulary
from scoring.probe.probe import Probe


class Reader(Protocol):
    """A model in memory, or one that an engine serves; see `scoring.model.model.Model` for the attributes."""

    name: str
    identity: str
    calibration: Calibration
    tokenizer: Tokenizer
    vocabulary: Vocabulary
    start_id: int
    max_positions: int
    probe: Probe | None
    bytes_per_token: int

    @property
    def title(self) -> str:
        """Its name as shown to the writer."""

    @property
    def numbers(self) -> str:
        """Identifies what scores are computed with: kept scores are only valid if it is the same."""
