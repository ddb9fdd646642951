"""A shell in a terminal, for every end-to-end test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import PROMPT, Terminal


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    """Provide a shell in a terminal; skip the test if there is no tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    terminal = Terminal(home)
    try:
        terminal.until_shown(PROMPT)
        yield terminal
    finally:
        terminal.close()
