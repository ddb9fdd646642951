"""Keeps garbage collections short while somebody types.

A full collection looks at every object of the program, most of which live as long as the program: 60 to 80 ms, at
about every hundredth key. Long-lived objects are excluded from collections here (`gc.freeze`), so that these look only
at newer ones.
"""

from __future__ import annotations

import gc


def begin() -> None:
    """Exclude everything that is alive now: the program itself, when it has just started."""
    gc.freeze()


def settle() -> None:
    """Collect garbage, and exclude the rest from now on. Takes a few ms; call it in a pause."""
    gc.collect()
    gc.freeze()


def reclaim() -> None:
    """Free excluded objects that aren't used any more. Takes as long as a collection of everything.

    Until the next pause nothing is excluded: objects still in use for a moment must not be excluded for good.
    """
    gc.unfreeze()
    gc.collect()


def end() -> None:
    """Let collections look at everything again: the app has ended, but the process may continue."""
    gc.unfreeze()
