"""`check --fix`: shows one flag after another, so that the user can accept a suggestion or skip it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TextIO

from rich.cells import cell_len

from editor.document import Document
from editor.document.transaction import OVERLAP
from editor.flags.suggested_edit import apply_suggestion, suggested_edit
from editor.flags.wording import percent
from editor.headless.check.problems import Problem, problem_of
from editor.headless.check.reports import place_line
from editor.scorer.carried import carried
from editor.text.printable import printable
from scoring.protocol import Flag

_AROUND = 32  # code points of the line shown on either side of the word


class Fixer:
    """Shows flags and applies the suggestions that are accepted.

    Args:
        next_key: waits for a key; returns "" if there won't be one.
        output: shows the flags.

    Attributes:
        is_stopped: whether to leave the remaining flags alone.
    """

    def __init__(self, next_key: Callable[[], str], output: TextIO) -> None:
        self._next_key = next_key
        self._output = output
        self.is_stopped = False

    def fix(self, path: str, document: Document, flags: Iterable[Flag]) -> int:
        """Ask about each flag of a draft, and save the draft if an edit was accepted.

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
                edit = suggested_edit(document, problem.remedies[choice - 1].edit)
                made = apply_suggestion(document, edit, 0, document.apply)
                waiting = deque(carried(waiting, [made] if made is not None else [], OVERLAP))
            else:
                left += 1
        if document.modified:
            document.write()
        return left + len(waiting)

    def _show(self, problem: Problem) -> None:
        column, line = problem.start.column - 1, problem.line
        past = column + len(problem.word)
        before = ("…" if column > _AROUND else "") + printable(line[max(0, column - _AROUND) : column])
        after = printable(line[past : past + _AROUND]) + ("…" if len(line) > past + _AROUND else "")
        word = printable(problem.word)
        self._say(place_line(problem))
        self._say(f"  {before}{word}{after}")
        self._say(f"  {' ' * cell_len(before)}{'^' * cell_len(word)}")
        for number, remedy in enumerate(problem.remedies, 1):
            self._say(f"  {number} {printable(remedy.label)}  {percent(remedy.edit.probability)}".rstrip())

    def _ask(self, count: int) -> int:
        """Return the number of the accepted suggestion, from 1; 0: none."""
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
