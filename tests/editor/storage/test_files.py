"""Drafts on disk: nothing is lost on the way in or out, whatever the bytes and whatever goes wrong."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.storage import files
from editor.storage.files import FileChangedError, FileError

BYTES = st.lists(
    st.sampled_from([b"\xef\xbb\xbf", b"\r\n", b"\n", b"\r", b"a", "é👨‍👩‍👧".encode(), b"\xff", b"\xed\xa0\xbd", b"\0"])
).map(b"".join)


def listing(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_bytes(b"old\r\ntext \xff")
    return path


@given(st.one_of(BYTES, st.binary()))
def test_any_bytes_round_trip(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes"
    path.write_bytes(data)
    document = Document.read(path)
    document.write()
    assert path.read_bytes() == data
    document.replace(len(document), len(document), "more")
    document.write()
    more = "more".encode(document.encoding.family)
    assert path.read_bytes() == data + more


@given(st.text(st.characters(), max_size=8))
def test_every_text_can_be_saved(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "text"
    Document(text).write(path)
    saved = path.read_bytes()
    escaped = [c for c in text if "\udc80" <= c <= "\udcff"]
    assert len(saved) == len(text.encode("utf-8", "surrogatepass")) - 2 * len(escaped)
    Document.read(path).write()
    assert path.read_bytes() == saved


def test_a_byte_order_mark_is_kept_and_is_not_text(draft: Path) -> None:
    draft.write_bytes(b"\xef\xbb\xbfabc")
    document = Document.read(draft)
    assert document.text == "abc"
    document.replace(0, 1, "x")
    document.write()
    assert draft.read_bytes() == b"\xef\xbb\xbfxbc"


def test_a_missing_file_is_a_new_document(tmp_path: Path) -> None:
    document = Document.read(tmp_path / "new.md")
    assert (document.text, document.name, document.modified, document.read_only) == ("", "new.md", False, False)
    document.replace(0, 0, "a\n")
    assert (document.text, document.modified) == ("a\n", True)
    document.write()
    assert (document.text, document.modified) == ("a\n", False)
    assert (tmp_path / "new.md").read_bytes() == b"a\n"
    assert listing(tmp_path) == ["new.md"]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "new.md").stat().st_mode) == 0o666 & ~umask


def test_undoing_back_to_the_saved_text_leaves_nothing_to_save(draft: Path) -> None:
    document = Document.read(draft)
    document.replace(0, 0, "a")
    document.write()
    document.replace(0, 0, "b")
    document.undo()
    assert not document.modified
    document.undo()
    assert document.modified


def test_text_typed_while_a_file_is_written_is_not_saved_yet(draft: Path) -> None:
    document = Document.read(draft)
    document.replace(0, 0, "a", group="type")
    saving = document.saving()
    document.replace(1, 1, "b", group="type")
    document.saved(saving, saving.write())
    assert draft.read_bytes() == b"aold\r\ntext \xff"
    assert document.modified
    document.undo()
    assert (document.text[:4], document.modified) == ("aold", False)
    document.undo()
    assert document.modified


def test_a_document_takes_the_name_it_is_saved_under(tmp_path: Path) -> None:
    document = Document("abc")
    assert document.name == "Untitled"
    with pytest.raises(FileError, match="no file name yet"):
        document.write()
    document.write(str(tmp_path / "a.md"))
    assert document.path == tmp_path / "a.md"
    document.replace(0, 0, "x")
    document.write()
    assert (tmp_path / "a.md").read_text() == "xabc"
    (tmp_path / "b.md").write_text("another")
    document.write(tmp_path / "b.md")
    assert (tmp_path / "b.md").read_text() == "xabc"


def make_directory(path: Path) -> None:
    path.mkdir()


def make_loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "message"),
    [(make_directory, "is a directory"), (os.mkfifo, "device or pipe"), (make_loop, "cannot be")],
)
def test_a_path_that_is_not_a_file_is_reported_in_one_line(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "na\nme"
    make(path)
    for attempt in (lambda: Document.read(path), lambda: Document("abc").write(path)):
        with pytest.raises(FileError, match=message) as caught:
            attempt()
        assert str(caught.value).startswith(str(path))
        assert "\n" not in str(caught.value).removeprefix(str(path))
    assert listing(tmp_path) == ["na\nme"]


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "missing/a"])
def test_an_impossible_name_is_reported(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="cannot be saved"):
        Document("abc").write(tmp_path / name)


def test_an_unreadable_or_read_only_file_is_reported(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make os.access and open behave as for an ordinary user, since root may do anything."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    document = Document.read(draft)
    assert document.read_only
    with pytest.raises(FileError, match="permission denied"):
        document.write()

    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "open", refuse, raising=False)
    with pytest.raises(FileError, match="permission denied"):
        Document.read(draft)


def test_a_file_changed_by_another_program_is_not_overwritten(draft: Path) -> None:
    document = Document.read(draft)
    draft.write_bytes(b"of another program")
    with pytest.raises(FileChangedError, match="changed on disk"):
        document.write()
    with pytest.raises(FileChangedError):
        document.write(draft.parent / "." / draft.name)  # the same file, spelled differently
    assert draft.read_bytes() == b"of another program"
    assert listing(draft.parent) == ["draft.md"]
    document.write(force=True)
    document.write()
    assert draft.read_bytes() == b"old\r\ntext \xff"
    draft.unlink()
    document.write()
    assert draft.exists()


def test_a_file_created_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    document = Document.read(tmp_path / "new.md")
    (tmp_path / "new.md").write_text("of another program")
    with pytest.raises(FileChangedError):
        document.write()


def test_links_and_mode_are_kept(draft: Path) -> None:
    draft.chmod(0o640)
    (draft.parent / "symbolic").symlink_to(draft)
    document = Document.read(draft.parent / "symbolic")
    document.replace(0, 3, "new")
    document.write()
    assert (draft.parent / "symbolic").is_symlink()
    assert draft.read_bytes() == b"new\r\ntext \xff"
    os.link(draft, draft.parent / "hard")
    document = Document.read(draft)
    document.replace(0, len(document), "short")
    document.write()
    assert (draft.parent / "hard").read_bytes() == b"short"
    document.replace(0, 0, "and again: ")
    document.write()
    assert (draft.parent / "hard").read_bytes() == draft.read_bytes() == b"and again: short"
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640
    assert listing(draft.parent) == ["draft.md", "hard", "symbolic"]
