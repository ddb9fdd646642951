"""Files that are read and written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from scoring.model_files.json_file import read_json, write_json


class Kept(msgspec.Struct, frozen=True):
    name: str
    numbers: list[float]


def test_a_value_reads_back_and_a_later_one_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "kept.json"
    for value in (Kept("first", [0.5, -1e-7]), Kept("second", [])):
        write_json(path, value)
        assert read_json(path, Kept) == value
    assert [one.name for one in path.parent.iterdir()] == ["kept.json"], "nothing unfinished is left"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"name": 1, "numbers": []}', b"\xff\xfe"])
def test_a_damaged_file_counts_as_empty(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "kept.json").write_bytes(data)
    assert read_json(tmp_path / "kept.json", Kept) is None
    assert read_json(tmp_path / "absent.json", Kept) is None


def test_a_file_that_cannot_be_written_is_unchanged(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match=r"file"):
        write_json(tmp_path / "file" / "kept.json", Kept("a", []))
    assert (tmp_path / "file").read_text() == "in the way"
