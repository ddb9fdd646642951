"""The list of recent files: kept between runs, never in the way."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from editor.document.places import Place
from editor.files.recent_files import RecentFile, existing, load_recent, remember


def test_the_newest_come_first_each_file_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "recent.json"
    remember(path, [RecentFile("/a"), RecentFile("/b", 3, 4)])
    remember(path, [RecentFile("/c"), RecentFile("/a", 5, 6)])
    assert [file.path for file in load_recent(path)] == ["/c", "/a", "/b"]
    assert [file.place for file in load_recent(path)] == [Place(1, 1), Place(5, 6), Place(3, 4)]


def test_fifty_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "recent.json"
    for number in range(0, 80, 20):
        remember(path, [RecentFile(f"/{each}") for each in range(number, number + 20)])
    recent = load_recent(path)
    assert len(recent) == 50
    assert recent[0].path == "/60"


def test_only_its_owner_can_read_the_list(tmp_path: Path) -> None:
    path = tmp_path / "recent.json"
    for _ in range(2):
        remember(path, [RecentFile("/a")])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"path": 3}', b'[{"path": 3}]', b"\xff\xfe", b'[{"line": 1}]', b"null"]
)
def test_a_broken_list_counts_as_empty_and_is_rewritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "recent.json"
    path.write_bytes(content)
    assert load_recent(path) == []
    remember(path, [RecentFile("/a")])
    assert [file.path for file in load_recent(path)] == ["/a"]


def test_a_list_that_cannot_be_saved_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "recent.json", tmp_path):
        assert remember(path, [RecentFile("/a")]) == [RecentFile("/a")]
        assert load_recent(path) == []


def test_missing_files_and_names_that_json_cannot_hold_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "recent.json"
    there = tmp_path / "there.md"
    there.touch()
    remember(path, [RecentFile(str(there)), RecentFile("/not/there"), RecentFile("/\udcff")])
    assert [file.path for file in load_recent(path)] == [str(there), "/not/there"]
    assert existing(load_recent(path)) == [RecentFile(str(there))]
