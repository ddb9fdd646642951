"""Completing a typed path."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.files.path_completion import beginning_with, completed, entries, split_typed


@pytest.fixture
def directory(tmp_path: Path) -> str:
    for name in ("notes", "Nova", ".git"):
        (tmp_path / name).mkdir()
    for name in ("note.md", "notice.md", "essay.md", ".env"):
        (tmp_path / name).touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    return f"{tmp_path}/"


@pytest.mark.parametrize(
    ("typed", "offered", "becomes"),
    [
        ("", ["notes", "Nova", "essay.md", "loop", "note.md", "notice.md"], ""),
        ("n", ["notes", "note.md", "notice.md"], "not"),
        ("note", ["notes", "note.md"], "note"),
        ("notes", ["notes"], "notes/"),
        ("N", ["Nova"], "Nova/"),
        ("E", ["essay.md"], "essay.md"),
        ("NOT", ["notes", "note.md", "notice.md"], "not"),
        (".", [".git", ".env"], "."),
        (".e", [".env"], ".env"),
        ("x", [], "x"),
    ],
)
def test_directories_come_first_and_hidden_ones_only_on_request(
    directory: str, typed: str, offered: list[str], becomes: str
) -> None:
    where, beginning = split_typed(directory + typed)
    assert where == directory
    found = beginning_with(entries(where), beginning)
    assert [entry.name for entry in found] == offered
    assert completed(beginning, found) == becomes


def test_a_tilde_means_the_home_directory(directory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", directory)
    assert split_typed("~") == ("~/", "")
    assert [entry.name for entry in beginning_with(entries("~/"), "es")] == ["essay.md"]


@pytest.mark.parametrize("name", ["missing", "essay.md", "a\0b", "loop"])
def test_an_unlistable_directory_is_empty(directory: str, name: str) -> None:
    assert entries(directory + name + "/") == []
