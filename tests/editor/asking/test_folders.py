"""A folder's drafts are its prose files, except those ignored by `.logproseignore` or git."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from editor.asking.folders import drafts_below

FILES = ("a.md", "b.txt", "code.py", ".hidden.md", "made.html", "sub/c.md", "sub/.dot/d.md", "old/e.md", "old/keep.md")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def names(folder: Path, complaints: list[str] | None = None) -> list[str]:
    said: list[str] = []
    found = [str(path.relative_to(folder)) for path in drafts_below(folder, said.append)]
    assert said == (complaints or [])
    return found


def test_only_visible_prose_is_found(folder: Path) -> None:
    assert names(folder) == ["a.md", "b.txt", "old/e.md", "old/keep.md", "sub/c.md"]


def test_patterns_of_every_folder_the_nearest_first(folder: Path) -> None:
    (folder / ".logproseignore").write_text("# note\n*.txt\n/old/*\n!keep.md\nsub/\n")
    assert names(folder) == ["a.md", "old/keep.md"]
    (folder / ".logproseignore").write_text("*.md\n")
    (folder / "sub/.logproseignore").write_text("!c.md\n")
    assert names(folder) == ["b.txt", "sub/c.md"]


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_files_ignored_by_git_and_nested_repositories(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", folder], check=True)
    subprocess.run(["git", "init", "-q", folder / "sub"], check=True)
    (folder / ".gitignore").write_text("old/\n")
    assert names(folder) == ["a.md", "b.txt", "sub/c.md"]
    (folder / ".logproseignore").write_text("b.*\n")
    assert names(folder) == ["a.md", "sub/c.md"]


def test_gits_patterns_work_without_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git").mkdir()  # which git itself rejects
    (folder / ".gitignore").write_text("old/\n")
    assert names(folder) == ["a.md", "b.txt", "sub/c.md"]


def test_a_vanished_folder_is_reported(folder: Path) -> None:
    gone = folder / "gone"
    assert names(gone, [f"{gone}: no such file or directory; it is left out"]) == []


def test_unreadable_patterns_are_reported(folder: Path) -> None:
    (folder / "sub/.logproseignore").write_text("a\n!\n")
    complaints: list[str] = []
    drafts_below(folder, complaints.append)
    assert len(complaints) <= 1
