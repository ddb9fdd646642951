"""Snapshots on disk: faithful to the text, limited in size, and never the cause of a loss."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.snapshots import store
from editor.snapshots.store import SnapshotError, directory_of, forget, keep, listed, read

NOW = 2_000_000_000.0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=())), min_size=1, max_size=5))
def test_every_kept_text_can_be_read_again_the_newest_first(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    root = tmp_path_factory.mktemp("snapshots")
    file = root / "a.md"
    kept: list[str] = []
    for number, text in enumerate(texts):
        assert keep(root, file, text, NOW + number) == (not kept or kept[-1] != text)
        if not kept or kept[-1] != text:
            kept.append(text)
    assert [read(one) for one in listed(root, file)] == kept[::-1]


def test_the_list_shows_the_words_added_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    keep(tmp_path, file, "one two two", NOW)
    keep(tmp_path, file, "one two three four", NOW + 1)
    newest, oldest = listed(tmp_path, file)
    assert (oldest.words, oldest.added, oldest.removed) == (3, 3, 0)
    assert (newest.words, newest.added, newest.removed) == (4, 2, 1)
    assert newest.time == NOW + 1


def test_each_file_has_its_own_snapshots_readable_only_by_its_owner(tmp_path: Path) -> None:
    keep(tmp_path, tmp_path / "a.md", "a", NOW)
    keep(tmp_path, tmp_path / "b.md", "b", NOW)
    (one,) = listed(tmp_path, tmp_path / "a.md")
    assert read(one) == "a"
    assert one.path.stat().st_mode & 0o077 == 0
    assert one.path.parent.stat().st_mode & 0o077 == 0
    assert forget(tmp_path, tmp_path / "a.md") == 1
    assert listed(tmp_path, tmp_path / "a.md") == []
    assert forget(tmp_path) == 1
    assert forget(tmp_path) == 0


def test_a_clock_set_back_does_not_change_the_order(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    keep(tmp_path, file, "first", NOW)
    keep(tmp_path, file, "second", NOW - 5000)
    assert [read(one) for one in listed(tmp_path, file)] == ["second", "first"]


def test_they_stay_within_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 20_000)
    monkeypatch.setattr(store, "MOST_BYTES_OF_ALL", 50_000)
    for name in ("a", "b", "c", "d"):
        for number in range(30):
            keep(tmp_path, tmp_path / name, os.urandom(1000).hex(), NOW + number)
    sizes = {
        name: sum(one.path.stat().st_size for one in listed(tmp_path, tmp_path / name)) for name in ("a", "b", "c", "d")
    }
    assert all(size <= 20_000 for size in sizes.values())
    assert sum(sizes.values()) <= 52_000
    assert len(listed(tmp_path, tmp_path / "d")) > 10, "the file that is being written keeps its own"


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "alien", "gone"])
def test_a_damaged_snapshot_says_so_and_the_others_can_be_read(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "a.md"
    keep(tmp_path, file, "first " * 100, NOW)
    keep(tmp_path, file, "second", NOW + 1)
    newest = listed(tmp_path, file)[0]
    data = newest.path.read_bytes()
    damaged = {"cut": data[:-5], "changed": data[:-3] + b"xxx", "empty": b"", "alien": b"\x89PNG" * 40, "gone": b""}
    newest.path.write_bytes(damaged[damage])
    if damage == "gone":
        newest.path.unlink()
    with pytest.raises(SnapshotError, match=str(newest.path)) as caught:
        read(newest)
    assert "\n" not in str(caught.value)
    assert read(listed(tmp_path, file)[-1]) == "first " * 100
    assert keep(tmp_path, file, "third", NOW + 2)
    assert read(listed(tmp_path, file)[0]) == "third"


def test_a_full_disk_is_reported_in_one_line_and_kept_snapshots_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    keep(tmp_path, file, "first", NOW)

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_bytes", full)
    with pytest.raises(SnapshotError, match=r"^no snapshot of a\.md was kept: No space left on device$"):
        keep(tmp_path, file, "second", NOW + 1)
    assert [read(one) for one in listed(tmp_path, file)] == ["first"]


def test_a_directory_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "root").write_text("a file")
    with pytest.raises(SnapshotError, match=r"no snapshot of a\.md was kept"):
        keep(tmp_path / "root", tmp_path / "a.md", "x", NOW)
    assert directory_of(tmp_path, tmp_path / "a.md").parent == tmp_path


def test_a_snapshot_that_claims_to_be_huge_is_not_decompressed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    keep(tmp_path, file, "a" * 10_000, NOW)
    monkeypatch.setattr(store, "LARGEST", 1000)
    with pytest.raises(SnapshotError, match="isn't read"):
        read(listed(tmp_path, file)[0])
    with pytest.raises(SnapshotError, match="has no snapshots: it is longer"):
        keep(tmp_path, file, "b" * 2000, NOW)
