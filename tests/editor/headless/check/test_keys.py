"""Single keys of a terminal."""

from __future__ import annotations

import os
import pty
import sys
import termios
from collections.abc import Iterator

import pytest

from editor.headless.check.keys import single_keys


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Yield the other end of the terminal at standard input."""
    keyboard, terminal = pty.openpty()
    with os.fdopen(terminal, "rb", buffering=0) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield keyboard
    os.close(keyboard)


def test_keys_come_without_enter_and_the_terminal_is_left_as_it_was(keyboard: int) -> None:
    before = termios.tcgetattr(sys.stdin)
    with single_keys() as next_key:
        os.write(keyboard, b"1\rq")
        assert [next_key() for _ in range(3)] == ["1", "\n", "q"]
    assert termios.tcgetattr(sys.stdin) == before


def test_the_digits_of_a_function_key_accept_nothing(keyboard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pressed = iter([b"\x1b[15~", b"2", b""])
    with single_keys() as next_key:
        monkeypatch.setattr(os, "read", lambda *_: next(pressed))
        assert [next_key(), next_key()] == ["2", ""]
