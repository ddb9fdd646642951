"""What an edit must gain, by its kind, before it counts for anything, in nats."""

from __future__ import annotations

import math

from scoring.edits import EditKind

UNDERLINE: dict[EditKind, float] = {
    EditKind.RESPELL: 0.0,
    EditKind.SPLIT: 0.0,
    EditKind.INFLECT: 1.0,
    EditKind.CONFUSED: 0.0,
    EditKind.RESEMBLE: 1.0,
    EditKind.ARTICLE: 1.0,
    EditKind.JOIN: 1.0,
    EditKind.INSERT: 0.0,
    EditKind.SWAP_FUNCTION: 5.0,
    EditKind.FROM_FUNCTION: 5.0,
    EditKind.DROP_FUNCTION: 5.0,
    EditKind.REWORD: math.inf,
    EditKind.DROP: math.inf,
    EditKind.RENAME: math.inf,
}
"""Before the word is underlined for it; infinite: never for that alone."""

ORDER: dict[EditKind, float] = {
    EditKind.RESPELL: -4.0,
    EditKind.SPLIT: -4.0,
    EditKind.INFLECT: -4.0,
    EditKind.CONFUSED: -3.0,
    EditKind.RESEMBLE: -2.0,
    EditKind.ARTICLE: -4.0,
    EditKind.JOIN: -2.0,
    EditKind.INSERT: -2.0,
    EditKind.SWAP_FUNCTION: 0.0,
    EditKind.FROM_FUNCTION: 3.0,
    EditKind.DROP_FUNCTION: 2.0,
    EditKind.REWORD: 5.0,
    EditKind.DROP: 8.0,
    EditKind.RENAME: 2.0,
}
"""In the order of suggestions."""
