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
    """Read keys as they are pressed, without showing them.

    Yields a function that waits for the next key and returns its character, or "" if the terminal is gone. Ctrl+C
    raises KeyboardInterrupt as usual.
    """
    terminal = sys.stdin.fileno()
    waiting: list[str] = []

    def next_key() -> str:
        while not waiting:
            data = os.read(terminal, 1024)
            if not data:
                return ""
            if not data.startswith(_ESCAPE):  # of an arrow or a function key
                waiting.extend(reversed(data.decode("utf-8", "ignore")))
        return waiting.pop()

    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)  # keeps keys that were pressed before
        yield next_key
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
