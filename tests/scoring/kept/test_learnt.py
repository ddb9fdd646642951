"""The file of the learnt texts: read whole or not at all, and private to its owner."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from scoring.kept.learnt import Learnt, LearntError, LearntText, name_of, read_learnt, write_learnt
from scoring.kept.store import FileMark

KNOWN = Learnt((b"/home/me/novel",), (LearntText(FileMark(b"/home/me/novel/\xff.md", 7, 8), 2, "Two words. 👩‍👩‍👧"),))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "learnt" / "texts"


def test_a_file_reads_back_and_only_its_owner_can_read_it(file: Path) -> None:
    assert read_learnt(file) == Learnt()
    write_learnt(file, KNOWN)
    assert read_learnt(file) == KNOWN
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert os.listdir(file.parent) == ["texts"]


@pytest.mark.parametrize("place", [0, 20, 40, -1])
def test_a_damaged_file_is_named(file: Path, place: int) -> None:
    write_learnt(file, KNOWN)
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    with pytest.raises(LearntError, match=f"^{file}: damaged$"):
        read_learnt(file)
    file.write_bytes(data[:30])
    with pytest.raises(LearntError, match=f"^{file}: damaged$"):
        read_learnt(file)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LearntError, match=f"^{tmp_path}: is a directory$"):
        read_learnt(tmp_path)


def test_a_text_has_one_name_however_its_path_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert name_of(Path("a.md")) == name_of(tmp_path / "sub" / ".." / "a.md") != name_of(tmp_path / "b.md")
