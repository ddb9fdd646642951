"""The texts about a flag that people read: its message, and probabilities as percentages."""

from __future__ import annotations

from editor.flags.kinds import kind_in_words

PREDICTED = "likely after the words before:"
"""The heading of the words that the model predicts at a place."""

_CUT = "wordiness"  # not a mistake


def message(kind: str, reason: str) -> str:
    """Return a flag's message: `Grammar: drop “at”?`. Pass it through `printable`."""
    return f"{kind_in_words(kind).capitalize()}: {reason}"


def likelihood(kind: str, probability: float) -> str:
    """Return how sure a flag is, in words."""
    return f"{percent(probability)} likely {'too long' if kind == _CUT else 'a mistake'}"


def percent(probability: float) -> str:
    """Return a probability from 0 to 1 as the model judged it, which is never quite sure; "" for 0: it did not
    judge."""
    if probability <= 0:
        return ""
    return "<1 %" if probability < 0.01 else f"{min(99, round(100 * probability))} %"


def share(prob: float) -> str:
    """Return the model's probability of a word at a place, which may be very small."""
    found = prob * 100
    if found < 0.01:
        return "<0.01 %"
    return f"{found:.1f} %" if found >= 0.1 else f"{found:.2f} %"
