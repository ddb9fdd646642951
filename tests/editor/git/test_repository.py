"""Changes read from real repositories, compared with git's own diff."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from editor.git.comparison import compare
from editor.git.repository import Committed, read_committed
from editor.storage.files import read_file
from tests.editor.git.repositories import Repository, needs_git
from tests.patience import PATIENCE_S

pytestmark = needs_git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repository(tmp_path / "work")


def differs(committed: Committed, path: Path) -> bool:
    content = read_file(path)
    return bool(compare(content.text, committed, content.encoding, "\n").hunks)


COMMITTED = (b"a\nb\n", b"a\r\nb\r\n", b"a\r\nb\n", b"a\rb\n", b"$Id$\n")
WRITTEN = (b"a\nb\n", b"a\r\nb\r\n", b"a\r\nb\n", b"a\nb\r\nc\rd\r\n", b"a\nc\n", b"$Id: 1234 $\n")
ATTRIBUTES = ("text", "-text", "text=auto", "text eol=crlf", "text=auto eol=lf", "eol=lf", "crlf", "-crlf", "ident")


@pytest.mark.parametrize(
    ("automatic", "attributes"),
    [("false", attributes) for attributes in ATTRIBUTES]
    + [(automatic, attributes) for automatic in ("true", "input") for attributes in ("text=auto", "-text", "")],
)
async def test_there_are_marks_where_git_sees_a_difference(
    repository: Repository, automatic: str, attributes: str
) -> None:
    files = [repository.directory / f"{number}.md" for number in range(len(COMMITTED))]
    for file, data in zip(files, COMMITTED, strict=True):
        file.write_bytes(data)
    repository.commit("")  # unchanged, before any conversion
    repository.git("config", "core.autocrlf", automatic)
    (repository.directory / ".gitattributes").write_text(f"*.md {attributes}\n" if attributes else "")
    found = [await read_committed(file) for file in files]
    for data in WRITTEN:
        for file in files:
            file.write_bytes(data)
        listed = repository.git("diff", "HEAD", "--numstat").split()
        for file, committed in zip(files, found, strict=True):
            assert committed is not None
            assert differs(committed, file) == (file.name in listed), (committed.data, data)


async def test_changes_in_the_repository_are_read_again(repository: Repository) -> None:
    repository.commit("one\n")
    first = await read_committed(repository.draft)
    assert first is not None
    assert await read_committed(repository.draft, first) == first
    repository.commit("two\n")
    second = await read_committed(repository.draft, first)
    assert second is not None
    assert (first.data, second.data) == (b"one\n", b"two\n")
    repository.git("checkout", "-q", "HEAD~1")
    third = await read_committed(repository.draft, second)
    assert third == first


@pytest.mark.parametrize("name", ["with space.md", "-dash.md", "é:HEAD.md", "*.md", "sub/dir/x.md", "new\nline.md"])
async def test_files_may_have_any_name(repository: Repository, name: str) -> None:
    path = repository.directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("one\n")
    repository.commit("other\n")
    found = await read_committed(path)
    assert found is not None
    assert found.data == b"one\n"


async def test_a_link_leads_to_the_file_that_it_names(repository: Repository, tmp_path: Path) -> None:
    repository.commit("one\n")
    (tmp_path / "link.md").symlink_to(repository.draft)
    found = await read_committed(tmp_path / "link.md")
    assert found is not None
    assert found.data == b"one\n"


async def test_no_filter_is_run_or_bypassed(repository: Repository) -> None:
    repository.commit("one\n")
    repository.git("config", "filter.crypt.clean", "touch FILTER-RAN; cat")
    repository.git("config", "filter.crypt.smudge", "touch FILTER-RAN; cat")
    repository.git("config", "core.fsmonitor", "touch FILTER-RAN; false")
    (repository.directory / ".gitattributes").write_text("*.md filter=crypt\n")
    assert await read_committed(repository.draft) is None
    (repository.directory / ".gitattributes").write_text("*.md -filter\n")
    assert await read_committed(repository.draft) is not None
    assert not (repository.directory / "FILTER-RAN").exists()


async def test_untracked_and_hidden_files_have_no_marks(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await read_committed(repository.draft) is None, "no commit"
    repository.commit("one\n")
    assert await read_committed(repository.directory / "new.md") is None, "not in the commit"
    assert await read_committed(repository.directory / "no" / "such" / "directory.md") is None
    assert await read_committed(tmp_path / "outside.md") is None
    assert await read_committed(repository.directory / ".git" / "config") is None
    (repository.directory / ".gitattributes").write_text("*.md -diff\n")
    assert await read_committed(repository.draft) is None, "git shows no differences for it"
    (repository.directory / ".gitattributes").unlink()
    monkeypatch.setattr("editor.git.repository._LARGEST", 3)
    assert await read_committed(repository.draft) is None, "too large"
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await read_committed(repository.draft) is None, "no git"


async def test_another_repository_in_the_environment_is_ignored(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where git started the editor for the message of a commit."""
    repository.commit("one\n")
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.directory / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.directory / ".git" / "index"))
    assert await read_committed(repository.draft) is not None


async def test_a_slow_git_is_abandoned(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("one\n")
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 1000\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(slow.parent), prepend=os.pathsep)
    monkeypatch.setattr("editor.git.repository._LIMIT_S", 0.05)
    assert await asyncio.wait_for(read_committed(repository.draft), PATIENCE_S) is None
