"""The cost of a session."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Stats:
    """The work done by a session so far.

    Attributes:
        tokens_forwarded: tokens run through the model for scores.
        tokens_reused: tokens whose cached keys and values were reused instead.
        forwards: forward passes for scores.
        seconds: the time spent in those passes.
        tokens_tried: tokens run to try edits.
        tokens_decoded: tokens run for continuations.
    """

    tokens_forwarded: int = 0
    tokens_reused: int = 0
    forwards: int = 0
    seconds: float = 0.0
    tokens_tried: int = 0
    tokens_decoded: int = 0
