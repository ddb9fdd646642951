"""Builds the memory of the learnt texts when the worker starts, and again when they change."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scoring.kept.learnt import LearntError, name_of, read_learnt
from scoring.kept.store import FileMark, mark_of
from scoring.memory.memory import Memory
from scoring.memory.own_words import words_of
from scoring.model.reader import Reader

_LOOK_S = 2.0
"""How often a running worker checks whether the learnt texts have changed."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The memory to use from now on.

    Attributes:
        memory: the memory; None if nothing was learnt.
        complaint: one line if the learnt texts can't be read; "" if they can.
        mark: the file of the learnt texts; None if no memory is wanted.
    """

    memory: Memory | None = None
    complaint: str = ""
    mark: FileMark | None = None


NOTHING = Remembered()


class LearntFile:
    """The file of the learnt texts, as last read by a worker.

    Args:
        path: the file.
        model: tokenizes its texts.
    """

    def __init__(self, path: Path, model: Reader) -> None:
        self._path = path
        self._model = model
        self._mark: FileMark | None = None

    def changed(self) -> Remembered | None:
        """Return the new memory; None if it hasn't changed. May block."""
        mark = mark_of(self._path)
        if mark == self._mark:
            return None
        self._mark = mark
        try:
            known = read_learnt(self._path)
        except LearntError as error:
            return Remembered(None, f"{error}; learnt texts are ignored until you run logprose learn PATH again", mark)
        if not known.texts:
            return Remembered(None, "", mark)
        texts = {name_of(text.path): self._model.tokenizer.encode(text.text)[0] for text in known.texts}
        words = {name_of(text.path): words_of(text.text) for text in known.texts}
        return Remembered(Memory(texts, self._model.vocabulary.size, words), "", mark)

    def watch(self, tell: Callable[[Remembered], None]) -> None:
        """Call `tell` whenever texts are learnt or forgotten, forever; runs as a thread."""
        while True:
            time.sleep(_LOOK_S)
            if (found := self.changed()) is not None:
                tell(found)
