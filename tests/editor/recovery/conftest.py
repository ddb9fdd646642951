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


class _NothingLeft(set[Path]):
    """Forgets what this process left, as if each app of a test ran in a process of its own."""

    def __contains__(self, _: object) -> bool:
        return False


@pytest.fixture
def other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.recovery.feature.left_here", _NothingLeft())


@pytest.fixture
def drafts(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, which holds the drafts."""
    place = home / "drafts"
    place.mkdir()
    (place / "a.md").write_text("one\ntwo\n")
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def journals(home: Path) -> Path:
    return home / ".state" / "logprose" / "journals"
