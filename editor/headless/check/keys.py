"""Single keys from the terminal at standard input."""

from __future__ import annotations

import os
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ESCAPE = b"\x1b"


@contextmanager
def single_keys() -> Iterator[Callable[[], str]]:
    """Let keys come as they are pressed, none of them shown. Gives what waits for the next: a character, "" where the
    terminal is gone. Ctrl+C is a KeyboardInterrupt as ever."""
    terminal = sys.stdin.fileno()
    waiting: list[str] = []

    def next_key() -> str:
        while not waiting:
            data = os.read(terminal, 1024)
            if not data:
                return ""
            if not data.startswith(_ESCAPE):  # of an arrow or function key
                waiting.extend(reversed(data.decode("utf-8", "ignore")))
        return waiting.pop()

    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)  # keys that were pressed already stay
        yield next_key
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
