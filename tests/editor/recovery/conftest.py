"""Journals and drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.document import Document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journals"


@pytest.fixture
def long_draft(tmp_path: Path) -> Document:
    path = tmp_path / "draft.md"
    path.write_text("begun\n")
    return Document.read(path)
