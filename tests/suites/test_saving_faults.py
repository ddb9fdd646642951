"""Every system call in saving fails in turn, or the process dies there: the old file or the new one is complete."""

from __future__ import annotations

import fcntl
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.document import Document
from editor.storage import atomic_write, files
from editor.storage.files import FileError, NotSettledError
from tests.suites.faults import KINDS, NEED_ROOT, NEW, OLD, FaultyOs, SaveFaults, faulty

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="not root: cannot change owners or mount file systems")


@pytest.mark.parametrize("kind", KINDS)
def test_no_fault_while_saving_loses_text(kind: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind in NEED_ROOT and os.geteuid() != 0:
        pytest.skip("not root: files of another owner are skipped")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    faults = SaveFaults(home)
    faults.run(kind)
    counts = faults.counts
    assert counts["faults"] >= 6 * 8
    assert (counts["lost"], counts["false saved"], counts["left"], counts["left after sweeping"]) == (0, 0, 0, 0)
    is_overwritten = kind in ("hard link", "another's, not given away", "closed directory")
    assert bool(counts["torn"]) == is_overwritten, "only a file overwritten in place can be torn"


def test_a_failed_sync_is_reported_and_the_file_can_be_saved_again(home: Path) -> None:
    path = home / "draft.md"
    path.write_text("old")
    document = Document.read(path)
    document.replace(0, 3, "new")
    with faulty(counting := FaultyOs()):
        document.write()
    told = None
    for at in range(1, counting.calls + 1):
        document.replace(0, 0, "x")
        try:
            with faulty(FaultyOs(at, "EIO")):
                document.write()
        except NotSettledError as error:
            told = str(error)
            break
        except FileError:
            continue
    assert told is not None
    assert "input/output error" in told
    assert path.read_text() == document.text
    assert document.modified
    document.write()
    assert not document.modified


def test_extended_attributes_and_the_access_list_are_kept(home: Path) -> None:
    path = home / "draft.md"
    path.write_text(OLD)
    access = bytes.fromhex("0200000001000600ffffffff02000400d204000004000400ffffffff10000400ffffffff20000000ffffffff")
    try:
        os.setxattr(path, "user.note", b"kept")
        os.setxattr(path, "system.posix_acl_access", access)
    except OSError as error:
        pytest.skip(f"the file system here has no such attributes ({error.strerror})")
    document = Document.read(path)
    document.replace(0, 0, "new ")
    inode = path.stat().st_ino
    document.write()
    assert path.stat().st_ino != inode, "replaced, not overwritten"
    assert os.getxattr(path, "user.note") == b"kept"
    assert os.getxattr(path, "system.posix_acl_access") == access


def test_a_file_size_limit_loses_nothing(home: Path) -> None:
    for kind in ("plain", "linked"):
        path = home / f"{kind}.md"
        path.write_text("old")
        if kind == "linked":
            os.link(path, home / "twin.md")
        document = Document.read(path)
        document.replace(0, 3, NEW)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
        try:
            with pytest.raises(FileError, match="file too large"):
                document.write()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert path.read_text() == "old"
        assert document.text == NEW
    assert sorted(entry.name for entry in home.iterdir()) == ["linked.md", "plain.md", "twin.md"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Provide a file system of 64 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here: the full disk is skipped")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@needs_root
@pytest.mark.parametrize("linked", [False, True])
def test_on_a_full_disk_the_old_file_is_whole(small_disk: Path, linked: bool) -> None:
    path = small_disk / "draft.md"
    path.write_text("old\n" * 4000)
    if linked:
        os.link(path, small_disk / "twin.md")
    old = path.read_text()
    document = Document.read(path)
    document.replace(0, 0, "new\n" * 20_000)
    with pytest.raises(FileError, match="no space left on device"):
        document.write()
    assert path.read_text() == old
    assert [entry.name for entry in small_disk.iterdir() if entry.name.startswith(".")] == []
    document.undo()
    document.replace(0, 0, "n")
    document.write()
    assert path.read_text() == "n" + old


def test_a_file_torn_twice_by_overwriting_is_reported_and_kept_as_a_copy(home: Path) -> None:
    """The disk fails for good while a file with two names is overwritten."""
    path = home / "draft.md"
    path.write_text(OLD)
    os.link(path, home / "twin.md")
    document = Document.read(path)
    document.replace(0, len(document), NEW)
    told = []
    for at in range(1, 40):
        message = ""
        try:
            with faulty(FaultyOs(at, "EIO", goes_on=True)):
                document.write(force=True)
        except FileError as error:
            message = str(error)
        if path.read_text() not in (OLD, NEW):
            told.append(message)
            (copy,) = [entry for entry in home.iterdir() if entry.name.startswith(".")]
            assert str(copy) in message
            assert copy.read_text() == NEW
            copy.unlink()
        path.write_text(OLD)
    assert told


def test_only_leftovers_of_this_files_own_dead_saves_are_removed(home: Path) -> None:
    """The next save cleans up, but never removes a file being written at that moment or a copy that may be the only
    one."""
    mine, living, copy, others = [
        atomic_write._beside(home / name, suffix)
        for name, suffix in (("a.md", ".tmp"), ("a.md", ".tmp"), ("a.md", ".copy"), ("b.md", ".tmp"))
    ]
    for path in (mine, copy, others):
        path.touch()
    descriptor, _ = atomic_write._create(lambda: living, 0o600)
    files.write_file(home / "a.md", NEW)
    assert {entry.name for entry in home.iterdir()} == {"a.md", living.name, copy.name, others.name}
    os.close(descriptor)
    atomic_write.sweep(home / "a.md", with_copies=True)
    assert {entry.name for entry in home.iterdir()} == {"a.md", others.name}


def test_a_new_file_removed_before_it_was_locked_is_created_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [home / "second", home / "first"]
    flock = fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        (home / "first").unlink(missing_ok=True)
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    descriptor, path = atomic_write._create(names.pop, 0o600)
    os.close(descriptor)
    assert path == home / "second"
    assert path.exists()
