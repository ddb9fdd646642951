"""A draft to check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editor.headless.check.checking import TEXT


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a draft in the working directory with three flagged words."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "draft.md"
    path.write_text(TEXT, "utf-8")
    return path
