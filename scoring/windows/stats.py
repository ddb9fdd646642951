"""What a session costs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Stats:
    """What the session has done so far: tokens run through the model for scores, tokens whose cached keys and values
    were used again instead, forward passes, and seconds spent in them; and tokens run to try edits."""

    tokens_forwarded: int = 0
    tokens_reused: int = 0
    forwards: int = 0
    seconds: float = 0.0
    tokens_tried: int = 0
