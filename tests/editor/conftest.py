"""For all tests of the editor: no timeouts, and a pilot waits until no work is left."""

from __future__ import annotations

import pytest
from textual.app import App

from editor.asking import folders
from editor.document import history
from editor.find import search
from editor.git import repository
from editor.headless.check import run as check_run
from editor.scorer import supervisor
from editor.system import clipboard
from editor.view.widgets import message_life
from tests import idle
from tests.patience import PATIENCE_S

idle.install()


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a busy machine from causing timeouts or ending groups of keys. Tests of these set their own limits."""
    for module, limit in (
        (check_run, "_PATIENCE_S"),
        (clipboard, "_TOOL_SECONDS"),
        (clipboard, "_HTML_SECONDS"),
        (folders, "_GIT_LIMIT_S"),
        (history, "GROUP_PAUSE_S"),
        (repository, "_LIMIT_S"),
        (search, "TIME_LIMIT_S"),
    ):
        monkeypatch.setattr(module, limit, PATIENCE_S)
    monkeypatch.setattr(App, "CLICK_CHAIN_TIME_THRESHOLD", PATIENCE_S)  # a slow second click still makes a double click


@pytest.fixture(autouse=True)
def patient_supervisor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep workers from being replaced because they wait for the CPU."""
    monkeypatch.setattr(supervisor, "_SILENCE_SECONDS", PATIENCE_S)
    monkeypatch.setattr(supervisor, "_DEATHS_SECONDS", PATIENCE_S)


@pytest.fixture
def passing_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove messages as soon as the writer continues, as if they had been read."""
    for name in ("READ_S", "READ_ERROR_S", "A_CHARACTER_S"):
        monkeypatch.setattr(message_life, name, 0.0)


@pytest.fixture
def held_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test that blocks a thread: the pilot doesn't wait for threads, so the test has to wait for their
    results."""
    monkeypatch.setattr(idle, "joins_threads", False)
