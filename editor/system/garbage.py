"""Keeps garbage collections short while somebody types.

A full collection looks at every object of the program, most of which live as long as it does: 60 to 80 ms, at about
every hundredth key. What is settled here is left out of collections (`gc.freeze`), so that they look only at what has
come since.
"""

from __future__ import annotations

import gc


def begin() -> None:
    """Leave out everything that lives now: the program itself, when it has just started."""
    gc.freeze()


def settle() -> None:
    """Collect what has become garbage, and leave out the rest from now on; for a pause, a few ms."""
    gc.collect()
    gc.freeze()


def reclaim() -> None:
    """Free what was left out and isn't used any more. Takes as long as a collection of everything.

    Until the next pause nothing is left out: what is still used for a moment must not stay for good.
    """
    gc.unfreeze()
    gc.collect()


def end() -> None:
    """Let collections look at everything again: the app has ended, but the process may go on."""
    gc.unfreeze()
