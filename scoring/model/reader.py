"""What everything that reads texts has in common, wherever its layers run."""

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
        """Its name as a writer reads it."""

    @property
    def numbers(self) -> str:
        """What kept scores must have been computed with to be the same."""
