"""The words written on each day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from editor.report.days import add_written, forget, written_on_days

DAY = date(2026, 11, 28)


def test_words_add_up_day_by_day_and_file_by_file(tmp_path: Path) -> None:
    store, one, other = tmp_path / "state" / "days.json", tmp_path / "one.md", tmp_path / "other.md"
    assert written_on_days(store, one) == {}
    add_written(store, {one: 10, other: 3}, DAY)
    add_written(store, {one: -4}, DAY)
    add_written(store, {one: 5}, DAY + timedelta(1))
    assert written_on_days(store, one) == {"2026-11-28": 6, "2026-11-29": 5}
    assert written_on_days(store, other) == {"2026-11-28": 3}
    assert store.stat().st_mode & 0o077 == 0


def test_a_link_counts_as_its_target(tmp_path: Path) -> None:
    store, file, link = tmp_path / "days.json", tmp_path / "file.md", tmp_path / "link.md"
    link.symlink_to(file)
    add_written(store, {link: 2}, DAY)
    assert written_on_days(store, file) == {"2026-11-28": 2}


def test_only_the_latest_are_kept(tmp_path: Path) -> None:
    store = tmp_path / "days.json"
    for number in range(405):
        add_written(store, {tmp_path / "a.md": 1}, DAY + timedelta(number))
    assert len(written_on_days(store, tmp_path / "a.md")) == 400
    add_written(store, {tmp_path / f"{number}.md": 1 for number in range(200)}, DAY)
    assert written_on_days(store, tmp_path / "a.md") == {}
    assert written_on_days(store, tmp_path / "199.md") == {"2026-11-28": 1}


@pytest.mark.parametrize("damaged", [b"", b"\xff", b"[]", b'{"a": {"someday": 1}}', b'{"a": {"2026-11-28": "x"}}'])
def test_a_damaged_file_is_started_again(tmp_path: Path, damaged: bytes) -> None:
    store = tmp_path / "days.json"
    store.write_bytes(damaged)
    assert written_on_days(store, Path("a")) == {}
    add_written(store, {Path("a"): 1}, DAY)
    assert written_on_days(store, Path("a")) == {"2026-11-28": 1}


def test_without_write_access(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    add_written(tmp_path / "file" / "days.json", {Path("a"): 1}, DAY)


def test_the_days_of_one_file_or_of_all_are_forgotten(tmp_path: Path) -> None:
    store, one, other = tmp_path / "state" / "days.json", tmp_path / "one.md", tmp_path / "other.md"
    assert forget(store) == 0
    assert forget(store, one) == 0
    assert not store.exists()
    add_written(store, {one: 10, other: 3}, DAY)
    assert forget(store, one) == 1
    assert (written_on_days(store, one), written_on_days(store, other)) == ({}, {"2026-11-28": 3})
    assert str(one) not in store.read_text()
    assert store.stat().st_mode & 0o077 == 0
    assert forget(store) == 1
    assert not store.exists()
    store.write_bytes(b"damaged")
    assert forget(store) == 0
    assert not store.exists()
