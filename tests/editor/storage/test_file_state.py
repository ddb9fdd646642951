"""Adopting another program's changes to a file: by the smallest change, and undoable."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor.document import Document
from editor.document.difference import difference
from editor.document.selections import Selections
from editor.storage import file_state
from editor.storage.files import ABSENT, read_file


def test_adopting_the_files_text_is_one_step_and_the_saved_state(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one\ntwo\nthree")
    document = Document.read(path)
    path.write_bytes(b"\xef\xbb\xbfone\n2\nthree and four")
    content = file_state.read_settled(path)
    assert content is not None
    transaction = difference(document.text, content.text)
    document.take_over(content, transaction, Selections.single(8, 8))
    assert document.text == "one\n2\nthree and four"
    was_modified = document.modified
    assert document.stamp == file_state.look(path)
    assert document.undo() == Selections.single(8, 8)
    assert document.text == "one\ntwo\nthree"
    assert (was_modified, document.modified) == (False, True)
    document.write()
    assert path.read_bytes() == b"\xef\xbb\xbfone\ntwo\nthree"


def test_look_tells_a_changed_file_from_one_that_is_gone_or_cannot_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    assert file_state.look(path) == ABSENT
    path.write_bytes(b"one")
    assert file_state.look(path) == read_file(path).stamp
    assert file_state.look(path / "below") == ABSENT
    assert file_state.look(Path("a\0b")) is None
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert file_state.look(loop) is None


def test_a_file_that_is_being_written_is_left_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"half")
    real_stat = os.stat

    def stat_while_it_grows(*arguments: object, **options: object) -> os.stat_result:
        with path.open("ab") as file:
            file.write(b".")
        return real_stat(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("os.stat", stat_while_it_grows)
    assert file_state.read_settled(path) is None
    monkeypatch.undo()
    assert file_state.read_settled(path) is not None
    assert file_state.read_settled(tmp_path / "gone") is None
