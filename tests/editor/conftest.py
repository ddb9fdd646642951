"""For all tests of the editor: a pilot that waits for what there is left to do."""

from __future__ import annotations

import pytest

from editor.view.widgets import message_life
from tests import idle

idle.install()


@pytest.fixture
def passing_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages go as soon as the writer goes on, as if they had been read."""
    for name in ("READ_S", "READ_ERROR_S", "A_CHARACTER_S"):
        monkeypatch.setattr(message_life, name, 0.0)


@pytest.fixture
def held_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test that holds a thread up: the pilot waits for no thread, and the test itself for all that one does."""
    monkeypatch.setattr(idle, "joins_threads", False)
