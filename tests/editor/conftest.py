"""For all tests of the editor: a pilot that waits for what there is left to do."""

from __future__ import annotations

import pytest

from tests import idle

idle.install()


@pytest.fixture
def held_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test that holds a thread up: the pilot waits for no thread, and the test itself for all that one does."""
    monkeypatch.setattr(idle, "joins_threads", False)
