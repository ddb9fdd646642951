"""Undo and redo of actions other than edits, in their order among the edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Moment = tuple[int, int]
"""A place in the undo history, and the number of the newest one there ever was, see `Document.moment`."""


class Aside(NamedTuple):
    """An action that isn't an edit, such as ignoring a word: how to undo it, and how to redo it."""

    undo: Callable[[], None]
    redo: Callable[[], None]


class Asides:
    """Actions between the steps of a document's undo history.

    Args:
        moment: returns where in its history the document is.
    """

    def __init__(self, moment: Callable[[], Moment]) -> None:
        self._moment = moment
        self._done: list[tuple[Moment, Aside]] = []
        self._undone: list[tuple[Moment, Aside]] = []

    def add(self, aside: Aside) -> None:
        """Remember an action just done. It is undone before the edits made before it."""
        self._undone.clear()
        self._done.append((self._moment(), aside))

    def drop(self, aside: Aside) -> None:
        """Forget an action that was undone in another way."""
        self._done = [one for one in self._done if one[1] is not aside]

    def undo(self) -> bool:
        """Undo the last action done since the last edit; return False if there is none."""
        moment = self._moment()
        if not self._done or self._done[-1][0][0] != moment[0]:
            return False
        _, aside = self._done.pop()
        self._undone.append((moment, aside))
        aside.undo()
        return True

    def redo(self) -> bool:
        """Redo the last action undone here, unless there were edits since; return False if there is none."""
        if not self._undone or self._undone[-1][0] != self._moment():
            return False
        moment, aside = self._undone.pop()
        self._done.append((moment, aside))
        aside.redo()
        return True
