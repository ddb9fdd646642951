"""Drafts to open."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, which holds the drafts."""
    place = tmp_path / "drafts"
    place.mkdir()
    (place / "a.md").write_text("one two\n")
    (place / "b.md").write_text("".join(f"line {number}\n" for number in range(1, 201)))
    monkeypatch.chdir(place)
    return place
