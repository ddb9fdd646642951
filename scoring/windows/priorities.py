"""What to score next: the sentence that was edited, then what is on the screen, then the rest of the document."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


def most_wanted(
    unsettled: npt.NDArray[np.bool_], ranges: Iterable[tuple[int, int]], *, everywhere: bool = True
) -> tuple[int, int] | None:
    """The first unsettled token of the first range that has one, and the range's end.

    Args:
        unsettled: shape (tokens,).
        ranges: of tokens, most wanted first.
        everywhere: whether behind them comes what follows the last one, then the whole document.

    Returns:
        (token, past): score `token` and as much as possible before `past`; None where everything is settled.
    """
    last = 0
    for start, end in ranges:
        hits = np.flatnonzero(unsettled[start:end])
        if len(hits):
            return start + int(hits[0]), end
        last = start
    for start in (last, 0) if everywhere else ():
        first = start + int(np.argmax(unsettled[start:])) if start < len(unsettled) else start
        if first < len(unsettled) and unsettled[first]:
            return first, len(unsettled)
    return None
