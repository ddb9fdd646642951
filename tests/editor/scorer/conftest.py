"""Checks of the supervisor."""

from __future__ import annotations

import pytest

from editor.scorer import supervisor
from tests.editor.scorer.clients import Checks


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> Checks:
    """Only run checks that a test allows, so that a busy machine doesn't matter."""
    checks = Checks()
    monkeypatch.setattr(supervisor, "asyncio", checks)
    monkeypatch.setattr(supervisor, "processor_use", lambda _: None)
    return checks
