"""Checks of the supervisor."""

from __future__ import annotations

import pytest

from editor.scorer import supervisor
from tests.editor.scorer.clients import Checks


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> Checks:
    """Let no check come that a test does not let come; how busy the machine is doesn't count."""
    checks = Checks()
    monkeypatch.setattr(supervisor, "asyncio", checks)
    monkeypatch.setattr(supervisor, "processor_use", lambda _: None)
    return checks
