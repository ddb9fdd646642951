"""The numbers and short texts in messages, and their limits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

MOST_NATS = 1e6
"""The limit of a strength, gain or surprisal."""

MOST_ALTERNATIVES = 100
MOST_CONTINUATIONS = 5
MOST_TEXTS = 500
"""The most texts to compare for a question."""
MOST_PASSAGES = 20
"""The most passages to write an answer from."""
MOST_SENTENCES = 3
"""The most sentences in an answer."""
NOTHING_SAID = "The drafts do not say."
"""The answer if no passage supports one."""
LONGEST_CONTINUATION = 512
"""The most tokens in a continuation."""
MOST_TOKENS = 20_000
"""About how many tokens one `Tokens` message holds."""
START_AGAIN = 75
"""The exit status of a worker that asks to be restarted at once, because an engine that it never reached now
answers."""

LONGEST_LINE = 20_000
"""The most code points in a one-line text, or in a replacement."""

Position = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Stretch = tuple[Position, Position]
"""The code points [start, end)."""
Number = Annotated[int, Meta(ge=0, le=2**53)]
Nats = Annotated[float, Meta(ge=-MOST_NATS, le=MOST_NATS)]
Strength = Annotated[float, Meta(ge=0.0, le=MOST_NATS)]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
Line = Annotated[str, Meta(max_length=LONGEST_LINE)]
SuggestionKind = Annotated[str, Meta(pattern="^(spelling|grammar|word_choice|wordiness|rule)$")]
FlagKind = Annotated[str, Meta(pattern="^(spelling|grammar|word_choice|wordiness|rule|surprising)$")]

Sensitivity = Literal["strict", "normal", "eager"]
Dialect = Literal["any", "US", "GB", "AU", "CA", "IN"]
"""Whose spelling counts as right; "any": everyone's."""


def probability(strength: float) -> float:
    """Return the probability that a word is wrong, given the strength of its flag in nats, of at least 0."""
    return -math.expm1(-strength)


THRESHOLDS: Mapping[Sensitivity, float] = {"strict": 0.7, "normal": 0.35, "eager": 0.15}
"""The lowest probability of a mistake at which a word is underlined, by sensitivity."""
