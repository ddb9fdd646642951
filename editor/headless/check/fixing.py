"""Flags one after the other, for someone at a terminal to accept a suggestion or go on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TextIO, TypeVar

import msgspec
from rich.cells import cell_len

from editor.document import Document
from editor.document.transaction import Transaction
from editor.headless.check.problems import Problem, problem_of
from editor.headless.check.reports import place_line
from editor.text.printable import printable
from scoring.protocol import Flag, Suggestion

_AROUND = 32  # code points of the line that are shown before and behind the word
_Placed = TypeVar("_Placed", Flag, Suggestion)


class Fixer:
    """Shows flags and makes the edits that are accepted.

    Args:
        next_key: waits for a key; "" where there will be none.
        output: where to show them.

    Attributes:
        is_stopped: whether the rest shall stay as it is.
    """

    def __init__(self, next_key: Callable[[], str], output: TextIO) -> None:
        self._next_key = next_key
        self._output = output
        self.is_stopped = False

    def fix(self, path: str, document: Document, flags: Iterable[Flag]) -> int:
        """Ask about each flag of a draft, and save the draft where an edit was accepted.

        Returns:
            How many flags were left as they are.

        Raises:
            FileError: the draft could not be saved.
        """
        waiting, left = deque(flags), 0
        while waiting and not self.is_stopped:
            problem = problem_of(path, document, waiting.popleft())
            self._show(problem)
            choice = self._ask(len(problem.remedies)) if problem.remedies else 0
            if choice:
                edit = problem.remedies[choice - 1].edit
                waiting = deque(_moved(waiting, document.replace(edit.start, edit.end, edit.replacement)))
            else:
                left += 1
        if document.modified:
            document.write()
        return left + len(waiting)

    def _show(self, problem: Problem) -> None:
        column, line = problem.start.column - 1, problem.line
        past = column + len(problem.word)
        before = ("…" if column > _AROUND else "") + printable(line[max(0, column - _AROUND) : column])
        behind = printable(line[past : past + _AROUND]) + ("…" if len(line) > past + _AROUND else "")
        word = printable(problem.word)
        self._say(place_line(problem))
        self._say(f"  {before}{word}{behind}")
        self._say(f"  {' ' * cell_len(before)}{'^' * cell_len(word)}")
        for number, remedy in enumerate(problem.remedies, 1):
            self._say(f"  {number} {printable(remedy.label)}")

    def _ask(self, count: int) -> int:
        """The number of the suggestion that is accepted, from 1; 0: none."""
        digits = "1" if count == 1 else f"1-{count}"
        print(f"{digits} accepts, Enter skips, q stops: ", end="", file=self._output, flush=True)
        while True:
            key = self._next_key()
            if key in ("q", ""):
                self.is_stopped = True
                self._say("stopped")
                return 0
            if key in ("\r", "\n"):
                self._say("skipped")
                return 0
            if key.isdecimal() and 1 <= int(key) <= count:
                self._say(key)
                return int(key)

    def _say(self, line: str) -> None:
        print(line, file=self._output, flush=True)


def _moved(flags: Iterable[Flag], made: Transaction) -> Iterable[Flag]:
    """The flags of words that an edit left alone, where they are now, with the suggestions that still fit."""
    for flag in flags:
        if not _overlaps(made, flag):
            suggestions = tuple(_mapped(edit, made) for edit in flag.suggestions if not _overlaps(made, edit))
            yield msgspec.structs.replace(_mapped(flag, made), suggestions=suggestions)


def _overlaps(made: Transaction, item: Flag | Suggestion) -> bool:
    return any(change.start < item.end and item.start < change.end for change in made.changes)


def _mapped(item: _Placed, made: Transaction) -> _Placed:
    start = made.map_position(item.start)
    return msgspec.structs.replace(item, start=start, end=max(start, made.map_position(item.end, -1)))
