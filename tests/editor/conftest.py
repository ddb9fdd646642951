"""For all tests of the editor: it is never in a hurry, and a pilot waits for what there is left to do."""

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
    """Let nothing be given up, nor a group of keys end, because the machine is busy. Tests of that set their limits."""
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
    monkeypatch.setattr(App, "CLICK_CHAIN_TIME_THRESHOLD", PATIENCE_S)  # the second click of two still counts as one


@pytest.fixture(autouse=True)
def patient_supervisor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no worker be replaced because it waits for the processor."""
    monkeypatch.setattr(supervisor, "_SILENCE_SECONDS", PATIENCE_S)
    monkeypatch.setattr(supervisor, "_DEATHS_SECONDS", PATIENCE_S)


@pytest.fixture
def passing_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages go as soon as the writer goes on, as if they had been read."""
    for name in ("READ_S", "READ_ERROR_S", "A_CHARACTER_S"):
        monkeypatch.setattr(message_life, name, 0.0)


@pytest.fixture
def held_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test that holds a thread up: the pilot waits for no thread, and the test itself for all that one does."""
    monkeypatch.setattr(idle, "joins_threads", False)
